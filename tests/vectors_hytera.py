"""Golden vectors of Hytera gateways: HRNP, HDAP and HSTRP under the names the vectors use."""

from __future__ import annotations

from typing import Any

from app.radio.hytera import hdap, hrnp, hstrp, messages
from app.radio.hytera.tmp import TextAck, TextMessage
from app.radio.hytera.wire import Gps, RadioIp
from tests.vectors_family import Family


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
    called = _CALLED.get((seen["service"], seen["opcode"]))
    if called:
        seen["name"] = called
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
_CALLED = {
    ("RRS", "0001"): "going offline",
    ("RRS", "0002"): "online check",
    ("RRS", "0003"): "registration",
    ("RRS", "0080"): "registration ack",
    ("RRS", "0082"): "online check answer",
    ("RCP", "0841"): "CallRequest",
    ("RCP", "8841"): "CallReply",
    ("RCP", "0842"): "RemoveCallRequest",
    ("RCP", "8842"): "RemoveCallReply",
    ("RCP", "0041"): "ButtonAndKeyboardOperationRequest",
    ("RCP", "8041"): "ButtonAndKeyboardOperationReply",
    ("RCP", "10c9"): "BroadcastStatusConfigurationRequest",
    ("RCP", "80c9"): "BroadcastStatusConfigurationReply",
    ("RCP", "b843"): "BroadcastTransmitStatus",
    ("RCP", "b844"): "BroadcastReceiveStatus",
    ("RCP", "b845"): "RepeaterBroadcastTransmitStatus",
    ("RCP", "0452"): "RadioIDAndRadioIPQueryRequest",
    ("RCP", "8452"): "RadioIDAndRadioIPQueryReply",
    ("RCP", "10c7"): "StatusChangeNotificationRequest",
    ("RCP", "80c7"): "StatusChangeNotificationReply",
    ("RCP", "00c4"): "ZoneAndChannelOperationRequest",
    ("RCP", "80c4"): "ZoneAndChannelOperationReply",
}
"""What the published examples call a message."""
FAMILIES = {"hrnp": Family(_hrnp), "hdap": Family(_hdap), "hstrp": Family(_hstrp)}
