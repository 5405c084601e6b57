"""The band below a tile: number and name, age or state."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from widgets.kit.theme import Theme
from widgets.video.overlay import BACK

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


def paint_band(
    painter: QPainter, theme: Theme, band: QRect, words: BandWords, fonts: tuple[QFont, QFont],
    pad: int,
) -> None:  # fmt: skip
    """`fonts` of the name and of the words at the right."""
    back = QColor(theme.colour("sunken"))
    back.setAlpha(BACK)
    painter.fillRect(band, back)
    pad = min(pad, band.width() // 24)
    inner = band.adjusted(pad, 0, -pad, 0)
    title, small = fonts
    painter.setFont(small)
    painter.setPen(theme.colour(words.tone))
    right_w = painter.fontMetrics().horizontalAdvance(words.right)
    painter.drawText(inner, int(_RIGHT), words.right)
    painter.setFont(title)
    painter.setPen(theme.colour("text"))
    room = inner.adjusted(0, 0, -right_w - pad, 0)
    painter.drawText(room, int(_LEFT), _name(words, QFontMetrics(title), room.width()))


def _name(words: BandWords, metrics: QFontMetrics, room: int) -> str:
    number = f"{words.number} " if words.number else ""
    whole = number + words.name
    if metrics.horizontalAdvance(whole) <= room:
        return whole
    least = metrics.horizontalAdvance(number + words.name[:LEAST_LETTERS] + "…")
    if words.number and least > room:
        return number.strip()
    return metrics.elidedText(whole, Qt.TextElideMode.ElideRight, room)
