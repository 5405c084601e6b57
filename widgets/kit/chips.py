"""Small painted marks with words: clock pill, official badge, level box, response pennant, tag."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.kit.shapes import official
from widgets.kit.theme import Theme

MIDDLE = Qt.AlignmentFlag.AlignCenter


class Mark(Protocol):
    """Knows its extent and paints itself at a top left corner."""

    def extent(self, theme: Theme) -> QSize: ...

    def paint(self, painter: QPainter, theme: Theme, at: QPointF) -> None: ...


def _words(theme: Theme, size: str, strong: bool, text: str) -> tuple[QFont, int, int]:
    font = theme.font(size, strong=strong)
    return font, QFontMetrics(font).horizontalAdvance(text), theme.size(size)


@dataclass(frozen=True, slots=True)
class Pill:
    """A clock or count. `state`: "soon" outlined, "now" solid with mark, "quiet" bare words."""

    text: str
    state: str = "quiet"
    size: str = "body"

    def extent(self, theme: Theme) -> QSize:
        _, wide, high = _words(theme, self.size, self._strong(theme), self.text)
        side = (
            0 if self.state == "quiet" else theme.px("space.s" if self._large(theme) else "space.l")
        )
        return QSize(wide + 2 * side + 4, round(high * 1.35) + theme.px("space.xs"))

    def _large(self, theme: Theme) -> bool:
        return theme.size(self.size) > theme.size("title")

    def _strong(self, theme: Theme) -> bool:
        return self.state == "now" or (self.state == "soon" and self._large(theme))

    def paint(self, painter: QPainter, theme: Theme, at: QPointF) -> None:
        box = QRectF(at, self.extent(theme).toSizeF())
        if self.state != "quiet":
            painter.setPen(QPen(theme.colour("now"), 1.5))
            painter.setBrush(theme.colour("now") if self.state == "now" else Qt.BrushStyle.NoBrush)
            inner = box.adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(inner, inner.height() / 2, inner.height() / 2)
        painter.setFont(theme.font(self.size, strong=self._strong(theme)))
        names = {"quiet": "text2", "soon": "now", "now": "on_now"}
        painter.setPen(theme.colour(names[self.state]))
        painter.drawText(box, MIDDLE, self.text)


@dataclass(frozen=True, slots=True)
class Badge:
    """An official warning: `level` red, orange, yellow or blue; `text` carries the word ("暴雨橙")."""

    level: str
    text: str
    size: str = "body"

    def extent(self, theme: Theme) -> QSize:
        _, wide, high = _words(theme, self.size, True, self.text)
        return QSize(round(wide + high * 2.3), round(high * 1.75))

    def paint(self, painter: QPainter, theme: Theme, at: QPointF) -> None:
        font, _, high = _words(theme, self.size, True, self.text)
        box = QRectF(at, self.extent(theme).toSizeF())
        outline = theme.number("official.badge_outline_px")
        painter.setPen(QPen(theme.colour("text"), outline))
        painter.setBrush(theme.colour(self.level))
        radius = theme.px("radius.badge")
        half = outline / 2
        painter.drawRoundedRect(box.adjusted(half, half, -half, -half), radius, radius)
        side = high * 0.8
        sign = QRectF(box.left() + high * 0.55, box.center().y() - side / 2, side, side)
        ink = theme.colour(f"on_{self.level}")
        official(painter, theme.tokens["official"][self.level]["shape"], sign, ink)
        painter.setFont(font)
        painter.setPen(ink)
        room = box.adjusted(high * 1.65, 0, 0, 0)
        painter.drawText(
            room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text
        )


@dataclass(frozen=True, slots=True)
class LevelBox:
    """Event level: outlined box "Ⅲ 较大", no colour. 未定级 has no box."""

    text: str

    def extent(self, theme: Theme) -> QSize:
        _, wide, high = _words(theme, "small", True, self.text)
        return QSize(wide + theme.px("space.l"), round(high * 1.75))

    def paint(self, painter: QPainter, theme: Theme, at: QPointF) -> None:
        box = QRectF(at, self.extent(theme).toSizeF())
        painter.setPen(QPen(theme.colour("line_strong"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = theme.px("radius.badge")
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)
        painter.setFont(theme.font("small", strong=True))
        painter.setPen(theme.colour("text"))
        painter.drawText(box, MIDDLE, self.text)


@dataclass(frozen=True, slots=True)
class Pennant:
    """A response in force: ink, with a notched end."""

    text: str
    size: str = "body"

    def extent(self, theme: Theme) -> QSize:
        _, wide, high = _words(theme, self.size, True, self.text)
        return QSize(round(wide + high * 2.3), round(high * 1.75))

    def paint(self, painter: QPainter, theme: Theme, at: QPointF) -> None:
        font, _, high = _words(theme, self.size, True, self.text)
        box = QRectF(at, self.extent(theme).toSizeF())
        notch = high * 0.6
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("ink"))
        painter.drawPolygon(
            QPolygonF(
                [
                    box.topLeft(),
                    box.topRight(),
                    QPointF(box.right() - notch, box.center().y()),
                    box.bottomRight(),
                    box.bottomLeft(),
                ]
            )
        )
        painter.setFont(font)
        painter.setPen(theme.colour("on_ink"))
        painter.drawText(box.adjusted(0, 0, -notch, 0), MIDDLE, self.text)


@dataclass(frozen=True, slots=True)
class Tag:
    """A quiet outlined word: 演示数据, 初判 未定级. `solid` fills it with ink: 演练, B."""

    text: str
    solid: bool = False
    round: bool = True

    def extent(self, theme: Theme) -> QSize:
        _, wide, high = _words(theme, "small", self.solid, self.text)
        return QSize(wide + round(high * 1.2), round(high * 1.75))

    def paint(self, painter: QPainter, theme: Theme, at: QPointF) -> None:
        box = QRectF(at, self.extent(theme).toSizeF()).adjusted(1, 1, -1, -1)
        radius = box.height() / 2 if self.round else theme.px("radius.badge")
        painter.setPen(QPen(theme.colour("ink" if self.solid else "line_strong"), 1.5))
        painter.setBrush(theme.colour("ink") if self.solid else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, radius, radius)
        painter.setFont(theme.font("small", strong=self.solid))
        painter.setPen(theme.colour("on_ink" if self.solid else "text2"))
        painter.drawText(box, MIDDLE, self.text)


class Chip(QWidget):
    """Shows one mark as a widget of its size."""

    def __init__(
        self, theme: Theme, mark: Mark | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._mark: Mark | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_mark(mark)

    def show_mark(self, mark: Mark | None) -> None:
        """None shows nothing and takes no room."""
        if mark == self._mark and mark is not None:
            return
        self._mark = mark
        self.setVisible(mark is not None)
        if mark is not None:
            self.setFixedSize(mark.extent(self._theme))
            self.setAccessibleName(getattr(mark, "text", ""))
        self.update()

    def paintEvent(self, _event) -> None:
        if self._mark is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._mark.paint(painter, self._theme, QPointF(0, 0))


def paint_mark(
    painter: QPainter, rect: QRect, theme: Theme, mark: Mark, *, right: bool = False
) -> None:
    """Middle of the height of `rect`, at its left or right end."""
    size = mark.extent(theme)
    x = rect.right() + 1 - size.width() if right else rect.left()
    mark.paint(painter, theme, QPointF(x, rect.top() + (rect.height() - size.height()) / 2))


def mark_cell(
    mark: Callable[[Any], Mark], *, right: bool = False
) -> Callable[[QPainter, QRect, Theme, Any], None]:
    """For `Column(paint=...)`: the mark of a record in its cell."""

    def paint(painter: QPainter, rect: QRect, theme: Theme, record: Any) -> None:
        paint_mark(painter, rect, theme, mark(record), right=right)

    return paint
