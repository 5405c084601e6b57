"""The video wall: an output of its own, black, which never moves by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from app.video.layouts import TILES_MAX, boxes, tiles_of
from app.video.sight import Sight
from app.video.tour import Going
from app.video.wall import Wall
from widgets.kit.desk import Desk
from widgets.video.board import Board
from widgets.video.boards import Boards
from widgets.video.header import Head, WallHeader
from widgets.video.look import TileLook
from widgets.video.picker import Picker
from widgets.video.said import SaidLine
from widgets.video.scene_picker import ScenePicker
from widgets.video.tile import Tile
from widgets.video.tour_words import tour_words
from widgets.video.touring import Touring
from widgets.video.turning import Turner
from widgets.video.wall_hands import WallHands
from widgets.video.wall_keys import KeysOverlay
from widgets.video.wall_turning import WallTurning

TICK_MS = 16
LOOK_MS = 250
CURSOR_MS = 2000
"""The cursor shows on a full screen while the mouse is moved, and so much longer."""

HANDS_OFF = (QEvent.Type.EnabledChange, QEvent.Type.ActivationChange)

BAND_SHARE = 0.3
"""The most of a tile's height that its words may cover."""

SCALE_MAX = 1.3
FULL_HEIGHT, FULL_WIDTH, OUTPUT_WIDTH = 1080, 1600, 1920


