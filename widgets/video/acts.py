"""What an officer does to the directory: enter, change, take out, tables in and out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app.base.errors import Refused
from app.base.secrets import Login
from app.people.rights import Act
from app.video.exchange import TITLE, WIDTHS, table
from app.video.folders import retired
from app.video.records import Camera
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.fields import TextField
from widgets.kit.overcard import OverCard
from widgets.kit.saving import place_for
from widgets.kit.theme import Theme
from widgets.people.imports import KINDS, ImportView, save_table
from widgets.video.coverageview import CoverageView
from widgets.video.devicesview import DevicesView
from widgets.video.diagnosisview import DiagnosisView
from widgets.video.formview import FormView
from widgets.video.ptz import PtzPad
from widgets.video.rooms import CameraImports, CameraRooms
from widgets.video.words import camera_refusals

if TYPE_CHECKING:
    from widgets.video.page import VideoPage


class OutCard(OverCard):
    """Why a camera is out of service; or it is retired for good."""

    def __init__(self, theme: Theme, page: QWidget) -> None:
        why = self.tr("such as the line was cut, sent to be mended")
        self.why = TextField(theme, self.tr("Reason"), required=True, placeholder=why, label_w=64)
        super().__init__(theme, page, {"why": self.why})

    def ask_about(self, camera: Camera, below: QWidget) -> None:
        self.why.clear()
        title = self.tr("{code} out of service").format(code=camera.code)
        note = self.tr("It stays in the list; drills and figures count it as not working")
        self.ask_for(title, note, self.tr("Out of service"), below, self.tr("Retire it"))


class CameraActs(QObject):
    """Adds its buttons and views to `page`."""

    def __init__(self, desk: Desk, rooms: CameraRooms, page: VideoPage) -> None:
        super().__init__(page)
        self._desk, self._rooms, self._page = desk, rooms, page
        self._asked: Camera | None = None
        self.form = FormView(desk, rooms, page.board)
        self.form.place_wanted.connect(page.place_wanted)
        self.form.kept.connect(lambda camera: page.list.show_camera(camera.id))
        self.imports = ImportView(
            desk, CameraImports(rooms), Act.DEVICES, (self.tr("No."), self.tr("Camera"))
        )
        self.imports.planned.connect(lambda: page.show_view(self.imports))
        self.diagnosis = DiagnosisView(desk, rooms.testing, rooms.logins, page.wall.route)
        self.diagnosis.fault.connect(
            lambda camera, words: page.fault_found.emit(page.faulty(camera), words)
        )
        self.devices = DevicesView(desk, rooms.testing, rooms.mark)
        self.devices.wanted.connect(self._from_device)
        self.pad = PtzPad(desk, rooms.turning, rooms.logins, tile=page.preview)
        self.pad.left.connect(page.show_wall_panel)
        page.add_below(self.pad)
        page.add_view(self.form, "")
        page.add_view(self.diagnosis, "")
        page.add_view(self.imports, "")
        self.out = OutCard(desk.theme, page)
        self.out.given.connect(self._put_out)
        self.out.extra.clicked.connect(self._retire)
        act = page.list.act
        act(self.tr("New camera"), "Alt+N", self.new, Act.DEVICES, whole=True)
        act(self.tr("Change"), "Alt+E", self.change, Act.DEVICES, whole=True)
        act(self.tr("Test"), "Alt+Y", self.test, None)
        act(self.tr("Out, back"), "Alt+U", self.out_or_back, Act.DEVICES, whole=True)
        page.add_view(self.devices, self.tr("Devices"), "Alt+D", Act.DEVICES, whole=True)
        self.coverage = CoverageView(desk, page.board, page.wall, rooms.townships, rooms.remote)
        page.add_view(self.coverage, self.tr("Coverage"), "Alt+C", whole=True)
        act(self.tr("Turn"), "Alt+A", self.turn, Act.WALL)
        act(self.tr("Import"), "Alt+I", self.choose_import, Act.DEVICES, whole=True)
        act(self.tr("Export"), "Alt+X", self.choose_export, Act.DEVICES, whole=True)
        self._offer_route()

    def _offer_route(self) -> None:
        """A switch where there is a media server; what it says is how pictures come now."""
        if self._page.wall.route.rule:
            act = self._page.list.act
            self.switch = act("", "Alt+M", self.switch_route, Act.WALL, whole=True)
            self._say_route()

    def switch_route(self) -> None:
        """Only by hand: when the server is away no desk opens the cameras by itself."""
        wall = self._page.wall
        wall.route.through = not wall.route.through
        wall.reroute()
        self._say_route()
        if wall.route.through:
            words = self.tr("Pictures come from the media server: it opens each camera once")
        else:
            words = self.tr(
                "Pictures come from the cameras: each desk opens them, some take few viewers"
            )
        self._page.note_words(words)
        self._desk.say(words)

    def _say_route(self) -> None:
        through = self._page.wall.route.through
        self.switch.setText(self.tr("By the server") if through else self.tr("Direct"))

    def new(self) -> None:
        if self._may():
            self.form.ask_new()
            self._page.show_view(self.form)
            self.form.first_focus().setFocus()

    def change(self) -> None:
        camera = self._chosen()
        if camera is not None and self._may():
            self.form.ask_change(camera)
            self._page.show_view(self.form)
            self.form.first_focus().setFocus()

    def test(self) -> None:
        """Step by step, in a thread of its own; anybody may who sees the page."""
        camera = self._chosen()
        if camera is not None:
            self._page.show_view(self.diagnosis)
            self.diagnosis.test(camera)

    def turn(self) -> None:
        """The pad in the place of the wall's panel, for the chosen camera; and back."""
        if self.pad.isVisible():
            self._page.show_wall_panel()
            return
        camera = self._chosen()
        if camera is not None and not camera.onvif_url:
            self._page.note_words(self.tr("This camera has no service address (ONVIF)"))
        elif camera is not None:
            self._page.show_below(self.pad)
            self.pad.show_camera(camera)
            self.pad.setFocus()

    def chosen(self) -> None:
        """Another camera is current: the pad goes with it, or away."""
        if self.pad.isVisible():
            camera = self._page.list.camera()
            if camera is None or not camera.onvif_url:
                self._page.show_wall_panel()
            self.pad.show_camera(camera)

    def _from_device(self, camera: Camera, login: Login | None) -> None:
        self.form.ask_found(camera, login)
        self._page.show_view(self.form)
        self.form.first_focus().setFocus()

    def out_or_back(self) -> None:
        """Out of service with a reason; one that is out comes back at once."""
        camera = self._chosen()
        if camera is None or not self._may():
            return
        if not camera.out_of_service:
            self._asked = camera
            self.out.ask_about(camera, self._page.inside)
            return
        self._do(self._rooms.registry.put_back, camera)

    def _put_out(self) -> None:
        if self._asked is not None:
            self._do(self._rooms.registry.put_out, self._asked, self.out.why.value())

    def _retire(self) -> None:
        if self._asked is not None and not retired(self._asked):
            self._do(self._rooms.registry.retire, self._asked)

    def _do(self, work, camera: Camera, *told: str) -> None:
        try:
            by = str(self._desk.session.demand(Act.DEVICES).id)
        except Refused as refused:
            self.refused(refused)
            return
        ask(self, self._desk.store, work, by, camera, *told, then=self._done, fail=self.refused)

    def _done(self, camera: Camera) -> None:
        self.out.close_card()
        words = self.tr("out of service") if camera.out_of_service else self.tr("in service again")
        self._page.note_words(f"{camera.code}  {words}")

    # -- tables in and out ---------------------------------------------------------------------

    def choose_import(self, file: str = "") -> None:
        if self._may():
            title = self.tr("Import cameras")
            file = file or QFileDialog.getOpenFileName(self._page, title, "", KINDS)[0]
            if file:
                self.imports.take(Path(file), self.refused)

    def choose_export(self, to: str = "") -> None:
        """The whole directory without passwords; the disk writes it."""
        if not self._may():
            return
        title = self.tr("Export cameras")
        place = place_for(self._page, self._desk, title, f"{TITLE}.xlsx", self.refused, KINDS, to)
        if place is None:
            return
        rows = table(self._page.board.cameras)
        done = self.tr("{n} cameras were exported, without passwords").format(n=len(rows) - 1)
        ask(self, self._desk.disk, save_table, self._desk, place, rows, TITLE, WIDTHS,
            then=lambda _: self._desk.say(done), fail=self.refused)  # fmt: skip

    # -- what comes back -----------------------------------------------------------------------

    def refused(self, error: Exception) -> None:
        if self.out.isVisible():
            self.out.refuse(error, camera_refusals())
        else:
            self._page.note_words(explain(error, camera_refusals()))

    def _chosen(self) -> Camera | None:
        camera = self._page.list.camera()
        if camera is None:
            self._page.note_words(self.tr("Choose a camera first"))
        return camera

    def _may(self) -> bool:
        try:
            self._desk.session.demand(Act.DEVICES)
        except Refused as refused:
            self.refused(refused)
            return False
        return True
