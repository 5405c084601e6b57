"""The camera directory: find a camera, look at it, put it on the wall, take a snapshot."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.base.bus import Changed
from app.base.errors import Refused
from app.incidents.records import Incident
from app.people.rights import Act
from app.people.signin import SignedIn
from app.video.facts import CameraStateChanged
from app.video.records import Camera, Snapshot
from app.video.wall import Wall
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.gate import why_not
from widgets.kit.listen import listen
from widgets.shell.page import Page
from widgets.video.acts import CameraActs
from widgets.video.boards import Boards
from widgets.video.listing import CameraList, age_words
from widgets.video.login import LoginCard
from widgets.video.preview import PreviewPanel
from widgets.video.reasons import trouble_words
from widgets.video.rooms import CameraRooms
from widgets.video.scene_picker import ScenePicker
from widgets.video.scene_tables import SceneTables
from widgets.video.wall_panel import WallPanel

LOW_ROWS = 17
"""A page lower than so many rows has the small preview and the short sketch."""

SETTLE_MS = 250
"""The preview opens when the choice has rested this long: walking down the list opens nothing."""


class VideoPage(Page):
    """`shoot` takes a snapshot (on a thread that may wait for a camera); `on_snapshot(camera, snapshot)`
    then writes the log. Signal `wall_wanted`: the officer asked for the wall's window;
    `note_wanted(camera, shot)`: for a line of the log with this picture; `fault_wanted(device)`: to be
    mended; `place_wanted`: to be picked on the map.

    A further room of cameras (health, replay, …) is a widget with a signal `left`: `add_view` gives it
    a button under the list and the whole page while it is open.
    """

    key = "video"
    wall_wanted = Signal()
    note_wanted = Signal(object, object)
    fault_wanted = Signal(str)
    fault_found = Signal(str, str)
    place_wanted = Signal()

    def __init__(
        self,
        desk: Desk,
        wall: Wall,
        board: Boards,
        shoot: Callable[[Camera], Snapshot],
        on_snapshot: Callable[[Camera, Snapshot], None],
        login: Callable[[QWidget], LoginCard] | None = None,
        incidents: Callable[[], list[Incident]] = list,
        rooms: CameraRooms | None = None,
    ) -> None:
        """`login` makes the card that asks for a camera's password; `incidents` gives those still open, on
        the store thread. Without `rooms` the directory is only looked at."""
        super().__init__()
        self._desk = desk
        self._wall = wall
        self._board = board
        self._shoot = shoot
        self._on_snapshot = on_snapshot
        self._incidents = incidents
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._open_preview)
        self._build()
        self._bind()
        self.login = login(self) if login else None
        self.acts = CameraActs(desk, rooms, self) if rooms else None
        self.tables = SceneTables(desk, rooms.scene_exchange, self) if rooms else None
        board.changed.connect(self._redraw)
        board.directory_changed.connect(lambda: self._redraw(now=True))
        listen(self, desk.bus, CameraStateChanged, self._on_state)
        listen(self, desk.bus, Changed, self._changed)
        listen(self, desk.bus, SignedIn, lambda _: self.beside.offer())
        self._ticker = QTimer(self, interval=round(desk.theme.number("duration_ms.tick")))
        self._ticker.timeout.connect(self._redraw)
        self._redraw(now=True)
        self._read_incidents()

    @property
    def incident_id(self) -> UUID | None:
        """The open incident that a snapshot is for; None: for none."""
        return self.beside.incident_id

    def tie(self, incident_id: UUID | None) -> None:
        """Snapshots are for this one from now on."""
        self.beside.about.set_value(str(incident_id or ""))

    def first_focus(self) -> QWidget:
        return self.list.find

    @property
    def board(self) -> Boards:
        """What hangs on the walls, and the directory as it was last read."""
        return self._board

    @property
    def wall(self) -> Wall:
        return self._wall

    # -- views ---------------------------------------------------------------------------------

    def add_view(
        self,
        view: QWidget,
        words: str,
        key: str = "",
        right: Act | None = None,
        *,
        whole: bool = False,
    ) -> Callable[[], None]:
        """Opens it with a button under the list (`whole`: the groups); gives what opens it otherwise."""

        def show() -> None:
            self.show_view(view)

        self.views.addWidget(view)
        view.left.connect(self.back)  # type: ignore[attr-defined]
        if words:
            self.list.act(words, key, show, right, whole=whole)
        return show

    def show_view(self, view: QWidget) -> None:
        self.views.setCurrentWidget(view)
        view.setFocus()

    def add_below(self, panel: QWidget) -> None:
        """Stands below the preview, in the place of the wall's panel, when it is shown."""
        panel.hide()
        self._lower.addWidget(panel)

    def show_below(self, panel: QWidget) -> None:
        for n in range(self._lower.count()):
            one = self._lower.itemAt(n).widget()
            one.setVisible(one is panel)

    def show_wall_panel(self) -> None:
        self.show_below(self.hanging)

    def back(self) -> None:
        """To the list."""
        self.views.setCurrentWidget(self.inside)
        self.list.table.view.setFocus()
        self._settle.start()

    def fill_place(self, lat: float, lon: float, township: str) -> None:
        """Picked on the map for the form that asked."""
        if self.acts is not None:
            self.acts.form.fill_place(lat, lon, township)
            self.show_view(self.acts.form)

    def find(self, camera: Camera) -> None:
        """Its row in the whole list."""
        self.list.show_camera(camera.id)

    def print_page(self) -> bool:
        shown = self.views.currentWidget()
        prints = getattr(shown, "print_page", None)
        return bool(prints is not None and prints())

    def take_down(self) -> None:
        """The desk closes: what is asked of devices is called off."""
        if self.acts is not None:
            self.acts.diagnosis.stop()
            self.acts.pad.close_down()

    def snapshot(self, camera: Camera | None = None) -> None:
        """Take one of this camera, or of the chosen one, and hand it to `on_snapshot`."""
        camera = camera or self.list.camera()
        if camera is None:
            self.note_words(self.tr("Choose a camera first"))
            return
        if not self._may_write():
            return
        self.note_words(self.tr("Taking a snapshot of {code} …").format(code=camera.code))
        ask(self, self._desk.shooting, self._shoot, camera,
            then=lambda shot: self._have_snapshot(camera, shot), fail=self._explain)  # fmt: skip

    def note(self, camera: Camera | None = None) -> None:
        """As `snapshot`, for a line that the officer writes himself."""
        camera = camera or self.list.camera()
        if camera is not None and self._may_write():
            ask(self, self._desk.shooting, self._shoot, camera,
                then=lambda shot: self.note_wanted.emit(camera, shot), fail=self._explain)  # fmt: skip

    def _may_write(self) -> bool:
        """The menus of the tiles lead here too; a picture nobody may write down is not taken."""
        barred = why_not(self._desk.session.officer, Act.LOG)
        if barred:
            self.note_words(barred)
            self._desk.say(barred)
        return not barred

    # -- parts ---------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._desk.theme
        self.setMinimumSize(theme.px("row.table") * 24, theme.px("row.table") * 13)
        self.inside = QWidget()
        self.views = QStackedWidget()
        self.views.addWidget(self.inside)
        outer = QVBoxLayout(self)
        outer.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.views)
        frame = QHBoxLayout(self.inside)
        frame.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.setSpacing(theme.px("space.m"))
        self.list = CameraList(self._desk, self._wall, self._board)
        frame.addWidget(self.list, 1)
        right = QVBoxLayout()
        right.setSpacing(theme.px("space.m"))
        self.beside = PreviewPanel(self._desk, self._wall, self._board.badges)
        self.preview = self.beside.tile
        self.hanging = WallPanel(self._desk, self._board)
        self.scenes = ScenePicker(self._desk.theme, self._board, self, trades=True)
        right.addWidget(self.beside)
        self._lower = QVBoxLayout()
        self._lower.addWidget(self.hanging)
        right.addLayout(self._lower)
        right.addStretch(1)
        frame.addLayout(right)

    def _bind(self) -> None:
        self.list.chosen.connect(self._settle.start)
        self.list.opened.connect(self._hang_on_first_empty)
        self.list.act(self.tr("User and password"), "Alt+P", self.ask_login, Act.DEVICES)
        self.beside.shot.connect(lambda: self.snapshot())
        self.beside.fault.connect(lambda: self.fault_wanted.emit(self.faulty()))
        self.preview.shot.connect(lambda: self.snapshot(self.preview.camera))
        self.preview.noted.connect(lambda: self.note(self.preview.camera))
        self.hanging.picked.connect(self.hang_on)
        self.hanging.down.connect(self._take_down)
        self.hanging.wall_wanted.connect(self.wall_wanted)
        self.hanging.scenes_wanted.connect(lambda: self.scenes.ask_about(self._board.chosen))
        for number in range(1, 10):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.activated.connect(lambda n=number: self.hang_on(n))

    def faulty(self, camera: Camera | None = None) -> str:
        """This camera, or the chosen one, in the words of the log."""
        camera = camera or self.list.camera()
        return f"视频 {camera.name}（{camera.code}）" if camera is not None else ""

    # -- what the officer does -----------------------------------------------------------------

    def hang_on(self, number: int) -> None:
        """Put the chosen camera on this tile of the wall."""
        camera = self.list.camera()
        if camera is None:
            self.note_words(self.tr("Choose a camera first"))
            return
        if not self._board.hang(number, camera):
            return
        self.note_words(self.tr("{code} hangs on tile {n}").format(code=camera.code, n=number))

    def ask_login(self) -> None:
        """For the chosen camera; the refusal of who may not stands under the preview."""
        camera = self.list.camera()
        if camera is None or self.login is None:
            self.note_words(self.tr("Choose a camera first"))
            return
        try:
            self.login.ask_about(camera, self.inside)
        except Refused as refused:
            self.note_words(explain(refused))

    def _hang_on_first_empty(self) -> None:
        places = self._board.chosen.shown
        camera = self.list.camera()
        if camera is None or self._board.place_of(camera.id):
            return
        if None in places:
            self.hang_on(places.index(None) + 1)
        else:
            self.note_words(self.tr("The wall is full: choose a tile with Alt+1 to 9"))

    def _take_down(self) -> None:
        camera = self.list.camera()
        if camera is not None:
            self._board.take_down(camera.id)

    # -- what comes back -----------------------------------------------------------------------

    def _open_preview(self) -> None:
        self.preview.hang(self.list.camera() if self.inside.isVisible() else None)
        if self.acts is not None:
            self.acts.chosen()
        self.beside.say_state()

    def _have_snapshot(self, camera: Camera, shot: Snapshot) -> None:
        self._on_snapshot(camera, shot)
        self.note_words(
            self.tr("Snapshot {w}×{h}, {which}, picture {age} old, SHA-256 {hash}…").format(
                w=shot.width,
                h=shot.height,
                which=shot.which.value,
                age=age_words(shot.age_s),
                hash=shot.file.sha256[:12],
            )
        )

    def _explain(self, error: Exception) -> None:
        self.note_words(self.tr("No snapshot: {why}").format(why=trouble_words(error)))

    def note_words(self, words: str) -> None:
        """Under the preview."""
        self.beside.note(words)

    def _changed(self, fact: Changed) -> None:
        if fact.kind == "incident":
            self._read_incidents()

    def _read_incidents(self) -> None:
        ask(self, self._desk.store, self._incidents, then=self.beside.offer, fail=self._explain)

    def _on_state(self, fact: CameraStateChanged) -> None:
        camera = self.preview.camera
        if camera is not None and camera.id == fact.camera_id:
            self.beside.say_state()
        self._redraw()

    def _redraw(self, *, now: bool = False) -> None:
        if now or self.isVisible():
            self.list.redraw(now=now)

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        low = self.height() < LOW_ROWS * self._desk.theme.px("row.table")
        self.beside.fit(low=low)
        self.hanging.sketch.show_names(not low)

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self._ticker.start()
        self._redraw(now=True)
        self._settle.start()

    def hideEvent(self, event) -> None:
        super().hideEvent(event)
        self._ticker.stop()
        self.preview.hang(None)
