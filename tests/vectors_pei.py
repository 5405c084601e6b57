"""Golden vectors of the PEI: lines, and bodies of messages, under the names the vectors use."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from app.radio.pei import codec, header, requests, sds
from app.radio.pei.answers import (
    Charge,
    Final,
    GroupRange,
    Identity,
    OwnNumber,
    OwnPlace,
    SdsLimits,
    Signal,
    Unknown,
)
from app.radio.pei.framer import Framer, Sds
from app.radio.pei.identities import tsi
from app.radio.pei.lip import LipOther, LipShort
from app.radio.pei.schemes import Words, words
from app.radio.pei.sds import (
    Body,
    Head,
    Other,
    Report,
    ReportAck,
    SimpleText,
    Stamp,
    Status,
    Text,
    TextPart,
    stamp,
)
from app.radio.pei.tables import Service
from app.radio.pei.udh import PartOf
from tests.vectors_family import Family, Given, Seen

_REPORTS = ("none", "received", "consumed", "both")


# --- lines ------------------------------------------------------------------------------


def _line(text: str) -> tuple[Seen, str | None]:
    if "\r" in text:
        return _message(text)
    if header.begins(text):
        head = header.decode(text)
        return ({"error": "header"}, None) if head is None else (_named(head), header.encode(head))
    answer = codec.decode(text)
    if isinstance(answer, Unknown):
        return {"error": "unknown"}, None
    seen = _named(answer)
    if isinstance(answer, OwnNumber):
        own = tsi(answer.number)
        seen |= _named(own) if own is not None else {}
    elif isinstance(answer, OwnPlace):
        seen |= {"lat": answer.lat, "lon": answer.lon}
    elif isinstance(answer, Signal):
        seen |= {"dbm": answer.dbm, "rssi_dbm": answer.dbm}
    elif isinstance(answer, Charge):
        seen |= {"status": answer.state, "st": answer.state, "battery": answer.percent}
    elif isinstance(answer, SdsLimits):
        seen.pop("ranges")
    elif isinstance(answer, GroupRange):
        seen |= {"min": answer.first, "max": answer.last}
    elif isinstance(answer, Final):
        seen |= {"ok": answer.ok, "error_code": answer.code}
    elif isinstance(answer, Identity):
        seen |= {"value": answer.words}
    return seen, codec.encode(answer)


def _named(one: Any) -> Seen:
    """Its fields; what it left out is not named."""
    values = {field.name: getattr(one, field.name) for field in fields(one)}
    return {name: value for name, value in values.items() if value is not None and value != ""}


# --- messages ---------------------------------------------------------------------------


def _message(text: str) -> tuple[Seen, str | None]:
    """`+CTSDSR` with its PDU, a command with its PDU, or the PDU alone."""
    if text[:1] == "+":
        return _received(text)
    sent = requests.message(text)
    if sent is not None:
        seen, body = _body(Service.SDS4, sent.pdu, sent.bits)
        return seen | {"dest": sent.called, "line": text}, None if body is None else text
    pdu = bytes.fromhex(text + "0" * (len(text) % 2))
    seen, body = _body(Service.STATUS if len(pdu) == 2 else Service.SDS4, pdu, len(text) * 4)
    return seen, None if body is None else sds.encode(body)[0].hex().upper()[: len(text)]


def _received(text: str) -> tuple[Seen, str | None]:
    framer = Framer()
    found = framer.feed(b"\r\n" + text.encode("latin-1") + b"\r\n", 0.0)
    if len(found) != 1 or not isinstance(found[0][0], Sds):
        return {"error": "length"}, None
    frame = found[0][0]
    seen, body = _body(frame.header.ai, frame.pdu, frame.header.bits)
    if body is None:
        return seen, None
    again, bits = sds.encode(body)
    head = frame.header
    seen |= {"source": head.calling, "dest": head.called, "ai": head.ai, "bits": bits}
    digits = text.rpartition("\n")[2]
    written = again.hex()[: len(digits)]
    written = written.upper() if digits.upper() == digits else written
    return seen, f"{header.encode(head)}\r\n{written}"


def _body(ai: int, pdu: bytes, bits: int) -> tuple[Seen, Body | None]:
    body = sds.decode(ai, pdu, bits)
    if isinstance(body, sds.Damaged):
        return {"error": body.why}, None
    return {"pid": pdu[0], "bits": bits} | _shown(body), body


def _shown(body: Body) -> Seen:
    match body:
        case Status(code):
            return {"type": "status", "status": code}
        case SimpleText(pid, text):
            immediate = "immediate " if pid == 0x09 else ""
            return {"type": f"simple {immediate}text"} | _worded(text)
        case Text(head, text):
            immediate = "immediate " if head.pid == 0x89 else ""
            return {"type": f"{immediate}text"} | _headed(head) | _worded(text)
        case TextPart(head, part, text):
            place = {"udh_ref": part.ref, "total": part.total, "seq": part.seq}
            return {"type": "text part"} | place | _headed(head) | _worded(text)
        case Report(_, status, mref, ack_required):
            kind = {"type": "report", "status": status, "delivery_status": status}
            return kind | {"mref": mref, "ack_required": ack_required}
        case ReportAck(_, status, mref):
            return {"type": "ack", "status": status, "mref": mref}
        case LipShort():
            return {"type": "lip short", "pdu_type": 0, "supported": True} | _placed(body)
        case LipOther(kind):
            name = "lip long" if kind == 1 else "lip"
            return {"type": name, "pdu_type": kind, "supported": False}
    assert isinstance(body, Other)
    return {"type": "unknown", "supported": False}


def _worded(text: Words) -> Seen:
    return {"encoding": text.scheme, "text": text.text, "doubtful": text.doubtful}


def _headed(head: Head) -> Seen:
    seen: Seen = {"mref": head.mref, "report_request": head.report}
    seen["short_report"] = head.short_report
    if head.stamp is not None:
        seen["timestamp"] = _written(head.stamp) + (" UTC" if head.stamp.utc else " local")
    if head.store is not None:
        seen |= {"validity": head.store.validity, "validity_s": head.store.valid_s}
        seen |= {"address_type": head.store.address_type, "store_forward": True}
        if head.store.address_type == 1:
            seen["forward_address"] = int.from_bytes(head.store.address, "big")
    return seen


def _written(at: Stamp) -> str:
    return f"{at.month:02d}-{at.day:02d} {at.hour:02d}:{at.minute:02d}"


def _placed(report: LipShort) -> Seen:
    return {
        "lat": report.lat,
        "lon": report.lon,
        "elapsed": report.elapsed,
        "time_elapsed": report.elapsed,
        "pos_error_code": report.error_code,
        "pos_error_m": report.error_m,
        "velocity_code": report.velocity_code,
        "velocity_kmh": report.speed_kmh,
        "speed_kmh": report.speed_kmh,
        "direction_code": report.direction_code,
        "direction": report.direction_deg,
        "additional": report.additional,
        "reason": report.reason,
    }


# --- writing ----------------------------------------------------------------------------


def _write(given: Given) -> tuple[str, Seen]:
    """The body of the fields that are named; what the vector leaves open is as in its wire form."""
    wire = given.wire
    pdu = bytes.fromhex(wire.partition("\n")[2].rstrip("\x1a") or wire)
    held = sds.decode(Service.STATUS if len(pdu) == 2 else Service.SDS4, pdu, len(pdu) * 8)
    made = _made(held, given)
    data, bits = sds.encode(made)
    seen = {"pid": data[0]} | _shown(made) | {"bits": bits}
    if "line" in given:
        called = given["line"].partition("=")[2].partition(",")[0]
        seen["line"] = requests.written(requests.Message(called, bits, data))
    return data.hex().upper(), seen


def _made(held: Any, given: Given) -> Body:
    match held:
        case Status(code):
            return Status(given.take("status", code))
        case SimpleText(pid, text):
            return SimpleText(given.take("pid", pid), _words(given, text))
        case Text(head, text):
            return Text(_head(given, head), _words(given, text))
        case TextPart(head, part, text):
            place = PartOf(
                given.take("udh_ref", part.ref),
                given.take("total", part.total),
                given.take("seq", part.seq),
                part.wide,
            )
            return TextPart(_head(given, head), place, _words(given, text))
        case Report():
            status = given.take("status", held.status)
            mref, ack = given.take("mref", held.mref), given.take("ack_required", held.ack_required)
            return replace(
                held, pid=given.take("pid", held.pid), status=status, mref=mref, ack_required=ack
            )
        case sds.Damaged():
            raise ValueError(held.why)
    return held


def _words(given: Given, held: Words) -> Words:
    return words(given.take("text", held.text), given.take("encoding", held.scheme))


def _head(given: Given, held: Head) -> Head:
    report = given.take("report_request", held.report)
    written = held.stamp
    for name, utc in (("timestamp_utc", True), ("timestamp_local", False)):
        if name in given:
            day, _, hour = given.take(name).partition(" ")
            month, day = map(int, day.split("-"))
            written = stamp(month, day, *map(int, hour.split(":")), utc=utc)
    return Head(
        given.take("pid", held.pid),
        given.take("mref", held.mref),
        _REPORTS.index(report) if isinstance(report, str) else report,
        given.take("short_report", held.short_report),
        held.store,
        written,
    )


FAMILIES = {"pei": Family(_line), "pei-sds": Family(_message, _write)}