class WallWindow(QWidget):
    """A top-level window without a parent, so that neither lock nor sign-out of the console touch it.

    Its keys are `wall_keys`; Esc goes back one step. Signals, for the enlarged or chosen tile or from a
    tile's menu: `snapshot_wanted(camera)`, `note_wanted(camera)`, `act_wanted(what, camera)` with what
    "record", "replay" or "tie". `screen_wanted(key)` is one of `screens`, `sight_wanted(width_mm,
    distance_m)` was told by the officer, `full_changed` tells that full screen begins or ends.
    """

    snapshot_wanted = Signal(object)
    note_wanted = Signal(object)
    act_wanted = Signal(str, object)
    screen_wanted = Signal(str)
    full_changed = Signal()
    sight_wanted = Signal(float, float)

    def __init__(
        self,
        desk: Desk,
        wall: Wall,
        boards: Boards,
        board: Board,
        head: Head,
        turner: Callable[[], Turner] | None = None,
    ) -> None:
        super().__init__(None, Qt.WindowType.Window)
        theme = self._theme = desk.theme.in_mode("wall")
        self._head = head
        self.boards, self.board = boards, board
        self.enlarged = self.chosen = self._over = 0
        self.sight: Sight | None = None
        self.look = TileLook(theme)
        self.header = WallHeader(theme, self.look, desk.clock, head, self)
        self.tiles = [
            Tile(theme, desk.clock, wall, boards.badges, number, self)
            for number in range(1, TILES_MAX + 1)
        ]
        for tile in self.tiles:
            self._bind(tile)
        self.screens: tuple[tuple[str, str, str], ...] = ()
        """(key, name, note) of each screen there is."""
        self.said = SaidLine(self.look, self)
        self.card = KeysOverlay(self.look, self)
        stale_s = theme.number("duration_ms.video_stale") / 1000
        self._touring = Touring(board, head, desk.clock, wall, stale_s)
        self._scenes = ScenePicker(theme, boards, self)
        self._list: Picker | None = None
        self.turning = WallTurning(self, turner)
        self._hands = WallHands(self)
        self.setWindowTitle(self.tr("Video wall {n}").format(n=board.number))
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(640, 360)
        self.resize(1280, 720)
        board.changed.connect(self._arrange)
        self._timer = self._every(TICK_MS, self._tick)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._looker = self._every(LOOK_MS, self.look_around)
        self._still = self._once(CURSOR_MS, self._hide_cursor)
        self._arrange()

    def _every(self, ms: int, act) -> QTimer:
        timer = QTimer(self, interval=ms)
        timer.timeout.connect(act)
        return timer

    def _once(self, ms: int, act) -> QTimer:
        timer = self._every(ms, act)
        timer.setSingleShot(True)
        return timer

    def _bind(self, tile: Tile) -> None:
        number = tile.number
        tile.look = self.look
        tile.setMouseTracking(True)
        tile.opened.connect(lambda: self.enlarge(number))
        tile.pressed.connect(lambda: self.choose(number))
        tile.dragged.connect(lambda where: self._drag(number, where))
        tile.dropped.connect(lambda where: self._drop(number, where))
        tile.shot.connect(lambda: self.snapshot_wanted.emit(tile.camera))
        tile.wanted.connect(lambda act: self.act_wanted.emit(act, tile.camera))
        tile.noted.connect(lambda: self.note_wanted.emit(tile.camera))
        tile.taken_down.connect(lambda: self.board.hang(number, None))

    # -- what the officer does -------------------------------------------------------------------

    def enlarge(self, number: int) -> None:
        """Show this tile alone; the same one again, or 0, brings all back."""
        back = number in (0, self.enlarged) or self.tiles[number - 1].camera is None
        self.enlarged = 0 if back else number
        self._arrange()

    def choose(self, number: int) -> None:
        """The tile that keys work on; 0 for none."""
        if number <= tiles_of(self.board.layout):
            self.chosen = number
            self._ring()

    def say(self, words: str) -> None:
        """A line over the wall for some seconds."""
        self.said.say(words)

    def toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def step_back(self) -> None:
        if self.card.isVisible():
            self.card.hide()
        elif self._scenes.isVisible():
            self._scenes.leave()
        elif self.turning.on:
            self.turning.end()
        elif self.enlarged:
            self.enlarge(0)
        elif self.chosen:
            self.choose(0)
        elif self.isFullScreen():
            self.toggle_full_screen()

    def ask_scenes(self) -> None:
        self._scenes.scale = self._list_scale()
        self._scenes.ask_about(self.board)

    def fresh_list(self) -> Picker:
        """A list over the wall, in place of any other."""
        if self._list is not None:
            self._list.hide()
            self._list.deleteLater()
        self._list = Picker(self._theme, self)
        self._list.scale = self._list_scale()
        return self._list

    def _list_scale(self) -> float:
        return max(1.0, 1.8 * self.look.scale)

    def keyPressEvent(self, event) -> None:
        if self.card.isVisible() and event.key() not in (Qt.Key.Key_F1, Qt.Key.Key_Question):
            self.card.hide()
        elif not (self.turning.hears(event) or self._hands.hears(event)):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event) -> None:
        if not self.turning.hears(event):
            super().keyReleaseEvent(event)

    def _drag(self, number: int, where: QPoint) -> None:
        if self.enlarged or self.tiles[number - 1].camera is None:
            return
        over = next((t for t in self._shown() if t.geometry().contains(where)), None)
        self._over = over.number if over is not None else 0
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self._ring()

    def _drop(self, number: int, where: QPoint) -> None:
        over, self._over = self._over, 0
        self._show_cursor()
        if over and self.board.swap(number, over):
            self.chosen = over
        self._ring()

    def _ring(self) -> None:
        marked = {self.chosen, self._over} if not self.enlarged else set()
        for tile in self.tiles:
            ringed = tile.number in marked
            if tile.ringed != ringed:
                tile.ringed = ringed
                tile.update()

    # -- what is shown ---------------------------------------------------------------------------

    def _shown(self) -> list[Tile]:
        if self.enlarged:
            return [self.tiles[self.enlarged - 1]]
        return self.tiles[: tiles_of(self.board.layout)]

    def _arrange(self) -> None:
        self.look.scale = self._scale()
        hung, count = self.board.tiles, tiles_of(self.board.layout)
        if self.enlarged and (self.enlarged > count or hung[self.enlarged - 1] is None):
            self.enlarged = 0
        if self.chosen > count:
            self.chosen = 0
        self.header.show_tour(*tour_words(self.board.tour, self.board.scene))
        shown = self._shown()
        alone = len(shown) == 1
        gap, top = self.look.px("wall.tile_gap"), self.header.wanted_height()
        self.header.setGeometry(0, 0, self.width(), top)
        wide, high = self.width() - gap, self.height() - top
        for tile, box in zip(shown, boxes(1 if alone else self.board.layout), strict=True):
            left, up = gap + round(box.x * wide), top + round(box.y * high)
            right, under = gap + round((box.x + box.w) * wide), top + round((box.y + box.h) * high)
            tile.show_whole(alone)
            tile.setGeometry(left, up, right - left - gap, under - up - gap)
        for tile in self.tiles:
            tile.hang(hung[tile.number - 1] if tile.number <= count else None)
            tile.setVisible(tile in shown)
        self.turning.follow()
        self._ring()
        self.update()

    def _scale(self) -> float:
        """As drawn for the size of the window, larger where people stand far away, but never so large that
        words cover the pictures."""
        scale = min(self.height() / FULL_HEIGHT, self.width() / FULL_WIDTH)
        if self.sight is not None:
            least_px = self.sight.least_px(self.screen().geometry().width())
            scale = max(scale, least_px / self._theme.number("wall.caption"))
        rows = max(1, round(1 / boxes(self.board.layout)[-1].h))
        head, band = (self._theme.number(f"wall.{one}_h") for one in ("header", "tile_band"))
        room = BAND_SHARE * self.height() / (rows * band + BAND_SHARE * head)
        return min(scale, room, SCALE_MAX * self.width() / OUTPUT_WIDTH)

    def show_sight(self, sight: Sight | None) -> None:
        self.sight = sight
        self._arrange()

    def sight_words(self) -> str:
        """How large the smallest words are seen, and whether that is enough."""
        if self.sight is None:
            return self.tr("Neither width nor distance of this wall is known")
        least, width = self.sight.least_mm, self.screen().geometry().width()
        high = self.look.font("caption").pixelSize() * self.sight.width_mm / width
        words = self.tr("Letters {high} mm high; at {m} m they must be {least} mm").format(
            high=f"{high:.1f}", m=f"{self.sight.distance_m:g}", least=f"{least:.1f}"
        )
        if high < least - 0.3:
            words += self.tr(": show fewer tiles")
        return words

    def _tick(self) -> None:
        self.header.tick()
        for tile in self._shown():
            tile.poll()

    def look_around(self) -> None:
        """Whether the tour goes on, and what it says of itself."""
        tour = self.board.tour
        if tour.going is Going.NONE:
            self._touring.end()
            return
        causes = self._touring.look(self._shown(), self._worked_at())
        if causes:
            self.say(
                self.tr("The tour stands because of: {causes}").format(causes="、".join(causes))
            )
        if self.header.show_tour(*tour_words(tour, self.board.scene)):
            self._arrange()

    def _worked_at(self) -> bool:
        """What was begun at a tile must not fall on the one that the next page brings there."""
        lists = self._scenes, self._list
        return bool(
            self.enlarged
            or self._over
            or any(one is not None and one.isVisible() for one in lists)
            or any(tile.asked for tile in self.tiles)
        )

    def screen_key(self) -> str:
        return self.screen().name()

    def show_screens(self, screens: Sequence[tuple[str, str, str]]) -> None:
        self.screens = tuple(screens)

    # -- window ----------------------------------------------------------------------------------

    def _follow_visibility(self) -> None:
        """A minimised wall decodes nothing; its cameras stay connected."""
        seen = self.isVisible() and not self.isMinimized()
        for timer in (self._timer, self._looker):
            (timer.start if seen else timer.stop)()
        if not seen:
            self._touring.end()

    def _hide_cursor(self) -> None:
        if self.isFullScreen():
            self.setCursor(Qt.CursorShape.BlankCursor)

    def _show_cursor(self) -> None:
        self.setCursor(Qt.CursorShape.ArrowCursor)
        if self.isFullScreen():
            self._still.start()

    def mouseMoveEvent(self, event) -> None:
        """Tiles let moves pass to here while no button is down."""
        super().mouseMoveEvent(event)
        if not self._over:
            self._show_cursor()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            full = self.isFullScreen()
            self.setCursor(Qt.CursorShape.BlankCursor if full else Qt.CursorShape.ArrowCursor)
            for tile in self.tiles:
                tile.watch_only_if(not self.isMinimized())
            self._follow_visibility()
            self.full_changed.emit()
        elif event.type() in HANDS_OFF and not (self.isEnabled() and self.isActiveWindow()):
            self.turning.end()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self._follow_visibility()

    def focusOutEvent(self, event) -> None:
        super().focusOutEvent(event)
        self.turning.end()

    def hideEvent(self, event) -> None:
        super().hideEvent(event)
        self.turning.end()
        self._follow_visibility()

    def paintEvent(self, _event) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.colour("base"))

    def take_down(self) -> None:
        """Let go of all cameras, at the end of the program."""
        self._timer.stop()
        self._looker.stop()
        self._touring.end()
        self.turning.end()
        for tile in self.tiles:
            tile.hang(None)
