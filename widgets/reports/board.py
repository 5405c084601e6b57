"""The board of all running clocks: painted rows, of which only those that changed are painted anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.base.clock import Clock, day_hhmm, hhmm, local_day, span
from app.reports.clocks import Running
from app.reports.deadlines import late_by
from app.reports.misreport import perhaps_late
from widgets.kit.chips import Pill
from widgets.kit.labels import Label
from widgets.kit.text import LEFT, one_line, tip
from widgets.kit.theme import Theme

ROW = Qt.ItemDataRole.UserRole
FIRST = Qt.ItemDataRole.UserRole + 1
HORIZON = timedelta(hours=1)
"""Further away than this a row shows the time of day instead of the time left."""
FIGURE_W = 104


class BoardList(QListView):
    """`chosen(row)` when the current row changes. Rows stay where they are until `show_rows`."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._model = _Rows()
        self._shown: dict[int, tuple[str, str, str]] = {}
        self.painted = 0
        self.setModel(self._model)
        self.setItemDelegate(_Painter(theme, clock, self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._empty = Label(theme, self.tr("No clock is running"), tone="text3")
        self._empty.setParent(self.viewport())
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit(self.current()))
        self._second = QTimer(self)
        self._second.setInterval(int(theme.number("duration_ms.tick")))
        self._second.timeout.connect(self.tick)
        self._second.start()

    @property
    def rows(self) -> tuple[Running, ...]:
        return self._model.rows

    def current(self) -> Running | None:
        index = self.currentIndex()
        return index.data(ROW) if index.isValid() else None

    def show_rows(self, rows: Sequence[Running]) -> None:
        if tuple(rows) == self.rows:
            return
        held, top = self.current(), self.verticalScrollBar().value()
        self.selectionModel().blockSignals(True)
        self._model.set(tuple(rows), firsts(rows))
        self._shown.clear()
        if held is not None:
            self.select(held)
        self.selectionModel().blockSignals(False)
        self.verticalScrollBar().setValue(top)
        self._empty.setVisible(not rows)

    def select(self, wanted: Running) -> None:
        for number, row in enumerate(self.rows):
            if row.clock.id == wanted.clock.id:
                flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
                self.selectionModel().setCurrentIndex(self._model.index(number), flag)
                return

    def tick(self) -> None:
        """Paint those of the rows in sight whose words are others than a second ago."""
        now = self._clock.now()
        for number in self._in_sight():
            words = clock_words(self.rows[number], self._clock)
            late = perhaps_late(self.rows[number].clock, now)
            if self._shown.get(number) != (*words, late):
                self._shown[number] = (*words, late)
                self.painted += 1
                self.viewport().update(self.visualRect(self._model.index(number)))

    def _in_sight(self) -> range:
        first = self.indexAt(self.viewport().rect().topLeft())
        if not first.isValid():
            return range(0)
        last = self.indexAt(self.viewport().rect().bottomLeft())
        end = last.row() if last.isValid() else len(self.rows) - 1
        return range(first.row(), end + 1)

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._empty.setGeometry(self.viewport().rect())


def clock_words(row: Running, clock: Clock) -> tuple[str, str]:
    """(state, figure): quiet, soon or now; the time left, over, or the time of day it is due."""
    now = clock.now()
    late = late_by(row.clock, now)
    if late > timedelta(0):
        over = QCoreApplication.translate("Card", "over {span}").format(span=span(late))
        done = row.clock.met_at is not None
        return ("quiet" if done else "now"), over
    left = row.clock.due_at - now
    if left > HORIZON:
        same = local_day(row.clock.due_at) == local_day(now)
        return "quiet", hhmm(row.clock.due_at) if same else day_hhmm(row.clock.due_at)
    return ("soon" if row.soon(now) else "quiet"), span(left)


class _Rows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Running, ...] = ()
        self._firsts: frozenset[UUID] = frozenset()

    def set(self, rows: tuple[Running, ...], first: frozenset[UUID]) -> None:
        self.beginResetModel()
        self.rows, self._firsts = rows, first
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == FIRST:
            return row.clock.id in self._firsts
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            words = f"{row.clock.name} {row.incident.title}\n{row.clock.source}\n{row.clock.note}"
            return tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        return None


