"""What the officer does at a wall's window by its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.video.layouts import LAYOUTS, words
from app.video.sight import wide_mm
from widgets.video.picker import Choice

if TYPE_CHECKING:
    from widgets.video.tile import Tile
    from widgets.video.wall_window import WallWindow

DWELLS_S = (0, 10, 15, 20, 30, 60, 120)
ZOOMED = 2.0
INCHES = (43, 50, 55, 65, 75, 86, 98, 110)
JOINED_MM = (2500, 3000, 3600, 4200, 4800, 5500, 6500)
DISTANCES_M = (2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0, 8.0)


class WallActs(QObject):
    """One method for each act of `wall_keys`; lists lie over the window until one is chosen."""

    def __init__(self, window: WallWindow) -> None:
        super().__init__(window)
        self._window = window
        self._boards = window.boards
        self._board = window.board

    # -- one tile --------------------------------------------------------------------------------

    def tile(self) -> Tile | None:
        """The enlarged tile, else the chosen one."""
        number = self._window.enlarged or self._window.chosen
        return self._window.tiles[number - 1] if number else None

    def enlarge(self) -> None:
        self._window.enlarge(self._window.enlarged or self._window.chosen)

    def back(self) -> None:
        self._window.step_back()

    def zoom(self) -> None:
        tile = self.tile()
        if tile is not None:
            tile.zoom(1.0 if tile.crop.factor > 1.0 else ZOOMED)

    def shoot(self) -> None:
        tile = self.tile()
        if tile is not None and tile.camera is not None:
            self._window.snapshot_wanted.emit(tile.camera)

    def record(self) -> None:
        self._want("record")

    def replay(self) -> None:
        self._want("replay")

    def tie(self) -> None:
        self._want("tie")

    def turn(self) -> None:
        self._window.turning.toggle()

    def _want(self, act: str) -> None:
        tile = self.tile()
        if tile is not None and tile.camera is not None:
            self._window.act_wanted.emit(act, tile.camera)

    def take_down(self) -> None:
        tile = self.tile()
        if tile is not None:
            self._board.hang(tile.number, None)

    def details(self) -> None:
        for tile in self._window.tiles:
            tile.detailed = not tile.detailed
            tile.update()

    def camera(self) -> None:
        """Hang one on the enlarged tile, else on the chosen one."""
        number = self._window.enlarged or self._window.chosen
        if not number:
            self._window.say(self.tr("Choose a tile first: its number, or an arrow"))
            return
        choices = [
            Choice(str(one.id), one.name, f"{one.code} {one.township}".strip())
            for one in self._boards.cameras
        ]
        title = self.tr("Camera for tile {n}").format(n=number)
        here = self._window.tiles[number - 1].camera
        known = {str(one.id): one for one in self._boards.cameras}
        self._choose(
            title, choices, str(here.id) if here else "",
            lambda key: self._board.hang(number, known[key]), finds=True,
        )  # fmt: skip

    # -- the whole wall --------------------------------------------------------------------------

    def layout(self) -> None:
        choices = [Choice(str(one), words(one), self.tr("tiles")) for one in LAYOUTS]
        self._choose(self.tr("Layout"), choices, str(self._board.layout),
                     lambda key: self._board.show_layout(int(key)))  # fmt: skip

    def scenes(self) -> None:
        self._window.ask_scenes()

    def undo(self) -> None:
        if not self._board.undo():
            self._window.say(self.tr("There is nothing to undo on this wall"))

    def screen(self) -> None:
        places = self._window.screens
        choices = [Choice(key, name, note) for key, name, note in places]
        self._choose(self.tr("Screen of this wall"), choices, self._window.screen_key(),
                     self._window.screen_wanted.emit)  # fmt: skip

    def sight(self) -> None:
        """How wide the wall is, then how far away people stand."""
        held = self._window.sight
        width = round(held.width_mm) if held else 0
        choices = [
            Choice(str(round(wide_mm(one))), self.tr("{n} inches").format(n=one),
                   f"{wide_mm(one):.0f} mm")
            for one in INCHES
        ]  # fmt: skip
        choices += [
            Choice(str(one), f"{one / 1000:g} m", self.tr("joined screens")) for one in JOINED_MM
        ]
        nearest = min((one.key for one in choices), key=lambda key: abs(int(key) - width))
        self._choose(self.tr("How wide is this wall"), choices, nearest, self._far)

    def _far(self, width_mm: str) -> None:
        held = self._window.sight
        far = f"{held.distance_m:g}" if held else "3"
        choices = [Choice(f"{one:g}", f"{one:g} m") for one in DISTANCES_M]
        self._choose(self.tr("How far away people stand"), choices, far,
                     lambda key: self._measured(float(width_mm), float(key)))  # fmt: skip

    def _measured(self, width_mm: float, distance_m: float) -> None:
        self._window.sight_wanted.emit(width_mm, distance_m)
        self._window.say(self._window.sight_words())

    def full_screen(self) -> None:
        self._window.toggle_full_screen()

    def keys(self) -> None:
        self._window.card.toggle()

    # -- tour ------------------------------------------------------------------------------------

    def tour(self) -> None:
        if self._board.tour.pages < 2:
            self._window.say(self.tr("All cameras have a tile: there is nothing to tour"))
        elif not self._board.dwell_s:
            self.dwell()
        else:
            self._board.start_tour()

    def next_page(self) -> None:
        self._board.turn(1)

    def page_before(self) -> None:
        self._board.turn(-1)

    def dwell(self) -> None:
        choices = [
            Choice(str(s), f"{s} s" if s else self.tr("No tour"), "") for s in DWELLS_S
        ]  # fmt: skip
        self._choose(self.tr("Seconds per page"), choices, str(self._board.dwell_s or 20),
                     lambda key: self._board.dwell(int(key)))  # fmt: skip

    # -- inside ----------------------------------------------------------------------------------

    def _choose(self, title, choices, at, then, *, finds: bool = False) -> None:
        picker = self._window.fresh_list()
        picker.finds = finds
        picker.taken.connect(then)
        hint = self.tr("Type to find  ↑↓ Enter  Esc") if finds else self.tr("↑↓ Enter  Esc")
        picker.open(title, choices, at, hint)
