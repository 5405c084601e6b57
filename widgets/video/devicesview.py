"""Cameras of the network: sought when an officer asks for it, read, and handed to the form."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.base.errors import Refused
from app.base.ids import new_id
from app.base.jobs import Jobs
from app.base.marks import Mark
from app.base.secrets import Login
from app.people.rights import Act
from app.people.signin import SignedIn
from app.video.address import checked_service
from app.video.records import Camera, CameraKind
from widgets.kit.ask import ask
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.fields import TextField
from widgets.kit.gate import gates
from widgets.kit.labels import Label
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.table import RecordTable
from widgets.people.leaving import leaving_line
from widgets.video.onvif_words import onvif_words
from widgets.video.ptz import Device, real_device

if TYPE_CHECKING:
    from app.video.onvif import About, Answered, Profile


def seek_devices(host: str) -> list[Answered]:
    """At this address only, "" in all networks. On the thread that asks; the library is read then."""
    from app.video.onvif import seek, seek_at

    return seek_at(host) if host else seek()


class DevicesView(Panel):
    """`left` back to the list; `wanted(camera, login)`: this becomes a camera of the directory."""

    left = Signal()
    wanted = Signal(object, object)

    def __init__(self, desk: Desk, jobs: Jobs, mark: Mark, device: Device = real_device,
                 seek=seek_devices) -> None:  # fmt: skip
        super().__init__(desk.theme, self.tr("Devices of the network"), flush=True)
        self._desk, self._jobs, self._mark, self._make, self._seek = desk, jobs, mark, device, seek
        self._about: About | None = None
        self._read_at = ""
        self._build()
        listen(self, desk.bus, SignedIn, lambda _: self.password.clear())
        self.left.connect(self.password.clear)

    def seek(self) -> None:
        """Asks every network this desk is in, once; where an IP address stands in the field, that alone, also
        beyond the router."""
        typed = str(self.service.value())
        host = "" if "://" in typed else typed
        self._say(self.tr("Asking the network; some seconds …"))
        self.search.setEnabled(False)
        ask(self, self._jobs, self._seek, host, then=self._found, fail=self._failed)

    def read(self) -> None:
        """The streams of the device whose address stands in the field."""
        service = str(self.service.value())
        user, password = self.user.value(), self.password.edit.text()
        login = Login(user, password) if user else None
        try:
            service = checked_service("service", service)
        except Refused as refused:
            self.service.show_error(onvif_words(refused))
            return
        self._say(self.tr("Asking the device …"))

        def work() -> About:
            device = self._make(service, login)
            try:
                return device.about()
            finally:
                device.close()

        self._read_at = service
        ask(self, self._jobs, work, then=self._told, fail=self._failed)

    def take(self) -> None:
        """The chosen stream as main, the next smaller one as sub, into the form of a new camera."""
        main = self.profiles.current()
        if main is None or self._about is None:
            return
        rest = [one for one in self._about.profiles if one.url and one.url != main.url]
        sub = rest[0].url if rest else ""
        name = self._about.model
        made = Camera(
            new_id(), "", name, CameraKind.FIXED, "", main.url, sub, None, None, self._mark
        )
        user, password = self.user.value(), self.password.edit.text()
        login = Login(user, password) if user and password else None
        self.wanted.emit(replace(made, onvif_url=self._read_at, profile=main.token), login)

    # -- what comes back -----------------------------------------------------------------------

    def _found(self, found: list[Answered]) -> None:
        self.search.setEnabled(True)
        self.found.show_records(found, now=True)
        self._say(self.tr("{n} devices answered").format(n=len(found)))

    def _told(self, about: About) -> None:
        self._about = about
        self.profiles.show_records(about.profiles, now=True)
        self.use.setEnabled(bool(about.profiles))
        if about.profiles:
            self.profiles.select(about.profiles[0].token)
        self._say(f"{about.maker} {about.model}  {about.firmware}  {about.serial}".strip())

    def _failed(self, error: Exception) -> None:
        self.search.setEnabled(True)
        self._say(onvif_words(error))

    def _chosen(self, one: Answered | None) -> None:
        if one is not None:
            self.service.set_value(one.service)
            self.service.show_error("")

    def _say(self, words: str) -> None:
        self._said.setText(words)

    # -- parts ---------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._desk.theme
        edge = theme.px("space.l")
        self.found = RecordTable(
            theme,
            (
                Column(self.tr("Camera"), lambda one: one.name or "—", 220),
                Column(self.tr("Model"), lambda one: one.hardware or "—", 180, tone="text2"),
                Column(self.tr("Service (ONVIF)"), lambda one: one.service, stretch=True),
            ),
            key=lambda one: one.service,
            row="table_compact",
            empty=self.tr(
                "Nothing was sought yet; the search asks this desk's networks, or the IP address below"
            ),
        )
        self.found.chosen.connect(self._chosen)
        self.add(self.found, 1)
        hint = "http://10.0.0.8/onvif/device_service"
        self.service = TextField(theme, self.tr("Service (ONVIF)"), placeholder=hint)
        self.user = TextField(theme, self.tr("User"), label_w=60)
        self.password = TextField(theme, self.tr("Password"), secret=True, label_w=60)
        read = PlainButton(theme, self.tr("Read its streams"), "Alt+R")
        read.clicked.connect(self.read)
        gates(self._desk, Act.DEVICES, read)
        row = QHBoxLayout()
        row.setContentsMargins(edge, 0, edge, 0)
        for widget, share in ((self.service, 5), (self.user, 2), (self.password, 2), (read, 0)):
            row.addWidget(widget, share)
        self.body.addLayout(row)
        self._said = Label(theme, "", "small", tone="text2")
        self._said.setContentsMargins(edge, 0, edge, 0)
        self._said.setWordWrap(True)
        self.add(self._said)
        self.profiles = RecordTable(theme, _streams(self), key=lambda one: one.token, row="table_compact",
                                    empty=self.tr("Choose a device, or write its address"))  # fmt: skip
        self.add(self.profiles, 1)
        line = leaving_line(theme, self)
        self.search = PlainButton(theme, self.tr("Seek devices"), "Alt+F")
        self.search.clicked.connect(self.seek)
        gates(self._desk, Act.DEVICES, self.search)
        line.addWidget(self.search)
        line.addStretch(1)
        self.use = MainButton(theme, self.tr("Enter as a camera"), "Ctrl+Enter")
        self.use.clicked.connect(self.take)
        self.use.setEnabled(False)
        gates(self._desk, Act.DEVICES, self.use)
        line.addWidget(self.use)
        self.body.addLayout(line)


def _streams(view: QWidget) -> tuple[Column, ...]:
    def turns(one: Profile) -> str:
        return view.tr("turns") if one.turns else "—"

    return (
        Column(view.tr("Stream"), lambda one: one.name or one.token, 180),
        Column(view.tr("Coding"), lambda one: one.coding or "—", 90, tone="text2"),
        Column(view.tr("Size"), lambda one: one.size or "—", 110, tone="text2"),
        Column(view.tr("Turns"), turns, 80, tone="text2"),
        Column(view.tr("Camera address"), lambda one: one.url or "—", stretch=True),
    )
