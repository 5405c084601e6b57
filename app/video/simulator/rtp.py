"""One picture as interleaved RTP packets: made once, stamped each time it is sent (RFC 3550)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from app.video.simulator.nal import Codec, Unit, payloads

FRAME = 4
"""Bytes before each packet on a TCP connection: `$`, channel, length."""
HEAD = 12
CLOCK_HZ = 90_000
_KIND = 96
_SEQUENCE = struct.Struct("!H")
_STAMP = struct.Struct("!II")


@dataclass(frozen=True, slots=True)
class Packets:
    """All packets of one picture, one behind the other; `starts` are where their frames begin."""

    content: bytes
    starts: tuple[int, ...]
    key: bool

    def stamped(self, sequence: int, stamp: int, ssrc: int) -> bytearray:
        """A copy that can be sent; the next one begins at `sequence + len(starts)`."""
        copy = bytearray(self.content)
        for at in self.starts:
            _SEQUENCE.pack_into(copy, at + FRAME + 2, sequence & 0xFFFF)
            _STAMP.pack_into(copy, at + FRAME + 4, stamp & 0xFFFFFFFF, ssrc)
            sequence += 1
        return copy


def packets(codec: Codec, unit: Unit) -> Packets:
    content = bytearray()
    starts: list[int] = []
    for payload, marker in payloads(codec, unit.nals):
        starts.append(len(content))
        kind = _KIND | (0x80 if marker else 0)
        content += struct.pack("!BBH", 0x24, 0, HEAD + len(payload))
        content += struct.pack("!BBHII", 0x80, kind, 0, 0, 0) + payload
    return Packets(bytes(content), tuple(starts), unit.key)


def parts(content: bytearray, starts: tuple[int, ...]) -> list[memoryview]:
    """Each packet by itself, without its frame: what goes into one datagram."""
    view = memoryview(content)
    ends = (*starts[1:], len(content))
    return [view[at + FRAME : end] for at, end in zip(starts, ends, strict=True)]
