"""What came in by radio and nobody has taken: kept beside every page. Nothing here takes the focus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True, slots=True)
class Waiting:
    """One row: something that waits, or all that waits from one radio. `since` of the oldest of them."""

    key: str
    who: str
    text: str
    since: datetime
    count: int = 1
    icon: str = "radio-tower"


class Incoming(QObject):
    """Filled by whoever knows the room; the slots and cards of all windows show it.

    `take_asked(key)`, `go_asked(key)` and `mute_asked` are what the officer wants.
    """

    changed = Signal()
    take_asked = Signal(str)
    go_asked = Signal(str)
    mute_asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Waiting, ...] = ()
        self.newest: Waiting | None = None
        self.muted_until: datetime | None = None
        self.hidden = False

    @property
    def count(self) -> int:
        return sum(row.count for row in self.rows)

    def show(self, rows: Sequence[Waiting], newest: Waiting | None) -> None:
        """`rows` with the longest waiting first, so that none moves when another comes."""
        told = (tuple(rows), newest)
        if told != (self.rows, self.newest):
            self.rows, self.newest = told
            self.changed.emit()

    def mute(self, until: datetime | None) -> None:
        """New ones come without sound and words until then; they are counted all the same."""
        self.muted_until = until
        self.changed.emit()

    def hide_words(self, hidden: bool) -> None:
        """A locked desk tells how many wait, and not what they say."""
        self.hidden = hidden
        self.changed.emit()
