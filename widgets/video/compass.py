"""A small compass: where a camera looks, read, clicked or turned with the arrows."""

from __future__ import annotations

from math import atan2, cos, degrees, radians, sin

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from widgets.kit.theme import Theme

STEP_DEG = 5.0


class Compass(QWidget):
    """`turned(degrees)`, clockwise from north; None while unknown."""

    turned = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._deg: float | None = None
        side = theme.px("row.list_two_line") * 2
        self.setFixedSize(QSize(side, side))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Looks towards"))

    @property
    def degrees(self) -> float | None:
        return self._deg

    def show_degrees(self, deg: float | None) -> None:
        self._deg = deg
        self.update()

    def _turn(self, deg: float) -> None:
        self._deg = round(deg) % 360.0
        self.update()
        self.turned.emit(self._deg)

    def mousePressEvent(self, event) -> None:
        self._towards(event.position())

    def mouseMoveEvent(self, event) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._towards(event.position())

    def _towards(self, point: QPointF) -> None:
        middle = self.rect().center()
        dx, dy = point.x() - middle.x(), point.y() - middle.y()
        if dx or dy:
            self._turn(degrees(atan2(dx, -dy)) % 360.0)

    def keyPressEvent(self, event) -> None:
        step = {Qt.Key.Key_Left: -STEP_DEG, Qt.Key.Key_Right: STEP_DEG}.get(event.key())
        if step is None:
            super().keyPressEvent(event)
            return
        self._turn(((self._deg or 0.0) + step) % 360.0)

    def paintEvent(self, _event) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, radius = QPointF(self.rect().center()), self.width() / 2 - 4
        edge = "accent" if self.hasFocus() else "line_strong"
        painter.setPen(QPen(theme.colour(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(theme.colour("raised"))
        painter.drawEllipse(middle, radius, radius)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        letters = (self.tr("N"), self.tr("E"), self.tr("S"), self.tr("W"))
        for word, deg in zip(letters, (0, 90, 180, 270), strict=True):
            at = _at(middle, radius - theme.px("space.m"), deg)
            box = painter.fontMetrics().boundingRect(word)
            painter.drawText(at - QPointF(box.width() / 2, -box.height() / 3), word)
        if self._deg is None:
            painter.setPen(theme.colour("text3"))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), "—")
            return
        far, near = radius * 0.62, radius * 0.3
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent"))
        tip = _at(middle, far, self._deg)
        sides = [_at(middle, near, self._deg + turn) for turn in (140, 180, 220)]
        painter.drawPolygon(QPolygonF([tip, sides[0], middle, sides[2]]))


def _at(middle: QPointF, far: float, deg: float) -> QPointF:
    return middle + QPointF(far * sin(radians(deg)), -far * cos(radians(deg)))
