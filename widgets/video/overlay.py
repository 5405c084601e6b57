"""What lies over a tile's picture besides its band: the badges of other rooms."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from widgets.kit.icons import paint_icon
from widgets.kit.theme import Theme
from widgets.video.badges import TileBadge

BACK = 205
"""How much of the picture the black behind words hides, of 255."""


def paint_badges(
    painter: QPainter, theme: Theme, box: QRect, badges: Sequence[TileBadge], font: QFont, pad: int
) -> None:
    """In the upper left corner, side by side; words give way to their signs where there is no room."""
    metrics = QFontMetrics(font)
    high = round(metrics.height() * 1.1)
    sign = round(high * 0.62)
    words = [metrics.horizontalAdvance(badge.words) for badge in badges]
    whole = sum(words) + len(badges) * (sign + 4 * pad)
    short = whole > box.width()
    back = QColor(theme.colour("sunken"))
    back.setAlpha(BACK)
    painter.setFont(font)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    x, y = box.left() + pad, box.top() + pad
    for badge, wide in zip(badges, words, strict=True):
        length = sign + 2 * pad + (0 if short else wide + pad)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(back)
        painter.drawRoundedRect(QRectF(x, y, length, high), pad, pad)
        tone = theme.colour("now" if badge.alarm else "text")
        paint_icon(painter, badge.icon, tone, x + pad, y + (high - sign) / 2, sign)
        if not short:
            painter.setPen(tone)
            painter.drawText(
                QRect(x + sign + 2 * pad, y, wide + pad, high),
                int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
                badge.words,
            )
        x += length + pad
