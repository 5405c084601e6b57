"""Open emergencies, pinned above everything heard, until they are answered and cleared."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.base.clock import hhmm, hhmmss, span
from app.radio.records import RadioAlarm
from widgets.kit.buttons import NowButton
from widgets.kit.icons import paint_icon
from widgets.kit.labels import Label
from widgets.kit.text import LEFT, one_line
from widgets.kit.theme import Theme
from widgets.radio.who import alarm_who

SHOWN = 3
ANSWER_KEY = "Alt+Y"


class AlarmRow(QWidget):
    """One emergency: magenta and pulsing while nobody has answered, ink and calm afterwards."""

    answer = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._alarm: RadioAlarm | None = None
        self._now: datetime | None = None
        self._bright = True
        self.button = NowButton(theme, self.tr("Answer"), ANSWER_KEY, bind=False)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(lambda: self.answer.emit(self._alarm))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, theme.px("space.m"), 0)
        row.addStretch(1)
        row.addWidget(self.button)
        self.setFixedHeight(theme.px("row.now_card"))

    @property
    def alarm(self) -> RadioAlarm | None:
        return self._alarm

    def show_alarm(self, alarm: RadioAlarm, now: datetime) -> None:
        self._alarm, self._now = alarm, now
        self.button.setVisible(alarm.answered_at is None)
        self.setAccessibleName(f"{self._head()} {self._foot()}")
        self.update()

    def pulse(self, bright: bool) -> None:
        """The border of an unanswered one, on and off every two seconds."""
        self._bright = bright
        self.update()

    def _head(self) -> str:
        assert self._alarm is not None
        return f"{self._alarm.kind.value}  {self._alarm.radio}  {alarm_who(self._alarm)}"

    def _foot(self) -> str:
        alarm, now = self._alarm, self._now
        assert alarm is not None
        assert now is not None
        parts = [hhmmss(alarm.raised_at)]
        if alarm.answered_at is None:
            waiting = self.tr("unanswered {span}").format(span=span(now - alarm.raised_at))
            parts.append(waiting)
        else:
            told = self.tr("{name} answered {time}")
            parts.append(told.format(name=alarm.answered_name, time=hhmm(alarm.answered_at)))
        if alarm.cleared_at is not None:
            parts.append(self.tr("cleared {time}").format(time=hhmm(alarm.cleared_at)))
        if alarm.lat is None or alarm.lon is None:
            parts.append(self.tr("position not known, it is being asked"))
        elif alarm.placed_at is None:
            parts.append(f"{alarm.lat:.4f}, {alarm.lon:.4f}")
        else:
            told = self.tr("{place} ({span} ago)")
            place = f"{alarm.lat:.4f}, {alarm.lon:.4f}"
            parts.append(told.format(place=place, span=span(now - alarm.placed_at)))
        if alarm.times > 1:
            parts.append(self.tr("{n} times").format(n=alarm.times))
        return " · ".join(parts)

    def paintEvent(self, _event) -> None:
        if self._alarm is None:
            return
        theme, waits = self._theme, self._alarm.answered_at is None
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().adjusted(0, 2, 0, -2)
        painter.fillRect(box, theme.colour("now_soft" if waits else "raised"))
        painter.fillRect(
            QRect(box.x(), box.y(), 5, box.height()), theme.colour("now" if waits else "ink")
        )
        if waits and self._bright:
            painter.setPen(QPen(theme.colour("now"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        size, gap = theme.px("icon.nav"), theme.px("space.m")
        tone = theme.colour("now" if waits else "ink")
        middle = box.center().y() - size / 2
        paint_icon(painter, "siren", tone, box.x() + gap + 5, middle, size)
        left = box.x() + 2 * gap + size + 5
        right = self.button.x() - gap if waits else box.right() - gap
        half = box.height() // 2
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font("lead", strong=True))
        upper = QRect(left, box.y() + 4, right - left, half - 2)
        lower = QRect(left, box.y() + half, right - left, half - 4)
        one_line(painter, upper, LEFT, self._head())
        painter.setPen(theme.colour("now" if waits else "text2"))
        painter.setFont(theme.font("small", strong=waits))
        one_line(painter, lower, LEFT, self._foot())


class AlarmStrip(QWidget):
    """The open emergencies, unanswered first. `answer(RadioAlarm)` when the button is pressed."""

    answer = Signal(object)

    def __init__(self, theme: Theme, guard: Callable[[QWidget], None]) -> None:
        """`guard` gets every button that answers, when it is made."""
        super().__init__()
        self._theme = theme
        self._guard = guard
        self._rows: list[AlarmRow] = []
        self._bright = True
        self._more = Label(theme, "", "small", strong=True, tone="now")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._box.addWidget(self._more)
        self._pulse = QTimer(self)
        self._pulse.setInterval(theme.px("duration_ms.pulse_period") // 2)
        self._pulse.timeout.connect(self._beat)
        self.hide()

    @property
    def rows(self) -> list[AlarmRow]:
        return [row for row in self._rows if not row.isHidden()]

    def show_alarms(self, alarms: list[RadioAlarm], now: datetime) -> None:
        while len(self._rows) < min(SHOWN, len(alarms)):
            row = AlarmRow(self._theme)
            row.answer.connect(self.answer)
            self._guard(row.button)
            self._rows.append(row)
            self._box.insertWidget(len(self._rows) - 1, row)
        for n, row in enumerate(self._rows):
            row.setVisible(n < len(alarms))
            if n < len(alarms):
                row.show_alarm(alarms[n], now)
        more = len(alarms) - SHOWN
        self._more.setText(self.tr("and {n} more emergencies").format(n=more))
        self._more.setVisible(more > 0)
        self.setVisible(bool(alarms))
        if any(alarm.answered_at is None for alarm in alarms):
            if not self._pulse.isActive():
                self._pulse.start()
        else:
            self._pulse.stop()

    def _beat(self) -> None:
        self._bright = not self._bright
        for row in self._rows:
            row.pulse(self._bright)
