"""What hangs on the wall and in which layout; the wall window and the camera page both follow it."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.base.bus import Changed
from app.base.errors import Refused
from app.people.rights import Act
from app.video.directory import LAYOUTS, TILES_MAX, Directory
from app.video.records import Camera, WallPlan
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.gate import why_not
from widgets.kit.listen import listen
from widgets.video.reasons import trouble_words


class Board(QObject):
    """Changes show at once and are kept behind: without a store the wall still obeys.

    Signals: `changed` (layout or tiles), `directory_changed` (the cameras themselves). `cameras` is
    the whole directory by code; `tiles` holds one camera or None for each of the nine places.
    """

    changed = Signal()
    directory_changed = Signal()

    def __init__(self, desk: Desk, directory: Directory) -> None:
        super().__init__()
        self._desk = desk
        self._directory = directory
        self.cameras: tuple[Camera, ...] = ()
        self.layout = 4
        self.tiles: list[Camera | None] = [None] * TILES_MAX
        self._loaded = False
        listen(self, desk.bus, Changed, self._on_changed)

    def load(self) -> None:
        """Read directory and plan; answers come as signals."""
        ask(self, self._desk.store, self._directory.cameras, then=self._have_cameras,
            fail=self._explain)  # fmt: skip

    def place_of(self, camera_id: UUID) -> int:
        """Number of the tile that shows the camera, 0 for none."""
        for number, camera in enumerate(self.tiles, 1):
            if camera is not None and camera.id == camera_id:
                return number
        return 0

    def hang(self, number: int, camera: Camera | None) -> bool:
        """Put a camera on tile 1 to 9; it leaves the tile where it hung before. False, and said why, for
        who may not change the wall."""
        if self._barred():
            return False
        if camera is not None and (held := self.place_of(camera.id)):
            self.tiles[held - 1] = None
        self.tiles[number - 1] = camera
        needed = next(layout for layout in LAYOUTS if layout >= min(number, TILES_MAX))
        if camera is not None and needed > self.layout:
            self.layout = needed
        self._keep()
        return True

    def show_layout(self, layout: int) -> None:
        if layout in LAYOUTS and layout != self.layout and not self._barred():
            self.layout = layout
            self._keep()

    def _barred(self) -> bool:
        barred = why_not(self._desk.session.officer, Act.WALL)
        if barred:
            self._desk.say(barred)
        return bool(barred)

    def _keep(self) -> None:
        self.changed.emit()
        try:
            by = str(self._desk.session.demand(Act.WALL).id)
        except Refused as refusal:
            self._explain(refusal)
            return
        ids = [str(camera.id) if camera else "" for camera in self.tiles]
        ask(self, self._desk.store, self._directory.hang, by, self.layout, ids, fail=self._explain)

    def _on_changed(self, fact: Changed) -> None:
        if fact.kind == "camera":
            self.load()

    def _have_cameras(self, cameras: list[Camera]) -> None:
        self.cameras = tuple(cameras)
        fresh = {camera.id: camera for camera in cameras}
        self.tiles = [fresh.get(camera.id) if camera else None for camera in self.tiles]
        self.directory_changed.emit()
        if not self._loaded:
            ask(self, self._desk.store, self._directory.plan, then=self._have_plan,
                fail=self._explain)  # fmt: skip
        else:
            self.changed.emit()

    def _have_plan(self, plan: WallPlan | None) -> None:
        self._loaded = True
        if plan is not None:
            known = {str(camera.id): camera for camera in self.cameras}
            tiles = [known.get(key) for key in plan.cameras][:TILES_MAX]
            self.tiles = tiles + [None] * (TILES_MAX - len(tiles))
            self.layout = plan.layout
        self.changed.emit()

    def _explain(self, error: Exception) -> None:
        why = trouble_words(error)
        self._desk.say(self.tr("The wall is not kept for the next start: {why}").format(why=why))
