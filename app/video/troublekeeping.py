"""Keeps what was wrong with cameras: facts in, one change every few seconds out."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.base.bus import Bus, Changed
from app.base.clock import Clock
from app.base.errors import Refused
from app.base.jobs import Jobs
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.video.facts import CameraStateChanged, CameraTurned
from app.video.health import STRETCHES, Kept, midnight
from app.video.judging import Judges, PictureDoubted, PictureTrusted
from app.video.records import Camera
from app.video.states import State
from app.video.troubles import Batch, CameraTrouble, Ended, Watching

_log = logging.getLogger(__name__)


class TroubleStore(Protocol):
    def left_open(self, desk: str) -> list[CameraTrouble]: ...

    def troubles_since(self, at: datetime) -> list[CameraTrouble]:
        """All that were seen after `at` or are open, oldest first."""
        ...

    def troubles_of(self, camera_id: UUID, most: int) -> list[CameraTrouble]:
        """Newest first."""
        ...

    def watched_since(self, hour: datetime) -> dict[UUID, tuple[float, float]]:
        """Seconds watched, and of them without pictures, by camera."""
        ...

    def cameras(self) -> list[Camera]: ...


class Troubles:
    """Runs on the store thread."""

    def __init__(self, ledger: Ledger, store: TroubleStore, desk: str) -> None:
        self._ledger = ledger
        self.store = store
        self._desk = desk

    def close_left_open(self) -> int:
        """What this desk left open when it last ended; nobody knows how long it went on. How many."""
        rows = self.store.left_open(self._desk)
        if rows:
            with self._ledger.change("system", "camera.stopped", ("camera_trouble", "all")) as out:
                for row in rows:
                    out.put("camera_trouble", replace(row, ended=Ended.STOPPED), seen=row)
        return len(rows)

    def kept(self, now: datetime) -> Kept:
        """What the health board stands on."""
        begin = midnight(now)
        return Kept(
            tuple(self.store.troubles_since(begin)),
            tuple(self.store.watched_since(now - stretch) for stretch in STRETCHES),
        )

    def write(self, batch: Batch) -> None:
        with self._ledger.change("system", "camera.trouble", ("camera_trouble", "all")) as change:
            change.put_many("camera_trouble", batch.made)
            for seen, row in batch.moved:
                change.put("camera_trouble", row, seen=seen)
            change.put_many("camera_watch", batch.watched)


class TroubleKeeper:
    """Lives on the Qt thread; `tick` is called once a second. A store that is away is tried again with
    the same batch, what comes meanwhile waits behind it."""

    def __init__(
        self,
        bus: Bus,
        store: Jobs,
        clock: Clock,
        troubles: Troubles,
        judges: Judges,
        desk: str,
        mark: Mark,
    ) -> None:
        rules = judges.rules
        self._store, self._clock, self._troubles, self._judges = store, clock, troubles, judges
        self._batch_s = rules.batch_s
        self.watching = Watching(desk, mark, rules.short_s, rules.lasting_s, bus.publish)
        self._batch = Batch()
        self._taken_s = clock.monotonic_s()
        self._begun = self._busy = self._asked = False
        bus.listen(CameraStateChanged, self._state)
        bus.listen(PictureDoubted, self._doubted)
        bus.listen(PictureTrusted, self._trusted)
        bus.listen(CameraTurned, lambda fact: judges.renew(fact.camera_id))
        bus.listen(Changed, self._changed)

    def tick(self) -> None:
        if not self._begun and not self._asked:
            self._asked = True
            self._store.run(self._troubles.close_left_open, then=self._begin, fail=self._not_begun)
        now_s = self._clock.monotonic_s()
        self.watching.tick(self._clock.now(), now_s)
        if now_s - self._taken_s >= self._batch_s:
            self._taken_s = now_s
            self._send()

    def close(self) -> None:
        """What has come together is written; what is open is closed at the next start."""
        self.watching.tick(self._clock.now(), self._clock.monotonic_s())
        rest = self.watching.take(self._clock.monotonic_s(), last=True)
        for batch in (self._batch, rest):
            if batch:
                self._store.run(self._troubles.write, batch, fail=_not_yet)

    def _begin(self, _left: int) -> None:
        self._begun = True
        self._read_cameras()

    def _not_begun(self, error: Exception) -> None:
        """Asked for again: what was left open would count as an outage that goes on to this day."""
        self._asked = False
        _not_yet(error)

    def _send(self) -> None:
        """Nothing new is written before what was left open is closed: it would be closed with it."""
        if self._busy or not self._begun:
            return
        self._batch = self._batch or self.watching.take(self._clock.monotonic_s())
        if self._batch:
            self._busy = True
            self._store.run(self._troubles.write, self._batch, then=self._kept, fail=self._failed)

    def _kept(self, _none: None) -> None:
        self._batch, self._busy = Batch(), False

    def _failed(self, error: Exception) -> None:
        self._busy = False
        if isinstance(error, Refused):
            _log.error("troubles of cameras were refused: %s", error)
            self._batch = Batch()

    def _state(self, fact: CameraStateChanged) -> None:
        if fact.state is State.IDLE:
            self._judges.forget(fact.camera_id)
        self.watching.state(fact, self._clock.now(), self._clock.monotonic_s())

    def _doubted(self, fact: PictureDoubted) -> None:
        self.watching.doubted(fact, self._clock.now(), self._clock.monotonic_s())

    def _trusted(self, fact: PictureTrusted) -> None:
        self.watching.trusted(fact, self._clock.monotonic_s())

    def _changed(self, fact: Changed) -> None:
        if fact.kind == "camera":
            self._read_cameras()

    def _read_cameras(self) -> None:
        self._store.run(self._troubles.store.cameras, then=self._know, fail=_not_yet)

    def _know(self, cameras: Sequence[Camera]) -> None:
        self._judges.know(cameras)
        self.watching.names = {one.id: (one.code, one.name) for one in cameras}


def _not_yet(error: Exception) -> None:
    _log.warning("troubles of cameras: %s", error)
