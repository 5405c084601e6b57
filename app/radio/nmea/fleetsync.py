"""The short frames of Kenwood base radios, STX to ETX: who talks, receipts, polls, texts. radio.md 6."""

from __future__ import annotations

import re
from dataclasses import dataclass

STX, ETX = b"\x02", b"\x03"
ENCODING = "gb18030"
TEXT_LIMIT = 48
"""Bytes of one short text. [choice] after what public consoles for these radios reckon with."""

_IDS = re.compile(r"I([01])(\d{7,19})", re.ASCII)
_NEXEDGE_IDS = re.compile(r"gI([01])(U\d{5}(?:U\d{5})?)", re.ASCII)
_ACK = re.compile(r"(g?)([01])")
_POLL = re.compile(r"R3(\d{3})(\d{4})|gR3U(\d{5})", re.ASCII)
_TEXT = re.compile(r"F(\d{3})(\d{4})(.*)|gFU(\d{5})(.*)", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_UNIT = re.compile(r"U(\d{5})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Address:
    """One radio: FleetSync names it by fleet and unit, NEXEDGE by unit alone (`fleet` None)."""

    fleet: int | None
    unit: int

    @classmethod
    def said(cls, fleet: str, unit: str) -> Address | None:
        """As lines write it: "100" and "1001", or "" and "U00002". None when it is neither."""
        if not fleet:
            found = _UNIT.fullmatch(unit)
            return cls(None, int(found[1])) if found else None
        sound = re.fullmatch(r"\d{3}", fleet) and re.fullmatch(r"\d{4}", unit)
        return cls(int(fleet), int(unit)) if sound else None

    def __str__(self) -> str:
        return f"U{self.unit:05d}" if self.fleet is None else f"{self.fleet:03d}{self.unit:04d}"

    @property
    def sound(self) -> bool:
        """It fits into its digits."""
        if self.fleet is None:
            return 0 <= self.unit <= 99_999
        return 0 <= self.fleet <= 999 and 0 <= self.unit <= 9999


@dataclass(frozen=True, slots=True)
class CallerId:
    """A radio begins to talk, or ends. `ids` as they came: radios repeat their own number in it."""

    begin: bool
    ids: str

    @property
    def address(self) -> Address:
        if self.ids.startswith("U"):
            return Address(None, int(self.ids[1:6]))
        return Address(int(self.ids[:3]), int(self.ids[3:7]))


@dataclass(frozen=True, slots=True)
class Ack:
    """The radio asked last has answered, or has not."""

    ok: bool
    nexedge: bool = False


@dataclass(frozen=True, slots=True)
class PollGps:
    address: Address


@dataclass(frozen=True, slots=True)
class ShortText:
    address: Address
    text: str


Packet = CallerId | Ack | PollGps | ShortText


def encode(packet: Packet, encoding: str = ENCODING) -> bytes:
    """Raises `ValueError`: a number that does not fit, a text with control characters or beyond the
    encoding, so that no text can end its frame and begin another."""
    match packet:
        case CallerId(begin, ids):
            body = f"{'g' if ids.startswith('U') else ''}I{begin:d}{ids}"
        case Ack(ok, nexedge):
            body = f"{'g' if nexedge else ''}{0 if ok else 1}"
        case PollGps(address):
            body = f"{_way(address)}R3{address}"
        case ShortText(address, text):
            if _CONTROL.search(text):
                raise ValueError("control characters in a text")
            body = f"{_way(address)}F{address}{text}"
    return STX + body.encode(encoding) + ETX


def _way(address: Address) -> str:
    if not address.sound:
        raise ValueError("no number of a radio")
    return "g" if address.fleet is None else ""


def decode(raw: bytes, encoding: str = ENCODING) -> Packet | None:
    """A frame from STX to ETX; None when it is none that is known."""
    if raw[:1] != STX or raw[-1:] != ETX or len(raw) < 3:
        return None
    try:
        body = raw[1:-1].decode(encoding)
    except UnicodeDecodeError:
        return None
    if _CONTROL.search(body) or (not body.isascii() and not body.startswith(("F", "gF"))):
        return None
    if found := _ACK.fullmatch(body):
        return Ack(found[2] == "0", bool(found[1]))
    if found := _IDS.fullmatch(body) or _NEXEDGE_IDS.fullmatch(body):
        return CallerId(found[1] == "1", found[2])
    if found := _POLL.fullmatch(body):
        return PollGps(_address(found[1], found[2], found[3]))
    if found := _TEXT.fullmatch(body):
        address = _address(found[1], found[2], found[4])
        return ShortText(address, found[3] if found[1] else found[5])
    return None


def _address(fleet: str | None, unit: str, alone: str | None) -> Address:
    return Address(None, int(alone)) if alone else Address(int(fleet or 0), int(unit))
