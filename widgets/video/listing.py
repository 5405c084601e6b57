"""The cameras of one folder or search: what they are, how they stand, where they hang."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.base.clock import span
from app.people.rights import Act
from app.video.folders import ALL, sought, within
from app.video.records import Camera
from app.video.states import State
from app.video.wall import Wall
from widgets.kit.buttons import PlainButton
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.flow import Flow
from widgets.kit.gate import gates
from widgets.kit.panel import Panel
from widgets.kit.table import RecordTable
from widgets.video.boards import Boards
from widgets.video.folders import FolderTree
from widgets.video.reasons import state_words


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list, in words."""

    id: UUID
    code: str
    name: str
    township: str
    kind: str
    state: State | None
    state_words: str
    age: str
    place: str
    out: bool


class CameraList(QWidget):
    """Folders and search beside the table. `chosen` when another camera is current, `opened` on Enter.

    `act` puts a button under the table; what may be done to a camera stands there. `told_of` gives what
    another room tells of a camera, behind its name.
    """

    chosen = Signal()
    opened = Signal()

    def __init__(self, desk: Desk, wall: Wall, board: Boards) -> None:
        super().__init__()
        self._desk, self._wall, self._board = desk, wall, board
        self.told_of: Callable[[UUID], str] = lambda _: ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(desk.theme.px("space.m"))
        row.addWidget(self._folder_panel(), 30)
        row.addWidget(self._table_panel(), 96)

    def camera(self) -> Camera | None:
        """The chosen one, as the directory has it now."""
        row = self.table.current()
        return next((c for c in self._board.cameras if row and c.id == row.id), None)

    def show_camera(self, key: UUID) -> None:
        """Whatever was looked for before."""
        if not self.table.select(key):
            self.find.clear()
            self.folders.select(ALL)
            self.redraw(now=True)
            self.table.select(key)

    def act(
        self,
        words: str,
        key: str,
        do: Callable[[], object],
        right: Act | None,
        *,
        whole: bool = False,
    ) -> PlainButton:
        """`whole`: about the directory, under the groups; else about the chosen camera, under the list."""
        button = PlainButton(self._desk.theme, words, key)
        button.clicked.connect(lambda: do())
        if right is not None:
            gates(self._desk, right, button)
        (self.keeping if whole else self.acts).addWidget(button)
        return button

    def redraw(self, *, now: bool = False) -> None:
        cameras = self._board.cameras
        states = {camera.id: self._state_words(camera) for camera in cameras}

        def state_of(camera: Camera) -> str:
            return states[camera.id]

        self.folders.show_cameras(cameras, state_of)
        wanted, folder = self.find.text().strip().lower(), self.folders.current()
        held = [c for c in cameras if within(c, folder, state_of) and wanted in sought(c)]
        self.table.show_records([self._row(one, states[one.id]) for one in held], now=now)
        seen = [self._state(camera) for camera in cameras]
        watched = [one for one in seen if one is not None]
        self._panel.set_note(
            self.tr("{n} in all, {watched} watched, {live} live").format(
                n=len(cameras), watched=len(watched), live=watched.count(State.LIVE)
            )
        )

    # -- parts ---------------------------------------------------------------------------------

    def _folder_panel(self) -> Panel:
        theme = self._desk.theme
        panel = Panel(theme, self.tr("Groups of cameras"), flush=True)
        self.find = QLineEdit()
        self.find.setPlaceholderText(self.tr("Find by number, name, township, kind"))
        self.find.setClearButtonEnabled(True)
        self.find.setFixedHeight(theme.px("control.field_h"))
        self.find.setAccessibleName(self.tr("Find a camera"))
        self.find.textChanged.connect(lambda _: self.redraw(now=True))
        self.folders = FolderTree(theme)
        self.folders.picked.connect(lambda _: self.redraw(now=True))
        box = QVBoxLayout()
        edge = theme.px("space.m")
        box.setContentsMargins(edge, 0, edge, 0)
        box.addWidget(self.find)
        panel.body.addLayout(box)
        panel.add(self.folders, 1)
        self.keeping = Flow(theme.px("space.xs"))
        self.keeping.setContentsMargins(edge, 0, edge, edge)
        panel.body.addLayout(self.keeping)
        return panel

    def _table_panel(self) -> Panel:
        theme = self._desk.theme
        self._panel = Panel(theme, self.tr("Cameras"), flush=True)
        self.table = RecordTable(
            theme,
            (
                Column(self.tr("No."), lambda row: row.code, 92),
                Column(self.tr("Camera"), lambda row: row.name, stretch=True),
                Column(self.tr("Township"), lambda row: row.township or "—", 92, tone="text2"),
                Column(self.tr("Kind"), lambda row: row.kind, 88, tone="text2", fold=True),
                Column(self.tr("State"), lambda row: row.state_words, 84, tone=_tone),
                Column(self.tr("Picture"), lambda row: row.age, 72, right=True, tone="text2"),
                Column(self.tr("Wall"), lambda row: row.place, 68, right=True),
            ),
            row="table_compact",
            empty=self.tr("No camera is entered, or none fits the search"),
            name="cameras",
            memory=self._desk.memory,
        )
        self.table.chosen.connect(lambda _: self.chosen.emit())
        self.table.opened.connect(lambda _: self.opened.emit())
        self._panel.add(self.table, 1)
        self.acts = Flow(theme.px("space.s"))
        edge = theme.px("space.m")
        self.acts.setContentsMargins(edge, 0, edge, edge)
        self._panel.body.addLayout(self.acts)
        return self._panel

    # -- rows ----------------------------------------------------------------------------------

    def _state(self, camera: Camera) -> State | None:
        status = self._wall.status(camera.id)
        return status.state if status and status.state is not State.IDLE else None

    def _state_words(self, camera: Camera) -> str:
        return (
            self.tr("out of service") if camera.out_of_service else state_words(self._state(camera))
        )

    def _row(self, camera: Camera, words: str) -> Row:
        status, state = self._wall.status(camera.id), self._state(camera)
        age = "—"
        if state is not None and status is not None and status.last_s is not None:
            age = age_words(self._desk.clock.monotonic_s() - status.last_s)
        place = self._board.place_of(camera.id)
        name = f"{camera.name} {self.told_of(camera.id)}".strip()
        return Row(
            camera.id, camera.code, name, camera.township, camera.kind.value,
            state, words, age, str(place) if place else "", bool(camera.out_of_service),
        )  # fmt: skip


def age_words(age_s: float) -> str:
    return f"{age_s:.0f} s" if age_s < 10 else span(age_s)


def _tone(row: Row) -> str:
    """Ink for a known fault, grey for well and unknown: being well has no colour."""
    return "text2" if row.out or row.state in (None, State.LIVE, State.CONNECTING) else "ink"
