"""The head of an incident: title, number, level confirmed and possible apart, state, sources, next clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import QPointF, QRect, QSize, QTimer
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.base.clock import span
from app.incidents.records import Deadline, Level
from widgets.duty.todo import state
from widgets.incidents.seen import Seen
from widgets.kit.chips import LevelBox, Pill, Tag
from widgets.kit.desk import Desk
from widgets.kit.text import LEFT, RIGHT, one_line

HIGH = 76


class Head(QWidget):
    """Ticks by itself while a clock runs."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._theme = desk, desk.theme
        self.seen: Seen | None = None
        self.setFixedHeight(max(HIGH, desk.theme.px("size.body") * 5))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._tick = QTimer(self)
        self._tick.setInterval(int(desk.theme.number("duration_ms.tick")))
        self._tick.timeout.connect(self._ticked)
        self._tick.start()
        desk.theme.changed.connect(self.update)

    def show_seen(self, seen: Seen | None) -> None:
        self.seen = seen
        self.setAccessibleName(self.words())
        self.update()

    @property
    def next_clock(self) -> Deadline | None:
        """The earliest that is not met."""
        return next((c for c in self.seen.clocks if c.met_at is None), None) if self.seen else None

    def words(self) -> str:
        """As it is read out."""
        if self.seen is None:
            return self.tr("Choose an incident at the left.")
        parts = [self.seen.incident.title, self.level_words(), *self._facts()]
        return "，".join([*parts, self.clock_words()])

    def level_words(self) -> str:
        one = self.seen.incident if self.seen else None
        if one is None:
            return ""
        if not higher_possible(one.level, one.level_possible):
            return one.level.value
        return f"{one.level.value}，{self._possible(one.level_possible)}"

    def clock_words(self) -> str:
        """书面初报 余 12′20″, 超 02′40″ when over."""
        clock = self.next_clock
        if clock is None:
            return self.tr("no clock runs") if self.seen else ""
        left = clock.due_at - self._desk.clock.now()
        words = self.tr("{left} left") if left.total_seconds() > 0 else self.tr("over {left}")
        return f"{clock.name} {words.format(left=span(left))}"

    def sizeHint(self) -> QSize:
        return QSize(600, self.height())

    def paintEvent(self, _event: Any) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(theme.colour("line"))
        painter.setBrush(theme.colour("panel"))
        radius = theme.px("radius.panel")
        painter.drawRoundedRect(box, radius, radius)
        edge = theme.px("space.l")
        inner = self.rect().adjusted(edge, theme.px("space.s"), -edge, -theme.px("space.s"))
        if self.seen is None:
            painter.setFont(theme.font())
            painter.setPen(theme.colour("text2"))
            painter.drawText(inner, LEFT, self.words())
            return
        half = inner.height() // 2
        upper = QRect(inner.x(), inner.y(), inner.width(), half)
        lower = QRect(inner.x(), inner.y() + half, inner.width(), half)
        clock = self._paint_clock(painter, upper)
        painter.setFont(theme.font("title", strong=True))
        painter.setPen(theme.colour("text"))
        one_line(painter, upper.adjusted(0, 0, -clock - edge, 0), LEFT, self.seen.incident.title)
        self._paint_below(painter, lower)

    def _paint_clock(self, painter: QPainter, upper: QRect) -> int:
        """How wide it is."""
        clock, theme = self.next_clock, self._theme
        words = self.clock_words()
        if clock is None:
            painter.setFont(theme.font())
            painter.setPen(theme.colour("text2"))
            painter.drawText(upper, RIGHT, words)
            return QFontMetrics(theme.font()).horizontalAdvance(words)
        share = theme.number("clock.soon_at_share_left")
        pill = Pill(words, state(clock.starts_at, clock.due_at, self._now(), share), "lead")
        size = pill.extent(theme)
        at = QPointF(upper.right() - size.width(), upper.y() + (upper.height() - size.height()) / 2)
        pill.paint(painter, theme, at)
        return size.width()

    def _paint_below(self, painter: QPainter, lower: QRect) -> None:
        theme, gap = self._theme, self._theme.px("space.s")
        assert self.seen is not None
        one = self.seen.incident
        x = lower.x()
        marks = [Tag(one.level.value) if one.level is Level.NONE else LevelBox(one.level.value)]
        if higher_possible(one.level, one.level_possible):
            marks.append(Tag(self._possible(one.level_possible), round=False))
        for mark in marks:
            size = mark.extent(theme)
            mark.paint(painter, theme, QPointF(x, lower.y() + (lower.height() - size.height()) / 2))
            x += size.width() + gap
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text2"))
        rest = lower.adjusted(x - lower.x() + gap, 0, 0, 0)
        one_line(painter, rest, LEFT, "  ·  ".join(self._facts()))

    def _facts(self) -> list[str]:
        assert self.seen is not None
        one = self.seen.incident
        sources = self.tr("sources {n}").format(n=max(1, len(self.seen.case.contacts)))
        return [one.no, one.status.value, sources]

    def _possible(self, level: Level) -> str:
        return self.tr("possibly {level}").format(level=level.value)

    def _now(self) -> datetime:
        return self._desk.clock.now()

    def _ticked(self) -> None:
        if self.isVisible() and self.next_clock is not None:
            self.update()


def higher_possible(confirmed: Level, possible: Level) -> bool:
    """Whether the possible level says anything beside the confirmed one."""
    return possible not in (Level.NONE, confirmed)
