"""What lies over a tile's picture besides its band: badges of other rooms, figures, zoom, the ring."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from app.video.crop import Crop
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
    back = _back(theme)
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


def paint_figures(
    painter: QPainter, theme: Theme, box: QRect, words: str, font: QFont, pad: int
) -> None:
    """In the upper right corner, small: for whoever stands near by."""
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width() - 4 * pad)
    wide, high = metrics.horizontalAdvance(shown) + 2 * pad, round(metrics.height() * 1.15)
    plate = QRect(box.right() + 1 - pad - wide, box.top() + pad, wide, high)
    painter.fillRect(plate, _back(theme))
    painter.setFont(font)
    painter.setPen(theme.colour("text2"))
    painter.drawText(plate, int(Qt.AlignmentFlag.AlignCenter), shown)


def paint_zoom(
    painter: QPainter, theme: Theme, box: QRect, crop: Crop, font: QFont, pad: int
) -> None:
    """In the lower right corner: how many times, and which part of the whole picture it is."""
    wide = max(56, min(box.width() // 5, 220))
    whole = QRect(0, 0, wide, wide * 9 // 16)
    whole.moveBottomRight(box.bottomRight() - QPoint(pad, pad))
    metrics = QFontMetrics(font)
    words = f"{crop.factor:.1f}×"
    label = QRect(whole.left(), whole.top() - metrics.height(), wide, metrics.height())
    painter.fillRect(whole.united(label).adjusted(-pad // 2, 0, pad // 2, pad // 2), _back(theme))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(theme.colour("text2"))
    painter.drawRect(whole)
    part = QRectF(
        whole.left() + crop.x * whole.width(),
        whole.top() + crop.y * whole.height(),
        crop.side * whole.width(),
        crop.side * whole.height(),
    )
    painter.setPen(QPen(theme.colour("accent"), 2))
    painter.drawRect(part)
    painter.setFont(font)
    painter.setPen(theme.colour("text"))
    painter.drawText(label, int(Qt.AlignmentFlag.AlignCenter), words)


def paint_ring(painter: QPainter, theme: Theme, box: QRect, wide: int) -> None:
    """The tile that the keys work on, or onto which another one is dragged."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(theme.colour("accent"), wide)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    half = wide // 2
    painter.drawRect(box.adjusted(half, half, -half - wide % 2, -half - wide % 2))


def _back(theme: Theme) -> QColor:
    back = QColor(theme.colour("sunken"))
    back.setAlpha(BACK)
    return back
