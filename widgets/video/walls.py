"""The windows of the walls: each on its screen, full there again after whatever happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QRect, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from app.video.sight import Sight
from app.video.wall import Wall
from widgets.kit.desk import Desk
from widgets.shell.places import pulled_back, screens_key
from widgets.video.boards import Boards
from widgets.video.header import Head
from widgets.video.turning import Turner
from widgets.video.wall_window import WallWindow

SIGHTS = "wall_sight"
USUAL_M = 3.0
LEAST_WIDE_MM = 900
"""A screen that is smaller is somebody's desk: nobody stands 3 m away from it."""

SETTLE_MS = 200
"""Qt moves windows by itself when a screen goes; after so long we put them where they belong."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A screen: its name, all of it, and what bars of the system leave free. The first is the main one."""

    name: str
    whole: QRect
    free: QRect


def spots() -> list[Spot]:
    first = QGuiApplication.primaryScreen()
    rest = [one for one in QGuiApplication.screens() if one is not first]
    return [Spot(one.name(), one.geometry(), one.availableGeometry()) for one in (first, *rest)]


class Walls(QObject):
    """Makes a wall's window when it is first shown. Signals: those of `WallWindow` for all of them, and
    `made(window)`. `head` is what all of them show on top.

    Where each stands is remembered for this set of screens. When the screen of a full wall goes, the
    wall becomes a window on one that is left; it is full again only when its screen is back.
    """

    snapshot_wanted = Signal(object)
    note_wanted = Signal(object)
    act_wanted = Signal(str, object)
    made = Signal(object)

    def __init__(
        self,
        desk: Desk,
        wall: Wall,
        boards: Boards,
        screens: Callable[[], Sequence[Spot]] = spots,
        turner: Callable[[], Turner] | None = None,
    ) -> None:
        """`turner` for the cameras of one window; without it none is turned at a wall."""
        super().__init__()
        self._desk, self._wall, self._boards, self._screens = desk, wall, boards, screens
        self._turner = turner
        self.head = Head()
        self.windows: dict[int, WallWindow] = {}
        self._homes: dict[int, str] = {}
        """Wall -> the screen on which it is to be full."""
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self.screens_changed)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        for signal in (app.screenAdded, app.screenRemoved, app.primaryScreenChanged):
            signal.connect(lambda _: self._settle.start())

    def window(self, number: int) -> WallWindow:
        """Of wall 1 to 4."""
        made = self.windows.get(number)
        if made is None:
            board = self._boards.boards[number - 1]
            made = WallWindow(self._desk, self._wall, self._boards, board, self.head, self._turner)
            self._desk.theme.dress(made)
            made.show_sight(self._sight(number, made))
            made.sight_wanted.connect(lambda width, m: self._keep_sight(number, width, m))
            self.windows[number] = made
            made.snapshot_wanted.connect(self.snapshot_wanted)
            made.note_wanted.connect(self.note_wanted)
            made.act_wanted.connect(self.act_wanted)
            made.screen_wanted.connect(lambda name: self.move_to(number, name))
            made.full_changed.connect(lambda: self._full_changed(number))
            self._tell_screens()
            self.made.emit(made)
        return made

    def show(self, number: int) -> None:
        """In front, where it stood; it does not take the keyboard from the console."""
        window = self.window(number)
        if not window.isVisible():
            self._recall(number)
            window.show()
        window.raise_()

    def show_chosen(self) -> None:
        """The wall that the page works on."""
        self.show(self._boards.chosen.number)

    def show_all(self) -> None:
        """Those that stood there the last time, at least the first."""
        held = self._held()
        for number in range(1, len(self._boards.boards) + 1):
            if number == 1 or held.get(str(number), {}).get("shown"):
                self.show(number)

    def move_to(self, number: int, name: str) -> None:
        """Full on this screen, unless the console stands there: then as a window, and said so."""
        spot = next((one for one in self._screens() if one.name == name), None)
        if spot is None:
            return
        window = self.window(number)
        window.showNormal()
        window.setGeometry(spot.free.adjusted(40, 40, -40, -40))
        if self._console_on(spot):
            window.say(self.tr("The console stands on this screen: F11 covers it"))
        else:
            self._fill(number, spot)

    def screens_changed(self) -> None:
        """A screen went or came: no wall is lost, none covers what it did not cover before."""
        self._tell_screens()
        there = {spot.name: spot for spot in self._screens()}
        main = self._screens()[0]
        for number, window in self.windows.items():
            home = self._homes.get(number)
            if home is None or not window.isVisible():
                self._pull_back(window)
            elif home not in there and window.isFullScreen():
                window.showNormal()
                window.setGeometry(pulled_back(main.free.adjusted(60, 60, -60, -60), [main.free]))
                self._homes[number] = home
                self._say(window, self.tr("The screen of wall {n} is gone: it stands here as a window "
                                          "until the screen is back").format(n=number))  # fmt: skip
            elif home in there and not window.isFullScreen():
                self._fill(number, there[home])
                self._say(window, self.tr("The screen of wall {n} is back").format(n=number))

    def close(self) -> None:
        self._keep()
        for window in self.windows.values():
            window.take_down()
            window.close()

    # -- inside ----------------------------------------------------------------------------------

    def _fill(self, number: int, spot: Spot) -> None:
        """Full on this screen. Without being told, Qt may take the screen on which it was before."""
        window = self.windows[number]
        for screen in QGuiApplication.screens():
            if screen.name() == spot.name:
                window.setScreen(screen)
        window.setGeometry(spot.whole)
        window.showFullScreen()
        self._homes[number] = spot.name

    def _full_changed(self, number: int) -> None:
        """Full by the officer's hand: the screen is remembered; ended by it: forgotten."""
        window = self.windows[number]
        name = window.screen().name()
        lost = self._homes.get(number) not in {spot.name for spot in self._screens()}
        if window.isFullScreen():
            self._homes[number] = name
            spot = next((one for one in self._screens() if one.name == name), None)
            if spot is not None and self._console_on(spot):
                window.say(self.tr("The console lies behind this wall: F11 or Esc brings it back"))
        elif not lost:
            self._homes.pop(number, None)

    def _console_on(self, spot: Spot) -> bool:
        """Whether another window of ours than a wall stands there."""
        walls: set[QWidget] = set(self.windows.values())
        return any(
            one.isVisible() and one.isWindow() and one not in walls and not one.isMinimized()
            and spot.whole.contains(one.geometry().center())
            for one in QApplication.topLevelWidgets()
        )  # fmt: skip

    def _pull_back(self, window: WallWindow) -> None:
        box = pulled_back(window.geometry(), [spot.free for spot in self._screens()])
        if box != window.geometry() and not window.isFullScreen():
            window.setGeometry(box)

    def _say(self, window: WallWindow, words: str) -> None:
        window.say(words)
        self._desk.say(words)

    def _tell_screens(self) -> None:
        for window in self.windows.values():
            window.show_screens(
                [
                    (spot.name, spot.name, f"{spot.whole.width()} × {spot.whole.height()}")
                    for spot in self._screens()
                ]
            )

    # -- how large words must be ---------------------------------------------------------------------

    def _sight(self, number: int, window: WallWindow) -> Sight | None:
        """As it was set; else as the screen tells its size; None when it does not."""
        held = self._desk.memory.get(SIGHTS, {})
        try:
            width_mm, distance_m = (float(one) for one in held[str(number)])
        except (KeyError, TypeError, ValueError):
            width_mm, distance_m = window.screen().physicalSize().width(), USUAL_M
        return Sight(width_mm, distance_m) if width_mm >= LEAST_WIDE_MM else None

    def _keep_sight(self, number: int, width_mm: float, distance_m: float) -> None:
        held = dict(self._desk.memory.get(SIGHTS, {}))
        held[str(number)] = [round(width_mm), distance_m]
        self._desk.memory.put(SIGHTS, held)
        self.windows[number].show_sight(Sight(width_mm, distance_m))

    # -- what is remembered ------------------------------------------------------------------------

    def _key(self) -> str:
        return f"walls/{screens_key([spot.whole for spot in self._screens()])}"

    def _held(self) -> dict[str, Any]:
        held = self._desk.memory.get(self._key(), {})
        return held if isinstance(held, dict) else {}

    def _keep(self) -> None:
        held = {}
        for number, window in self.windows.items():
            box = window.normalGeometry() if window.isFullScreen() else window.geometry()
            held[str(number)] = {
                "shown": window.isVisible(),
                "box": [box.x(), box.y(), box.width(), box.height()],
                "full": self._homes.get(number, ""),
            }
        self._desk.memory.put(self._key(), held)

    def _recall(self, number: int) -> None:
        window = self.windows[number]
        try:
            held = self._held()[str(number)]
            box, full = QRect(*(int(one) for one in held["box"])), str(held["full"])
        except (KeyError, TypeError, ValueError):
            window.resize(1280, 720)
            return
        window.setGeometry(pulled_back(box, [spot.free for spot in self._screens()]))
        spot = next((one for one in self._screens() if one.name == full), None)
        if spot is not None and not self._console_on(spot):
            self._fill(number, spot)
