"""A running deadline as a ring: how much is left, of what, under which rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.base.clock import Clock, hhmm, span
from widgets.kit.chips import Pill
from widgets.kit.text import LEFT, one_line, tip
from widgets.kit.theme import Theme

HEIGHT = 58
WIDE = 330
"""px: below this the name stands over the figures, which are smaller."""


@dataclass(frozen=True, slots=True)
class Running:
    """A deadline: aware times; `note` names rule and limit ("15 分钟 · 15:20 前"); `met` ends it."""

    name: str
    note: str
    start: datetime
    due: datetime
    met: datetime | None = None


class RingClock(QWidget):
    """The ring fills as time runs; from half of the time (the token's share) on it is outlined."""

    def __init__(
        self, theme: Theme, clock: Clock, running: Running, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clock = clock
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self)
        self._timer.setInterval(int(theme.number("duration_ms.tick")))
        self._timer.timeout.connect(self.update)
        self.show_running(running)

    def show_running(self, running: Running) -> None:
        self.running = running
        if running.met is None:
            self._timer.start()
        else:
            self._timer.stop()
        self.setAccessibleName(f"{running.name} {running.note}")
        self.setToolTip(tip(running.note))
        self.update()

    def state(self) -> str:
        """met, quiet, soon or now at this moment."""
        if self.running.met is not None:
            return "met"
        left = self.running.due - self._clock.now()
        if left.total_seconds() <= 0:
            return "now"
        whole = self.running.due - self.running.start
        share = self._theme.number("clock.soon_at_share_left")
        return "soon" if left <= whole * share else "quiet"

    def words(self) -> str:
        """12′20″, or 超 02′40″ when overdue, or the time it was met."""
        if self.running.met is not None:
            return hhmm(self.running.met)
        left = self.running.due - self._clock.now()
        if left.total_seconds() <= 0:
            return self.tr("over {span}").format(span=span(left))
        return span(left)

    def sizeHint(self) -> QSize:
        return QSize(420, HEIGHT)

    def paintEvent(self, _event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ring(painter, QRectF(7, (HEIGHT - 40) / 2, 40, 40), self.state())
        if self.width() < WIDE:
            self._narrow(painter)
            return
        left = 74 + max(130, self._figures(painter, QRect(62, 0, 150, self.height()), "clock"))
        self._words(painter, QRect(left, 5, self.width() - left, self.height() - 10))

    def _figures(self, painter: QPainter, box: QRect, size: str) -> int:
        """The span at the left of `box`, in its middle; how wide it would be in a pill."""
        theme, state, words = self._theme, self.state(), self.words()
        if state in ("soon", "now"):
            pill = Pill(words, state, size)
            y = box.y() + (box.height() - pill.extent(theme).height()) / 2
            pill.paint(painter, theme, QPointF(box.x(), y))
        else:
            painter.setFont(theme.font(size, strong=True))
            painter.setPen(theme.colour("text2" if state == "met" else "text"))
            painter.drawText(box.adjusted(10, 0, 0, 0), LEFT, words)
        return Pill(words, "now", size).extent(theme).width()

    def _narrow(self, painter: QPainter) -> None:
        """The name over the figures; the note is told by the tooltip."""
        left, half = 60, self.height() // 2
        painter.setFont(self._theme.font(strong=True))
        painter.setPen(self._theme.colour("text"))
        name = QRect(left + 10, 3, self.width() - left - 10, half - 4)
        one_line(painter, name, LEFT, self.running.name)
        self._figures(painter, QRect(left, half, self.width() - left, half - 2), "lead")

    def _ring(self, painter: QPainter, box: QRectF, state: str) -> None:
        theme = self._theme
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("line"), 6))
        painter.drawEllipse(box)
        whole = (self.running.due - self.running.start).total_seconds()
        until = self.running.met or self._clock.now()
        gone = min(1.0, max(0.0, (until - self.running.start).total_seconds() / max(whole, 1)))
        tone = "now" if state in ("soon", "now") else "text2"
        painter.setPen(QPen(theme.colour(tone), 6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawArc(box, 90 * 16, -round(360 * 16 * gone))

    def _words(self, painter: QPainter, box: QRect) -> None:
        theme, half = self._theme, box.height() // 2
        painter.setFont(theme.font(strong=True))
        painter.setPen(theme.colour("text"))
        one_line(painter, QRect(box.x(), box.y(), box.width(), half), LEFT, self.running.name)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        one_line(
            painter, QRect(box.x(), box.y() + half, box.width(), half), LEFT, self.running.note
        )
