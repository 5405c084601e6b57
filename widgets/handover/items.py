"""The items of one section: painted rows, the current one unfolded, Space says 我已知晓."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QWidget

from app.base.clock import day_hhmm, hhmm
from app.handover.records import HandoverItem, SourceKind
from widgets.kit.icons import paint_icon
from widgets.kit.theme import Theme

OWNER_W, DUE_W, SOURCE_W = 84, 104, 138
OPENABLE = frozenset({SourceKind.INCIDENT, SourceKind.LOG, SourceKind.INSTRUCTION})


class _Model(QAbstractListModel):
    def __init__(self, parent) -> None:
        super().__init__(parent)
        self.items: tuple[HandoverItem, ...] = ()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.items)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole):
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.text
        if role == Qt.ItemDataRole.UserRole:
            return item
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = self.tr("acknowledged") if item.acknowledged_at else self.tr("not yet known")
            return f"{item.text} {item.detail} {state}"
        return None


class _Painter(QStyledItemDelegate):
    """`ticking` tells whether items can be acknowledged now: then there are boxes and the button."""

    def __init__(self, theme: Theme, view: ItemList) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def sizeHint(self, option, index: QModelIndex) -> QSize:
        theme = self._theme
        width = self._view.viewport().width()
        if not self._unfolded(index):
            return QSize(width, theme.px("row.list_two_line"))
        item = index.data(Qt.ItemDataRole.UserRole)
        words = self._words(QRect(0, 0, width, 0))
        high = self._high(theme.font(strong=True), item.text, words.width())
        if item.detail:
            high += self._high(theme.font("small"), item.detail, words.width())
        if self._buttons(item):
            high += theme.px("control.button_h") + theme.px("space.s")
        return QSize(width, max(high + 2 * theme.px("space.m"), theme.px("row.list_two_line")))

    def paint(self, painter: QPainter, option, index: QModelIndex) -> None:
        theme, item = self._theme, index.data(Qt.ItemDataRole.UserRole)
        unfolded = self._unfolded(index)
        box = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if unfolded:
            focus = self._view.hasFocus()
            painter.setPen(QPen(theme.colour("accent" if focus else "line_strong"), 2))
            painter.setBrush(theme.colour("raised"))
            edge = theme.px("space.s")
            painter.drawRoundedRect(box.adjusted(edge, 1, -edge, -1), 6, 6)
        else:
            painter.setPen(theme.colour("line"))
            inset = theme.px("space.l")
            painter.drawLine(box.left() + inset, box.bottom(), box.right() - inset, box.bottom())
        self._paint_box(painter, box, item)
        self._paint_text(painter, box, item, unfolded)
        self._paint_columns(painter, box, item)
        if unfolded:
            self._paint_buttons(painter, box, item)
        painter.restore()

    def hit(self, box: QRect, item: HandoverItem, place) -> str:
        """Which button of an unfolded row lies at `place`: "tick", "open" or ""."""
        if self._tick_box(box).contains(place) and self._view.ticking:
            return "tick"
        for name, rect, _words, _icon in self._placed(box, item):
            if rect.contains(place):
                return name
        return ""

    def _unfolded(self, index: QModelIndex) -> bool:
        return index.row() == self._view.currentIndex().row()

    def _high(self, font, text: str, width: int) -> int:
        flags = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
        return QFontMetrics(font).boundingRect(QRect(0, 0, width, 10000), flags, text).height()

    def _tick_box(self, box: QRect) -> QRect:
        theme = self._theme
        side = theme.px("icon.nav") + 2
        return QRect(box.x() + theme.px("space.xl"), box.y() + theme.px("space.m"), side, side)

    def _words(self, box: QRect) -> QRect:
        theme = self._theme
        left = theme.px("space.xl") * 2 + theme.px("icon.nav")
        right = OWNER_W + DUE_W + SOURCE_W + theme.px("space.l") + theme.px("space.m")
        return box.adjusted(left, theme.px("space.m"), -right, -theme.px("space.s"))

    def _paint_box(self, painter: QPainter, box: QRect, item: HandoverItem) -> None:
        theme, mark = self._theme, self._tick_box(box)
        if item.acknowledged_at:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(mark, 4, 4)
            size = theme.px("icon.small")
            middle = mark.center()
            paint_icon(
                painter,
                "check",
                theme.colour("on_accent"),
                middle.x() + 1 - size / 2,
                middle.y() + 1 - size / 2,
                size,
            )
        elif self._view.ticking:
            painter.setPen(QPen(theme.colour("line_strong"), 1.4))
            painter.setBrush(theme.colour("raised"))
            painter.drawRoundedRect(mark, 4, 4)
        else:
            painter.setPen(theme.colour("text2"))
            painter.setFont(theme.font("small"))
            painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, str(item.seq))

    def _paint_text(self, painter: QPainter, box: QRect, item: HandoverItem, whole: bool) -> None:
        theme, words = self._theme, self._words(box)
        strong = theme.font(strong=not item.acknowledged_at)
        for font, text, tone in (
            (strong, item.text, "text"),
            (theme.font("small"), item.detail, "text2"),
        ):
            painter.setFont(font)
            painter.setPen(theme.colour(tone))
            metrics = QFontMetrics(font)
            if whole:
                flags = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
                painter.drawText(words, flags, text)
                words.setTop(words.top() + self._high(font, text, words.width()))
            else:
                short = metrics.elidedText(
                    text.replace("\n", " "), Qt.TextElideMode.ElideRight, words.width()
                )
                painter.drawText(words, Qt.AlignmentFlag.AlignTop, short)
                words.setTop(words.top() + metrics.height() + 2)

    def _paint_columns(self, painter: QPainter, box: QRect, item: HandoverItem) -> None:
        theme = self._theme
        high = QFontMetrics(theme.font()).height()
        top = box.y() + theme.px("space.m")
        right = box.right() - theme.px("space.l")
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        source = QRect(right - SOURCE_W, top, SOURCE_W, high)
        due = QRect(source.left() - DUE_W, top, DUE_W, high)
        owner = QRect(due.left() - OWNER_W, top, OWNER_W - 6, high)
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text"))
        painter.drawText(owner, left, item.owner)
        if item.due:
            painter.setFont(theme.font(strong=item.urgent))
            painter.setPen(theme.colour("now" if item.urgent else "text"))
            painter.drawText(due, left, ("! " if item.urgent else "") + day_hhmm(item.due))
        at_right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        painter.drawText(source, at_right, item.source_kind.value)
        if item.acknowledged_at:
            known = self.tr("{name} {time} knows").format(
                name=item.acknowledged_name, time=hhmm(item.acknowledged_at)
            )
            painter.drawText(source.translated(0, high + 2), at_right, known)

    def _buttons(self, item: HandoverItem) -> list[tuple[str, str, str]]:
        """(name, words, icon)."""
        made = []
        if self._view.ticking and not item.acknowledged_at:
            made.append(("tick", self.tr("I know this") + "  " + self.tr("Space"), "check"))
        if item.source_kind in OPENABLE:
            made.append(("open", self.tr("Open the record") + "  Enter", "external-link"))
        return made

    def _placed(self, box: QRect, item: HandoverItem) -> list[tuple[str, QRect, str, str]]:
        theme = self._theme
        high = theme.px("control.button_h")
        x = self._words(box).left()
        y = box.bottom() - theme.px("space.m") - high + 2
        placed = []
        for name, words, icon in self._buttons(item):
            font = theme.font(strong=name == "tick")
            wide = QFontMetrics(font).horizontalAdvance(words) + theme.px("icon.normal") + 40
            placed.append((name, QRect(x, y, wide, high), words, icon))
            x += wide + theme.px("space.m")
        return placed

    def _paint_buttons(self, painter: QPainter, box: QRect, item: HandoverItem) -> None:
        theme = self._theme
        for name, rect, words, icon in self._placed(box, item):
            main = name == "tick"
            fill, ink, edge = (
                ("accent", "on_accent", "accent") if main else ("raised", "text", "line_strong")
            )
            painter.setPen(QPen(theme.colour(edge), 1))
            painter.setBrush(theme.colour(fill))
            painter.drawRoundedRect(rect, 5, 5)
            size = theme.px("icon.normal")
            y = rect.center().y() + 1 - size / 2
            paint_icon(painter, icon, theme.colour(ink), rect.x() + 14, y, size)
            painter.setPen(theme.colour(ink))
            painter.setFont(theme.font(strong=main))
            painter.drawText(
                rect.adjusted(size + 24, 0, -8, 0),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                words,
            )


class ItemHead(QWidget):
    """The names of the columns, over the list."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(theme.px("row.header"))

    def paintEvent(self, _event) -> None:
        theme, box = self._theme, self.rect()
        painter = QPainter(self)
        painter.fillRect(box, theme.colour("sunken"))
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        right = box.right() - theme.px("space.l")
        left = theme.px("space.xl") * 2 + theme.px("icon.nav")
        due = right - SOURCE_W - DUE_W
        for x, words in (
            (left, self.tr("Matter")),
            (due - OWNER_W, self.tr("Taken by")),
            (due, self.tr("Due")),
        ):
            painter.drawText(QRect(x, 0, box.width(), box.height()), middle, words)
        at_right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(box.adjusted(0, 0, right - box.right(), 0), at_right, self.tr("From"))


