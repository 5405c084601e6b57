"""HDAP messages: bytes to dataclasses and back, without state. Layouts: radio.md 5.2-5.7."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.radio.hytera.messages import (
    BroadcastConfig,
    Button,
    CallRequest,
    Channel,
    ChannelReply,
    ClearCall,
    DeliveryState,
    EmergencyReport,
    EmergencyStop,
    EmergencyStopAck,
    GoingOffline,
    MessageConfig,
    NotifyConfig,
    OnlineAnswer,
    OnlineCheck,
    OwnQuery,
    OwnReply,
    PeriodicAnswer,
    PeriodicReport,
    PeriodicRequest,
    PeriodicStop,
    PeriodicStopAnswer,
    PositionReport,
    PositionRequest,
    PositionRssiReport,
    ReceiveStatus,
    Registration,
    RegistrationAck,
    RepeaterStatus,
    Reply,
    Service,
    StatusReport,
    Target,
    TargetReply,
    TransmitStatus,
    TriggeredReport,
    TriggeredRssiReport,
    Unknown,
)
from app.radio.hytera.tmp import TextAck, TextMessage, read_text, write_text
from app.radio.hytera.wire import (
    FIX,
    IP,
    L16,
    L32,
    PAIRS,
    S16,
    U8,
    U16,
    U32,
    Field,
    Raw,
)

HEAD = 5
TAIL = 2
_RELIABLE = 0x80
_END = 0x03
_RCP, _TMP, _DDS = int(Service.RCP), int(Service.TMP), int(Service.DDS)


@dataclass(frozen=True, slots=True)
class Damaged:
    """Not a message; `why`: short, end, length, checksum."""

    why: str


Body = Any
"""One of the messages of messages.py, `TextMessage`, `TextAck` or `Unknown`."""


@dataclass(frozen=True, slots=True)
class Packet:
    """A message with its envelope's one flag."""

    body: Body
    reliable: bool = False


_Layout = tuple[Field, ...]
_REQUEST = (U32, IP)

_LAYOUTS: dict[tuple[int, int], tuple[type, _Layout]] = {
    (Service.RRS, 0x0003): (Registration, (IP,)),
    (Service.RRS, 0x0080): (RegistrationAck, (IP, U8, U32)),
    (Service.RRS, 0x0001): (GoingOffline, (IP,)),
    (Service.RRS, 0x0002): (OnlineCheck, (IP,)),
    (Service.RRS, 0x0082): (OnlineAnswer, (IP, U8)),
    (Service.LP, 0xA001): (PositionRequest, _REQUEST),
    (Service.LP, 0xA002): (PositionReport, (*_REQUEST, U16, FIX)),
    (Service.LP, 0xA003): (PositionRssiReport, (*_REQUEST, U16, FIX, S16)),
    (Service.LP, 0xB001): (EmergencyStop, _REQUEST),
    (Service.LP, 0xB002): (EmergencyStopAck, (*_REQUEST, U16)),
    (Service.LP, 0xB003): (EmergencyReport, (IP, U8, FIX)),
    (Service.LP, 0xC001): (PeriodicRequest, (*_REQUEST, Raw(14), Raw(14), Raw(8))),
    (Service.LP, 0xC002): (PeriodicAnswer, (*_REQUEST, U16)),
    (Service.LP, 0xC004): (PeriodicStop, _REQUEST),
    (Service.LP, 0xC005): (PeriodicStopAnswer, (*_REQUEST, U16)),
    (Service.LP, 0xC003): (PeriodicReport, (*_REQUEST, Raw(8), FIX)),
    (Service.LP, 0xD003): (TriggeredReport, (*_REQUEST, FIX)),
    (Service.LP, 0xD004): (TriggeredRssiReport, (*_REQUEST, U16, FIX, S16)),
    (Service.RCP, 0x0841): (CallRequest, (U8, L32)),
    (Service.RCP, 0x0842): (ClearCall, ()),
    (Service.RCP, 0x0041): (Button, (U8, U8)),
    (Service.RCP, 0x10C9): (BroadcastConfig, (PAIRS,)),
    (Service.RCP, 0x10C7): (NotifyConfig, (PAIRS,)),
    (Service.RCP, 0x1847): (MessageConfig, (U8, Raw(7))),
    (Service.RCP, 0xB844): (ReceiveStatus, (L16, L16, L32, L32)),
    (Service.RCP, 0xB843): (TransmitStatus, (L16, L16, L16, L32)),
    (Service.RCP, 0xB845): (RepeaterStatus, (L16, L16, L16, L16, L32, L32)),
    (Service.RCP, 0xB0C8): (StatusReport, (U8, L16)),
    (Service.RCP, 0x0452): (OwnQuery, (U8,)),
    (Service.RCP, 0x8452): (OwnReply, (U8, U8, Raw(4))),
    (Service.RCP, 0x00C4): (Channel, (U8, L16, L16)),
    (Service.RCP, 0x80C4): (ChannelReply, (L32, L32, L16, L16)),
}
_CODES = {made: (code, layout) for code, (made, layout) in _LAYOUTS.items()}
_TARGETS = frozenset({0x0833, 0x0834, 0x0835, 0x0849, 0x084A})
_TARGET_REPLIES = frozenset({0x8833, 0x8834, 0x8835, 0x8849, 0x884A})
_REPLIES = frozenset({0x8841, 0x8842, 0x8041, 0x80C9, 0x80C7, 0x8847})
_BY_OPCODE: tuple[tuple[frozenset[int], type, _Layout], ...] = (
    (_TARGETS, Target, (L32,)),
    (_TARGET_REPLIES, TargetReply, (U8, L32)),
    (_REPLIES, Reply, (U8,)),
)
_DDS_LAYOUT: _Layout = (IP, U16, U8)

