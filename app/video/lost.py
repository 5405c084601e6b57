"""Pictures a camera took that never came, told by the gaps in their time stamps. Pure."""

from __future__ import annotations

from collections import deque
from threading import Lock

HOUR_S = 3600.0
GAP = 1.6
"""So many times the step of the pictures before is more than a camera's own unrest."""

ALIKE = 0.25
STEPS = 4
"""The step is the mean of about so many."""

LEAP_S = 10.0
"""A camera that put its clock right has lost nothing."""


class Lost:
    """Of one camera, whatever connections it had. Counted on stream threads, read by anybody."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: deque[tuple[float, int]] = deque(maxlen=int(HOUR_S))

    def add(self, count: int, now_s: float) -> None:
        """What comes within a second is one entry: an hour always fits."""
        with self._lock:
            if self._held and now_s - self._held[-1][0] < 1.0:
                at_s, before = self._held.pop()
                now_s, count = at_s, before + count
            self._held.append((now_s, count))

    def in_hour(self, now_s: float) -> int:
        return sum(count for at_s, count in tuple(self._held) if at_s > now_s - HOUR_S)


class Gaps:
    """Of one connection. A gap counts once the pictures behind it come as they came before it: two equal
    ones in a row are a camera that takes fewer pictures now."""

    def __init__(self, lost: Lost) -> None:
        self.lost = lost
        self._last_s: float | None = None
        self._step_s = self._gap_s = 0.0

    def packet(self, media_s: float, now_s: float) -> None:
        """`media_s` the packet's own time."""
        step_s = 0.0 if self._last_s is None else media_s - self._last_s
        self._last_s = media_s
        if not 0 < step_s < LEAP_S:
            self._step_s = self._gap_s = 0.0
        elif not self._step_s or step_s <= GAP * self._step_s:
            self._count(now_s)
            self._step_s += (step_s - self._step_s) / (STEPS if self._step_s else 1)
        elif abs(step_s - self._gap_s) <= ALIKE * step_s:
            self._step_s, self._gap_s = step_s, 0.0
        else:
            self._count(now_s)
            self._gap_s = step_s

    def _count(self, now_s: float) -> None:
        if self._gap_s and self._step_s:
            self.lost.add(round(self._gap_s / self._step_s) - 1, now_s)
        self._gap_s = 0.0
