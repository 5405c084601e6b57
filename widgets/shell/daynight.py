"""Day look and night look at set hours, never while somebody types."""

from __future__ import annotations

from datetime import time

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.base.clock import Clock, local
from widgets.kit.theme import Theme
from widgets.shell.touches import Touches

LOOK_MS = 20_000
STILL_S = 10.0
"""So long nobody must have pressed a key before the look changes."""


class DayNight(QObject):
    """`night_from`, `day_from` as "20:00": Shanghai time. `choose` holds one look for this run."""

    def __init__(
        self,
        app: QApplication,
        theme: Theme,
        clock: Clock,
        touches: Touches,
        night_from: str,
        day_from: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._app = app
        self._theme = theme
        self._clock = clock
        self._night = time.fromisoformat(night_from)
        self._day = time.fromisoformat(day_from)
        self._chosen = ""
        self._typed_s = clock.monotonic_s() - STILL_S
        touches.typed.connect(self._typing)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        theme.apply(app, self.due())

    def due(self) -> str:
        """The look that belongs to this hour, or the one that was chosen."""
        if self._chosen:
            return self._chosen
        now = local(self._clock.now()).time()
        if self._night > self._day:
            return "night" if now >= self._night or now < self._day else "day"
        return "night" if self._night <= now < self._day else "day"

    def choose(self, mode: str) -> None:
        """The officer's own choice, at once; "" goes back to the hours."""
        self._chosen = mode
        self._change()

    def look(self) -> None:
        """Called by the timer: another look that is due comes with the next pause in typing."""
        if self._clock.monotonic_s() - self._typed_s >= STILL_S:
            self._change()

    def _typing(self) -> None:
        self._typed_s = self._clock.monotonic_s()

    def _change(self) -> None:
        if self._theme.mode != self.due():
            self._theme.apply(self._app, self.due())
