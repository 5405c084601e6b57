"""The right end of the lamp bar: the newest that nobody has taken, and how many wait. Never over content."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.base.clock import Clock, hhmm, span
from widgets.kit.icons import paint_icon
from widgets.kit.text import LEFT, MIDDLE, RIGHT, one_line, tip
from widgets.kit.theme import Theme
from widgets.shell.incoming import Incoming

WIDE, LEAST = 400, 96
KEY = "F3"


class IncomingSlot(QWidget):
    """`asked` on a click. Where there is little room the words go first; the count stays."""

    asked = Signal()

    def __init__(
        self, theme: Theme, clock: Clock, incoming: Incoming, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clock = clock
        self._incoming = incoming
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(LEAST)
        self.setMaximumWidth(WIDE)
        self._timer = QTimer(self)
        self._timer.setInterval(theme.px("duration_ms.tick"))
        self._timer.timeout.connect(self.update)
        incoming.changed.connect(self._look)
        self._look()

    def sizeHint(self) -> QSize:
        return QSize(WIDE, self._theme.px("control.lamp_bar_h"))

    def words(self) -> str:
        """What it says beside the count."""
        incoming = self._incoming
        if incoming.muted_until is not None:
            return self.tr("muted until {time}").format(time=hhmm(incoming.muted_until))
        if incoming.newest is None or incoming.hidden:
            return self.tr("not taken yet")
        return f"{incoming.newest.who}  {incoming.newest.text}"

    def mousePressEvent(self, _event) -> None:
        self.asked.emit()

    def _look(self) -> None:
        incoming = self._incoming
        there = bool(incoming.rows) or incoming.muted_until is not None
        if there != self._timer.isActive():
            self._timer.start() if there else self._timer.stop()
        count = self.tr("{n} not taken").format(n=incoming.count)
        self.setAccessibleName(f"{count} {self.words()}" if there else "")
        self.setToolTip(tip(f"{count}  {KEY}\n{self.words()}"))
        self.setVisible(there)
        self.update()

    def paintEvent(self, _event) -> None:
        theme, incoming, painter = self._theme, self._incoming, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        quiet = incoming.muted_until is not None
        edge = theme.colour("line_strong" if quiet or not incoming.rows else "now")
        box = self.rect().toRectF().adjusted(1, 4.5, -1, -4.5)
        radius = theme.px("radius.field")
        painter.setPen(QPen(edge, 1.5))
        painter.setBrush(theme.colour("raised"))
        painter.drawRoundedRect(box, radius, radius)
        size = theme.px("icon.small")
        sign = "bell-off" if quiet else incoming.newest.icon if incoming.newest else "radio-tower"
        paint_icon(painter, sign, edge, 9, (self.height() - size) / 2, size)
        left = self._paint_count(painter, 9 + size + 7, quiet)
        right = self._paint_right(painter, left)
        painter.setFont(theme.font("small", strong=not quiet))
        painter.setPen(theme.colour("text2" if quiet else "text"))
        inner = QRect(left, 0, right - left, self.height())
        if inner.width() > 2 * size:
            one_line(painter, inner, LEFT, self.words())

    def _paint_count(self, painter: QPainter, left: int, quiet: bool) -> int:
        theme, count = self._theme, self._incoming.count
        if not count:
            return left
        painter.setFont(theme.font("caption", strong=True))
        told = str(count) if count < 1000 else "999+"
        wide = max(18, painter.fontMetrics().horizontalAdvance(told) + 10)
        pill = QRectF(left, (self.height() - 18) / 2, wide, 18)
        painter.setPen(QPen(theme.colour("line_strong"), 1) if quiet else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("panel" if quiet else "now"))
        painter.drawRoundedRect(pill, 9, 9)
        painter.setPen(theme.colour("text2" if quiet else "on_now"))
        painter.drawText(pill, MIDDLE, told)
        return left + round(wide) + 8

    def _paint_right(self, painter: QPainter, left: int) -> int:
        """The key, and how long the oldest has waited where there is room for it."""
        theme, rows = self._theme, self._incoming.rows
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("text2"))
        told = KEY
        if rows and self.width() > 2 * LEAST:
            told = f"{span(self._clock.now() - rows[0].since)}   {KEY}"
        wide = painter.fontMetrics().horizontalAdvance(told)
        end = self.width() - 10
        if end - wide < left:
            return end
        painter.drawText(QRect(end - wide, 0, wide, self.height()), RIGHT, told)
        return end - wide - 8
