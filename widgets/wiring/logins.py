"""When a password was entered, on this desk or another, cameras are asked with it at once."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.base.bus import Changed
from app.video.logins import CameraLogins
from app.video.wall import Wall
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.listen import listen


class Logins(QObject):
    """Reads them at the start, so it must be made before any camera is looked at."""

    def __init__(self, desk: Desk, logins: CameraLogins, wall: Wall) -> None:
        super().__init__()
        self._desk, self._logins, self._wall = desk, logins, wall
        listen(self, desk.bus, Changed, self._changed)
        self._read()

    def _changed(self, fact: Changed) -> None:
        if fact.kind == "secret":
            self._read()

    def _read(self) -> None:
        ask(self, self._desk.store, self._logins.load, then=lambda _: self._wall.try_again(),
            fail=_leave)  # fmt: skip


def _leave(_error: Exception) -> None:
    """The store does not answer: its lamp says so, and what was read before holds."""
