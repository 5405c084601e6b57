"""Bodies of SDS messages: bytes to what they say and back. radio.md 4.6."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.radio.pei import lip, udh
from app.radio.pei.lip import LipOther, LipShort
from app.radio.pei.schemes import Words
from app.radio.pei.tables import Service
from app.radio.pei.udh import PartOf

SIMPLE = frozenset({0x02, 0x09})
TEXTS = frozenset({0x82, 0x89})
TEXT, PART = 0x82, 0x8A
TRANSFER, REPORT, ACK = 0, 1, 2
_STAMPED = 0x80
_ADDRESS = {0: 1, 1: 3, 2: 6, 7: 0}
_EXTERNAL = 3


@dataclass(frozen=True, slots=True)
class Status:
    """A number the county has a meaning for; 0x8000 and above are the user's own."""

    code: int


@dataclass(frozen=True, slots=True)
class SimpleText:
    """Without a number of its own: nobody confirms it."""

    pid: int
    words: Words


@dataclass(frozen=True, slots=True)
class Stamp:
    """When it was written, by the sender's clock: month, day, hour, minute, and no year."""

    code: int

    @property
    def utc(self) -> bool:
        return self.code >> 22 == 1

    @property
    def month(self) -> int:
        return self.code >> 16 & 0xF

    @property
    def day(self) -> int:
        return self.code >> 11 & 0x1F

    @property
    def hour(self) -> int:
        return self.code >> 6 & 0x1F

    @property
    def minute(self) -> int:
        return self.code & 0x3F


def stamp(month: int, day: int, hour: int, minute: int, *, utc: bool) -> Stamp:
    """Raises `ValueError`: no such time."""
    if not (1 <= month <= 12 and 1 <= day <= 31 and 0 <= hour < 24 and 0 <= minute < 60):
        raise ValueError("no time of a year")
    return Stamp(utc << 22 | month << 16 | day << 11 | hour << 6 | minute)


@dataclass(frozen=True, slots=True)
class Store:
    """How long the network keeps it, and for whom. `address` is as long as `address_type` says.

    That an external number (3) is a count and its half bytes is not verified.
    """

    validity: int
    address_type: int
    address: bytes = b""

    @property
    def valid_s(self) -> int | None:
        """0: not kept; None: without end."""
        code = self.validity
        for last, base, unit_s in _VALIDITY:
            if code <= last:
                return (code - base) * unit_s
        return None


_VALIDITY = (
    (6, 0, 10),
    (10, 5, 60),
    (16, 10, 600),
    (21, 15, 3600),
    (24, 20, 6 * 3600),
    (30, 24, 48 * 3600),
)


@dataclass(frozen=True, slots=True)
class Head:
    """Of a message that is transferred. `report`: 0 none, 1 when received, 2 when read, 3 both.

    `short_report`: the bit that says a short form of report will do (0 on the line).
    """

    pid: int
    mref: int
    report: int = 0
    short_report: bool = True
    store: Store | None = None
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Text:
    head: Head
    words: Words