class ItemList(QListView):
    """`ticked(item)` on Space or the button, `opened(item)` on Enter."""

    ticked = Signal(object)
    opened = Signal(object)

    def __init__(self, theme: Theme, parent=None) -> None:
        super().__init__(parent)
        self.ticking = False
        self._model = _Model(self)
        self.setModel(self._model)
        self._painter = _Painter(theme, self)
        self.setItemDelegate(self._painter)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAccessibleName(self.tr("Items"))
        self.selectionModel().currentRowChanged.connect(lambda *_: self.doItemsLayout())

    @property
    def items(self) -> tuple[HandoverItem, ...]:
        return self._model.items

    def current(self) -> HandoverItem | None:
        index = self.currentIndex()
        return index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None

    def show_items(self, items: Sequence[HandoverItem], ticking: bool) -> None:
        """The current item stays current while it is there; else the first one not acknowledged."""
        held = self.current()
        top = self.verticalScrollBar().value()
        same = [item.id for item in items] == [item.id for item in self.items]
        self.ticking = ticking
        self._model.beginResetModel()
        self._model.items = tuple(items)
        self._model.endResetModel()
        if held is None or not self.go_to(held.id):
            self.go_to_open()
        self.doItemsLayout()
        if same:
            self.verticalScrollBar().setValue(top)

    def go_to(self, key: UUID) -> bool:
        for row, item in enumerate(self.items):
            if item.id == key:
                self.setCurrentIndex(self._model.index(row))
                return True
        return False

    def go_to_open(self) -> None:
        """To the first item nobody has acknowledged, else to the first."""
        row = next((n for n, item in enumerate(self.items) if not item.acknowledged_at), 0)
        if self.items:
            self.setCurrentIndex(self._model.index(row))

    def keyPressEvent(self, event) -> None:
        item = self.current()
        if item is not None and not event.modifiers():
            if event.key() == Qt.Key.Key_Space:
                self.ticked.emit(item)
                return
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.opened.emit(item)
                return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            return
        item = index.data(Qt.ItemDataRole.UserRole)
        hit = self._painter.hit(self.visualRect(index), item, event.position().toPoint())
        if hit == "tick":
            self.ticked.emit(item)
        elif hit == "open":
            self.opened.emit(item)

    def changeEvent(self, event) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.doItemsLayout()
