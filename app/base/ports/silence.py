"""How long a line was silent, as far as its listener can know."""

from __future__ import annotations


class LineTime:
    """Seconds that go on only while the line is known to be silent, and stand while bytes may have come.

    A listener that was away takes what waited; when within its absence that came nobody knows, so it is no
    pause of the line. Pauses between bytes are never told longer than they were, but for one poll.
    """

    def __init__(self, now_s: float) -> None:
        self.now_s = now_s
        self._empty_s = now_s

    def emptied(self, at_s: float) -> None:
        """All that had come was taken."""
        self._empty_s = at_s

    def silent(self, until_s: float) -> None:
        """Nothing had come by then."""
        if until_s > self._empty_s:
            self.now_s += until_s - self._empty_s
            self._empty_s = until_s
