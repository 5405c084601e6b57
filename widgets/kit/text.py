"""How delegates write: one line that shortens itself, or a few lines in a box."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QStaticText

from widgets.kit.theme import Theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MIDDLE = Qt.AlignmentFlag.AlignCenter
_SINGLE = int(Qt.TextFlag.TextSingleLine)
_AT_RIGHT, _AT_MIDDLE, _AT_TOP = (
    int(flag)
    for flag in (
        Qt.AlignmentFlag.AlignRight,
        Qt.AlignmentFlag.AlignHCenter,
        Qt.AlignmentFlag.AlignTop,
    )
)
"""As plain numbers: what is asked of a flag for every cell painted costs more than the rest of it."""
_LEFT_SINGLE = int(LEFT) | _SINGLE
_NARROWEST = 6
"""No letter is narrower than this part of the line's height."""
_BEFORE = 6
"""Letters shown before a hit that would else stand out of sight."""


def one_line(
    painter: QPainter,
    rect: QRect | QRectF,
    flags: Qt.AlignmentFlag,
    text: str,
    ends: bool = False,
) -> bool:
    """With an ellipsis when it does not fit; True when something was cut. In the middle of `rect` unless
    `flags` say the top. `ends`: what stands at the end is as telling as the beginning, the middle goes."""
    wide, where = rect.width(), int(flags)
    laid, short, broad, high = _laid(painter, text.replace("\n", " "), int(wide), ends)
    x, y = rect.x(), float(rect.y())
    if where & _AT_RIGHT:
        x += wide - broad
    elif where & _AT_MIDDLE:
        x += (wide - broad) / 2
    if not where & _AT_TOP:
        y += round((rect.height() - high) / 2)
    painter.drawStaticText(QPointF(x, y), laid)
    return short != text


_Laid = tuple[QStaticText, str, float, float]
"""The words laid out, as they are shown, and the width and height they take."""
_kept: dict[tuple[QFont, str, int, bool], _Laid] = {}
_MOST_KEPT = 6000


def tip(words: str) -> str:
    """For a tooltip: Qt takes what looks like markup for markup; what a caller said is only words."""
    if "<" not in words:
        return words
    return f"<span>{escape(words)}</span>".replace("\n", "<br>")


def to_qt(text: str, place: int) -> int:
    """Where Qt counts a place of `text`: a rare character is two to it, and one to Python."""
    return len(text[:place].encode("utf-16-le")) // 2


def from_qt(text: str, place: int) -> int:
    """The other way round."""
    return len(text.encode("utf-16-le")[: 2 * place].decode("utf-16-le", "ignore"))


def _laid(painter: QPainter, text: str, wide: int, ends: bool) -> _Laid:
    """Rows that scroll past are painted again and again: laying out costs ten times what drawing does."""
    key = (painter.font(), text, wide, ends)
    found = _kept.get(key)
    if found is None:
        short = shortened(painter.fontMetrics(), text, wide, ends)
        made = QStaticText(short)
        made.setTextFormat(Qt.TextFormat.PlainText)
        made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        made.prepare(painter.transform(), painter.font())
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        size = made.size()
        found = _kept[key] = (made, short, size.width(), size.height())
    return found


def shortened(metrics: QFontMetrics, text: str, wide: int, ends: bool = False) -> str:
    """With an ellipsis when it is wider than `wide`; `ends` as in `one_line`.

    Measuring is what painting a table costs: what fits at the width of a hanzi a letter is not
    measured, and of a long text no more than can be seen.
    """
    em = metrics.height()
    if len(text) * em <= wide:
        return text
    most = max(wide, 0) // max(1, em // _NARROWEST) + 2
    if ends:
        seen = text if len(text) <= 2 * most else f"{text[:most]}…{text[-most:]}"
        return metrics.elidedText(seen, Qt.TextElideMode.ElideMiddle, max(wide, 0))
    return metrics.elidedText(text[:most], Qt.TextElideMode.ElideRight, max(wide, 0))


def found_line(
    painter: QPainter, rect: QRect, theme: Theme, text: str, marks: Sequence[tuple[int, int]]
) -> bool:
    """One line whose `marks` (half-open places in `text`, in order) are lit, the first one in sight.

    True when something was cut.
    """
    if not marks:
        return one_line(painter, rect, LEFT, text)
    metrics, shown = painter.fontMetrics(), text.replace("\n", " ")
    if metrics.horizontalAdvance(shown[: marks[0][1]] + "…") > rect.width():
        cut = max(0, marks[0][0] - _BEFORE)
        shown = "…" + shown[cut:]
        marks = [(begin - cut + 1, end - cut + 1) for begin, end in marks]
    short = shortened(metrics, shown, rect.width())
    seen = len(short) if short == shown else len(short) - 1
    for begin, end in marks:
        _light(painter, rect, theme, short[: min(begin, seen)], short[begin : min(end, seen)])
    painter.drawText(rect, _LEFT_SINGLE, short)
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
