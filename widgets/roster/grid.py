"""The month grid: a row for each shift, a column for each place of the crew, painted by one delegate."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.base.clock import hhmm
from app.duty.roster.changes import Served
from app.duty.roster.conflicts import Conflict
from app.duty.roster.view import MonthView, Row
from widgets.kit.chips import Tag, paint_mark
from widgets.kit.enter import is_enter
from widgets.kit.text import LEFT, one_line, tip
from widgets.kit.theme import Theme

Index = QModelIndex | QPersistentModelIndex
DATE_W = 214
TODAY_BAR = 4
FIGURE_SPACE = "\u2007"
WEEK = "一二三四五六日"
SPECIAL = "重"
"""A day of a special period (重要时段)."""


class MonthModel(QAbstractTableModel):
    """`row_of` and `served_at` give what stands in a cell; column 0 is the day."""

    def __init__(self, day_word: str) -> None:
        super().__init__()
        self._day_word = day_word
        self.view: MonthView | None = None
        self.now: datetime | None = None
        self._found: dict[Any, list[Conflict]] = {}

    def show_view(self, view: MonthView, now: datetime) -> None:
        same = self.view is not None and _shape(self.view) == _shape(view)
        if not same:
            self.beginResetModel()
        self.view, self.now = view, now
        self._found = {}
        for conflict in view.conflicts:
            for key in conflict.slots:
                self._found.setdefault(key, []).append(conflict)
        if not same:
            self.endResetModel()
        elif view.rows:
            last = self.index(len(view.rows) - 1, len(view.places))
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() or self.view is None else len(self.view.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() or self.view is None else 1 + len(self.view.places)

    def row_of(self, index: Index) -> Row:
        assert self.view is not None
        return self.view.rows[index.row()]

    def served_at(self, index: Index) -> Served | None:
        """None in the column of days, and where this crew has no such place."""
        if self.view is None or not index.isValid() or index.column() == 0:
            return None
        return self.row_of(index).at(self.view.places[index.column() - 1])

    def conflicts_at(self, index: Index) -> list[Conflict]:
        served = self.served_at(index)
        return self._found.get(served.slot.id, []) if served else []

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.view is None:
            return None
        if role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return None
        words = self._words_at(index, self.view)
        return tip(words) if role == Qt.ItemDataRole.ToolTipRole else words

    def _words_at(self, index: Index, view: MonthView) -> str:
        row = self.row_of(index)
        if index.column() == 0:
            special = [f"{one.kind} {one.name}（{one.days}）" for one in row.special]
            told = (day_words(row, view), row.rest, row.note, *special)
            return " ".join(one for one in told if one)
        served = self.served_at(index)
        if served is None:
            return "—"
        words = [view.name(served.slot.officer_id) or "—", served.mark]
        words += [conflict.words for conflict in self.conflicts_at(index)]
        if served.mark and served.was:
            words.append(f"← {view.name(served.was)}")
        return " ".join(one for one in words if one)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or self.view is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._day_word if section == 0 else place_word(self.view, section - 1)


def _shape(view: MonthView) -> object:
    return view.first, view.places, [row.span for row in view.rows]


def place_word(view: MonthView, column: int) -> str:
    post, n = view.places[column]
    several = sum(1 for other, _ in view.places if other is post) > 1
    return f"{post.value}{n + 1 if several else ''}"


def day_words(row: Row, view: MonthView) -> str:
    """24 周三; with its hours when a day has several shifts."""
    number = str(row.span.day.day).rjust(2, FIGURE_SPACE)
    words = f"{number} 周{WEEK[row.span.day.weekday()]}"
    several = len({one.span.starts_at.time() for one in view.rows}) > 1
    return f"{words} {hhmm(row.span.starts_at)}" if several else words


class _CellPainter(QStyledItemDelegate):
    def __init__(self, theme: Theme, model: MonthModel, view: QTableView) -> None:
        super().__init__(view)
        self._theme = theme
        self._model = model
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view, theme, rect = self._model.view, self._theme, option.rect
        if view is None:
            return
        row = self._model.row_of(index)
        now = self._model.now
        assert now is not None
        here = row.span.starts_at <= now < row.span.ends_at
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("select"))
        elif here:
            painter.fillRect(rect, theme.colour("raised"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.colour("line"))
        inner = rect.adjusted(theme.px("space.m"), 0, -theme.px("space.s"), -1)
        if index.column() == 0:
            if here:
                painter.fillRect(rect.x(), rect.y(), TODAY_BAR, rect.height(), theme.colour("text"))
            self._day(painter, inner, row, view, here)
        else:
            past = row.span.ends_at <= now
            self._name(painter, rect, inner, index, "text2" if past else "text", here)
        if option.state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), theme.px("control.focus_ring")))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -2, -3))
        painter.restore()

    def _day(self, painter: QPainter, rect: QRect, row: Row, view: MonthView, here: bool) -> None:
        theme = self._theme
        painter.setFont(theme.font(strong=here))
        painter.setPen(theme.colour("text"))
        words = day_words(row, view)
        wide = painter.fontMetrics().horizontalAdvance(words) + theme.px("space.s")
        one_line(painter, rect, LEFT, words)
        x = rect.x() + wide
        if row.rest:
            tag = Tag(row.rest, solid=row.rest == "班", round=False)
            size = tag.extent(theme)
            paint_mark(painter, QRect(x, rect.y(), size.width(), rect.height()), theme, tag)
            x += size.width() + theme.px("space.xs")
        if row.special:
            tag = Tag(SPECIAL, round=False)
            size = tag.extent(theme)
            paint_mark(painter, QRect(x, rect.y(), size.width(), rect.height()), theme, tag)
            x += size.width() + theme.px("space.xs")
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        words = row.note or next((one.name for one in row.special), "")
        one_line(painter, QRect(x, rect.y(), rect.right() - x, rect.height()), LEFT, words)

    def _name(
        self, painter: QPainter, cell: QRect, rect: QRect, index: Index, tone: str, here: bool
    ) -> None:
        theme, view = self._theme, self._model.view
        assert view is not None
        served, found = self._model.served_at(index), self._model.conflicts_at(index)
        if found:
            error = any(conflict.error for conflict in found)
            painter.setPen(QPen(theme.colour("now"), 2 if error else 1))
            painter.setBrush(theme.colour("now_soft") if error else Qt.BrushStyle.NoBrush)
            radius = theme.px("radius.field")
            painter.drawRoundedRect(cell.adjusted(4, 3, -5, -5), radius, radius)
        upper = QRect(rect.x(), rect.y() + 4, rect.width(), rect.height() // 2 - 2)
        lower = QRect(rect.x(), rect.y() + rect.height() // 2, rect.width(), rect.height() // 2 - 4)
        name = view.name(served.slot.officer_id) if served else ""
        painter.setFont(theme.font(strong=here))
        painter.setPen(theme.colour(tone if name else "text3"))
        place = upper if found else rect
        one_line(painter, place, LEFT, name or "—")
        if served is not None and served.mark:
            wide = painter.fontMetrics().horizontalAdvance(name) + theme.px("space.s")
            tag = Tag(served.mark, round=False)
            at = QRect(rect.x() + wide, place.y(), tag.extent(theme).width(), place.height())
            paint_mark(painter, at, theme, tag)
        if found:
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.colour("now"))
            words = "，".join(dict.fromkeys(conflict.words for conflict in found))
            one_line(painter, lower, LEFT, words)


class MonthGrid(QTableView):
    """`chosen()` when another cell is current, `opened()` on Enter or double click, `emptied()` on Delete."""

    chosen = Signal()
    opened = Signal()
    emptied = Signal()

    def __init__(self, theme: Theme, day_word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.month = MonthModel(day_word)
        self.setModel(self.month)
        self.setItemDelegate(_CellPainter(theme, self.month, self))
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.px("row.table"))
        head = self.horizontalHeader()
        head.setFont(theme.font("small"))
        head.setFixedHeight(theme.px("row.header"))
        head.setHighlightSections(False)
        self.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit())
        self.doubleClicked.connect(lambda _: self.opened.emit())

    def show_view(self, view: MonthView, now: datetime) -> None:
        """Keeps the place when it is the same month; else goes to the shift of the hour."""
        same = self.month.view is not None and self.month.view.first == view.first
        row, column = self.currentIndex().row(), self.currentIndex().column()
        self.month.show_view(view, now)
        self._fit()
        if not same or row < 0:
            held = (n for n, r in enumerate(view.rows) if r.span.starts_at <= now < r.span.ends_at)
            row, column = next(held, 0), 1
            middle = QAbstractItemView.ScrollHint.PositionAtCenter
            self.scrollTo(self.month.index(row, 0), middle)
        if view.rows:
            row = min(row, len(view.rows) - 1)
            self.setCurrentIndex(self.month.index(row, min(max(column, 0), len(view.places))))

    def served(self) -> Served | None:
        return self.month.served_at(self.currentIndex())

    def row(self) -> Row | None:
        index = self.currentIndex()
        return self.month.row_of(index) if index.isValid() else None

    def go_to(self, slot_id: object) -> bool:
        """Make the cell of this place current."""
        view = self.month.view
        if view is None:
            return False
        for n, row in enumerate(view.rows):
            for column, place in enumerate(view.places, 1):
                served = row.at(place)
                if served is not None and served.slot.id == slot_id:
                    self.setCurrentIndex(self.month.index(n, column))
                    return True
        return False

    def keyPressEvent(self, event) -> None:
        if is_enter(event) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.opened.emit()
            return
        if event.key() == Qt.Key.Key_Delete:
            self.emptied.emit()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Bare letters stay free."""

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        count = self.month.columnCount()
        if not count:
            return
        head = self.horizontalHeader()
        head.resizeSection(0, DATE_W)
        room = self.viewport().width() - DATE_W
        for n in range(1, count):
            head.resizeSection(n, max(room // (count - 1), self._theme.px("control.min_target")))
