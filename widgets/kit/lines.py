"""Two-line rows of the console: the duty log's last lines, and messages."""

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
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from widgets.kit.icons import paint_icon
from widgets.kit.labels import Label
from widgets.kit.text import LEFT, RIGHT, one_line, tip
from widgets.kit.theme import Theme

LINE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Line:
    """`lead`/`lead2` are the narrow left column (time, way), or `icon` instead of both.

    `title` over `text`; `right` ends the first row. `look`: plain; log (small title, body text);
    new (bold title); now (magenta ground and bar, needs an answer); read (grey). `struck` text was
    corrected by a later line.
    """

    key: str
    title: str
    text: str
    lead: str = ""
    lead2: str = ""
    icon: str = ""
    right: str = ""
    right_strong: bool = False
    look: str = "plain"
    struck: bool = False


class LineList(QListView):
    """`opened(line)` on Enter or double click. Keeps the current line by key."""

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(
        self,
        theme: Theme,
        *,
        lead_w: int = 72,
        row: str = "list_two_line",
        empty: str = "",
        folds: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """With `folds` a line that has no second row is as low as one."""
        super().__init__(parent)
        self._model = _Lines()
        self.setModel(self._model)
        low = theme.px("row.table_compact") if folds else 0
        high = theme.px(f"row.{row}") + 4
        self.setItemDelegate(_LinePainter(theme, lead_w, high, low, self))
        self.setUniformItemSizes(not folds)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._empty = Label(theme, empty, tone="text3", parent=self.viewport())
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(LINE)))
        self.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit(self.current()))

    @property
    def lines(self) -> tuple[Line, ...]:
        return self._model.lines

    def current(self) -> Line | None:
        index = self.currentIndex()
        return index.data(LINE) if index.isValid() else None

    def show_lines(self, lines: Sequence[Line]) -> None:
        held, top = self.current(), self.verticalScrollBar().value()
        self._model.set(tuple(lines))
        for row, line in enumerate(self._model.lines):
            if held is not None and line.key == held.key:
                self.setCurrentIndex(self._model.index(row))
        if not self.uniformItemSizes():
            self.scheduleDelayedItemsLayout()
        self.verticalScrollBar().setValue(top)
        self._empty.setVisible(not lines)

    def keyPressEvent(self, event) -> None:
        line = self.current()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if line is not None:
                self.opened.emit(line)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._empty.setGeometry(self.viewport().rect())


class _Lines(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[Line, ...] = ()

    def set(self, lines: tuple[Line, ...]) -> None:
        if [n.key for n in lines] == [n.key for n in self.lines]:
            self.lines = lines
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == LINE:
            return line
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return " ".join((line.lead, line.lead2, line.title, line.text, line.right))
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(f"{line.title}\n{line.text}")
        return None


class _LinePainter(QStyledItemDelegate):
    def __init__(self, theme: Theme, lead_w: int, height: int, low: int, parent: QWidget) -> None:
        """`low` is the height of a line with one row; 0: all are `height`."""
        super().__init__(parent)
        self._theme = theme
        self._lead_w = lead_w
        self._height, self._low = height, low

    def _folded(self, line: Line) -> bool:
        return bool(self._low) and not line.text and not line.lead2

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(160, self._low if self._folded(index.data(LINE)) else self._height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        theme, line, row = self._theme, index.data(LINE), option.rect
        edge = theme.px("space.l")
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        under = QRect(row.x() + edge, row.bottom(), row.width() - 2 * edge, 1)
        painter.fillRect(under, theme.colour("line"))
        self._ground(painter, row, line, option)
        inner = row.adjusted(edge, theme.px("space.s") - 1, -edge, -theme.px("space.s"))
        half = inner.height() // (1 if self._folded(line) else 2)
        upper = QRect(inner.x(), inner.y(), inner.width(), half)
        lower = QRect(inner.x(), inner.y() + half, inner.width(), half)
        self._lead(painter, upper, lower, line)
        self._words(painter, upper, lower, line)
        painter.restore()

    def _ground(
        self, painter: QPainter, row: QRect, line: Line, option: QStyleOptionViewItem
    ) -> None:
        theme = self._theme
        box = row.toRectF().adjusted(8, 2, -8, -3)
        painter.setPen(Qt.PenStyle.NoPen)
        if line.look == "now":
            painter.setBrush(theme.colour("now_soft"))
            painter.drawRoundedRect(box, 4, 4)
            painter.setBrush(theme.colour("now"))
            painter.drawRoundedRect(QRectF(box.x(), box.y(), 5, box.height()), 2, 2)
        if option.state & QStyle.StateFlag.State_Selected:
            if line.look != "now":
                painter.setBrush(theme.colour("select"))
                painter.drawRoundedRect(box, 4, 4)
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(QRectF(box.x(), box.y(), 4, box.height()), 2, 2)

    def _lead(self, painter: QPainter, upper: QRect, lower: QRect, line: Line) -> None:
        theme = self._theme
        if line.icon:
            size = theme.px("icon.nav")
            tone = theme.colour("now" if line.look == "now" else "text2")
            paint_icon(painter, line.icon, tone, upper.x() + 6, upper.center().y() - size / 2, size)
            return
        painter.setFont(theme.font(strong=True))
        painter.setPen(theme.colour("text"))
        one_line(
            painter, QRect(upper.x(), upper.y(), self._lead_w, upper.height()), LEFT, line.lead
        )
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        place = QRect(lower.x(), lower.y(), self._lead_w, lower.height())
        one_line(painter, place, LEFT, line.lead2)

    def _words(self, painter: QPainter, upper: QRect, lower: QRect, line: Line) -> None:
        theme = self._theme
        left = 38 if line.icon else self._lead_w + theme.px("space.xs")
        log = line.look == "log"
        painter.setFont(theme.font("small", strong=line.right_strong))
        painter.setPen(theme.colour("text" if line.right_strong else "text2"))
        right_w = painter.fontMetrics().horizontalAdvance(line.right)
        painter.drawText(upper, RIGHT, line.right)
        painter.setFont(theme.font("small" if log else "body", strong=line.look in ("new", "now")))
        painter.setPen(theme.colour("text2" if log or line.look == "read" else "text"))
        title = upper.adjusted(left, 0, -(right_w + theme.px("space.m")), 0)
        one_line(painter, title, LEFT, line.title)
        words = theme.font("body" if log else "small")
        words.setStrikeOut(line.struck)
        painter.setFont(words)
        tone = "text3" if line.struck else "text" if log else "text2"
        painter.setPen(theme.colour(tone))
        one_line(painter, lower.adjusted(left, 0, 0, 0), LEFT, line.text)
