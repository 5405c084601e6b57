"""Plays one compressed night in the real windows and leaves pictures and papers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.demo.opening import Demonstration
from widgets.desktop import Desktop
from widgets.tour.doors import Doors
from widgets.tour.film import FAILED, Film
from widgets.tour.night import night
from widgets.tour.play import Play


class Guide:
    """Pictures go to `out`; `done` gets None, or the words of what was not seen."""

    def __init__(self, desktop: Desktop, demo: Demonstration, out: Path) -> None:
        self._desktop = desktop
        self._film = Film(out)
        self._doors = Doors(desktop, demo)
        self._script = night(self._doors, self._film, out)
        self._clock = desktop.desk.clock
        self._play: Play | None = None

    def start(self, done: Callable[[str | None], None]) -> None:
        self._play = Play(self._script, self._clock, lambda failure: self._end(failure, done))
        self._play.start()

    def _end(self, failure: str | None, done: Callable[[str | None], None]) -> None:
        """What was on the screen when it failed helps more than the words."""
        if failure is not None:
            for name, window in self._desktop.shell.windows.items():
                self._film.take(f"{FAILED}{name}", window)
        done(failure)
