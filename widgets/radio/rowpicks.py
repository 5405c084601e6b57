"""Several rows of a table are meant: Ctrl or Shift with the mouse, Space with the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter

from widgets.kit.icons import paint_icon
from widgets.kit.table import RecordTable
from widgets.kit.theme import Theme


class RowPicks(QObject):
    """`one(record)` by a plain click, `added(records)` by Ctrl or Shift and `turned(record)` by Space. Keeps
    nothing but the row that was clicked last: who is meant is known elsewhere."""

    one = Signal(object)
    added = Signal(object)
    turned = Signal(object)

    def __init__(self, table: RecordTable) -> None:
        super().__init__(table)
        self._table = table
        self._from: Any | None = None
        table.view.clicked.connect(self._clicked)
        table.ticked.connect(self.turned)

    def _clicked(self, index: QModelIndex) -> None:
        table, row = self._table, index.row()
        record, keys = table.records[row], QGuiApplication.keyboardModifiers()
        shown = [table.model.key(one) for one in table.records]
        if keys & Qt.KeyboardModifier.ShiftModifier and self._from in shown:
            first = shown.index(self._from)
            self.added.emit(list(table.records[min(first, row) : max(first, row) + 1]))
            return
        self._from = table.model.key(record)
        if keys & Qt.KeyboardModifier.ControlModifier:
            self.added.emit([record])
        else:
            self.one.emit(record)


def marked_sign(sign: Callable[..., None], marked: Callable[[Any], bool]) -> Callable[..., None]:
    """A column's own sign; in its place the mark of a row that is one of several."""

    def paint(painter: QPainter, rect: QRect, theme: Theme, record: Any) -> None:
        if not marked(record):
            sign(painter, rect, theme, record)
            return
        size = theme.px("icon.small")
        y = rect.center().y() - size / 2
        paint_icon(painter, "check", theme.colour("accent"), rect.x() - 2, y, size)

    return paint
