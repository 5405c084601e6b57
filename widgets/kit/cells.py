"""The rows of a table as a model of frozen records, and how one cell of them is painted."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip, QWidget

from widgets.kit.columns import Column
from widgets.kit.text import LEFT, RIGHT, one_line, tip
from widgets.kit.theme import Theme

Index = QModelIndex | QPersistentModelIndex
RECORD = Qt.ItemDataRole.UserRole
_SELECTED = QStyle.StateFlag.State_Selected


class RecordModel(QAbstractTableModel):
    """Rows are frozen records; two records with the same `key` are the same row."""

    def __init__(self, columns: Sequence[Column], key: Callable[[Any], Hashable]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.key = key
        self.records: list[Any] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.records)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        record = self.records[index.row()]
        if role == RECORD:
            return record
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.columns[index.column()].text(record)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def show_records(self, records: tuple[Any, ...]) -> None:
        """Redraws in place when the rows are the same ones in the same order."""
        same = [self.key(r) for r in records] == [self.key(r) for r in self.records]
        if same:
            self.renew(records)
            return
        self.beginResetModel()
        self.records = list(records)
        self.endResetModel()

    def renew(self, records: Sequence[Any]) -> None:
        """The first rows as they are now: the same ones in the same order."""
        for row, record in enumerate(records):
            if record != self.records[row]:
                self.put(row, record)

    def put(self, row: int, record: Any) -> None:
        self.records[row] = record
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))

    def extend(self, records: Sequence[Any]) -> None:
        """More rows at the end; costs what is added, not what is there."""
        if records:
            there = len(self.records)
            self.beginInsertRows(QModelIndex(), there, there + len(records) - 1)
            self.records.extend(records)
            self.endInsertRows()


class CellPainter(QStyledItemDelegate):
    """Text with elision and tooltip, hairline under the row, bar at the left of the selected one."""

    def __init__(self, theme: Theme, model: RecordModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A screenful is a hundred cells in one stroke of the wheel: every call counts."""
        theme, model, n, rect = self._theme, self._model, index.column(), option.rect
        column, record = model.columns[n], model.records[index.row()]
        x, y, wide, high = rect.x(), rect.y(), rect.width(), rect.height()
        first, last = n == 0, n == len(model.columns) - 1
        left, right = edges(theme, n, len(model.columns))
        painter.save()
        if _SELECTED in option.state:
            painter.fillRect(rect, theme.colour("select"))
            if first:
                painter.fillRect(x, y, 4, high, theme.colour("accent"))
        line = wide - (left if first else 0) - (right if last else 0)
        painter.fillRect(x + (left if first else 0), y + high - 1, line, 1, theme.colour("line"))
        inner = QRect(x + left, y, wide - left - right, high - 1)
        if column.paint is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            column.paint(painter, inner, theme, record)
        else:
            self._words(painter, inner, column, record)
        painter.restore()

    def _words(self, painter: QPainter, rect: QRect, column: Column, record: Any) -> None:
        theme = self._theme
        side = RIGHT if column.right else LEFT
        painter.setFont(theme.font(strong=column.is_strong(record)))
        painter.setPen(theme.colour(column.tone_of(record)))
        below = column.second(record) if column.second is not None else ""
        if not below:
            one_line(painter, rect, side, column.text(record), column.ends)
            return
        half = rect.height() // 2
        upper = QRect(rect.x(), rect.y() + 4, rect.width(), half - 4)
        one_line(painter, upper, side, column.text(record), column.ends)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        lower = QRect(rect.x(), rect.y() + half, rect.width(), half - 4)
        one_line(painter, lower, side, below)

    def helpEvent(self, event, view, option, index) -> bool:
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return False
        columns = self._model.columns
        column, record = columns[index.column()], self._model.records[index.row()]
        room = option.rect.width() - sum(edges(self._theme, index.column(), len(columns)))
        told = [(column.text(record), self._theme.font(strong=column.is_strong(record)))]
        if column.second is not None and (below := column.second(record)):
            told.append((below, self._theme.font("small")))
        cut = any(QFontMetrics(font).horizontalAdvance(text) > room for text, font in told)
        words = "\n".join(text for text, _ in told)
        QToolTip.showText(event.globalPos(), tip(words) if cut else "", view)
        return True


def edges(theme: Theme, column: int, count: int) -> tuple[int, int]:
    """Room left and right of a cell's words; the outer columns line up with the panel's title."""
    gap, inner = theme.px("space.s"), theme.px("space.l")
    return inner if column == 0 else gap, inner if column == count - 1 else gap
