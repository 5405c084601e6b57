"""The drawn signs of a state: octagon, diamond, triangle, circle; tick ring, ink triangle, square."""

from __future__ import annotations

from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF


def polygon(box: QRectF, corners: int, turn: float) -> QPolygonF:
    """Regular, inscribed in `box`; `turn` in radians, 0 has a corner to the right."""
    middle, radius = box.center(), box.width() / 2
    return QPolygonF(
        [
            QPointF(
                middle.x() + radius * cos(turn + 2 * pi * n / corners),
                middle.y() + radius * sin(turn + 2 * pi * n / corners),
            )
            for n in range(corners)
        ]
    )


def official(painter: QPainter, shape: str, box: QRectF, colour: QColor) -> None:
    """The shape that belongs to an official level, whatever the colour."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if shape == "circle":
        painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
    elif shape == "octagon":
        painter.drawPolygon(polygon(box, 8, pi / 8))
    elif shape == "diamond":
        painter.drawPolygon(polygon(box, 4, 0))
    else:
        triangle(painter, box, colour)


def triangle(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """Solid, pointing up, standing on the lower edge of `box`."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(
        QPolygonF(
            [
                QPointF(box.center().x(), box.top()),
                QPointF(box.right(), box.bottom()),
                QPointF(box.left(), box.bottom()),
            ]
        )
    )


def tick_ring(painter: QPainter, box: QRectF, colour: QColor, wide: float = 1.5) -> None:
    """Thin circle with a tick: normal."""
    painter.setPen(_round(colour, wide))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box.adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2))
    tick(painter, box.adjusted(*(box.width() * part for part in (0.28, 0.3, -0.28, -0.3))), colour)


def tick(painter: QPainter, box: QRectF, colour: QColor, wide: float = 1.5) -> None:
    painter.setPen(_round(colour, wide))
    painter.drawPolyline(
        QPolygonF(
            [
                QPointF(box.left(), box.top() + box.height() * 0.55),
                QPointF(box.left() + box.width() * 0.38, box.bottom() - box.height() * 0.05),
                QPointF(box.right(), box.top() + box.height() * 0.1),
            ]
        )
    )


def act_square(painter: QPainter, box: QRectF, fill: QColor, ink: QColor) -> None:
    """Solid square with an exclamation mark: act."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRoundedRect(box, 2, 2)
    x, h = box.center().x(), box.height()
    painter.setPen(_round(ink, 1.8))
    painter.drawLine(QPointF(x, box.top() + h * 0.22), QPointF(x, box.top() + h * 0.56))
    painter.drawPoint(QPointF(x, box.top() + h * 0.78))


def dash(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """Unknown."""
    painter.setPen(_round(colour, 1.8))
    y = box.center().y()
    painter.drawLine(QPointF(box.left() + 2, y), QPointF(box.right() - 2, y))


def hatch(painter: QPainter, box: QRectF, colour: QColor, step: int = 10) -> None:
    """Diagonal lines: a known fault on a picture, a drill."""
    painter.save()
    painter.setClipRect(box)
    painter.setPen(QPen(colour, 2))
    x = box.left() - box.height()
    while x < box.right():
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()))
        x += step
    painter.restore()


def _round(colour: QColor, wide: float) -> QPen:
    return QPen(
        QBrush(colour),
        wide,
        Qt.PenStyle.SolidLine,
        Qt.PenCapStyle.RoundCap,
        Qt.PenJoinStyle.RoundJoin,
    )
