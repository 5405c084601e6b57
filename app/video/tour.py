"""A tour over more cameras than a wall has tiles: which page is shown, and why it does not go on."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from enum import Enum


class Going(Enum):
    NONE = "none"
    """One page, or no time per page: there is nothing to tour."""
    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    """By the officer."""
    ALERT = "alert"
    HELD = "held"
    """While somebody looks at one tile; it goes on by itself afterwards."""


class Tour:
    """Starts only when an officer starts it. `causes` are what made it pause; he goes on, it does not.

    Times are the clock's monotonic seconds, handed in.
    """

    def __init__(self) -> None:
        self.pages, self.dwell_s = 1, 0
        self.page = 0
        self.causes: frozenset[str] = frozenset()
        self._going = Going.NONE
        self._held = False
        self._left_s = 0.0
        self._at_s: float | None = None
        self._answered: set[str] = set()

    @property
    def going(self) -> Going:
        return Going.HELD if self._held and self._going is Going.RUNNING else self._going

    @property
    def left_s(self) -> float:
        """Until the next page."""
        return max(0.0, self._left_s)

    def lay(self, pages: int, dwell_s: int, *, anew: bool = False) -> None:
        """So many pages of so many seconds; `anew` is another set of cameras, which waits to be started."""
        self.pages, self.dwell_s = max(1, pages), dwell_s
        self.page = 0 if anew else min(self.page, self.pages - 1)
        if self.pages < 2 or dwell_s <= 0:
            self._going = Going.NONE
            self.page = 0
        elif anew or self._going is Going.NONE:
            self._going = Going.READY
        self._left_s = (
            min(self._left_s, float(dwell_s)) if self._going is Going.RUNNING else dwell_s
        )
        if self._going in (Going.NONE, Going.READY):
            self.causes, self._answered = frozenset(), set()

    def toggle(self) -> None:
        """Start, pause, go on. Going on says that the officer knows of what made it pause."""
        if self._going is Going.RUNNING:
            self._going = Going.PAUSED
        elif self._going is not Going.NONE:
            self._answered |= self.causes
            self.causes = frozenset()
            if self._going is Going.READY:
                self._left_s = float(self.dwell_s)
            self._going = Going.RUNNING

    def step(self, pages: int) -> bool:
        """So many pages on, round and round, whether or not it runs; True when the page is another."""
        before = self.page
        if self._going is not Going.NONE:
            self.page = (self.page + pages) % self.pages
            self._left_s = float(self.dwell_s)
        return self.page != before

    def tick(
        self, now_s: float, present: AbstractSet[str], well: AbstractSet[str], held: bool
    ) -> bool:
        """`present` causes to pause, those known before count no more until they were `well` again.
        True when the next page is due and was taken."""
        passed_s = 0.0 if self._at_s is None else now_s - self._at_s
        self._at_s, self._held = now_s, held
        self._answered -= well
        if self._going is Going.RUNNING:
            fresh = frozenset(present) - self._answered
            if fresh:
                self._going, self.causes = Going.ALERT, fresh
                return False
            if not held:
                self._left_s -= passed_s
                return self._left_s <= 0 and self.step(1)
        elif self._going is Going.ALERT:
            self.causes |= frozenset(present) - self._answered
        return False
