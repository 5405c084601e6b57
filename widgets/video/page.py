"""The camera directory: find a camera, look at it, put it on the wall, take a snapshot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.base.bus import Changed
from app.base.clock import span
from app.base.errors import Refused
from app.incidents.records import Incident
from app.people.rights import Act
from app.people.signin import SignedIn
from app.video.directory import LAYOUTS, TILES_MAX
from app.video.facts import CameraStateChanged
from app.video.records import Camera, Snapshot
from app.video.states import State
from app.video.wall import Wall
from widgets.kit.ask import ask
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.fields import ComboField
from widgets.kit.gate import gates, why_not
from widgets.kit.labels import ElidedLabel
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.table import RecordTable
from widgets.shell.page import Page
from widgets.video.board import Board
from widgets.video.login import LoginCard
from widgets.video.reasons import reason_words, state_words, trouble_words
from widgets.video.sketch import WallSketch
from widgets.video.tile import Tile

PREVIEW = (480, 270)
PREVIEW_LOW = (368, 207)
LOW_ROWS = 17
"""A page lower than so many rows has the small preview and the short sketch."""

FEW = 8
SETTLE_MS = 250
"""The preview opens when the choice has rested this long: walking down the list opens nothing."""


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


class VideoPage(Page):
    """`shoot` takes a snapshot (on the disk worker); `on_snapshot(camera, snapshot)` then writes the
    log. Signal `wall_wanted`: the officer asked for the wall's window; `note_wanted(camera, shot)`:
    for a line of the log with this picture; `fault_wanted(device)`: to be mended.
    """

    key = "video"
    wall_wanted = Signal()
    note_wanted = Signal(object, object)
    fault_wanted = Signal(str)

    def __init__(
        self,
        desk: Desk,
        wall: Wall,
        board: Board,
        shoot: Callable[[Camera], Snapshot],
        on_snapshot: Callable[[Camera, Snapshot], None],
        login: Callable[[QWidget], LoginCard] | None = None,
        incidents: Callable[[], list[Incident]] = list,
    ) -> None:
        """`login` makes the card that asks for a camera's password; `incidents` gives those still open, on
        the store thread."""
        super().__init__()
        self._desk = desk
        self._wall = wall
        self._board = board
        self._shoot = shoot
        self._on_snapshot = on_snapshot
        self._incidents = incidents
        self._open: tuple[Incident, ...] = ()
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._open_preview)
        self._build()
        self._bind()
        self.login = login(self) if login else None
        board.changed.connect(self._redraw)
        board.directory_changed.connect(lambda: self._redraw(now=True))
        listen(self, desk.bus, CameraStateChanged, self._on_state)
        listen(self, desk.bus, Changed, self._changed)
        listen(self, desk.bus, SignedIn, lambda _: self._offer(list(self._open)))
        self._ticker = QTimer(self, interval=round(desk.theme.number("duration_ms.tick")))
        self._ticker.timeout.connect(self._redraw)
        self._poller = QTimer(self, interval=16, timerType=Qt.TimerType.PreciseTimer)
        self._poller.timeout.connect(self.preview.poll)
        self._redraw(now=True)
        self._read_incidents()

    @property
    def incident_id(self) -> UUID | None:
        """The open incident that a snapshot is for; None: for none."""
        chosen = str(self.about.value())
        return UUID(chosen) if chosen else None

    def tie(self, incident_id: UUID | None) -> None:
        """Snapshots are for this one from now on."""
        self.about.set_value(str(incident_id or ""))

    def _changed(self, fact: Changed) -> None:
        if fact.kind == "incident":
            self._read_incidents()

    def _read_incidents(self) -> None:
        ask(self, self._desk.store, self._incidents, then=self._offer, fail=self._explain)

    def _offer(self, incidents: list[Incident]) -> None:
        """What was chosen stays while it is open."""
        self._open, held = tuple(incidents), str(self.about.value())
        combo = self.about.combo
        combo.clear()
        combo.addItem(self.tr("for no incident"), "")
        for one in self._open:
            combo.addItem(f"{one.no}  {self._desk.session.covered(one.title)}", str(one.id))
        self.about.set_value(held if combo.findData(held) >= 0 else "")

    def first_focus(self) -> QWidget:
        return self._find

    def snapshot(self, camera: Camera | None = None) -> None:
        """Take one of this camera, or of the chosen one, and hand it to `on_snapshot`."""
        camera = camera or self._chosen()
        if camera is None:
            self._note(self.tr("Choose a camera first"))
            return
        if not self._may_write():
            return
        self._note(self.tr("Taking a snapshot of {code} …").format(code=camera.code))
        ask(self, self._desk.disk, self._shoot, camera,
            then=lambda shot: self._have_snapshot(camera, shot), fail=self._explain)  # fmt: skip

    def note(self, camera: Camera | None = None) -> None:
        """As `snapshot`, for a line that the officer writes himself."""
        camera = camera or self._chosen()
        if camera is not None and self._may_write():
            ask(self, self._desk.disk, self._shoot, camera,
                then=lambda shot: self.note_wanted.emit(camera, shot), fail=self._explain)  # fmt: skip

    def _may_write(self) -> bool:
        """The menus of the tiles lead here too; a picture nobody may write down is not taken."""
        barred = why_not(self._desk.session.officer, Act.LOG)
        if barred:
            self._note(barred)
            self._desk.say(barred)
        return not barred

    # -- parts ---------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._desk.theme
        self.setMinimumSize(theme.px("row.table") * 24, theme.px("row.table") * 13)
        self.inside = QWidget()
        outer = QVBoxLayout(self)
        outer.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.inside)
        frame = QHBoxLayout(self.inside)
        frame.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.setSpacing(theme.px("space.m"))
        frame.addWidget(self._list_panel(), 1)
        right = QVBoxLayout()
        right.setSpacing(theme.px("space.m"))
        right.addWidget(self._preview_panel())
        right.addWidget(self._wall_panel())
        right.addStretch(1)
        frame.addLayout(right)

    def _list_panel(self) -> Panel:
        theme = self._desk.theme
        self._list = Panel(theme, self.tr("Cameras"), flush=True)
        self._find = QLineEdit()
        self._find.setPlaceholderText(self.tr("Find by number, name, township, kind"))
        self._find.setClearButtonEnabled(True)
        self._find.setFixedSize(theme.px("control.field_h") * 8, theme.px("control.field_h"))
        self._find.setAccessibleName(self.tr("Find a camera"))
        self._find.textChanged.connect(lambda _: self._redraw(now=True))
        key = PlainButton(theme, self.tr("User and password"), "Alt+P", "lock")
        key.clicked.connect(self.ask_login)
        gates(self._desk, Act.DEVICES, key)
        self._list.tools.addWidget(key)
        self._list.tools.addWidget(self._find)
        self._table = RecordTable(
            theme,
            (
                Column(self.tr("No."), lambda row: row.code, 92),
                Column(self.tr("Camera"), lambda row: row.name, stretch=True),
                Column(self.tr("Township"), lambda row: row.township or "—", 100, tone="text2"),
                Column(self.tr("Kind"), lambda row: row.kind, 88, tone="text2"),
                Column(self.tr("State"), lambda row: row.state_words, 92, tone=_tone),
                Column(self.tr("Picture"), lambda row: row.age, 92, right=True, tone="text2"),
                Column(self.tr("Wall"), lambda row: row.place, 84, right=True),
            ),
            row="table_compact",
            empty=self.tr("No camera is entered, or none fits the search"),
            name="cameras",
            memory=self._desk.memory,
        )
        self._table.chosen.connect(lambda _: self._settle.start())
        self._table.opened.connect(lambda _: self._hang_on_first_empty())
        self._list.add(self._table, 1)
        return self._list

    def _preview_panel(self) -> Panel:
        theme = self._desk.theme
        panel = Panel(theme, self.tr("Preview"))
        self.preview = Tile(theme.in_mode("wall"), self._desk.clock, self._wall)
        self.preview.look.scale = 0.55
        self.preview.shot.connect(self.snapshot)
        self.preview.noted.connect(self.note)
        panel.add(self.preview)
        self._said = ElidedLabel(theme, "", "small", tone="text2")
        panel.add(self._said)
        self.about = ComboField(theme, self.tr("Snapshot is for"), [], label_w=72)
        combo = self.about.combo
        combo.setSizeAdjustPolicy(combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(FEW)  # long titles do not widen the column
        panel.add(self.about)
        shot = MainButton(theme, self.tr("Snapshot into the log"), "Alt+S", "camera")
        shot.clicked.connect(lambda: self.snapshot())
        gates(self._desk, Act.LOG, shot)
        fault = PlainButton(theme, self.tr("Report a fault"), "Alt+B")
        fault.clicked.connect(lambda: self.fault_wanted.emit(self.faulty()))
        gates(self._desk, Act.TICKET, fault)
        panel.tools.addWidget(fault)
        panel.tools.addWidget(shot)
        return panel

    def _wall_panel(self) -> Panel:
        theme = self._desk.theme
        panel = Panel(theme, self.tr("Wall"), self.tr("Alt+1 to 9 puts the camera there"))
        self.sketch = WallSketch(theme, self._board)
        self.sketch.picked.connect(self.hang_on)
        panel.add(self.sketch)
        line = QHBoxLayout()
        line.setSpacing(theme.px("space.s"))
        for layout, key in zip(LAYOUTS, ("F6", "F7", "F8"), strict=True):
            button = PlainButton(theme, self.tr("{n} tiles").format(n=layout), key)
            button.clicked.connect(lambda _=False, n=layout: self._board.show_layout(n))
            gates(self._desk, Act.WALL, button)
            line.addWidget(button, 1)
        panel.body.addLayout(line)
        line = QHBoxLayout()
        line.setSpacing(theme.px("space.s"))
        down = PlainButton(theme, self.tr("Take off the wall"), "Alt+Q")
        down.clicked.connect(self._take_down)
        gates(self._desk, Act.WALL, down)
        show = PlainButton(theme, self.tr("Show the wall"), "F9", "layout-grid")
        show.clicked.connect(self.wall_wanted)
        line.addWidget(down, 1)
        line.addWidget(show, 1)
        panel.body.addLayout(line)
        return panel

    def _bind(self) -> None:
        for number in range(1, TILES_MAX + 1):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.activated.connect(lambda n=number: self.hang_on(n))

    def faulty(self) -> str:
        """The chosen camera, in the words of the log."""
        camera = self._chosen()
        return f"视频 {camera.name}（{camera.code}）" if camera is not None else ""

    # -- what the officer does -----------------------------------------------------------------

    def hang_on(self, number: int) -> None:
        """Put the chosen camera on this tile of the wall."""
        camera = self._chosen()
        if camera is None:
            self._note(self.tr("Choose a camera first"))
            return
        if not self._board.hang(number, camera):
            return
        self._note(self.tr("{code} hangs on tile {n}").format(code=camera.code, n=number))

    def ask_login(self) -> None:
        """For the chosen camera; the refusal of who may not stands under the preview."""
        camera = self._chosen()
        if camera is None or self.login is None:
            self._note(self.tr("Choose a camera first"))
            return
        try:
            self.login.ask_about(camera, self.inside)
        except Refused as refused:
            self._note(explain(refused))

    def _hang_on_first_empty(self) -> None:
        places = self._board.tiles[: self._board.layout]
        camera = self._chosen()
        if camera is None or self._board.place_of(camera.id):
            return
        if None in places:
            self.hang_on(places.index(None) + 1)
        else:
            self._note(self.tr("The wall is full: choose a tile with Alt+1 to 9"))

    def _take_down(self) -> None:
        camera = self._chosen()
        number = self._board.place_of(camera.id) if camera else 0
        if number:
            self._board.hang(number, None)

    def _chosen(self) -> Camera | None:
        row = self._table.current()
        return next((c for c in self._board.cameras if row and c.id == row.id), None)

    # -- what comes back -----------------------------------------------------------------------

    def _open_preview(self) -> None:
        self.preview.hang(self._chosen() if self.isVisible() else None)
        self._say_state()

    def _have_snapshot(self, camera: Camera, shot: Snapshot) -> None:
        self._on_snapshot(camera, shot)
        self._note(
            self.tr("Snapshot {w}×{h}, {which}, picture {age} old, SHA-256 {hash}…").format(
                w=shot.width,
                h=shot.height,
                which=shot.which.value,
                age=_age(shot.age_s),
                hash=shot.file.sha256[:12],
            )
        )

    def _explain(self, error: Exception) -> None:
        self._note(self.tr("No snapshot: {why}").format(why=trouble_words(error)))

    def _note(self, words: str) -> None:
        self._said.setText(words)

    def _on_state(self, fact: CameraStateChanged) -> None:
        camera = self.preview.camera
        if camera is not None and camera.id == fact.camera_id:
            self._say_state()
        self._redraw()

    def _say_state(self) -> None:
        camera = self.preview.camera
        status = self._wall.status(camera.id) if camera else None
        if camera is None or status is None:
            self._note("")
            return
        words = f"{camera.code}  {state_words(status.state)}"
        if status.state not in (State.LIVE, State.CONNECTING):
            words += "：" + reason_words(status.reason)
        self._note(words)

    def _redraw(self, *, now: bool = False) -> None:
        if not now and not self.isVisible():
            return
        wanted = self._find.text().strip().lower()
        rows = [self._row(camera) for camera in self._board.cameras]
        shown = [row for row in rows if wanted in _sought(row)]
        self._table.show_records(shown, now=now)
        watched = [row for row in rows if row.state is not None]
        live = sum(1 for row in watched if row.state is State.LIVE)
        self._list.set_note(
            self.tr("{n} in all, {watched} watched, {live} live").format(
                n=len(rows), watched=len(watched), live=live
            )
        )

    def _row(self, camera: Camera) -> Row:
        status = self._wall.status(camera.id)
        state = status.state if status and status.state is not State.IDLE else None
        age = "—"
        if state is not None and status is not None and status.last_s is not None:
            age = _age(self._desk.clock.monotonic_s() - status.last_s)
        place = self._board.place_of(camera.id)
        return Row(
            camera.id, camera.code, camera.name, camera.township, camera.kind.value,
            state, state_words(state), age, str(place) if place else "",
        )  # fmt: skip

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        low = self.height() < LOW_ROWS * self._desk.theme.px("row.table")
        wide, high = PREVIEW_LOW if low else PREVIEW
        self.preview.setFixedSize(wide, high + self.preview.look.px("wall.tile_band_h"))
        self.sketch.show_names(not low)

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self._ticker.start()
        self._poller.start()
        self._redraw(now=True)
        self._settle.start()

    def hideEvent(self, event) -> None:
        super().hideEvent(event)
        self._ticker.stop()
        self._poller.stop()
        self.preview.hang(None)


def _tone(row: Row) -> str:
    """Ink for a known fault, grey for well and unknown: being well has no colour."""
    return "text2" if row.state in (None, State.LIVE, State.CONNECTING) else "ink"


def _sought(row: Row) -> str:
    return f"{row.code} {row.name} {row.township} {row.kind}".lower()


def _age(age_s: float) -> str:
    return f"{age_s:.0f} s" if age_s < 10 else span(age_s)
