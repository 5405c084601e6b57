"""How delegates write: one line that shortens itself, or a few lines in a box."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from widgets.kit.theme import Theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MIDDLE = Qt.AlignmentFlag.AlignCenter
_BEFORE = 6
"""Letters shown before a hit that would else stand out of sight."""


def one_line(painter: QPainter, rect: QRect | QRectF, flags: Qt.AlignmentFlag, text: str) -> bool:
    """With an ellipsis when it does not fit; True when something was cut."""
    wide = int(rect.width())
    short = painter.fontMetrics().elidedText(
        text.replace("\n", " "), Qt.TextElideMode.ElideRight, max(wide, 0)
    )
    painter.drawText(rect, int(flags) | int(Qt.TextFlag.TextSingleLine), short)
    return short != text


def found_line(
    painter: QPainter, rect: QRect, theme: Theme, text: str, marks: Sequence[tuple[int, int]]
) -> bool:
    """One line whose `marks` (half-open places in `text`, in order) are lit, the first one in sight.

    True when something was cut.
    """
    metrics, shown = painter.fontMetrics(), text.replace("\n", " ")
    if marks and metrics.horizontalAdvance(shown[: marks[0][1]] + "…") > rect.width():
        cut = max(0, marks[0][0] - _BEFORE)
        shown = "…" + shown[cut:]
        marks = [(begin - cut + 1, end - cut + 1) for begin, end in marks]
    wide = max(rect.width(), 0)
    short = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, wide)
    seen = len(short) if short == shown else len(short) - 1
    for begin, end in marks:
        _light(painter, rect, theme, short[: min(begin, seen)], short[begin : min(end, seen)])
    painter.drawText(rect, int(LEFT) | int(Qt.TextFlag.TextSingleLine), short)
    return short != text


def _light(painter: QPainter, rect: QRect, theme: Theme, before: str, word: str) -> None:
    """The ground of a selected thing, and a line under it: it stands out on a selected row too."""
    if not word:
        return
    metrics = painter.fontMetrics()
    left = rect.x() + metrics.horizontalAdvance(before)
    box = QRect(left, rect.center().y() - metrics.height() // 2, 0, metrics.height())
    box.setWidth(metrics.horizontalAdvance(before + word) - metrics.horizontalAdvance(before))
    painter.fillRect(box, theme.colour("select"))
    painter.fillRect(box.adjusted(0, box.height() - 2, 0, 0), theme.colour("accent"))
