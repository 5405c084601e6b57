"""The head of the wall: time, warnings in force, response, figures. Painted, readable at 3 m."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from app.base.clock import WEEKDAYS, Clock, hhmmss, local
from app.base.marks import Mark
from widgets.kit.shapes import official
from widgets.kit.theme import Theme
from widgets.video.look import TileLook

ROOMY_PX = 1800
"""In a head that is narrower, at the size of the design, the date gives way."""

_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class Notice:
    """An official warning: `level` red, orange, yellow or blue; `words` as issued, "暴雨橙 01:58"."""

    level: str
    words: str


class Head(QObject):
    """What stands on the head of every wall. Signal `changed`."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.notices: tuple[Notice, ...] = ()
        self.response = self.figures = self.emergency = ""
        self.mark = Mark.REAL

    @property
    def alarms(self) -> frozenset[str]:
        """What makes a tour pause: red warnings as issued, an emergency that nobody answered."""
        red = {notice.words for notice in self.notices if notice.level == "red"}
        return frozenset(red | ({self.emergency} if self.emergency else set()))

    def show_notices(self, notices: Sequence[Notice]) -> None:
        self.notices = tuple(notices)
        self.changed.emit()

    def show_response(self, words: str) -> None:
        """Pennant of the response in force, "防汛 Ⅲ 级响应"; "" takes it down."""
        self.response = words
        self.changed.emit()

    def show_figures(self, words: str) -> None:
        """Right end: "叫应 9 / 12  转移 214 人"."""
        self.figures = words
        self.changed.emit()

    def show_mark(self, mark: Mark) -> None:
        """A pill says 演示, 演练 or 测试; nothing stands there in earnest."""
        self.mark = mark
        self.changed.emit()

    def show_emergency(self, words: str) -> None:
        """The oldest that waits for an answer, "" for none; the border shows it."""
        self.emergency = words
        self.changed.emit()


class WallHeader(QWidget):
    """`tour` is a line of its own below, "" for none: `lines` says how many heads high it is."""

    def __init__(
        self, theme: Theme, look: TileLook, clock: Clock, head: Head, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._look = look
        self._clock = clock
        self._head = head
        self.tour = ""
        self.alert = False
        self._second = ""
        self._high = 0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        head.changed.connect(self.update)

    def wanted_height(self) -> int:
        high = self._look.px("wall.header_h")
        return high + self._strip() if self.tour else high

    def show_tour(self, words: str, alert: bool) -> bool:
        """True when the head needs another height."""
        other = bool(words) != bool(self.tour)
        if (words, alert) != (self.tour, self.alert):
            self.tour, self.alert = words, alert
            self.update()
        return other

    def _strip(self) -> int:
        return round(self._look.px("wall.caption") * 1.5)

    def tick(self) -> None:
        """Paints when the second has changed."""
        second = hhmmss(self._clock.now())
        if second != self._second:
            self._second = second
            self.update()

    def paintEvent(self, _event) -> None:
        theme, look = self._theme, self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.colour("panel"))
        self._high = self.height() - (self._strip() if self.tour else 0)
        if self.tour:
            self._tour_line(painter)
        now = self._clock.now()
        there = local(now)
        x = float(look.px("space.xl"))
        x = self._words(painter, x, hhmmss(now), "clock", "text", True) + look.px("space.xl")
        date = f"{there.month}月{there.day}日 {WEEKDAYS[there.weekday()]}"
        if self.width() >= ROOMY_PX * look.scale:
            x = self._words(painter, x, date, "caption", "text2", False) + look.px("space.xl")
        for notice in self._head.notices:
            x = self._badge(painter, x, notice) + look.px("space.l")
        if self._head.response:
            x = self._pennant(painter, x, self._head.response) + look.px("space.l")
        if self._head.mark is not Mark.REAL:
            self._pill(painter, x, self._head.mark.value)
        if self._head.figures:
            painter.setFont(look.font("caption", strong=True))
            wide = painter.fontMetrics().horizontalAdvance(self._head.figures)
            end = self.width() - look.px("space.l") - wide
            self._words(painter, end, self._head.figures, "caption", "text", True)

    def _tour_line(self, painter: QPainter) -> None:
        theme, pad = self._theme, self._look.px("space.xl")
        strip = QRectF(0, self._high, self.width(), self.height() - self._high)
        painter.fillRect(strip, theme.colour("now_soft" if self.alert else "sunken"))
        painter.setFont(self._look.font("caption", strong=self.alert))
        painter.setPen(theme.colour("now" if self.alert else "text"))
        room = strip.adjusted(pad, 0, -pad, 0)
        words = painter.fontMetrics().elidedText(
            self.tour, Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, int(_MIDDLE), words)

    def _words(
        self, painter: QPainter, x: float, text: str, size: str, tone: str, strong: bool
    ) -> float:
        painter.setFont(self._look.font(size, strong=strong))
        painter.setPen(self._theme.colour(tone))
        wide = painter.fontMetrics().horizontalAdvance(text)
        painter.drawText(QRectF(x, 0, wide + 4, self._high), int(_MIDDLE), text)
        return x + wide

    def _box(self, painter: QPainter, x: float, text: str, lead: float, strong: bool) -> QRectF:
        painter.setFont(self._look.font("caption", strong=strong))
        metrics = painter.fontMetrics()
        high = metrics.height() * 1.12
        wide = metrics.horizontalAdvance(text) + lead + self._look.px("space.m") * 2
        return QRectF(x, (self._high - high) / 2, wide, high)

    def _badge(self, painter: QPainter, x: float, notice: Notice) -> float:
        """Filled, outlined, with the level's own shape: colour is never alone."""
        theme, look = self._theme, self._look
        side = look.px("space.l") * 1.1
        gap = look.px("space.s")
        box = self._box(painter, x, notice.words, side + gap, True)
        radius = look.px("radius.badge")
        painter.setPen(QPen(theme.colour("text"), 1.5 * look.scale))
        painter.setBrush(theme.colour(notice.level))
        painter.drawRoundedRect(box, radius, radius)
        ink = theme.colour(f"on_{notice.level}")
        at = QRectF(box.left() + look.px("space.m"), box.center().y() - side / 2, side, side)
        official(painter, theme.tokens["official"][notice.level]["shape"], at, ink)
        painter.setPen(ink)
        painter.drawText(box.adjusted(at.right() - box.left() + gap, 0, 0, 0), int(_MIDDLE),
                         notice.words)  # fmt: skip
        return box.right()

    def _pennant(self, painter: QPainter, x: float, text: str) -> float:
        theme, look = self._theme, self._look
        box = self._box(painter, x, text, look.px("space.m"), True)
        notch = box.height() / 3
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("ink"))
        painter.drawPolygon(
            QPolygonF(
                [box.topLeft(), box.topRight(), QPointF(box.right() - notch, box.center().y()),
                 box.bottomRight(), box.bottomLeft()]
            )
        )  # fmt: skip
        painter.setPen(theme.colour("on_ink"))
        painter.drawText(box.adjusted(look.px("space.m"), 0, 0, 0), int(_MIDDLE), text)
        return box.right()

    def _pill(self, painter: QPainter, x: float, text: str) -> None:
        theme, look = self._theme, self._look
        box = self._box(painter, x, text, look.px("space.s"), False)
        painter.setPen(QPen(theme.colour("line_strong"), 1.5 * look.scale))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(theme.colour("text2"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
