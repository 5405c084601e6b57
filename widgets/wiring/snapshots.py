"""A picture of a camera that lies on the disk becomes a line of the log with its attachment."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject

from app.base.clock import hhmmss
from app.base.errors import Refused
from app.duty.log import DutyLog, Line
from app.duty.records import Category, Channel, Way
from app.video.records import Camera, Snapshot
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.explain import explain


class SnapshotLines(QObject):
    """`tied` tells the incident that pictures are for, None = none."""

    def __init__(self, desk: Desk, log: DutyLog, tied: Callable[[], UUID | None]) -> None:
        super().__init__()
        self._desk, self._log, self._tied = desk, log, tied

    def keep(self, camera: Camera, snapshot: Snapshot) -> None:
        tied = self._tied()
        line = Line(
            f"{camera.name}（{camera.code}）{hhmmss(snapshot.taken_at)} 截图",
            Way.INSIDE,
            Channel.VIDEO,
            unit=camera.township,
            category=Category.OTHER if tied is None else Category.INCIDENT,
            at=snapshot.taken_at,
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
        ask(self, self._desk.store, write, line, (snapshot.file,), then=self._kept,
            fail=self._not_kept)  # fmt: skip

    def _kept(self, _entry: object) -> None:
        self._desk.say(self.tr("Picture kept and written into the log"))

    def _not_kept(self, error: Exception) -> None:
        words = {"not_open": self.tr("no shift has been taken over yet")}
        text = self.tr("The picture is kept, the log line is not: {why}")
        self._desk.say(text.format(why=explain(error, words)))
