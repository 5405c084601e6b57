"""When backups are made: at the set hour, again an hour after a failure, and whenever it is asked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Protocol

from app.base.clock import Clock, local
from app.base.errors import Refused, Unreachable
from app.base.jobs import Jobs
from app.keeping.facts import BackupChanged
from app.keeping.records import BackupState, Failed, Kept, Stage

AGAIN = timedelta(hours=1)
CALM_S = 300.0
"""So long after the start nothing is begun unasked: the officer is taking over. [choice]"""

Going = Callable[[Stage, int, int], bool]


class BackupDoor(Protocol):
    """Waits for disks: on the backup thread only."""

    @property
    def places(self) -> tuple[str, ...]: ...

    def newest(self) -> Kept | None:
        """The newest backup whose manifest holds, in whatever place that can be reached."""
        ...

    def make(self, place: str, going: Going) -> Kept:
        """A new good backup there, or `Unreachable(what, why)`; `Refused` when `going` said stop."""
        ...


class BackupNotes(Protocol):
    """What this desk remembers over a restart; on the store thread."""

    def failures(self) -> tuple[Failed, ...]: ...

    def note_failures(self, failed: tuple[Failed, ...]) -> None: ...


class Backups:
    """On the Qt thread, but for `_make`. `jobs` is a thread of its own: a backup waits for disks."""

    def __init__(
        self,
        door: BackupDoor,
        notes: BackupNotes,
        jobs: Jobs,
        store: Jobs,
        clock: Clock,
        publish: Callable[[object], None],
        at: str,
    ) -> None:
        """`at` is an hour of Shanghai, "03:00"."""
        self._door, self._notes = door, notes
        self._jobs, self._store = jobs, store
        self._clock, self._publish = clock, publish
        self._at = time.fromisoformat(at)
        self._begun_s = clock.monotonic_s()
        self._tried: datetime | None = None
        self._stopped = threading.Event()
        self._held = BackupState(places=len(door.places))
        self._going_on: tuple[Stage, int, int] | None = None

    @property
    def state(self) -> BackupState:
        if self._going_on is None:
            return self._held
        stage, done, of = self._going_on
        return replace(self._held, stage=stage, done=done, of=of)

    def load(self) -> None:
        """What is known from before: the good ones lie on the disk, the failures are remembered."""
        self._jobs.run(self._door.newest, then=self._known)
        self._store.run(self._notes.failures, then=self._remembered, fail=lambda _: None)

    def tick(self) -> None:
        """Called every minute or so."""
        if self._due(self._clock.now()):
            self.now()

    def now(self) -> None:
        """Make one in every place; does nothing while one is under way."""
        if self._going_on is not None or not self._door.places:
            return
        self._stopped.clear()
        self._tried = self._clock.now()
        self._going_on = Stage.RECORD, 0, 1
        self._publish(BackupChanged(self.state))
        self._jobs.run(self._make, then=self._made, fail=self._broken)

    def stop(self) -> None:
        """The one under way ends soon and leaves nothing behind."""
        self._stopped.set()

    def _due(self, now: datetime) -> bool:
        if self._going_on is not None or self._clock.monotonic_s() - self._begun_s < CALM_S:
            return False
        there = local(now)
        slot = datetime.combine(there.date(), self._at, there.tzinfo)
        slot -= timedelta(days=1) if slot > there else timedelta(0)
        if self._tried is not None and self._tried >= slot:
            return bool(self._held.failed) and now - self._tried >= AGAIN
        last = self._held.last
        return last is None or last.made_at < slot or bool(self._held.failed)

    def _make(self) -> tuple[tuple[Kept, ...], tuple[Failed, ...] | None]:
        """None for the failures: it was stopped, and nothing can be said."""
        kept, failed = [], []
        for place in self._door.places:
            try:
                kept.append(self._door.make(place, self._going))
            except Refused:
                return tuple(kept), None
            except Unreachable as error:
                failed.append(Failed(place, self._clock.now(), error.why))
        return tuple(kept), tuple(failed)

    def _going(self, stage: Stage, done: int, of: int) -> bool:
        """On the backup thread; told on in twentieths."""
        was, self._going_on = self._going_on, (stage, done, of)
        if (
            was is None
            or was[0] is not stage
            or was[1] * 20 // max(was[2], 1) != done * 20 // max(of, 1)
        ):
            self._publish(BackupChanged(self.state))
        return not self._stopped.is_set()

    def _made(self, result: tuple[tuple[Kept, ...], tuple[Failed, ...] | None]) -> None:
        kept, failed = result
        self._going_on = None
        last = kept[-1] if kept else self._held.last
        if failed is None:
            self._show(self._held.failed, last)
            return
        self._show(failed, last)
        self._store.run(self._notes.note_failures, failed, fail=lambda _: None)

    def _broken(self, _error: Exception) -> None:
        """A bug, already logged; to the officer it is a backup that was not made."""
        self._made(((), (Failed("", self._clock.now(), "failed"),)))

    def _known(self, last: Kept | None) -> None:
        if self._held.last is None:
            self._show(self._held.failed, last)

    def _remembered(self, failed: tuple[Failed, ...]) -> None:
        if self._tried is None:
            self._show(failed, self._held.last)

    def _show(self, failed: tuple[Failed, ...], last: Kept | None) -> None:
        self._held = replace(self._held, failed=failed, last=last)
        self._publish(BackupChanged(self.state))
