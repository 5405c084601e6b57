"""The band below a tile: number and name, age or state. Made once for the same words, then only laid on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap

from widgets.kit.theme import Theme
from widgets.video.overlay import BACK

_HELD_MAX = 160
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEAST_LETTERS = 3
"""A name of which not even so many are seen gives way to the number alone."""


@dataclass(frozen=True, slots=True)
class BandWords:
    """`tone` and `strong` are of the words at the right."""

    number: int
    name: str
    right: str
    tone: str
    strong: bool


class Bands:
    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._held: dict[tuple[object, ...], QPixmap] = {}

    def paint(
        self, painter: QPainter, band: QRect, words: BandWords, title: QFont, small: QFont, pad: int
    ) -> None:
        ratio = painter.device().devicePixelRatioF()
        key = (words, band.width(), band.height(), title.pixelSize(), small.pixelSize(), ratio)
        made = self._held.get(key)
        if made is None:
            if len(self._held) >= _HELD_MAX:
                self._held.clear()
            made = self._held[key] = self._made(band, words, title, small, pad, ratio)
        painter.drawPixmap(band.topLeft(), made)

    def _made(
        self, band: QRect, words: BandWords, title: QFont, small: QFont, pad: int, ratio: float
    ) -> QPixmap:
        theme = self._theme
        made = QPixmap(round(band.width() * ratio), round(band.height() * ratio))
        made.setDevicePixelRatio(ratio)
        back = QColor(theme.colour("sunken"))
        back.setAlpha(BACK)
        made.fill(back)
        painter = QPainter(made)
        pad = min(pad, band.width() // 24)
        inner = QRect(0, 0, band.width(), band.height()).adjusted(pad, 0, -pad, 0)
        small.setBold(words.strong)
        painter.setFont(small)
        painter.setPen(theme.colour(words.tone))
        right_w = painter.fontMetrics().horizontalAdvance(words.right)
        painter.drawText(inner, int(_RIGHT), words.right)
        painter.setFont(title)
        painter.setPen(theme.colour("text"))
        room = inner.adjusted(0, 0, -right_w - pad, 0)
        painter.drawText(room, int(_LEFT), _name(words, QFontMetrics(title), room.width()))
        painter.end()
        return made


def _name(words: BandWords, metrics: QFontMetrics, room: int) -> str:
    number = f"{words.number} " if words.number else ""
    whole = number + words.name
    if metrics.horizontalAdvance(whole) <= room:
        return whole
    least = metrics.horizontalAdvance(number + words.name[:LEAST_LETTERS] + "…")
    if words.number and least > room:
        return number.strip()
    return metrics.elidedText(whole, Qt.TextElideMode.ElideRight, room)
