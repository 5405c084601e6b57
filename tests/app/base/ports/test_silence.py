"""The time of a line: a listener that is away does not take its own pauses for those of the line."""

from __future__ import annotations

import select
from random import Random

import pytest

from app.base.ports.silence import LineTime, Ready
from app.radio.hytera.hrnp import Frame, Framer, Op, encode

PORT = 7
BYTE_S = 10 / 115200
PART_MS = 10
FRAME = encode(Frame(Op.DATA_ACK, 0x10, 0x20, 1))


class Line:
    """Bytes that come at their times, and a listener that may lose its turn whenever it is handed back:
    after a poll, after a read, after it has looked at the clock."""

    def __init__(self, bytes_at: list[tuple[float, int]], away: Random | None) -> None:
        self._bytes_at = bytes_at
        self._away = away
        self._taken = 0
        self._now_s = 0.0
        self.time = LineTime(0.0)
        self.framer = Framer()
        self.frames = 0

    def listen(self) -> None:
        """As the thread of a port does, until every byte was taken and a second has passed."""
        end_s = self._bytes_at[-1][0] + 1
        while self._now_s < end_s or self._taken < len(self._bytes_at):
            ready = self.time.watched(self._poll, PORT, PART_MS, self._clock_s)
            if ready:
                chunk = self._read()
                self.time.emptied(self._clock_s())
                self.frames += len(self.framer.feed(chunk, self.time.now_s))
            self.frames += len(self.framer.tick(self.time.now_s))

    def _clock_s(self) -> float:
        told_s = self._now_s
        self._lose_turn()
        return told_s

    def _poll(self, wait_ms: int) -> Ready:
        until_s = self._now_s + wait_ms / 1000
        come = self._taken < len(self._bytes_at) and self._bytes_at[self._taken][0]
        if come is not False and come <= until_s:
            self._now_s = max(self._now_s, come)
        else:
            self._now_s, come = until_s, False
        self._lose_turn()
        return {} if come is False else {PORT: select.POLLIN}

    def _read(self) -> bytes:
        begun = self._taken
        while self._taken < len(self._bytes_at) and self._bytes_at[self._taken][0] <= self._now_s:
            self._taken += 1
        self._lose_turn()
        return bytes(byte for _, byte in self._bytes_at[begun : self._taken])

    def _lose_turn(self) -> None:
        self._now_s += 1e-6
        if self._away is not None and self._away.random() < 0.2:
            self._now_s += self._away.choice((0.005, 0.03, 0.2, 2.0))


def steady(frames: int, pause_s: float) -> list[tuple[float, int]]:
    """Frames byte by byte, with a pause of the line's own behind each byte."""
    return [
        (n * (BYTE_S + pause_s), byte) for n, byte in enumerate(byte for byte in FRAME * frames)
    ]


@pytest.mark.parametrize("pause_s", [0.0, 0.004, 0.03])
def test_a_listener_that_loses_its_turn_gives_no_frame_up(pause_s: float) -> None:
    for seed in range(20):
        line = Line(steady(100, pause_s), Random(seed))
        line.listen()
        assert (line.framer.stats.dropped, line.frames) == (0, 100), seed


def test_a_pause_of_the_line_gives_a_frame_up_soon() -> None:
    cut = steady(1, 0.0)[:8]
    later = [(0.1 + at_s, byte) for at_s, byte in steady(1, 0.0)]
    line = Line([*cut, *later], None)
    line.listen()
    assert (line.framer.stats.dropped, line.frames) == (8, 1)
    quiet = Line(cut, None)
    quiet.listen()
    assert quiet.framer.stats.timeouts == 1
