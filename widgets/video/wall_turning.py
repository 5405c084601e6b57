"""Turning the camera of a wall's enlarged tile: by drawing on its picture, by arrows and Page Up and Down."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent

from widgets.video.steering import Steering
from widgets.video.turning import KEYS, SPEEDS, WAYS, Turner

if TYPE_CHECKING:
    from widgets.video.tile import Tile
    from widgets.video.wall_window import WallWindow

KEY_SPEED = SPEEDS["middle"]


class WallTurning(QObject):
    """Begun and ended by `toggle`; ends by itself when another picture is seen, or the window loses the
    keyboard. `make` gives a turner when it is first wanted; without it no camera can be turned here."""

    def __init__(self, window: WallWindow, make: Callable[[], Turner] | None) -> None:
        super().__init__(window)
        self._window, self._make = window, make
        self._steering: Steering | None = None
        self._turner: Turner | None = None

    @property
    def on(self) -> bool:
        return self._turner is not None and self._turner.camera is not None

    def toggle(self) -> None:
        window = self._window
        number = window.enlarged or window.chosen
        camera = window.tiles[number - 1].camera if number else None
        if self.on:
            self.end()
        elif camera is None:
            window.say(self.tr("Choose a tile first: its number, or an arrow"))
        elif self._make is not None:
            if not window.enlarged:
                window.enlarge(number)
            if not self._prepared().show_camera(camera):
                self.end()

    def end(self) -> None:
        if self._turner is not None and self._steering is not None:
            self._steering.end()
            self._turner.close()

    def follow(self) -> None:
        """The wall was arranged: only the enlarged tile of the same camera goes on."""
        if self._turner is None or self._turner.camera is None:
            return
        tile = self._enlarged()
        if tile is None or tile.camera is None or tile.camera.id != self._turner.camera.id:
            self.end()

    def hears(self, event: QKeyEvent) -> bool:
        """A key pressed or let go; False when it is not for the camera."""
        way = KEYS.get(event.key())
        if way is None or not self.on or self._turner is None:
            return False
        if not event.isAutoRepeat():
            if event.type() == QEvent.Type.KeyPress:
                pan, tilt, zoom = (KEY_SPEED * share for share in WAYS[way])
                self._turner.turn((pan, tilt, zoom))
            else:
                self._turner.halt()
        return True

    def _prepared(self) -> Turner:
        if self._turner is None and self._make is not None:
            self._turner = self._make()
            self._turner.said.connect(self._window.say)
            self._turner.ready.connect(self._begin)
            self._steering = Steering(self._turner)
        assert self._turner is not None
        return self._turner

    def _begin(self) -> None:
        tile = self._enlarged()
        if tile is not None and self._steering is not None:
            self._steering.begin(tile)
            self._window.say(
                self.tr("Draw on the picture or hold an arrow to turn it; A or Esc ends it")
            )

    def _enlarged(self) -> Tile | None:
        number = self._window.enlarged
        return self._window.tiles[number - 1] if number else None
