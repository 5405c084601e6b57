"""All walls of the desk and the scenes for them: read from the record, kept behind each change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.base.bus import Changed
from app.base.errors import Refused
from app.people.rights import Act
from app.video.directory import Directory
from app.video.records import Camera, WallPlan
from app.video.scenes import WALLS_MAX, Hung, Scenes
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.gate import why_not
from widgets.kit.listen import listen
from widgets.video.badges import Badges
from widgets.video.board import Board, by_key
from widgets.video.reasons import trouble_words


class Boards(QObject):
    """Four boards; the page works on the `chosen` one. Without a store the walls still obey.

    Signals: `changed` (the chosen wall, or which one is chosen), `directory_changed` (the cameras),
    `scenes_changed`. `cameras` is the whole directory by code, `scenes` in the officers' order.
    `badges` are the marks on the tiles.
    """

    changed = Signal()
    directory_changed = Signal()
    scenes_changed = Signal()

    def __init__(self, desk: Desk, directory: Directory, scenes: Scenes) -> None:
        super().__init__()
        self._desk, self._directory, self._kept = desk, directory, scenes
        self.cameras: tuple[Camera, ...] = ()
        self.scenes: tuple[WallPlan, ...] = ()
        self.badges = Badges(self)
        self.boards = tuple(
            Board(number, self._barred, self._keep) for number in range(1, WALLS_MAX + 1)
        )
        self.chosen = self.boards[0]
        for board in self.boards:
            board.changed.connect(lambda b=board: self._board_changed(b))
        self._loaded = False
        listen(self, desk.bus, Changed, self._on_changed)

    def load(self) -> None:
        """Read directory, walls and scenes; answers come as signals."""
        ask(self, self._desk.store, self._directory.cameras, then=self._have_cameras,
            fail=self._explain)  # fmt: skip

    def choose(self, number: int) -> None:
        """The wall that the page works on, 1 to 4."""
        self.chosen = self.boards[number - 1]
        self.changed.emit()

    # -- the chosen wall, as the page knows it -------------------------------------------------

    @property
    def layout(self) -> int:
        return self.chosen.layout

    @property
    def tiles(self) -> list[Camera | None]:
        return self.chosen.tiles

    def place_of(self, camera_id: UUID) -> int:
        """Number of the place on the chosen wall, 0 for none."""
        return self.chosen.place_of(camera_id)

    def hang(self, number: int, camera: Camera | None) -> bool:
        return self.chosen.hang(number, camera)

    def take_down(self, camera_id: UUID) -> None:
        self.chosen.take_down(camera_id)

    def show_layout(self, layout: int) -> None:
        self.chosen.show_layout(layout)

    # -- scenes --------------------------------------------------------------------------------

    def open_scene(self, scene: WallPlan, board: Board | None = None) -> bool:
        return (board or self.chosen).open_scene(scene, by_key(self.cameras))

    def keep_scene(self, name: str, occasion: str, hung: Hung, **answers: Any) -> None:
        """`then` and `fail` get the scene, or what refused it."""
        self._write(self._kept.keep, name, occasion, hung, **answers)

    def change_scene(self, seen: WallPlan, name: str, occasion: str, **answers: Any) -> None:
        self._write(self._kept.change, seen, name, occasion, **answers)

    def arrange_scene(self, seen: WallPlan, hung: Hung, **answers: Any) -> None:
        self._write(self._kept.arrange, seen, hung, **answers)

    def end_scene(self, seen: WallPlan, **answers: Any) -> None:
        self._write(self._kept.end, seen, **answers)

    def restore_scene(self, gone: WallPlan, **answers: Any) -> None:
        self._write(self._kept.restore, gone, **answers)

    def move_scene(self, seen: WallPlan, step: int, **answers: Any) -> None:
        self._write(self._kept.move, seen, step, **answers)

    def _write(
        self,
        act: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], None] | None = None,
        fail: Callable[[Exception], None] | None = None,
    ) -> None:
        try:
            by = str(self._desk.session.demand(Act.WALL).id)
        except Refused as refusal:
            (fail or self._explain)(refusal)
            return

        def done(answer: Any) -> None:
            self._read_scenes()
            if then is not None:
                then(answer)

        ask(self, self._desk.store, act, by, *args, then=done, fail=fail or self._explain)

    # -- inside --------------------------------------------------------------------------------

    def _barred(self) -> bool:
        barred = why_not(self._desk.session.officer, Act.WALL)
        if barred:
            self._desk.say(barred)
        return bool(barred)

    def _keep(self, board: Board) -> None:
        try:
            by = str(self._desk.session.demand(Act.WALL).id)
        except Refused as refusal:
            self._explain(refusal)
            return
        ask(self, self._desk.store, self._kept.hang, by, board.kept(), board.number,
            fail=self._explain)  # fmt: skip

    def _board_changed(self, board: Board) -> None:
        if board is self.chosen:
            self.changed.emit()

    def _on_changed(self, fact: Changed) -> None:
        if fact.kind == "camera":
            self.load()
        elif fact.kind == "wall_plan":
            self._read_scenes()

    def _have_cameras(self, cameras: list[Camera]) -> None:
        self.cameras = tuple(cameras)
        known = by_key(cameras)
        for board in self.boards:
            board.renew(known)
        self.directory_changed.emit()
        if not self._loaded:
            ask(self, self._desk.store, self._walls, then=self._have_plans, fail=self._explain)

    def _walls(self) -> list[WallPlan | None]:
        return [self._kept.now(board.number) for board in self.boards]

    def _have_plans(self, plans: list[WallPlan | None]) -> None:
        self._loaded = True
        known = by_key(self.cameras)
        for board, plan in zip(self.boards, plans, strict=True):
            if plan is not None:
                board.show_plan(plan, known)
        self._read_scenes()

    def _read_scenes(self) -> None:
        ask(self, self._desk.store, self._kept.scenes, then=self._have_scenes, fail=self._explain)

    def _have_scenes(self, scenes: list[WallPlan]) -> None:
        self.scenes = tuple(scenes)
        self.scenes_changed.emit()

    def _explain(self, error: Exception) -> None:
        why = trouble_words(error)
        self._desk.say(self.tr("The wall is not kept for the next start: {why}").format(why=why))
