"""One item of the handover as a painted row, folded or unfolded, and the heads of its columns."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QWidget

from app.base.clock import day_hhmm, hhmm
from app.handover.records import HandoverItem, SourceKind
from widgets.kit.icons import paint_icon
from widgets.kit.text import one_line
from widgets.kit.theme import Theme

OWNER_W, DUE_W, SOURCE_W = 84, 104, 138
NARROW = 640
"""Below this width owner and due time stand in front of the second line."""

OPENABLE = frozenset({SourceKind.INCIDENT, SourceKind.LOG, SourceKind.INSTRUCTION})
TOP_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
TOP_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


class ItemPainter(QStyledItemDelegate):
    """While items can be acknowledged (`view.ticking`) there are boxes and the button."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        """`view.ticking` and `view.said` are read at each painting."""
        super().__init__(view)
        self._theme = theme
        self._view = view

    def sizeHint(self, option, index: QModelIndex) -> QSize:
        theme = self._theme
        width = self._view.viewport().width()
        item = index.data(Qt.ItemDataRole.UserRole)
        if not self._unfolded(index):
            more = QFontMetrics(theme.font("small")).height() + 2
            return QSize(width, theme.px("row.list_two_line") + more * len(self._said(item)))
        words = self._words(QRect(0, 0, width, 0))
        high = sum(laid(font, text, words.width())[1] for font, text, _ in self._lines(item, width))
        if self._buttons(item):
            high += theme.px("control.button_h") + theme.px("space.s")
        return QSize(
            width, max(round(high) + 2 * theme.px("space.m"), theme.px("row.list_two_line"))
        )

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

    def _tick_box(self, box: QRect) -> QRect:
        theme = self._theme
        side = theme.px("icon.nav") + 2
        return QRect(box.x() + theme.px("space.xl"), box.y() + theme.px("space.m"), side, side)

    def _words(self, box: QRect) -> QRect:
        theme = self._theme
        left = theme.px("space.xl") * 2 + theme.px("icon.nav")
        columns = SOURCE_W if box.width() < NARROW else OWNER_W + DUE_W + SOURCE_W
        right = columns + theme.px("space.l") + theme.px("space.m")
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

    def _lines(self, item: HandoverItem, width: int) -> list[tuple[QFont, str, str]]:
        """(font, text, tone): the matter, and its detail when there is one."""
        theme = self._theme
        detail = item.detail
        if width < NARROW:
            due = ("! " if item.urgent else "") + day_hhmm(item.due) if item.due else ""
            detail = " · ".join(part for part in (item.owner, due, item.detail) if part)
        lines = [(theme.font(strong=not item.acknowledged_at), item.text, "text")]
        if detail:
            lines.append((theme.font("small"), detail, "text2"))
        return lines + [(theme.font("small"), said, "text") for said in self._said(item)]

    def _said(self, item: HandoverItem) -> list[str]:
        return list(self._view.said.get(item.id, ()))

    def _paint_text(self, painter: QPainter, box: QRect, item: HandoverItem, whole: bool) -> None:
        words = self._words(box)
        for font, text, tone in self._lines(item, box.width()):
            painter.setFont(font)
            painter.setPen(self._theme.colour(tone))
            if whole:
                layout, high = laid(font, text, words.width())
                layout.draw(painter, QPointF(words.topLeft()))
                words.setTop(words.top() + round(high))
            else:
                one_line(painter, words, TOP_LEFT, text)
                words.setTop(words.top() + QFontMetrics(font).height() + 2)

    def _paint_columns(self, painter: QPainter, box: QRect, item: HandoverItem) -> None:
        theme = self._theme
        high = QFontMetrics(theme.font()).height()
        top = box.y() + theme.px("space.m")
        right = box.right() - theme.px("space.l")
        source = QRect(right - SOURCE_W, top, SOURCE_W, high)
        due = QRect(source.left() - DUE_W, top, DUE_W, high)
        owner = QRect(due.left() - OWNER_W, top, OWNER_W - 6, high)
        if box.width() >= NARROW:
            self._paint_owner(painter, owner, due, item)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        painter.drawText(source, TOP_RIGHT, item.source_kind.value)
        if item.acknowledged_at:
            known = self.tr("{name} {time} knows").format(
                name=item.acknowledged_name, time=hhmm(item.acknowledged_at)
            )
            painter.drawText(source.translated(0, high + 2), TOP_RIGHT, known)

    def _paint_owner(self, painter: QPainter, owner: QRect, due: QRect, item: HandoverItem) -> None:
        theme = self._theme
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text"))
        one_line(painter, owner, TOP_LEFT, item.owner)
        if item.due:
            painter.setFont(theme.font(strong=item.urgent))
            painter.setPen(theme.colour("now" if item.urgent else "text"))
            painter.drawText(due, TOP_LEFT, ("! " if item.urgent else "") + day_hhmm(item.due))

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
        heads = [(left, self.tr("Matter"))]
        if box.width() >= NARROW:
            heads += [(due - OWNER_W, self.tr("Taken by")), (due, self.tr("Due"))]
        for x, words in heads:
            painter.drawText(QRect(x, 0, box.width(), box.height()), middle, words)
        at_right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(box.adjusted(0, 0, right - box.right(), 0), at_right, self.tr("From"))


def laid(font: QFont, text: str, width: int) -> tuple[QTextLayout, float]:
    """The text in lines no wider than `width`, broken as Chinese is, and their height."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    layout.setTextOption(option)
    layout.beginLayout()
    high = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 1))
        line.setPosition(QPointF(0, high))
        high += line.height()
    layout.endLayout()
    return layout, high
