"""What hangs on one wall and in which layout; its window, the sketch and the page follow it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.video.layouts import LAYOUTS, TILES_MAX, large_enough, tiles_of
from app.video.records import Camera, WallPlan
from app.video.scenes import Hung
from app.video.tour import Tour

UNDO_MAX = 30


class Board(QObject):
    """Changes show at once. `keep(board)` is called after each, to keep it behind; `barred()` says, and
    returns True, when whoever sits here may not change the wall.

    Signal `changed`: layout, tiles, page or dwell. Tiles are numbered from 1 on the page that is shown.
    """

    changed = Signal()

    def __init__(
        self, number: int, barred: Callable[[], bool], keep: Callable[[Board], None]
    ) -> None:
        super().__init__()
        self.number = number
        self.layout = 4
        self.dwell_s = 0
        self.scene = ""
        """The scene that was opened, "" once it was changed."""
        self.tour = Tour()
        self._hung: list[Camera | None] = []
        self._barred, self._keep = barred, keep
        self._before: deque[tuple[int, int, str, list[Camera | None]]] = deque(maxlen=UNDO_MAX)

    @property
    def tiles(self) -> list[Camera | None]:
        """A camera or None for each of the 25 tiles there can be, of the page that is shown."""
        first = self.tour.page * tiles_of(self.layout)
        shown = self._hung[first : first + TILES_MAX]
        return shown + [None] * (TILES_MAX - len(shown))

    @property
    def shown(self) -> list[Camera | None]:
        """Only those that the layout has room for."""
        return self.tiles[: tiles_of(self.layout)]

    @property
    def coming(self) -> list[Camera | None]:
        """What the next page of the tour will show."""
        count = tiles_of(self.layout)
        first = (self.tour.page + 1) % self.tour.pages * count
        return self._hung[first : first + count]

    def kept(self) -> Hung:
        ids = tuple(str(camera.id) if camera else "" for camera in self._hung)
        return Hung(self.layout, ids, self.dwell_s)

    def place_of(self, camera_id: UUID) -> int:
        """Number of the place that shows the camera, counted over all pages; 0 for none."""
        for number, camera in enumerate(self._hung, 1):
            if camera is not None and camera.id == camera_id:
                return number
        return 0

    # -- what the officer does -----------------------------------------------------------------

    def hang(self, number: int, camera: Camera | None) -> bool:
        """Put a camera on a tile; it leaves the place where it hung before. False for who may not."""
        if self._barred():
            return False
        self._remember()
        if camera is not None:
            if held := self.place_of(camera.id):
                self._hung[held - 1] = None
            self.layout = large_enough(number, self.layout)
        self._put(self._place(number), camera)
        self._done()
        return True

    def take_down(self, camera_id: UUID) -> None:
        number = self.place_of(camera_id)
        if number and not self._barred():
            self._remember()
            self._put(number - 1, None)
            self._done()

    def swap(self, one: int, other: int) -> bool:
        """Two tiles change their places, empty ones too."""
        if one == other or self._barred():
            return False
        self._remember()
        a, b = self._place(one), self._place(other)
        first, second = self._at(a), self._at(b)
        self._put(a, second)
        self._put(b, first)
        self._done()
        return True

    def show_layout(self, layout: int) -> None:
        if layout in LAYOUTS and layout != self.layout and not self._barred():
            self._remember()
            self.layout = layout
            self._done()

    def dwell(self, seconds: int) -> None:
        """Seconds for which each page of a tour stands; 0: the wall does not tour."""
        if seconds != self.dwell_s and not self._barred():
            self._remember()
            self.dwell_s = seconds
            self._done()

    def open_scene(self, scene: WallPlan, cameras: Mapping[str, Camera]) -> bool:
        """Hang it as it was kept. A camera that is no longer known leaves its tile empty."""
        if self._barred():
            return False
        self._remember()
        self._take(scene, cameras)
        self._done(scene.name, anew=True)
        return True

    def undo(self) -> bool:
        """Back to before the last change; False when there was none."""
        if not self._before or self._barred():
            return False
        self.layout, self.dwell_s, scene, self._hung = self._before.pop()
        self._done(scene)
        return True

    def start_tour(self) -> None:
        """Start, pause, go on."""
        if not self._barred():
            self.tour.toggle()
            self.changed.emit()

    def turn(self, pages: int) -> None:
        """To the next page of the tour, or the one before."""
        if self.tour.step(pages):
            self.changed.emit()

    # -- what comes from the record ------------------------------------------------------------

    def show_plan(self, plan: WallPlan, cameras: Mapping[str, Camera]) -> None:
        self._take(plan, cameras)
        self._follow(anew=True)

    def renew(self, cameras: Mapping[str, Camera]) -> None:
        """The directory was changed."""
        fresh = [cameras.get(str(one.id)) if one else None for one in self._hung]
        if fresh != self._hung:
            self._hung = fresh
            self._follow()

    def _take(self, plan: WallPlan, cameras: Mapping[str, Camera]) -> None:
        self.layout, self.dwell_s = plan.layout, plan.dwell_s
        self._hung = [cameras.get(key) for key in plan.cameras]

    def _place(self, number: int) -> int:
        return self.tour.page * tiles_of(self.layout) + number - 1

    def _at(self, place: int) -> Camera | None:
        return self._hung[place] if place < len(self._hung) else None

    def _put(self, place: int, camera: Camera | None) -> None:
        self._hung += [None] * (place + 1 - len(self._hung))
        self._hung[place] = camera
        while self._hung and self._hung[-1] is None:
            self._hung.pop()

    def _remember(self) -> None:
        self._before.append((self.layout, self.dwell_s, self.scene, list(self._hung)))

    def _done(self, scene: str = "", *, anew: bool = False) -> None:
        self.scene = scene
        self._follow(anew=anew)
        self._keep(self)

    def _follow(self, *, anew: bool = False) -> None:
        pages = -(-len(self._hung) // tiles_of(self.layout))
        self.tour.lay(pages, self.dwell_s, anew=anew)
        self.changed.emit()


def by_key(cameras: Sequence[Camera]) -> dict[str, Camera]:
    """As plans name them."""
    return {str(camera.id): camera for camera in cameras}
