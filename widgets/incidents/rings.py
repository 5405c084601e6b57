"""The clocks of one incident, each a ring; they tick by themselves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.base.clock import Clock, day_hhmm, hhmm, local_day
from app.incidents.records import Deadline
from widgets.kit.labels import Label
from widgets.kit.ringclock import RingClock, Running
from widgets.kit.theme import Theme

DAYLONG = 180
"""Minutes from which only the end of a limit is told."""


class ClockRings(QWidget):
    """`show_clocks` in the order given; the rings that are there are used again."""

    def __init__(self, theme: Theme, clock: Clock, empty: str) -> None:
        super().__init__()
        self._theme = theme
        self._clock = clock
        self.rings: list[RingClock] = []
        self._empty = Label(theme, empty, tone="text2")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._box.addWidget(self._empty)

    def show_clocks(self, clocks: Sequence[Deadline]) -> None:
        while len(self.rings) > len(clocks):
            gone = self.rings.pop()
            self._box.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for n, one in enumerate(clocks):
            if n < len(self.rings):
                self.rings[n].show_running(self._running(one))
            else:
                ring = RingClock(self._theme, self._clock, self._running(one))
                self.rings.append(ring)
                self._box.addWidget(ring)
        self._empty.setVisible(not clocks)

    def _running(self, one: Deadline) -> Running:
        minutes = int((one.due_at - one.starts_at).total_seconds() // 60)
        words = self.tr("{minutes} min · before {due}")
        if minutes >= DAYLONG:
            words = self.tr("before {due}")
        if one.met_at is not None:
            words = self.tr("done · limit {due}")
        other = local_day(one.due_at) != local_day(one.starts_at)
        due = day_hhmm(one.due_at) if other else hhmm(one.due_at)
        note = words.format(minutes=minutes, due=due)
        return Running(one.name, note, one.starts_at, one.due_at, one.met_at)
