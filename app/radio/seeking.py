"""When a radio in an emergency is asked where it is: at once, then with growing pauses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

PAUSES = (timedelta(seconds=15), timedelta(seconds=30), timedelta(seconds=60))
"""Between two questions; the last one goes on. [choice]"""


class Seeking:
    """Not safe for threads by itself: the service holds the lock."""

    def __init__(self) -> None:
        self._asked: dict[int, tuple[int, datetime]] = {}

    def due(self, radios: Iterable[int], now: datetime) -> list[int]:
        """Those of `radios`, all that are sought now, which are to be asked; they count as asked."""
        sought = list(dict.fromkeys(radios))
        self._asked = {radio: self._asked[radio] for radio in sought if radio in self._asked}
        due = []
        for radio in sought:
            times, last = self._asked.get(radio, (0, now))
            if times and now - last < PAUSES[min(times, len(PAUSES)) - 1]:
                continue
            self._asked[radio] = times + 1, now
            due.append(radio)
        return due
