"""How long a line was silent, as far as its listener can know."""

from __future__ import annotations

import select
from collections.abc import Callable

Ready = dict[int, int]
"""What is ready: file to what it is ready for, as `select.poll` tells it."""


class LineTime:
    """Seconds that go on only while the line is known to be silent, and stand while bytes may have come.

    A listener that was away takes what waited; when within its absence that came nobody knows, so it is no
    pause of the line. It may be away between any two steps: for the time of a poll only what was read of the
    clock before it counts. Pauses between bytes are never told longer than they were, but shorter by up to
    one poll.
    """

    def __init__(self, now_s: float) -> None:
        self.now_s = now_s
        self._empty_s = now_s

    def emptied(self, at_s: float) -> None:
        """All that had come was taken."""
        self._empty_s = at_s

    def watched(
        self, poll: Callable[[int], Ready], port: int, wait_ms: int, clock_s: Callable[[], float]
    ) -> Ready:
        """What is ready now, else within `wait_ms`. `poll` is given milliseconds."""
        begun_s = clock_s()
        ready = poll(0)
        if ready.get(port, 0) & select.POLLIN:
            return ready  # since when, nobody knows
        self._silent(begun_s)
        if ready:
            return ready
        begun_s = clock_s()
        ready = poll(wait_ms)
        if not ready:
            self._silent(begun_s + wait_ms / 1000)
        return ready

    def _silent(self, until_s: float) -> None:
        """Nothing had come by then."""
        if until_s > self._empty_s:
            self.now_s += until_s - self._empty_s
            self._empty_s = until_s
