"""What the walls ask for is done by the page's rooms; an emergency that waits is seen on all of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.base.marks import Mark
from app.video.records import Camera
from widgets.kit.desk import Desk
from widgets.shell.banner import EmergencyBorder
from widgets.shell.shell import Shell
from widgets.video.page import VideoPage
from widgets.video.wall_band import WallBand
from widgets.video.wall_window import WallWindow
from widgets.video.walls import Walls
from widgets.wiring.filming import Filming


class WallTies(QObject):
    """`go(page)` shows a page: a replay is seen there, the wall stays as it is."""

    def __init__(
        self,
        desk: Desk,
        shell: Shell,
        walls: Walls,
        page: VideoPage,
        filming: Filming,
        go: Callable[[str], None],
        mark: Mark,
    ) -> None:
        super().__init__()
        self._theme, self._clock = desk.theme.in_mode("wall"), desk.clock
        self._shell, self._messages = shell, shell.messages
        self._walls, self._filming, self._go = walls, filming, go
        walls.head.show_mark(mark)
        walls.made.connect(self._frame)
        for window in walls.windows.values():
            self._frame(window)
        shell.messages.waiting_changed.connect(self._tell)
        shell.lock_changed.connect(self._lock)
        page.wall_wanted.connect(walls.show_chosen)
        page.preview.wanted.connect(lambda act: self._film(act, page.preview.camera))
        walls.snapshot_wanted.connect(page.snapshot)
        walls.note_wanted.connect(page.note)
        walls.act_wanted.connect(self._film)
        filming.figures.connect(walls.head.show_figures)
        self._tell()

    def _frame(self, window: WallWindow) -> None:
        """Who works at a wall is at the desk; where the desk is locked, nobody does."""
        wide = round(self._theme.number("wall.alarm_border"))
        EmergencyBorder(self._theme, self._messages, window, wide=wide)
        WallBand(self._theme, window.look, self._clock, self._messages, window.header)
        self._shell.touches.watch(window)
        window.setEnabled(not self._shell.locked)

    def _lock(self, locked: bool) -> None:
        """Input only: pictures, tours and recordings go on."""
        for window in self._walls.windows.values():
            window.setEnabled(not locked)

    def _tell(self) -> None:
        """Emergencies stand first among what waits."""
        waiting = next((one for one in self._messages.unanswered() if one.emergency), None)
        self._walls.head.show_emergency(waiting.title if waiting is not None else "")

    def _film(self, act: str, camera: Camera | None) -> None:
        if act == "replay":
            self._go("video")
        filming = self._filming
        {"record": filming.record, "replay": filming.replay, "tie": filming.tie}[act](camera)
