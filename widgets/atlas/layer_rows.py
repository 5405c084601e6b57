"""The rows of the layers panel: on or off, the sign as it stands on the map, how many there are."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.atlas.layers import Layer
from widgets.kit.icons import paint_icon
from widgets.kit.theme import Theme

FRESH, OLDER, STALE, OFF = "fresh", "older", "stale", "off"
SIGN_X = 44
WORD_X = 66


def scale(theme: Theme) -> float:
    """How much larger than drawn the officer wants it."""
    return theme.size("body") / theme.number("size.body")


class LayerRow(QAbstractButton):
    """A check box with a sign; `set_count` gives the figure at its right end."""

    def __init__(self, theme: Theme, layer: Layer, word: str) -> None:
        super().__init__()
        self._theme, self._layer = theme, layer
        self._count = 0
        self.setText(word)
        self.setCheckable(True)
        self.setChecked(True)
        self.setFixedHeight(theme.px("row.table_compact"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(word)

    def set_count(self, count: int) -> None:
        self._count = count
        self.setAccessibleDescription(str(count))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def paintEvent(self, _event) -> None:
        theme, middle = self._theme, self.height() / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.px("icon.normal")
        box = QRectF(2.5, middle - side / 2, side, side)
        edge = theme.colour("accent" if self.hasFocus() else "line_strong")
        painter.setPen(QPen(edge, theme.px("control.focus_ring") if self.hasFocus() else 1))
        painter.setBrush(theme.colour("raised"))
        painter.drawRoundedRect(box, theme.px("radius.field"), theme.px("radius.field"))
        if self.isChecked():
            paint_icon(painter, "check", theme.colour("accent"), box.x(), box.y(), side)
        paint_sign(painter, theme, self._layer, QPointF(SIGN_X * scale(theme), middle))
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text" if self.isChecked() else "text3"))
        words = self.rect().adjusted(round(WORD_X * scale(theme)), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.drawText(
            words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(self._count)
        )


class AgeRow(QWidget):
    """One line of the legend: what the filling of a radio's mark says."""

    def __init__(self, theme: Theme, age: str, word: str) -> None:
        super().__init__()
        self._theme, self._age, self._word = theme, age, word
        self.setFixedHeight(theme.size("small") * 2)

    def paintEvent(self, _event) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        at = QPointF(SIGN_X * scale(theme), self.height() / 2)
        paint_sign(painter, theme, Layer.RADIO, at, self._age)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        words = self.rect().adjusted(round(WORD_X * scale(theme)), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._word)


def paint_sign(
    painter: QPainter, theme: Theme, layer: Layer, at: QPointF, age: str = FRESH
) -> None:
    """As marks.js draws it."""
    fill, edge, width, radius = _look(layer, age)
    pen = QPen(theme.colour(edge), width)
    if age == STALE:
        pen.setStyle(Qt.PenStyle.DashLine)
        pen.setDashPattern([2, 2])
    painter.setPen(pen if width else Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(fill))
    painter.drawEllipse(at, radius * scale(theme), radius * scale(theme))
    if age == OFF:
        arm = radius * scale(theme)
        painter.setPen(QPen(theme.colour("text2"), 2))
        painter.drawLine(at + QPointF(-arm, -arm), at + QPointF(arm, arm))
        painter.drawLine(at + QPointF(-arm, arm), at + QPointF(arm, -arm))


def _look(layer: Layer, age: str) -> tuple[str, str, float, float]:
    """Fill, edge, width of the edge, radius."""
    if layer is Layer.VILLAGE:
        return "text3", "text3", 0, 3
    if layer is Layer.TOWNSHIP:
        return "raised", "text2", 2, 5
    if layer is Layer.INCIDENT:
        return "ink", "raised", 1.5, 9
    return {
        FRESH: ("text", "raised", 1.5, 6),
        OLDER: ("raised", "text", 3, 5),
        STALE: ("panel", "text3", 1.5, 6),
        OFF: ("raised", "text2", 1.5, 6),
    }[age]
