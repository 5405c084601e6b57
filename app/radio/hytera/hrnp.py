"""Bytes to HRNP frames, without I/O. Layout and rules: radio.md 5.1 and 5.9."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from app.radio.driver import Stats
from app.radio.hytera import hdap

MARK = 0x7E
HEAD = 12
LONGEST = 1500
_SHORTEST_DATA = HEAD + hdap.HEAD + hdap.TAIL
_KNOWN = 10
"""From here on the length of a begun frame is known."""
_SLICE = 4096


class Op(IntEnum):
    DATA = 0x00
    VOICE = 0x01
    DATA_ACK = 0x10
    CLOSE_ACK = 0xFA
    CLOSE = 0xFB
    REJECT = 0xFC
    ACCEPT = 0xFD
    CONNECT = 0xFE


_OPS = {int(op): op for op in Op}


@dataclass(frozen=True, slots=True)
class Frame:
    """One sound frame; `body` is the HDAP message of a DATA frame, else empty."""

    op: Op
    src: int
    dst: int
    pn: int
    body: bytes = b""
    version: int = 4
    block: int = 0


def checksum(raw: bytes) -> int:
    """RFC 1071 over the frame with its own field left out.

    The sum of 16-bit words with carries brought round is the whole number modulo 65535.
    """
    number = int.from_bytes(raw[:10] + raw[12:], "big")
    if len(raw) % 2:
        number <<= 8
    return ~(number % 0xFFFF or (0xFFFF if number else 0)) & 0xFFFF


def encode(frame: Frame) -> bytes:
    head = bytes((MARK, frame.version, frame.block, frame.op, frame.src, frame.dst))
    head += frame.pn.to_bytes(2, "big") + (HEAD + len(frame.body)).to_bytes(2, "big")
    total = checksum(head + b"\0\0" + frame.body)
    return head + total.to_bytes(2, "big") + frame.body


def decode(raw: bytes) -> Frame | hdap.Damaged:
    """One whole frame. Never raises."""
    if len(raw) < HEAD or not _plausible(raw, 0) or _length(raw, 0) != len(raw):
        return hdap.Damaged("header")
    if checksum(raw) != int.from_bytes(raw[10:12], "big"):
        return hdap.Damaged("frame checksum")
    if raw[3] == Op.DATA and (why := hdap.fault(raw[HEAD:])):
        return hdap.Damaged(f"message {why}")
    return _frame(raw)


class Framer:
    """Feed it what the line gave; it finds every undamaged frame.

    `now_s` is the time of the line: where bytes had already been waiting, pass the earlier time, or
    a stall of the reader is taken for a stall of the line. Holds less than one frame between calls.
    """

    def __init__(self, silence_s: float = 0.05) -> None:
        self.stats = Stats()
        self._silence_s = silence_s
        self._held = bytearray()
        self._last_s = 0.0
        self._wanted = 0

    @property
    def waiting(self) -> bool:
        """A frame has begun and is not whole yet."""
        return bool(self._held)

    def forget(self) -> None:
        """The port was opened anew: what was begun before does not go on."""
        self._held.clear()
        self._wanted = 0

    def feed(self, data: bytes, now_s: float) -> list[tuple[Frame, bytes]]:
        """Frames in order, each with its raw bytes."""
        held = self._held
        found = self.tick(now_s) if held else []
        self._last_s = now_s
        self.stats.bytes_in += len(data)
        if len(held) + len(data) < self._wanted:
            held += data
            return found
        for start in range(0, len(data), _SLICE):
            held += data[start : start + _SLICE]
            if len(held) >= self._wanted:
                found += self._scan(late=False)
        return found

    def tick(self, now_s: float) -> list[tuple[Frame, bytes]]:
        """After a silence the begun frame is given up; frames behind its mark still come out."""
        if not self._held or now_s - self._last_s <= self._silence_s:
            return []
        self.stats.timeouts += 1
        return self._scan(late=True)

    def _scan(self, late: bool) -> list[tuple[Frame, bytes]]:
        held = self._held
        found: list[tuple[Frame, bytes]] = []
        used = at = 0
        while (at := held.find(MARK, at)) >= 0:
            left = len(held) - at
            if not _plausible(held, at):
                at += 1
                continue
            if left < _KNOWN or _length(held, at) > left:
                if not late:
                    break
                at += 1
                continue
            length = _length(held, at)
            frame = self._take(bytes(held[at : at + length]))
            if frame is None:
                at += 1
                continue
            self.stats.dropped += at - used
            found.append(frame)
            at += length
            used = at
        end = len(held) if at < 0 else at
        self.stats.dropped += end - used
        del held[:end]
        self._wanted = 0 if not held else _length(held, 0) if len(held) >= _KNOWN else _KNOWN
        return found

    def _take(self, raw: bytes) -> tuple[Frame, bytes] | None:
        if checksum(raw) != int.from_bytes(raw[10:12], "big"):
            self.stats.bad_checksum += 1
            return None
        if raw[3] == Op.DATA and hdap.fault(raw[HEAD:]):
            self.stats.bad_message += 1
            return None
        self.stats.frames += 1
        return _frame(raw), raw


def _frame(raw: bytes) -> Frame:
    return Frame(_OPS[raw[3]], raw[4], raw[5], raw[6] << 8 | raw[7], raw[HEAD:], raw[1], raw[2])


def _length(raw: bytes | bytearray, at: int) -> int:
    return raw[at + 8] << 8 | raw[at + 9]


def _plausible(raw: bytes | bytearray, at: int) -> bool:
    """Whether a frame may begin here, as far as its header has come."""
    left = len(raw) - at
    if raw[at] != MARK or (left > 1 and raw[at + 1] > 4):
        return False
    if left > 3 and raw[at + 3] not in _OPS:
        return False
    if left < _KNOWN:
        return True
    length = _length(raw, at)
    if raw[at + 3] == Op.DATA:
        return _SHORTEST_DATA <= length <= LONGEST
    if raw[at + 3] == Op.VOICE:
        return HEAD <= length <= LONGEST
    return length == HEAD
