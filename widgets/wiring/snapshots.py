"""A picture of a camera that lies on the disk becomes a line of the log with its attachment."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject

from app.base.attachments import Filed, FileDoor
from app.base.clock import full, hhmmss
from app.base.errors import Refused
from app.duty.log import DutyLog, Line
from app.duty.records import Category, Channel, Way
from app.video.records import Camera, Snapshot
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.video.stamp import stamp

OLD_S = 60.0


class SnapshotLines(QObject):
    """`tied` tells the incident that pictures are for, None = none. Beside each picture a copy is kept
    that says on itself of what, when and by whom it is."""

    def __init__(
        self, desk: Desk, log: DutyLog, files: FileDoor, tied: Callable[[], UUID | None]
    ) -> None:
        super().__init__()
        self._desk, self._log, self._files, self._tied = desk, log, files, tied

    def keep(self, camera: Camera, snapshot: Snapshot, *, replayed: bool = False) -> None:
        """The line of a picture that is minutes old is of now; its own time stands in the words."""
        tied = self._tied()
        old = snapshot.age_s > OLD_S
        at = full(snapshot.taken_at) if old else hhmmss(snapshot.taken_at)
        words = f"{at} {'回放' if replayed else ''}截图（{snapshot.which.value}）"
        line = Line(
            f"{camera.name}（{camera.code}）{words}",
            Way.INSIDE,
            Channel.VIDEO,
            unit=camera.township,
            category=Category.OTHER if tied is None else Category.INCIDENT,
            at=None if old else snapshot.taken_at,
            incident_id=tied,
        )
        officer = self._desk.session.officer
        try:
            shift = self._desk.session.demand_shift()
        except Refused as refused:
            self._not_kept(refused)
            return
        log = self._log
        write = partial(log.note, shift) if officer is None else partial(log.write, officer, shift)

        def note(*files: Filed) -> None:
            ask(self, self._desk.store, write, line, files, then=self._kept,
                fail=self._not_kept)  # fmt: skip

        told = (
            f"{camera.name}（{camera.code}）{full(snapshot.taken_at)}",
            f"{snapshot.which.value} {snapshot.width}×{snapshot.height}"
            f"　截图人 {officer.name if officer is not None else '值守台'}",
        )
        wall = self._desk.theme.in_mode("wall")
        ask(self, self._desk.disk, stamp, self._files, snapshot.file, told,
            wall.colour("text"), wall.colour("sunken"),
            then=lambda copy: note(snapshot.file, copy),
            fail=lambda _: note(snapshot.file))  # fmt: skip

    def _kept(self, _entry: object) -> None:
        self._desk.say(self.tr("Picture kept and written into the log"))

    def _not_kept(self, error: Exception) -> None:
        words = {"not_open": self.tr("no shift has been taken over yet")}
        text = self.tr("The picture is kept, the log line is not: {why}")
        self._desk.say(text.format(why=explain(error, words)))
