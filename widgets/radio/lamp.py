"""Small signs painted by hand: words beside them always say the same."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from app.radio.events import Linked
from app.radio.roster import Presence
from widgets.kit.theme import Theme

_SIDE = 16


class Lamp(QWidget):
    """Ring with tick = well, empty ring = connecting, ink triangle = unsteady, "!" = act."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._state = Linked.OPENING
        self.setFixedSize(_SIDE + 4, _SIDE + 4)

    def show_state(self, state: Linked) -> None:
        self._state = state
        self.update()

    def paintEvent(self, _event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(2, 2, _SIDE, _SIDE)
        if self._state == Linked.UP:
            ring(painter, box, self._theme, "text2", tick=True)
        elif self._state == Linked.OPENING:
            ring(painter, box, self._theme, "text2")
        elif self._state == Linked.DEGRADED:
            triangle(painter, box, self._theme)
        else:
            alarm_square(painter, box, self._theme)


def presence_sign(painter: QPainter, box: QRectF, theme: Theme, state: Presence) -> None:
    """Ring with tick = online, empty ring = offline, dash = not known."""
    if state == Presence.UNKNOWN:
        painter.setPen(QPen(theme.colour("text3"), 2))
        middle = box.center().y()
        painter.drawLine(QPointF(box.left() + 3, middle), QPointF(box.right() - 3, middle))
        return
    online = state == Presence.ONLINE
    ring(painter, box, theme, "text2" if online else "text3", tick=online)


def ring(painter: QPainter, box: QRectF, theme: Theme, tone: str, *, tick: bool = False) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour(tone), 1.6))
    painter.drawEllipse(box.adjusted(1, 1, -1, -1))
    if tick:
        x, y, w, h = box.getRect()
        mark = (
            QPointF(x + w * 0.30, y + h * 0.52),
            QPointF(x + w * 0.45, y + h * 0.67),
            QPointF(x + w * 0.71, y + h * 0.37),
        )
        painter.drawPolyline(QPolygonF(mark))


def triangle(painter: QPainter, box: QRectF, theme: Theme) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("ink"))
    top = QPointF(box.center().x(), box.top() + 1)
    painter.drawPolygon(QPolygonF((top, box.bottomRight(), box.bottomLeft())))


def alarm_square(painter: QPainter, box: QRectF, theme: Theme) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("now"))
    painter.drawRoundedRect(box, 2, 2)
    painter.setFont(theme.font("caption", strong=True))
    painter.setPen(theme.colour("on_now"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "!")
