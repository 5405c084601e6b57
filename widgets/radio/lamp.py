"""Signs of a link and of presence; words beside them always say the same."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.radio.events import Linked
from app.radio.roster import Presence
from widgets.kit.shapes import act_square, dash, tick_ring, triangle
from widgets.kit.theme import Theme

_SIDE = 15


class LinkLamp(QWidget):
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
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(2, 2, _SIDE, _SIDE)
        if self._state == Linked.UP:
            tick_ring(painter, box, theme.colour("text2"))
        elif self._state == Linked.OPENING:
            empty_ring(painter, box, theme.colour("text2"))
        elif self._state == Linked.DEGRADED:
            triangle(painter, box, theme.colour("ink"))
        else:
            act_square(painter, box, theme.colour("now"), theme.colour("on_now"))


def presence_sign(painter: QPainter, box: QRectF, theme: Theme, state: Presence) -> None:
    """Ring with tick = online, empty ring = offline, dash = not known."""
    if state == Presence.ONLINE:
        tick_ring(painter, box, theme.colour("text2"))
    elif state == Presence.OFFLINE:
        empty_ring(painter, box, theme.colour("text3"))
    else:
        dash(painter, box, theme.colour("text3"))


def empty_ring(painter: QPainter, box: QRectF, colour: QColor) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 1.5))
    painter.drawEllipse(box)


def cross(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """It failed here."""
    painter.setPen(QPen(colour, 2))
    painter.drawLine(box.topLeft(), box.bottomRight())
    painter.drawLine(box.topRight(), box.bottomLeft())
