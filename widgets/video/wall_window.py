"""The video wall: an output of its own, black, which never moves by itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QWidget

from app.video.layouts import TILES_MAX, boxes, tiles_of
from app.video.records import Camera
from app.video.wall import Wall
from widgets.kit.desk import Desk
from widgets.video.badges import Badges
from widgets.video.board import Board
from widgets.video.header import WallHeader
from widgets.video.look import TileLook
from widgets.video.tile import Tile

TICK_MS = 16
_FULL_HEIGHT = 1080


class WallWindow(QWidget):
    """A top-level window without a parent, so that neither lock nor sign-out of the console touch it.

    `header` takes warnings, response, figures and the mark. Signal `snapshot_wanted(camera)` comes
    from a tile's menu or Alt+S on the enlarged tile, `note_wanted(camera)` from the
    menu. Double click or Enter enlarges a tile and
    brings it back; F11 full screen; Esc goes back one step.
    """

    snapshot_wanted = Signal(object)
    note_wanted = Signal(object)
    act_wanted = Signal(str, object)

    def __init__(self, desk: Desk, wall: Wall, board: Board, badges: Badges) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._theme = desk.theme.in_mode("wall")
        self._board = board
        self._look = TileLook(self._theme)
        self._enlarged = 0
        self.header = WallHeader(self._theme, self._look, desk.clock, self)
        self.tiles = [
            Tile(self._theme, desk.clock, wall, badges, number, self)
            for number in range(1, TILES_MAX + 1)
        ]
        for tile in self.tiles:
            tile.look = self._look
            tile.opened.connect(lambda n=tile.number: self.enlarge(n))
            tile.shot.connect(lambda t=tile: self.snapshot_wanted.emit(t.camera))
            tile.wanted.connect(lambda act, t=tile: self.act_wanted.emit(act, t.camera))
            tile.noted.connect(lambda t=tile: self.note_wanted.emit(t.camera))
            tile.taken_down.connect(lambda n=tile.number: board.hang(n, None))
        self.setWindowTitle(self.tr("Video wall"))
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(640, 360)
        self.resize(1280, 720)
        self._bind()
        board.changed.connect(self._arrange)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._arrange()

    @property
    def enlarged(self) -> int:
        """Number of the enlarged tile, 0 for none."""
        return self._enlarged

    def enlarge(self, number: int) -> None:
        """Show this tile alone; the same one again, or 0, brings all back."""
        back = number in (0, self._enlarged) or self.tiles[number - 1].camera is None
        self._enlarged = 0 if back else number
        self._arrange()

    def toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _bind(self) -> None:
        for key, act in (
            ("F11", self.toggle_full_screen),
            ("Esc", self._back),
            ("Alt+S", self._shoot_enlarged),
            ("Alt+R", lambda: self._act_enlarged("record")),
            ("Alt+V", lambda: self._act_enlarged("replay")),
            ("Alt+T", lambda: self._act_enlarged("tie")),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(act)
        for number in range(1, 10):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.activated.connect(lambda n=number: self.enlarge(n))

    def _back(self) -> None:
        if self._enlarged:
            self.enlarge(0)
        elif self.isFullScreen():
            self.toggle_full_screen()

    def _shoot_enlarged(self) -> None:
        camera: Camera | None = self.tiles[self._enlarged - 1].camera if self._enlarged else None
        if camera is not None:
            self.snapshot_wanted.emit(camera)

    def _act_enlarged(self, act: str) -> None:
        camera = self.tiles[self._enlarged - 1].camera if self._enlarged else None
        if camera is not None:
            self.act_wanted.emit(act, camera)

    def _shown(self) -> list[Tile]:
        if self._enlarged:
            return [self.tiles[self._enlarged - 1]]
        return self.tiles[: tiles_of(self._board.layout)]

    def _arrange(self) -> None:
        self._look.scale = min(self.height() / _FULL_HEIGHT, self.width() / 1600)
        if self._enlarged and self._board.tiles[self._enlarged - 1] is None:
            self._enlarged = 0
        shown = self._shown()
        alone = len(shown) == 1
        gap = self._look.px("wall.tile_gap")
        top = self._look.px("wall.header_h")
        self.header.setGeometry(0, 0, self.width(), top)
        wide, high = self.width() - gap, self.height() - top
        for tile, box in zip(shown, boxes(1 if alone else self._board.layout), strict=True):
            left, up = gap + round(box.x * wide), top + round(box.y * high)
            right, under = gap + round((box.x + box.w) * wide), top + round((box.y + box.h) * high)
            tile.show_whole(alone)
            tile.setGeometry(left, up, right - left - gap, under - up - gap)
        hung = self._board.tiles
        for tile in self.tiles:
            there = tile.number <= tiles_of(self._board.layout)
            tile.hang(hung[tile.number - 1] if there else None)
            tile.setVisible(tile in shown)
        self.update()

    def _tick(self) -> None:
        self.header.tick()
        for tile in self._shown():
            tile.poll()

    def _follow_visibility(self) -> None:
        """A minimised wall decodes nothing; its cameras stay connected."""
        seen = self.isVisible() and not self.isMinimized()
        (self._timer.start if seen else self._timer.stop)()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.setCursor(
                Qt.CursorShape.BlankCursor if self.isFullScreen() else Qt.CursorShape.ArrowCursor
            )
            for tile in self.tiles:
                tile.watch_only_if(not self.isMinimized())
            self._follow_visibility()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self._follow_visibility()

    def hideEvent(self, event) -> None:
        super().hideEvent(event)
        self._follow_visibility()

    def paintEvent(self, _event) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.colour("base"))

    def take_down(self) -> None:
        """Let go of all cameras, at the end of the program."""
        self._timer.stop()
        for tile in self.tiles:
            tile.hang(None)
