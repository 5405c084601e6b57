"""Golden vectors against the codecs: `python -m tests.vectors FILE` prints passed and failed."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any

from app.radio.hytera import hdap, hrnp, hstrp, messages
from app.radio.hytera.tmp import TextAck, TextMessage
from app.radio.hytera.wire import Gps, RadioIp

FILE = Path(__file__).parent / "data" / "radio-vectors.json"
FAMILIES = frozenset({"hrnp", "hdap", "hstrp"})


def load(file: Path = FILE) -> list[dict[str, Any]]:
    return json.loads(file.read_text(encoding="utf-8"))["vectors"]


def fault(vector: dict[str, Any]) -> str:
    """What is wrong with our reading of one vector; empty when nothing is."""
    if vector["protocol"] not in FAMILIES:
        return f"no codec for {vector['protocol']}"
    raw = bytes.fromhex(vector["hex"])
    seen, again = _READERS[vector["protocol"]](raw)
    if vector.get("negative"):
        return "" if "error" in seen else "was not refused"
    if "error" in seen:
        return f"refused: {seen['error']}"
    for name, want in vector["expect"].items():
        if name not in seen:
            continue
        if not _same(seen[name], want):
            return f"{name} is {seen[name]!r}, not {want!r}"
    lost = set(vector["expect"]) - set(seen) - {"name"}
    if lost:
        return f"not read: {sorted(lost)}"
    return "" if again == raw else f"encoded as {again.hex()}"


def _same(seen: Any, want: Any) -> bool:
    if isinstance(want, float):
        return math.isclose(seen, want, abs_tol=1e-6)
    return seen == want


def _hrnp(raw: bytes) -> tuple[dict[str, Any], bytes]:
    frame = hrnp.decode(raw)
    if isinstance(frame, hdap.Damaged):
        return {"error": frame.why}, b""
    seen: dict[str, Any] = {
        "op": frame.op.name,
        "version": frame.version,
        "block": frame.block,
        "src": frame.src,
        "dst": frame.dst,
        "pn": frame.pn,
        "checksum": raw[10:12].hex(),
    }
    body = frame.body
    if body:
        inner, body = _hdap(body)
        seen |= inner
    again = hrnp.Frame(frame.op, frame.src, frame.dst, frame.pn, body, frame.version, frame.block)
    return seen, hrnp.encode(again)


def _hstrp(raw: bytes) -> tuple[dict[str, Any], bytes]:
    datagram = hstrp.decode(raw)
    if isinstance(datagram, hdap.Damaged):
        return {"error": datagram.why}, b""
    values = dict(datagram.options)
    seen: dict[str, Any] = {
        "type": "heartbeat" if datagram.flags & hstrp.HEARTBEAT else "options",
        "sn": datagram.sn,
        "options": [[kind, value.hex()] for kind, value in datagram.options],
        "device_id": int.from_bytes(values.get(3, b""), "big"),
        "slot": int.from_bytes(values.get(4, b""), "big"),
    }
    if datagram.body:
        seen |= _hdap(datagram.body)[0]
    return seen, hstrp.encode(datagram)


def _hdap(raw: bytes) -> tuple[dict[str, Any], bytes]:
    packet = hdap.decode(raw)
    if isinstance(packet, hdap.Damaged):
        return {"error": packet.why}, b""
    order: Any = "little" if raw[0] & 0x7F == messages.Service.RCP else "big"
    seen: dict[str, Any] = {
        "service": messages.Service(raw[0] & 0x7F).name,
        "reliable": packet.reliable,
        "opcode": f"{int.from_bytes(raw[1:3], order):04x}",
    }
    return seen | _named(packet.body), hdap.encode(packet)


def _named(body: Any) -> dict[str, Any]:
    """The fields of a message under the names the vectors use."""
    seen: dict[str, Any] = {}
    for name in type(body).__dataclass_fields__:
        value = getattr(body, name)
        if isinstance(value, Gps):
            seen |= _fix(value)
        elif isinstance(value, RadioIp):
            seen |= {"src_ip": str(value), "src_id": value.radio} if name == "src" else {}
            seen["radio_ip"] = str(value)
        elif name == "pairs":
            seen |= {"pairs": [list(pair) for pair in value], "count": len(value)}
        else:
            seen[_NAMES.get(name, name)] = value
    if isinstance(body, TextMessage | TextAck):
        dotted = ".".join(str(part) for part in body.dest.to_bytes(4, "big"))
        seen |= {"dest_group": body.dest} if body.group else {"dest_ip": dotted}
    if isinstance(body, messages.OwnReply):
        dotted = ".".join(str(part) for part in body.value)
        seen |= {"target": body.which, "radio_id": body.radio, "radio_ip": dotted}
    if isinstance(body, messages.DeliveryState):
        seen |= {"state_type": body.service, "protocol_opcode": f"{body.opcode:04x}"}
        seen.pop("service"), seen.pop("opcode")
    seen.pop("opcode", None)
    return seen


def _fix(fix: Gps) -> dict[str, Any]:
    return {
        "fix": fix.raw[:1].decode("latin-1"),
        "time": fix.at.strftime("%H:%M:%S") if fix.at else None,
        "date": fix.at.strftime("%Y-%m-%d") if fix.at else None,
        "lat": fix.lat_deg,
        "lon": fix.lon_deg,
        "speed_kn": fix.speed_kn,
        "course": fix.course_deg,
    }


_NAMES = {
    "request": "request_id",
    "target": "target_id",
    "sender": "sender_id",
    "valid_s": "renew_s",
}
_READERS = {"hrnp": _hrnp, "hdap": _hdap, "hstrp": _hstrp}


def main(file: Path) -> int:
    failed = 0
    vectors = load(file)
    for vector in vectors:
        why = fault(vector)
        if why:
            failed += 1
            sys.stdout.write(f"{vector['id']}: {why}\n")
    sys.stdout.write(f"{len(vectors) - failed} passed, {failed} failed\n")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FILE))
