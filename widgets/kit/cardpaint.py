"""Paints the cards of 现在要办: clock, words, the button of the next step."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QCoreApplication, QModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.base.clock import Clock, hhmm, span
from widgets.kit.card import Card
from widgets.kit.chips import Pill
from widgets.kit.text import LEFT, one_line
from widgets.kit.theme import Theme

CARD = Qt.ItemDataRole.UserRole
NARROW = 540
"""A row narrower than this gives its words more room and its button less."""
FIGURE_W = 122
"""What a clock has before the words begin; a longer one is written smaller."""
HORIZON = timedelta(hours=1)
"""Further away than this a card shows the time of day instead of the time left."""


def button_box(theme: Theme, row: QRect) -> QRect:
    """Where a card's button is painted inside its row."""
    high = theme.px("control.button_h")
    narrow = row.width() < NARROW
    wide = high * 5 // 2 if narrow else high * 3 + theme.px("space.xs")
    right = row.right() - theme.px("space.l" if narrow else "space.xl")
    return QRect(right - wide, row.center().y() - high // 2, wide, high)


class CardPainter(QStyledItemDelegate):
    """Asks the clock while painting: the same card is quiet, soon or overdue as time goes on."""

    def __init__(self, theme: Theme, clock: Clock, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clock = clock

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex) -> QSize:
        return QSize(200, self._theme.px("row.now_card"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        theme, card, row = self._theme, index.data(CARD), option.rect
        state = card.state(self._clock.now())
        edge = theme.px("space.l")
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = QRect(row.x() + edge, row.bottom(), row.width() - 2 * edge, 1)
        painter.fillRect(line, theme.colour("line"))
        if state == "now":
            self._alarm(painter, row)
        if option.state & QStyle.StateFlag.State_Selected and option.widget.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), theme.px("control.focus_ring")))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(row.toRectF().adjusted(9, 2, -9, -3), 5, 5)
        self._due(painter, row, card, state)
        button = button_box(theme, row)
        words = QRect(row.x() + edge + 136, row.y() + 10, 0, row.height() - 20)
        words.setRight(button.left() - theme.px("space.m"))
        self._words(painter, words, card)
        self._button(painter, button, card, state, index.row() + 1)
        painter.restore()

    def _alarm(self, painter: QPainter, row: QRect) -> None:
        theme = self._theme
        box = row.toRectF().adjusted(8, 3, -8, -4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("now_soft"))
        painter.drawRoundedRect(box, theme.px("radius.field"), theme.px("radius.field"))
        painter.setBrush(theme.colour("now"))
        painter.drawRoundedRect(QRectF(box.x(), box.y(), 5, box.height()), 2, 2)

    def _due(self, painter: QPainter, row: QRect, card: Card, state: str) -> None:
        theme = self._theme
        left = row.x() + theme.px("space.xl")
        text, note = self._clock_words(card, state)
        if state == "soon":
            pill = Pill(text, "soon", "figure")
            high = pill.extent(theme).height()
            pill.paint(painter, theme, QPointF(left - theme.px("space.s"), row.y() + 38 - high))
        else:
            figure = theme.font("figure", strong=True)
            if QFontMetrics(figure).horizontalAdvance(text) > FIGURE_W:  # over 7 时 29′
                figure = theme.font("lead", strong=True)
            painter.setFont(figure)
            painter.setPen(theme.colour("now" if state == "now" else "text"))
            painter.drawText(QRect(left, row.y() + 6, 128, 32), LEFT, text)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2" if state == "quiet" else "now"))
        one_line(painter, QRect(left, row.y() + 41, 122, 22), LEFT, note)

    def _clock_words(self, card: Card, state: str) -> tuple[str, str]:
        if card.due is None:
            return "—", card.kind
        left = card.due - self._clock.now()
        if state == "now":
            over = QCoreApplication.translate("Card", "over {span}").format(span=span(left))
            return over, card.kind
        if left > HORIZON:
            due = QCoreApplication.translate("Card", "due · {kind}").format(kind=card.kind)
            return hhmm(card.due), due
        return span(left), QCoreApplication.translate("Card", "left · {kind}").format(
            kind=card.kind
        )

    def _words(self, painter: QPainter, box: QRect, card: Card) -> None:
        theme = self._theme
        half = box.height() // 2
        painter.setFont(theme.font("lead", strong=True))
        painter.setPen(theme.colour("text"))
        one_line(painter, QRect(box.x(), box.y(), box.width(), half), LEFT, card.title)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        one_line(painter, QRect(box.x(), box.y() + half, box.width(), half), LEFT, card.text)

    def _button(self, painter: QPainter, box: QRect, card: Card, state: str, n: int) -> None:
        theme, solid = self._theme, state == "now"
        radius = theme.px("radius.button")
        painter.setPen(QPen(theme.colour("now" if solid else "line_strong"), 1))
        painter.setBrush(theme.colour("now" if solid else "raised"))
        painter.drawRoundedRect(box.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        key = str(n) if n < 10 else ""
        gap = theme.px("space.s") if key else 0
        painter.setFont(theme.font("caption"))
        key_w = painter.fontMetrics().horizontalAdvance(key)
        painter.setFont(theme.font(strong=solid))
        word_w = painter.fontMetrics().horizontalAdvance(card.action)
        left = box.x() + (box.width() - word_w - gap - key_w) // 2
        painter.setPen(theme.colour("on_now" if solid else "text"))
        painter.drawText(QRect(left, box.y(), word_w + 2, box.height()), LEFT, card.action)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("on_now" if solid else "text2"))
        painter.drawText(QRect(left + word_w + gap, box.y(), key_w + 2, box.height()), LEFT, key)
