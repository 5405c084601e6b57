"""The strip's slot for the oldest unanswered message: magenta, and never more than one line."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.base.clock import Clock
from widgets.kit.icons import paint_icon
from widgets.kit.text import LEFT, RIGHT, one_line, tip
from widgets.kit.theme import Theme
from widgets.shell.messages import Message, Messages

WIDE = 232


class AlertSlot(QWidget):
    """Empty room when all is answered, so that nothing in the strip jumps. Takes no focus."""

    opened = Signal(object)

    def __init__(self, theme: Theme, clock: Clock, messages: Messages) -> None:
        super().__init__()
        self._theme = theme
        self._messages = messages
        self.message: Message | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(WIDE, 30)
        messages.waiting_changed.connect(self._look)
        self._look()

    def _look(self) -> None:
        waiting = self._messages.unanswered()
        self.message = waiting[0] if waiting else None
        words = f"{self.message.title}\n{self.message.text}" if self.message else ""
        self.setToolTip(tip(words))
        self.setAccessibleName(self.message.title if self.message else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDE, 30)

    def mousePressEvent(self, _event) -> None:
        if self.message is not None:
            self.opened.emit(self.message)

    def paintEvent(self, _event) -> None:
        if self.message is None:
            return
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("now"), 1.5))
        painter.setBrush(theme.colour("now_soft"))
        radius = theme.px("radius.field")
        painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), radius, radius)
        paint_icon(painter, self.message.kind.value, theme.colour("now"), 10, 6, 18)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("text2"))
        inner = QRect(36, 0, self.width() - 46, self.height())
        key_w = painter.fontMetrics().horizontalAdvance("Ctrl+M") + theme.px("space.s")
        strong = theme.font("small", strong=True)
        if QFontMetrics(strong).horizontalAdvance(self.message.title) + key_w <= inner.width():
            painter.drawText(inner, RIGHT, "Ctrl+M")
        else:
            key_w = 0
        painter.setFont(strong)
        painter.setPen(theme.colour("now"))
        one_line(painter, inner.adjusted(0, 0, -key_w, 0), LEFT, self.message.title)