class _Painter(QStyledItemDelegate):
    def __init__(self, theme: Theme, clock: Clock, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clock = clock

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex) -> QSize:
        return QSize(200, self._theme.px("row.now_card") + 2 * self._theme.px("space.l"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        theme, row, box = self._theme, index.data(ROW), option.rect
        state, figure = clock_words(row, self._clock)
        edge = theme.px("space.l")
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        under = QRect(box.x() + edge, box.bottom(), box.width() - 2 * edge, 1)
        painter.fillRect(under, theme.colour("line"))
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        self._ground(painter, box, state, chosen)
        self._figure(painter, box, state, figure, row)
        left = box.x() + edge + theme.size("body") * FIGURE_W // 15
        words = QRect(left, box.y() + 8, box.right() - edge - left, box.height() - 16)
        self._words(painter, words, row, bool(index.data(FIRST)))
        painter.restore()

    def _ground(self, painter: QPainter, box: QRect, state: str, chosen: bool) -> None:
        theme = self._theme
        inner = box.toRectF().adjusted(8, 3, -8, -4)
        radius = theme.px("radius.field")
        painter.setPen(Qt.PenStyle.NoPen)
        if state == "now":
            painter.setBrush(theme.colour("now_soft"))
            painter.drawRoundedRect(inner, radius, radius)
            painter.setBrush(theme.colour("now"))
            painter.drawRoundedRect(QRectF(inner.x(), inner.y(), 5, inner.height()), 2, 2)
        elif chosen:
            painter.setBrush(theme.colour("select"))
            painter.drawRoundedRect(inner, radius, radius)
        if chosen:
            painter.setPen(QPen(theme.colour("accent"), theme.px("control.focus_ring")))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inner, radius, radius)

    def _figure(self, painter: QPainter, box: QRect, state: str, figure: str, row: Running) -> None:
        theme = self._theme
        left, wide = box.x() + theme.px("space.l") + 2, theme.size("body") * (FIGURE_W - 10) // 15
        upper = QRect(left, box.y() + 8, wide, (box.height() - 16) // 4)
        if state == "soon":
            pill = Pill(figure, "soon", "body")
            high = pill.extent(theme).height()
            pill.paint(painter, theme, QPointF(left - 4, upper.center().y() - high / 2))
        else:
            painter.setFont(theme.font("body", strong=True))
            painter.setPen(theme.colour("now" if state == "now" else "text"))
            one_line(painter, upper, LEFT, figure)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        lower = upper.translated(0, upper.height())
        one_line(painter, lower, LEFT, row.clock.way.value)

    def _words(self, painter: QPainter, box: QRect, row: Running, first: bool) -> None:
        theme, now = self._theme, self._clock.now()
        high = box.height() // 4
        lines = [QRect(box.x(), box.y() + n * high, box.width(), high) for n in range(4)]
        painter.setFont(theme.font(strong=True))
        painter.setPen(theme.colour("text"))
        to = f" · {row.clock.to}" if row.clock.to else ""
        one_line(painter, lines[0], LEFT, f"{row.clock.name}{to}")
        painter.setFont(theme.font("small"))
        one_line(painter, lines[1], LEFT, row.incident.title)
        painter.setPen(theme.colour("text2"))
        one_line(painter, lines[2], LEFT, row.clock.source)
        late = perhaps_late(row.clock, now)
        if late and not row.reason:
            painter.setPen(theme.colour("now"))
        one_line(painter, lines[3], LEFT, _last_line(row, late, first))


def firsts(rows: Sequence[Running]) -> frozenset[UUID]:
    """Of several clocks of one way that run for one incident, the one that is due first."""
    held: dict[tuple[UUID, str], list[Running]] = {}
    for row in rows:
        if row.clock.met_at is None:
            held.setdefault((row.incident.id, row.clock.way), []).append(row)
    several = (some for some in held.values() if len(some) > 1)
    return frozenset(min(some, key=lambda row: row.clock.due_at).clock.id for some in several)


def _last_line(row: Running, late: str, first: bool) -> str:
    """Of a late clock the figures and the reason, no verdict; else from when it counts, and until when."""
    if late:
        return f"{late} · {row.reason or '请说明'}"
    clock = row.clock
    minutes = int((clock.due_at - clock.starts_at).total_seconds() // 60)
    long = f"{minutes // 60} 小时" if minutes >= 180 and minutes % 60 == 0 else f"{minutes} 分钟"
    same = local_day(clock.starts_at) == local_day(clock.due_at)
    due = hhmm(clock.due_at) if same else day_hhmm(clock.due_at)
    told = f"{'最早 · ' if first else ''}{hhmm(clock.starts_at)} 起 {long}，{due} 前"
    return f"{told} · {clock.note}" if clock.note else told
