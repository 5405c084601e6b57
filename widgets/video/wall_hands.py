"""Keys of a wall's window that no table can name: figures, arrows, nearer and farther."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent

from app.video.crop import WHOLE
from app.video.layouts import beside, tiles_of
from widgets.video.sketch import ARROWS
from widgets.video.tile import NOTCH
from widgets.video.wall_acts import WallActs
from widgets.video.wall_keys import listener

if TYPE_CHECKING:
    from widgets.video.wall_window import WallWindow

DIGITS_MS = 900
"""So long a second figure belongs to the first: 1 and 2 are tile 12."""

PAN = 0.2
_NEARER = {
    Qt.Key.Key_Plus: NOTCH,
    Qt.Key.Key_Equal: NOTCH,
    Qt.Key.Key_Minus: 1 / NOTCH,
}


class WallHands(QObject):
    """Hears all keys of the window; those of the table are done by `WallActs`."""

    def __init__(self, window: WallWindow) -> None:
        super().__init__(window)
        self._window, self._board = window, window.board
        self._acts = WallActs(window)
        self._hear = listener(self._acts)
        self._figures = ""
        self._one_figure = QTimer(self, singleShot=True, interval=DIGITS_MS)
        self._one_figure.timeout.connect(self._end_figures)

    def hears(self, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers()
        figure = event.text() if event.text().isdecimal() and event.text().isascii() else ""
        if (way := ARROWS.get(key)) is not None:
            self._arrow(*way, bool(modifiers & Qt.KeyboardModifier.ControlModifier))
        elif figure and not modifiers & Qt.KeyboardModifier.AltModifier:
            self._figure(figure)
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and modifiers & Qt.KeyboardModifier.AltModifier:
            self._window.enlarge(key - Qt.Key.Key_0)
        elif (times := _NEARER.get(key)) is not None:
            self._zoom(times)
        else:
            return self._hear(key, modifiers)
        return True

    def _figure(self, figure: str) -> None:
        """0 alone shows the whole picture; 1 and 2 soon after each other are tile 12."""
        self._figures = (self._figures + figure)[-2:]
        number = int(self._figures)
        if number > tiles_of(self._board.layout):
            self._figures, number = figure, int(figure)
        if not number:
            self._figures = ""
            self._zoom(0.0)
        else:
            self._window.choose(number)
        self._one_figure.start()

    def _end_figures(self) -> None:
        self._figures = ""

    def _zoom(self, times: float) -> None:
        tile = self._acts.tile()
        if tile is not None:
            tile.zoom(tile.crop.factor * times)

    def _arrow(self, across: int, down: int, moving: bool) -> None:
        window, tile = self._window, self._acts.tile()
        if tile is not None and tile.crop != WHOLE and not moving:
            tile.pan(across * PAN, down * PAN)
        elif window.enlarged:
            return
        elif not window.chosen:
            window.choose(1)
        else:
            other = beside(self._board.layout, window.chosen, across, down)
            if not moving or self._board.swap(window.chosen, other):
                window.choose(other)
