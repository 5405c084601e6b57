"""Bytes of one line to sentences ($…*HH) and short frames (STX…ETX), without I/O."""

from __future__ import annotations

import re

from app.radio.held import Held
from app.radio.nmea import fleetsync, sentences
from app.radio.nmea.fleetsync import Packet
from app.radio.nmea.sentences import Damaged, Sentence

LINE_LIMIT = 512
"""A sentence or frame longer than this is none."""
SILENCE_S = 0.5
"""After so much silence of the line a begun frame goes on no more. [choice]"""

_STARTS = re.compile(rb"[\x02$]")
_SENTENCE_ENDS = re.compile(rb"[\r\n\x02\x03$]|\*[0-9A-Fa-f]{2}")
_FRAME_ENDS = re.compile(rb"[\r\n\x02\x03]")
_TELLS = frozenset({b"\r", b"\n", b"\x02", b"\x03", b"$"})
_BETWEEN = b"\r\n\x03"
_DOLLAR, _STAR = 0x24, 0x2A

Frame = Sentence | Packet


class Framer(Held):
    """Sentences end with their checksum, or where none comes, with CR, LF or ETX; a new start in the
    middle ends what was begun before. Base radios wrap their sentences into STX and ETX: those are no
    frames of their own.

    A receipt is three bytes without a checksum: it is taken only where nothing senseless stands right
    before it.
    """

    def __init__(self, encoding: str = fleetsync.ENCODING) -> None:
        super().__init__(SILENCE_S)
        self._encoding = encoding
        self._clean = True

    def forget(self) -> None:
        super().forget()
        self._clean = True

    def feed(self, data: bytes, now_s: float) -> list[tuple[Frame, bytes]]:
        """Frames in order, each with its raw bytes."""
        held = self._held
        size = len(data)
        self._arrived(size, now_s)
        if size == 1 and held:  # most bytes of a slow line end nothing
            held += data
            ends = data in _TELLS or (len(held) > 2 and held[-3] == _STAR)
            return self._scan() if ends or len(held) > LINE_LIMIT else []
        held += data
        return self._scan()

    def tick(self, now_s: float) -> list[tuple[Frame, bytes]]:
        """After a silence a begun frame is given up; nothing whole can stand behind its start."""
        self._give_up(now_s)
        return []

    def _scan(self) -> list[tuple[Frame, bytes]]:
        held = self._held
        found: list[tuple[Frame, bytes]] = []
        at = 0
        while start := _STARTS.search(held, at):
            self._skip(held[at : start.start()])
            at = start.start()
            end = self._end(at)
            if end is None and len(held) - at <= LINE_LIMIT:
                break
            raw = bytes(held[at:end]) if end else b""
            if raw == fleetsync.STX:  # the wrapping of a sentence
                at += 1
                continue
            frame = self._take(raw)
            if frame is None:
                self._skip(held[at : at + 1])
                at += 1
                continue
            self.stats.frames += 1
            self._clean = True
            found.append((frame, raw))
            at += len(raw)
        else:
            self._skip(held[at:])
            at = len(held)
        del held[:at]
        return found

    def _end(self, at: int) -> int | None:
        """Behind what begins at `at`: 0 when it was cut by what follows, None when it is not whole yet."""
        held = self._held
        if held[at] == _DOLLAR:
            found = _SENTENCE_ENDS.search(held, at + 1, at + LINE_LIMIT)
            if found is None:
                return None
            by = held[found.start()]
            if by == _STAR:
                return found.end()
            return found.start() if by in _BETWEEN else 0
        if held[at + 1 : at + 2] == b"$":
            return at + 1
        found = _FRAME_ENDS.search(held, at + 1, at + LINE_LIMIT)
        if found is None:
            return None
        return found.end() if held[found.start()] == 0x03 else 0

    def _take(self, raw: bytes) -> Frame | None:
        if raw[:1] == b"$":
            sentence = sentences.decode(raw)
            if isinstance(sentence, Sentence):
                return sentence
            self._count(sentence)
        elif raw:
            packet = fleetsync.decode(raw, self._encoding)
            if packet is not None and (self._clean or not isinstance(packet, fleetsync.Ack)):
                return packet
            self.stats.bad_message += 1
        return None

    def _count(self, damaged: Damaged) -> None:
        if damaged.why == "checksum":
            self.stats.bad_checksum += 1
        else:
            self.stats.bad_message += 1

    def _skip(self, between: bytes | bytearray) -> None:
        """Line ends and the ETX of a wrapping belong to no frame and are no loss."""
        if not between:
            return
        lost = len(between.translate(None, _BETWEEN))
        self.stats.dropped += lost
        self._clean = between[-1:] in (b"\r", b"\n") or (self._clean and not lost)
