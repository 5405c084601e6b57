"""When a radio in an emergency is asked where it is: at once, then with growing pauses."""

from __future__ import annotations

from collections.abc import Iterable

PAUSES_S = (15.0, 30.0, 60.0)
"""Between two questions; the last one goes on. [choice]"""


class Seeking:
    """Not safe for threads by itself: the service holds the lock."""

    def __init__(self) -> None:
        self._asked: dict[int, tuple[int, float]] = {}

    def due(self, radios: Iterable[int], now_s: float) -> list[int]:
        """Those of `radios`, all that are sought now, which are to be asked; they count as asked. By the
        monotonic clock: a wall clock that is put back must not end the questions."""
        sought = list(dict.fromkeys(radios))
        self._asked = {radio: self._asked[radio] for radio in sought if radio in self._asked}
        due = []
        for radio in sought:
            times, last = self._asked.get(radio, (0, now_s))
            if times and now_s - last < PAUSES_S[min(times, len(PAUSES_S)) - 1]:
                continue
            self._asked[radio] = times + 1, now_s
            due.append(radio)
        return due
