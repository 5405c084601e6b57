"""What is counted on one port, and what the counts suggest."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime

from app.base.ports.talk import Stats
from app.base.ports.transport import LineErrors

BAUD_S, BAUD_SHARE, BAUD_LEAST = 5.0, 0.9, 24


@dataclass(frozen=True, slots=True)
class Counters:
    """Of one port since the start. `line` None: its driver does not count; `last_byte` None: none came."""

    bytes_in: int = 0
    bytes_out: int = 0
    frames: int = 0
    dropped: int = 0
    bad_checksum: int = 0
    bad_message: int = 0
    timeouts: int = 0
    openings: int = 0
    line: LineErrors | None = None
    last_byte: datetime | None = None
    wrong_baud: bool = False
    """Nearly all that came in the last seconds meant nothing."""

    @property
    def reopened(self) -> int:
        return max(0, self.openings - 1)


class BaudWatch:
    """Whether the bit rate looks wrong: over 5 s more than 90 % thrown away, and no frame."""

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int, int, int]] = deque()
        self.wrong = False

    def forget(self) -> None:
        self._marks.clear()
        self.wrong = False

    def look(self, stats: Stats, now_s: float) -> None:
        """About once a second, or oftener. A frame clears the suspicion; silence does not."""
        now = (now_s, stats.bytes_in, stats.dropped, stats.frames)
        if not self._marks or now_s - self._marks[-1][0] >= 0.5:
            self._marks.append(now)
        while len(self._marks) > 1 and now_s - self._marks[1][0] >= BAUD_S:
            self._marks.popleft()
        begun_s, bytes_in, dropped, frames = self._marks[0]
        if stats.frames > frames:
            self.wrong = False
            return
        came = stats.bytes_in - bytes_in
        if now_s - begun_s >= BAUD_S and came >= BAUD_LEAST:
            self.wrong = stats.dropped - dropped > BAUD_SHARE * came
