"""How delegates write: one line that shortens itself, or a few lines in a box."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MIDDLE = Qt.AlignmentFlag.AlignCenter


def one_line(painter: QPainter, rect: QRect | QRectF, flags: Qt.AlignmentFlag, text: str) -> bool:
    """With an ellipsis when it does not fit; True when something was cut."""
    wide = int(rect.width())
    short = painter.fontMetrics().elidedText(
        text.replace("\n", " "), Qt.TextElideMode.ElideRight, max(wide, 0)
    )
    painter.drawText(rect, int(flags) | int(Qt.TextFlag.TextSingleLine), short)
    return short != text
