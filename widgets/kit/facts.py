"""One-line rows: icon, words, value. The shift at a glance, an outline with ticks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from widgets.kit.icons import paint_icon
from widgets.kit.text import LEFT, RIGHT, one_line, tip
from widgets.kit.theme import Theme

FACT = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Fact:
    """`icon` a Lucide name, or "ring" for something open. `strong` for what still waits."""

    key: str
    words: str
    value: str = ""
    icon: str = ""
    strong: bool = False


class FactList(QListView):
    """With `choosable` an outline whose current row is marked; `chosen(fact)` when it changes."""

    chosen = Signal(object)

    def __init__(
        self,
        theme: Theme,
        *,
        choosable: bool = False,
        row: str = "table_compact",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = _Facts()
        self.setModel(self._model)
        self.setItemDelegate(_FactPainter(theme, theme.px(f"row.{row}") + 2, not choosable, self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if choosable:
            self.selectionModel().currentChanged.connect(
                lambda index, _: self.chosen.emit(index.data(FACT))
            )
        else:
            self.setSelectionMode(QListView.SelectionMode.NoSelection)
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def facts(self) -> tuple[Fact, ...]:
        return self._model.facts

    def show_facts(self, facts: Sequence[Fact]) -> None:
        self._model.set(tuple(facts))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The chosen row stays in sight when something else takes room."""
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def choose(self, key: str) -> None:
        for row, fact in enumerate(self._model.facts):
            if fact.key == key:
                self.setCurrentIndex(self._model.index(row))


class _Facts(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.facts: tuple[Fact, ...] = ()

    def set(self, facts: tuple[Fact, ...]) -> None:
        if [f.key for f in facts] == [f.key for f in self.facts]:
            self.facts = facts
            if facts:
                self.dataChanged.emit(self.index(0), self.index(len(facts) - 1))
            return
        self.beginResetModel()
        self.facts = facts
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.facts)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> object:
        if not index.isValid():
            return None
        fact = self.facts[index.row()]
        if role == FACT:
            return fact
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            words = f"{fact.words} {fact.value}".strip()
            return tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        return None


class _FactPainter(QStyledItemDelegate):
    def __init__(self, theme: Theme, height: int, lines: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._height = height
        self._lines = lines

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex) -> QSize:
        return QSize(120, self._height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        theme, fact, row = self._theme, index.data(FACT), option.rect
        edge = theme.px("space.l")
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        tone = "accent" if chosen else "text"
        if self._lines:
            under = QRect(row.x() + edge, row.bottom(), row.width() - 2 * edge, 1)
            painter.fillRect(under, theme.colour("line"))
        if chosen:
            self._chosen(painter, row)
        inner = row.adjusted(edge, 0, -edge, 0)
        left = self._icon(painter, inner, fact, chosen) if fact.icon else 0
        painter.setFont(theme.font(strong=fact.strong or chosen))
        painter.setPen(theme.colour(tone))
        value_w = painter.fontMetrics().horizontalAdvance(fact.value)
        painter.drawText(inner, RIGHT, fact.value)
        one_line(painter, inner.adjusted(left, 0, -(value_w + 8), 0), LEFT, fact.words)
        painter.restore()

    def _chosen(self, painter: QPainter, row: QRect) -> None:
        theme = self._theme
        box = row.toRectF().adjusted(8, 1, -8, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("select"))
        painter.drawRoundedRect(box, 5, 5)
        painter.setBrush(theme.colour("accent"))
        painter.drawRoundedRect(QRectF(box.x(), box.y(), 4, box.height()), 2, 2)

    def _icon(self, painter: QPainter, inner: QRect, fact: Fact, chosen: bool) -> int:
        theme, size = self._theme, self._theme.px("icon.normal")
        y = inner.center().y() - size / 2 + 1
        if fact.icon == "ring":
            painter.setPen(QPen(theme.colour("accent" if chosen else "text"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRectF(inner.x() + 3, y + 3, size - 6, size - 6))
        else:
            tone = theme.colour("accent" if chosen else "text2")
            paint_icon(painter, fact.icon, tone, inner.x() + 1, y, size)
        return size + theme.px("space.m")
