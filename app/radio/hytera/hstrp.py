"""HSTRP: the same HDAP messages over UDP. Layout: radio.md 5.8."""

from __future__ import annotations

from dataclasses import dataclass

from app.radio.hytera.hdap import Damaged

_MARK = b"2B"
_MORE = 0x80
_HAS_OPTIONS = 0x20
REJECT, CLOSE, CONNECT, HEARTBEAT, ACK = 0x10, 0x08, 0x04, 0x02, 0x01


@dataclass(frozen=True, slots=True)
class Datagram:
    """`options` are (type, value): 3 device id, 4 slot; `body` is an HDAP message or empty."""

    flags: int
    sn: int
    options: tuple[tuple[int, bytes], ...] = ()
    body: bytes = b""
    version: int = 0


def decode(raw: bytes) -> Datagram | Damaged:
    """One datagram. Never raises."""
    if len(raw) < 6 or raw[:2] != _MARK:
        return Damaged("header")
    options: list[tuple[int, bytes]] = []
    at = 6
    more = bool(raw[3] & _HAS_OPTIONS)
    while more:
        if at + 2 > len(raw) or at + 2 + raw[at + 1] > len(raw):
            return Damaged("options")
        end = at + 2 + raw[at + 1]
        options.append((raw[at] & ~_MORE, raw[at + 2 : end]))
        more = bool(raw[at] & _MORE)
        at = end
    sn = int.from_bytes(raw[4:6], "big")
    return Datagram(raw[3] & ~_HAS_OPTIONS, sn, tuple(options), raw[at:], raw[2])


def encode(datagram: Datagram) -> bytes:
    flags = datagram.flags | (_HAS_OPTIONS if datagram.options else 0)
    raw = _MARK + bytes((datagram.version, flags)) + datagram.sn.to_bytes(2, "big")
    for n, (kind, value) in enumerate(datagram.options, start=1):
        more = _MORE if n < len(datagram.options) else 0
        raw += bytes((kind | more, len(value))) + value
    return raw + datagram.body
