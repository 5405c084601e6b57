"""What one column of a table shows of a record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from widgets.kit.theme import Theme

Painted = Callable[[QPainter, QRect, Theme, Any], None]


@dataclass(frozen=True, slots=True)
class Column:
    """`text` of a record in this column, also its tooltip when cut; `width` in px at 100 %.

    `tone` and `strong` may depend on the record; `paint` replaces the text by drawing (a badge, a
    pill), `text` then still serves tooltip, search and the screen reader. One column may `stretch`;
    where the table has too little room, `fold` columns go first, then the plain ones get narrower.
    Words that do not fit lose their end, with `ends` their middle.
    """

    title: str
    text: Callable[[Any], str]
    width: int = 120
    right: bool = False
    stretch: bool = False
    strong: Callable[[Any], bool] | bool = False
    tone: Callable[[Any], str] | str = "text"
    second: Callable[[Any], str] | None = None
    paint: Painted | None = None
    fold: bool = False
    ends: bool = False

    def is_strong(self, record: Any) -> bool:
        return self.strong(record) if callable(self.strong) else self.strong

    def tone_of(self, record: Any) -> str:
        return self.tone(record) if callable(self.tone) else self.tone