@dataclass(frozen=True, slots=True)
class TextPart:
    head: Head
    part: PartOf
    words: Words


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the message `mref`. `low`: bits nobody has described; `rest`: what follows."""

    pid: int
    status: int
    mref: int
    ack_required: bool = False
    low: int = 0
    rest: bytes = b""

    @property
    def outcome(self) -> int:
        """0x00 arrived, 0x20 not yet, 0x40 failed, 0x60 flow control, 0x80 between the ends."""
        return self.status & 0xE0


@dataclass(frozen=True, slots=True)
class ReportAck:
    pid: int
    status: int
    mref: int
    low: int = 0


@dataclass(frozen=True, slots=True)
class Other:
    """A message we have no words for; kept as it came."""

    pid: int
    data: bytes
    pad: int = 0


@dataclass(frozen=True, slots=True)
class Damaged:
    """`why`: short, length, store, header."""

    why: str


Body = Status | SimpleText | Text | TextPart | Report | ReportAck | LipShort | LipOther | Other


def decode(ai: int, data: bytes, bits: int) -> Body | Damaged:
    """`data` is filled up to whole bytes. Never raises."""
    if not data or not 0 <= len(data) * 8 - bits < 8:
        return Damaged("length")
    if ai == Service.STATUS:
        return Status(int.from_bytes(data, "big")) if bits == 16 else Damaged("length")
    pid, pad = data[0], len(data) * 8 - bits
    if ai != Service.SDS4:
        return Other(-1, data, pad)
    if pid == lip.PID:
        return lip.decode(data, bits) or Damaged("short")
    if pid in SIMPLE:
        return (
            SimpleText(pid, Words(data[1], data[2:], pad)) if len(data) >= 2 else Damaged("short")
        )
    if pid in TEXTS or pid == PART:
        return _transferred(data, pad)
    return Other(pid, data, pad)


def encode(body: Body) -> tuple[bytes, int]:
    """Whole bytes, and how many bits of them count. Raises `ValueError`: a number does not fit."""
    try:
        data, pad = _WRITERS[type(body)](body)
    except OverflowError as error:
        raise ValueError(str(error)) from error
    return data, len(data) * 8 - pad


def confirmation(head: Head) -> Report | None:
    """The answer to a message that asks for one."""
    return Report(head.pid, 0, head.mref) if head.report else None


def _transferred(data: bytes, pad: int) -> Body | Damaged:
    if len(data) < 4:
        return Damaged("short")
    pid, kind, low = data[0], data[1] >> 4, data[1] & 0xF
    if kind == REPORT:
        return Report(pid, data[2], data[3], bool(low & 8), low & 7, data[4:])
    if kind == ACK:
        return ReportAck(pid, data[2], data[3], low) if len(data) == 4 else Damaged("length")
    if kind != TRANSFER:
        return Other(pid, data, pad)
    store, at = (None, 3) if not low & 1 else _stored(data)
    if at > len(data) - 1:
        return Damaged("store")
    scheme, at = data[at], at + 1
    written = None
    if scheme & _STAMPED:
        written, at = Stamp(int.from_bytes(data[at : at + 3], "big")), at + 3
        if at > len(data):
            return Damaged("short")
    head = Head(pid, data[2], low >> 2, not low & 2, store, written)
    if pid != PART:
        return Text(head, Words(scheme & 0x7F, data[at:], pad))
    found = udh.decode(data[at:])
    if found is None:
        return Damaged("header")
    part, length = found
    return TextPart(head, part, Words(scheme & 0x7F, data[at + length :], pad))


def _stored(data: bytes) -> tuple[Store | None, int]:
    """The store byte with its address, and where it ends; beyond the end when it is none."""
    validity, kind = data[3] >> 3, data[3] & 7
    if kind == _EXTERNAL and len(data) > 4:
        length = 1 + -(-data[4] // 2)
    elif kind in _ADDRESS:
        length = _ADDRESS[kind]
    else:
        return None, len(data)
    end = 4 + length
    return Store(validity, kind, data[4:end]), end


def _head(head: Head, scheme: int) -> bytes:
    if not 0 <= head.report <= 3:
        raise ValueError("no such report")
    first = head.report << 2 | (not head.short_report) << 1 | (head.store is not None)
    out = bytes((head.pid, first, head.mref))
    if head.store is not None:
        out += bytes((head.store.validity << 3 | head.store.address_type,)) + head.store.address
    if head.stamp is None:
        return out + bytes((scheme,))
    return out + bytes((scheme | _STAMPED,)) + head.stamp.code.to_bytes(3, "big")


def _part(body: TextPart) -> tuple[bytes, int]:
    head = _head(body.head, body.words.scheme)
    return head + udh.encode(body.part) + body.words.data, body.words.pad


def _report(body: Report) -> tuple[bytes, int]:
    first = REPORT << 4 | body.ack_required << 3 | body.low
    return bytes((body.pid, first, body.status, body.mref)) + body.rest, 0


_WRITERS: dict[type, Callable[..., tuple[bytes, int]]] = {
    Status: lambda body: (body.code.to_bytes(2, "big"), 0),
    SimpleText: lambda body: (
        bytes((body.pid, body.words.scheme)) + body.words.data,
        body.words.pad,
    ),
    Text: lambda body: (_head(body.head, body.words.scheme) + body.words.data, body.words.pad),
    TextPart: _part,
    Report: _report,
    ReportAck: lambda body: (
        bytes((body.pid, ACK << 4 | body.low, body.status, body.mref)),
        0,
    ),
    LipShort: lambda body: (lip.encode(body), 4),
    LipOther: lambda body: (body.data, body.pad),
    Other: lambda body: (body.data, body.pad),
}
