"""One line over a wall that goes by itself: what was done, or why not. Moves no tile."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QWidget

from widgets.video.look import TileLook


class SaidLine(QWidget):
    """`words` are what it says now, "" nothing."""

    def __init__(self, look: TileLook, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.words = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._over = QTimer(self, singleShot=True)
        self._over.setInterval(round(look.theme.number("duration_ms.toast")))
        self._over.timeout.connect(lambda: self.say(""))
        self.hide()

    def say(self, words: str) -> None:
        self.words = words
        self.setAccessibleName(words)
        if words:
            font = QFontMetrics(self._look.font("caption"))
            room = self.parentWidget().rect()
            pad = self._look.px("space.xl")
            wide = min(room.width() - 2 * pad, font.horizontalAdvance(words) + 2 * pad)
            high = round(font.height() * 1.6)
            top = room.height() - high - 2 * self._look.px("wall.tile_band_h")
            self.setGeometry((room.width() - wide) // 2, top, wide, high)
            self._over.start()
            self.raise_()
        self.setVisible(bool(words))
        self.update()

    def paintEvent(self, _event) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("raised"))
        painter.setPen(QPen(theme.colour("line_strong"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.setFont(self._look.font("caption"))
        painter.setPen(theme.colour("text"))
        room = self.rect().adjusted(8, 0, -8, 0)
        words = painter.fontMetrics().elidedText(
            self.words, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), words)