_Plan = tuple[int, bool, tuple[tuple[Callable[[bytes], Any], int, int | None], ...]]
"""Least size, whether it is exact (else the last field takes what is left), the readers and their places."""


@cache
def _plan(layout: _Layout) -> _Plan:
    parts: list[tuple[Callable[[bytes], Any], int, int | None]] = []
    at = 0
    for field in layout:
        parts.append((field.read, at, None if field.size is None else at + field.size))
        at += field.size or 0
    return at, all(field.size is not None for field in layout), tuple(parts)


_PLANS = {code: (made, _plan(layout)) for code, (made, layout) in _LAYOUTS.items()}
_DDS_PLAN = _plan(_DDS_LAYOUT)


def fault(raw: bytes) -> str:
    """Why these bytes are no HDAP message; empty when they are one."""
    if len(raw) < HEAD + TAIL:
        return "short"
    if raw[-1] != _END:
        return "end"
    if _word(raw, 3) != len(raw) - HEAD - TAIL:
        return "length"
    if (~sum(raw[1:-2]) + 0x33) & 0xFF != raw[-2]:
        return "checksum"
    return ""


def decode(raw: bytes) -> Packet | Damaged:
    """One whole message. Never raises; a layout that does not fit gives `Unknown`."""
    why = fault(raw)
    return Damaged(why) if why else read(raw)


def read(raw: bytes) -> Packet:
    """A message in which `fault` has found none, such as the body of a frame from the framer."""
    service, opcode = raw[0] & ~_RELIABLE, _word(raw, 1)
    payload = raw[HEAD:-TAIL]
    try:
        body = _body(service, opcode, payload)
    except ValueError:
        body = None
    if body is None:
        body = Unknown(service, opcode, payload)
    return Packet(body, bool(raw[0] & _RELIABLE))


def encode(packet: Packet) -> bytes:
    """The bytes of a message. Raises ValueError or OverflowError for values that do not fit."""
    service, opcode, payload = _write(packet.body)
    order = _order(service)
    inner = opcode.to_bytes(2, order) + len(payload).to_bytes(2, order) + payload
    first = service | (_RELIABLE if packet.reliable else 0)
    return bytes((first,)) + inner + bytes((_checksum(inner), _END))


def _body(service: int, opcode: int, payload: bytes) -> Body | None:
    if service == _TMP:
        return read_text(opcode, payload)
    if service == _DDS and opcode >> 8 == 0:
        values = _values(_DDS_PLAN, payload)
        return None if values is None else DeliveryState(opcode, *values)
    known = _PLANS.get((service, opcode))
    if known is not None:
        made, plan = known
        values = _values(plan, payload)
        return None if values is None else made(*values)
    if service == _RCP:
        for opcodes, made, layout in _BY_OPCODE:
            if opcode in opcodes:
                values = _values(_plan(layout), payload)
                return None if values is None else made(opcode, *values)
    return None


def _write(body: Body) -> tuple[int, int, bytes]:
    if isinstance(body, Unknown):
        return body.service, body.opcode, body.payload
    if isinstance(body, TextMessage | TextAck):
        return Service.TMP, *write_text(body)
    values = [getattr(body, field.name) for field in dataclasses.fields(body)]
    if isinstance(body, DeliveryState):
        return Service.DDS, body.service, _bytes(_DDS_LAYOUT, values[1:])
    for _opcodes, made, layout in _BY_OPCODE:
        if isinstance(body, made):
            return Service.RCP, values[0], _bytes(layout, values[1:])
    (service, opcode), layout = _CODES[type(body)]
    return service, opcode, _bytes(layout, values)


def _values(plan: _Plan, payload: bytes) -> list[Any] | None:
    """The fields in order; None when the payload is too short or too long."""
    size, exact, parts = plan
    if len(payload) < size or (exact and len(payload) > size):
        return None
    return [read(payload[start:end]) for read, start, end in parts]


def _bytes(layout: _Layout, values: list[Any]) -> bytes:
    return b"".join(field.write(value) for field, value in zip(layout, values, strict=True))


def _word(raw: bytes, at: int) -> int:
    """Two bytes, low one first in the one service that does so."""
    if raw[0] & ~_RELIABLE == _RCP:
        return raw[at + 1] << 8 | raw[at]
    return raw[at] << 8 | raw[at + 1]


def _order(service: int) -> Any:
    return "little" if service == _RCP else "big"


def _checksum(inner: bytes) -> int:
    return (~sum(inner) + 0x33) & 0xFF
