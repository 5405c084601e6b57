"""Bytes to lines of a described gateway, with its checksum, without I/O."""

from __future__ import annotations

import re

from app.radio.held import Held
from app.radio.table.layout import Line
from app.radio.table.patterns import LONGEST_LINE

_ENDS = re.compile(rb"[\r\n\x00]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_BYTES = 4 * LONGEST_LINE
_STARTS = 8
SILENCE_S = 1.0
"""After so much silence of the line a begun line goes on no more. [choice]"""


def xor(body: bytes) -> int:
    value = 0
    for byte in body:
        value ^= byte
    return value


def crc16(body: bytes) -> int:
    """CRC-16/MODBUS: polynomial A001 reflected, begun with FFFF."""
    value = 0xFFFF
    for byte in body:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value


def ccitt(body: bytes) -> int:
    """CRC-16/CCITT-FALSE: polynomial 1021, begun with FFFF."""
    value = 0xFFFF
    for byte in body:
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1 ^ (0x1021 if value & 0x8000 else 0)) & 0xFFFF
    return value


SUMS = {
    "xor": (xor, 2),
    "sum": (lambda body: sum(body) & 0xFF, 2),
    "crc16": (crc16, 4),
    "ccitt": (ccitt, 4),
}
"""Each with its number of hex digits."""


def written(line: Line, text: str) -> bytes:
    """With start, checksum and end. Raises `ValueError`: control characters, or not of this encoding."""
    if _CONTROL.search(text) or "\n" in text or "\t" in text:
        raise ValueError("control characters in a line")
    body = text.encode(line.encoding)
    if line.checksum == "none":
        return line.start + body + line.end
    of, digits = SUMS[line.checksum]
    return line.start + body + line.mark + b"%0*X" % (digits, of(body)) + line.end


class Framer(Held):
    """Any run of CR, LF and NUL ends a line, whatever the table says is written. A frame is the text between
    start and checksum."""

    def __init__(self, line: Line) -> None:
        super().__init__(SILENCE_S)
        self._line = line
        self._over = False

    def forget(self) -> None:
        super().forget()
        self._over = False

    def feed(self, data: bytes, now_s: float) -> list[tuple[str, bytes]]:
        """Lines in order, each with its raw bytes."""
        self._arrived(len(data), now_s)
        self._held += data
        if not _ENDS.search(data):
            if len(self._held) > _BYTES:
                self.stats.dropped += len(self._held)
                self._held.clear()
                self._over = True  # its rest is no line of its own
            return []
        *pieces, rest = _ENDS.split(self._held)
        self._held = bytearray(rest)
        if self._over and pieces:
            self.stats.dropped += len(pieces[0])
            pieces[0] = b""
            self._over = False
        return [found for piece in pieces if piece and (found := self._take(bytes(piece)))]

    def tick(self, now_s: float) -> list[tuple[str, bytes]]:
        """After a silence a begun line is given up."""
        self._give_up(now_s)
        return []

    def _take(self, raw: bytes) -> tuple[str, bytes] | None:
        """What stands before a start is dropped; where it begins no sound line, a later one may."""
        begin = self._line.start
        at = raw.find(begin)
        for _ in range(_STARTS):
            if at < 0:
                break
            text = self._text(raw[at + len(begin) :])
            if text is not None:
                self.stats.dropped += at
                self.stats.frames += 1
                return text, raw[at:]
            if not begin:
                break
            at = raw.find(begin, at + 1)
        self.stats.bad_message += 1
        self.stats.dropped += len(raw)
        return None

    def _text(self, body: bytes) -> str | None:
        if len(body) > _BYTES:
            return None
        if self._line.checksum != "none":
            whole = self._checked(body)
            if whole is None:
                return None
            body = whole
        try:
            text = body.decode(self._line.encoding)
        except UnicodeDecodeError:
            return None
        return text if 0 < len(text) <= LONGEST_LINE and not _CONTROL.search(text) else None

    def _checked(self, body: bytes) -> bytes | None:
        of, digits = SUMS[self._line.checksum]
        mark = self._line.mark
        at = len(body) - digits
        told = body[at:] if at >= 0 else b""
        if at < len(mark) or body[at - len(mark) : at] != mark or not _hex(told):
            return None if self._line.needed else body
        whole = body[: at - len(mark)]
        if of(whole) != int(told, 16):
            self.stats.bad_checksum += 1
            return None
        return whole


def _hex(digits: bytes) -> bool:
    return bool(digits) and all(one in b"0123456789abcdefABCDEF" for one in digits)
