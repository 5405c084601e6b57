"""Drawn once, then only laid on: what a tile repeats from picture to picture."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPixmap

HELD_MAX = 256


class Stamp(NamedTuple):
    """Lies with its upper left corner at `at`."""

    at: QPoint
    pixmap: QPixmap


class Stamps:
    """Text costs ten times what a pixmap costs."""

    def __init__(self) -> None:
        self._held: dict[Hashable, QPixmap] = {}

    def stamp(
        self, ratio: float, box: QRect, key: Hashable, draw: Callable[[QPainter, QRect], None]
    ) -> Stamp:
        """`draw` gets a painter and the box moved to 0, 0; `key` names all that makes it look otherwise."""
        whole = (key, box.width(), box.height(), ratio)
        made = self._held.get(whole)
        if made is None:
            if len(self._held) >= HELD_MAX:
                self._held.clear()
            made = self._held[whole] = _made(box, ratio, draw)
        return Stamp(box.topLeft(), made)


def _made(box: QRect, ratio: float, draw: Callable[[QPainter, QRect], None]) -> QPixmap:
    made = QPixmap(max(1, round(box.width() * ratio)), max(1, round(box.height() * ratio)))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    draw(painter, QRect(0, 0, box.width(), box.height()))
    painter.end()
    return made
