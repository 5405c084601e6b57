"""图像: pictures and files of an incident, and a picture of a camera taken for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.base.attachments import Attachment, Filed
from app.base.clock import day_hhmm, hhmm, hhmmss
from app.base.earth import distance_km
from app.duty.log import Line
from app.duty.records import Category, Channel, Way
from app.incidents.records import Deadline, Incident, ReportWay
from app.people.records import Officer
from app.people.rights import Act
from app.video.records import Camera, Snapshot
from widgets.dossier.itemview import Picture, read_image
from widgets.duty.files import FileList
from widgets.incidents.seen import Seen
from widgets.incidents.tab import Tab
from widgets.kit.ask import ask
from widgets.kit.buttons import MainButton
from widgets.kit.fields import ComboField
from widgets.kit.gate import Gate, why_not
from widgets.kit.labels import Label
from widgets.kit.lines import Line as ListLine
from widgets.kit.panel import Panel
from widgets.video.reasons import trouble_words

ROWS = 7
NEAREST = 40
"""So many cameras are offered, the nearest first."""


class Pictures(Tab):
    """Alt+S takes a picture of the camera chosen for this incident: its time is that of the frame, and the
    clock of the first picture stops at it. Alt+T and Alt+V attach files."""

    def first_focus(self) -> QWidget:
        return self.files.list

    def show_seen(self, seen: Seen | None) -> None:
        key = seen.incident.id if seen else None
        self._clock_words(seen.clocks if seen else ())
        self._shoots.allow(seen is not None and self.services.shoot is not None)
        if key == self._key:
            self._cover()
            return
        self._key = key
        look = None if key is None else partial(self.services.attached.rows.of_incident, key)
        self.files.show_files(look, self._attach if key else None)
        self.camera.combo.clear()
        if seen is not None:
            ask(self, self.desk.store, self.services.cameras,
                then=partial(self._offer, seen.incident))  # fmt: skip

    def _listed(self, n: int) -> None:
        """The newest picture is shown until another one is chosen."""
        self._none.setVisible(n == 0)
        held = {str(one.id) for one in self.files.files}
        if self._chosen_key not in held:
            pictures = [one for one in self.files.files if one.mime.startswith("image/")]
            self._show_picture(pictures[-1] if pictures else None)

    def _look_at(self, line: ListLine | None) -> None:
        found = [one for one in self.files.files if line is not None and str(one.id) == line.key]
        if found and found[0].mime.startswith("image/"):
            self._chosen_key = str(found[0].id)
            self._show_picture(found[0])

    def _show_picture(self, file: Attachment | None) -> None:
        self._shown_key = "" if file is None else str(file.id)
        self._covered = bool(why_not(self.desk.session.officer, Act.UNCOVERED))
        if file is None or self._covered:
            self.picture.hide()
            return
        read = partial(read_image, self.services.attached.door, file.sha256)
        ask(self, self.desk.disk, read, then=partial(self._have, self._shown_key),
            fail=lambda _: self.picture.hide())  # fmt: skip

    def _cover(self) -> None:
        """Another officer sits here: who may not see names sees no picture, who may sees it again."""
        covered = bool(why_not(self.desk.session.officer, Act.UNCOVERED))
        if covered != self._covered:
            held = [one for one in self.files.files if str(one.id) == self._shown_key]
            self._show_picture(held[0] if held else None)

    def _have(self, key: str, image: QImage) -> None:
        if key == self._shown_key and not self._covered:
            self.picture.show_image(image)
            self.picture.setVisible(not image.isNull())

    def shoot(self) -> None:
        shoot = self.services.shoot
        camera = self._cameras.get(self.camera.value())
        if camera is None or shoot is None or self.seen is None:
            return
        about = self.seen.incident
        self.files.say(self.tr("Taking a picture of {name} …").format(name=camera.name))
        ask(self, self.desk.shooting, shoot, camera,
            then=lambda shot: self._shot(about, camera, shot),
            fail=self._no_picture)  # fmt: skip

    def _shot(self, about: Incident, camera: Camera, shot: Snapshot) -> None:
        """The line bears the time of the frame, whatever the time it is written."""
        words = f"{camera.name}（{camera.code}）{hhmmss(shot.taken_at)} 画面"
        line = Line(
            words,
            Way.INSIDE,
            Channel.VIDEO,
            unit=camera.township,
            category=Category.INCIDENT,
            at=shot.taken_at,
            incident_id=about.id,
        )
        self.act(
            None,
            lambda who, shift, _one: self.services.log.write(who, shift, line, (shot.file,)),
            lambda entry: self.files.say(
                self.tr("Picture of {time} kept").format(time=hhmmss(entry.at))
            ),
        )

    def _no_picture(self, error: Exception) -> None:
        self.files.say(self.tr("No snapshot: {why}").format(why=trouble_words(error)))

    def _attach(self, officer: Officer, files: Sequence[Filed]) -> None:
        """On the store thread: a line of the log says what was filed."""
        if self._key is None:
            return
        names = "、".join(one.name for one in files)
        line = Line(f"存入事件材料：{names}", category=Category.INCIDENT, incident_id=self._key)
        self.services.log.write(officer, self.desk.session.demand_shift(), line, files)

    def _offer(self, about: Incident, cameras: list[Camera]) -> None:
        if self._key != about.id:
            return

        def far(camera: Camera) -> float:
            if None in (about.lat, about.lon, camera.lat, camera.lon):
                return 0.0 if camera.township == about.township else 9_999.0
            return distance_km(about.lat, about.lon, camera.lat, camera.lon)  # type: ignore[arg-type]

        near = sorted(cameras, key=far)[:NEAREST]
        self._cameras = {str(camera.id): camera for camera in near}
        for camera in near:
            km = far(camera)
            away = self.tr("{km} km").format(km=f"{km:.1f}") if 0 < km < 9_999 else ""
            self.camera.combo.addItem(f"{camera.name}  {away}".rstrip(), str(camera.id))
        if near:
            self.camera.combo.setCurrentIndex(0)

    def _clock_words(self, clocks: Sequence[Deadline]) -> None:
        told = [one for one in clocks if one.way is ReportWay.PICTURE]
        if not told:
            self._clock.setText("")
        elif told[0].met_at is not None:
            words = self.tr("First picture {time}, limit {due}")
            self._clock.setText(
                words.format(time=hhmmss(told[0].met_at), due=day_hhmm(told[0].due_at))
            )
        else:
            words = self.tr("No picture yet: the first one by {due}")
            self._clock.setText(words.format(due=hhmm(told[0].due_at)))
        self._clock.setVisible(bool(told))

    def build(self, box: QVBoxLayout) -> None:
        theme = self.theme
        self._key: UUID | None = None
        self._cameras: dict[str, Camera] = {}
        self._shown_key = self._chosen_key = ""
        self._covered = False
        shot = Panel(theme, self.tr("Picture of a camera"))
        row = QHBoxLayout()
        row.setSpacing(theme.px("space.s"))
        self.camera = ComboField(theme, self.tr("Nearest"), (), label_w=60)
        take = MainButton(theme, self.tr("Take a picture"), "Alt+S")
        take.clicked.connect(self.shoot)
        self._shoots = Gate(self.desk, take, Act.LOG)
        row.addWidget(self.camera, 1)
        row.addWidget(take)
        shot.body.addLayout(row)
        self._clock = Label(theme, "", "small", tone="text2")
        shot.add(self._clock)
        box.addWidget(shot)
        panel = Panel(theme, self.tr("Files of this incident"))
        self.files = FileList(self.desk, self.services.attached, takes=True, rows=ROWS)
        self._none = Label(theme, self.tr("No file yet: paste one here."), tone="text2")
        self.files.shown.connect(self._listed)
        panel.add(self._none)
        panel.add(self.files)
        panel.add(self.trouble)
        self.picture = Picture(theme)
        self.picture.hide()
        panel.add(self.picture, 1)
        box.addWidget(panel, 1)
        self.files.list.chosen.connect(self._look_at)
