"""Golden vectors of lines: NMEA 0183 sentences and FleetSync or NEXEDGE frames."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from app.radio.nmea import fleetsync, sentences
from app.radio.nmea.fleetsync import Ack, Address, CallerId, Packet, PollGps, ShortText
from app.radio.nmea.sentences import Damaged
from tests.vectors_family import Family, Given, Seen


def _nmea(text: str) -> tuple[Seen, str | None]:
    """What the sentence does not say is null."""
    sentence = sentences.decode(text.rstrip("\r\n").encode("utf-8"))
    if isinstance(sentence, Damaged):
        return {"error": sentence.why}, None
    again = sentences.encode(sentence).decode("ascii")
    seen: Seen = {"sentence": sentence.name, "checked": sentence.checked, "fields": sentence.fields}
    if not sentence.checked:
        seen["flag"] = "no checksum"
    report = sentences.read(sentence)
    if report is None:
        return seen, again
    fix = report.fix
    told: dict[str, Any] = {
        "valid": fix.valid,
        "lat": fix.lat_deg,
        "lon": fix.lon_deg,
        "time": _time(fix.time),
        "date": _date(fix.date),
        "speed_kn": fix.speed_kn,
        "course": fix.course_deg,
        "quality": fix.quality,
        "sats": fix.satellites,
        "hdop": fix.hdop,
        "alt": fix.altitude_m,
        "name": report.waypoint or None,
        "status": report.status or None,
        "ext": report.ext or None,
    }
    if report.address is not None:
        told |= _who(report.address)
    return seen | told, again


def _who(address: Address) -> Seen:
    if address.fleet is None:
        return {"proto": "NEXEDGE", "unit": str(address)}
    fleet, unit = f"{address.fleet:03d}", f"{address.unit:04d}"
    return {"proto": "FleetSync", "fleet": fleet, "unit": unit}


def _time(at: time | None) -> str | None:
    return None if at is None else at.strftime("%H:%M:%S")


def _date(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _fleetsync(text: str) -> tuple[Seen, str | None]:
    packet = fleetsync.decode(text.encode(fleetsync.ENCODING))
    if packet is None:
        return {"error": "no known frame"}, None
    again = fleetsync.encode(packet).decode(fleetsync.ENCODING)
    match packet:
        case Ack(ok, nexedge):
            return {"action": "ack ok" if ok else "ack fail", "nexedge": nexedge}, again
        case CallerId(begin, ids):
            seen = {"action": "caller id", "begin": begin, "end": not begin, "ids": ids}
            return seen | _who(packet.address), again
        case PollGps(address):
            return {"action": "poll GPS"} | _who(address), again
        case ShortText(address, words):
            return {"action": "short text", "text": words} | _who(address), again


def _written(given: Given) -> tuple[str, Seen]:
    action = given.take("action")
    packet: Packet
    if action in ("ack ok", "ack fail"):
        packet = Ack(action == "ack ok", bool(given.take("nexedge", False)))
        return fleetsync.encode(packet).decode(fleetsync.ENCODING), {}
    proto = given.take("proto", "FleetSync")
    fleet = given.take("fleet") if proto == "FleetSync" else ""
    address = Address.said(str(fleet), str(given.take("unit")))
    if address is None:
        raise ValueError("no number of a radio")
    if action == "poll GPS":
        packet = PollGps(address)
    elif action == "short text":
        packet = ShortText(address, given.take("text"))
    elif action == "caller id":
        ids = given.take("ids") or str(address) * 2
        packet = CallerId(bool(given.take("begin", not given.take("end", False))), ids)
    else:
        raise ValueError(f"no frame for {action!r}")
    return fleetsync.encode(packet).decode(fleetsync.ENCODING), {}


FAMILIES = {"nmea": Family(_nmea), "fleetsync": Family(_fleetsync, _written)}
