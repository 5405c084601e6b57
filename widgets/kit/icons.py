"""Lucide icons by name, in a colour of the tokens."""

from __future__ import annotations

from functools import lru_cache

from lucide import lucide_icon
from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from widgets.kit.theme import Theme


def pixmap(name: str, colour: QColor, size: int, ratio: float = 2.0) -> QPixmap:
    """`size` logical pixels square; a name Lucide does not have raises KeyError."""
    key = f"lucide:{name}:{colour.name()}:{size}:{ratio}"
    held = QPixmap()
    if QPixmapCache.find(key, held):
        return held
    renderer = _renderer(name, colour)
    made = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    QPixmapCache.insert(key, made)
    return made


def icon(theme: Theme, name: str, colour: str = "text2", size: int = 20) -> QIcon:
    """For buttons; take it anew when the theme changes."""
    return QIcon(pixmap(name, theme.colour(colour), size))


def paint_icon(painter: QPainter, name: str, colour: QColor, x: float, y: float, size: int) -> None:
    """Sharp at every scale: drawn at the device's own pixels."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(QPointF(x, y), pixmap(name, colour, size, ratio))


@lru_cache(maxsize=256)
def _svg(name: str) -> str:
    found = lucide_icon(name)
    if f"lucide-{name}-icon" not in found:  # the package draws a placeholder
        raise KeyError(name)
    return found


def _renderer(name: str, colour: QColor) -> QSvgRenderer:
    text = _svg(name).replace("currentColor", colour.name())
    return QSvgRenderer(QByteArray(text.encode("utf-8")))
