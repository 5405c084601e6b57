"""When backups are made, and what is known of them; over a real record and real folders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.base.clock import SHANGHAI
from app.base.jobs import Ticket
from app.keeping.backups import CALM_S, Backups
from app.keeping.facts import BackupChanged
from app.keeping.records import Stage, Standing
from db.apart import look_into
from db.attachments import Files
from db.backup import Source, dated
from db.stores.keeping import BackupPlaces, FailureNotes
from tests.conftest import DirectJobs
from tests.rooms import Room


class HeldWork:
    """Work waits until it is let go, as behind a slow disk."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def run(self, work: Callable[..., Any], *args: Any, **answers: Any) -> Ticket:
        self.waiting.append(lambda: DirectJobs().run(work, *args, **answers))
        return Ticket()

    def go(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


@dataclass(slots=True)
class Keeper:
    room: Room
    home: Path
    places: tuple[Path, ...]
    facts: list[Any] = field(default_factory=list)

    def start(self, jobs: Any = None) -> Backups:
        source = Source(self.room.db.path, Files(self.home / "blobs"), self.home / "none", "desk-a")
        door = BackupPlaces(source, self.places, self.room.clock)
        notes, store = FailureNotes(self.room.db), DirectJobs()
        made = Backups(
            door, notes, jobs or DirectJobs(), store, self.room.clock, self.facts.append, "03:00"
        )
        made.load()
        return made

    def go_to(self, day: int, hour: int, minute: int = 0) -> None:
        self.room.clock.forward_to(datetime(2026, 6, day, hour, minute, tzinfo=SHANGHAI))

    def count(self, n: int = 0) -> int:
        return len(dated(self.places[n] / "desk-a"))


@pytest.fixture
def keeper(room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keeper:
    """It is the evening of the 24th. The check is made in this process: another costs a second."""
    monkeypatch.setattr("db.stores.keeping.look_into_apart", look_into)
    return Keeper(room, tmp_path, (tmp_path / "one", tmp_path / "two"))


def standing(backups: Backups, keeper: Keeper) -> Standing:
    return backups.state.standing(keeper.room.clock.now())


def test_the_first_one_is_made_when_the_start_is_over(keeper: Keeper) -> None:
    backups = keeper.start()
    assert standing(backups, keeper) is Standing.NEVER
    backups.tick()
    assert keeper.count() == 0, "the officer is taking over"
    keeper.room.clock.forward(timedelta(seconds=CALM_S + 1))
    backups.tick()
    assert (keeper.count(0), keeper.count(1)) == (1, 1), "one in every place"
    assert standing(backups, keeper) is Standing.GOOD


def test_one_is_made_every_night_at_the_hour(keeper: Keeper) -> None:
    backups = keeper.start()
    backups.now()
    for hour, minute, count in ((2, 59, 1), (3, 0, 2), (3, 1, 2), (23, 0, 2)):
        keeper.go_to(25, hour, minute)
        backups.tick()
        assert keeper.count() == count
    keeper.go_to(26, 3)
    backups.tick()
    assert keeper.count() == 3


def test_a_desk_that_was_off_at_the_hour_makes_it_up(keeper: Keeper) -> None:
    keeper.start().now()
    keeper.go_to(25, 9)
    again = keeper.start()
    assert again.state.last is not None, "what lies there is known after a restart"
    keeper.room.clock.forward(timedelta(seconds=CALM_S + 1))
    again.tick()
    assert keeper.count() == 2


def test_an_old_one_is_told(keeper: Keeper) -> None:
    backups = keeper.start()
    backups.now()
    keeper.room.clock.forward(timedelta(hours=26))
    assert standing(backups, keeper) is Standing.GOOD
    keeper.room.clock.forward(timedelta(seconds=1))
    assert standing(backups, keeper) is Standing.OLD


def test_a_place_that_is_away_is_told_and_the_other_is_good(keeper: Keeper) -> None:
    keeper.places[1].write_text("a file where the folder should be", encoding="ascii")
    backups = keeper.start()
    backups.now()
    (failed,) = backups.state.failed
    assert (failed.place, failed.why) == (str(keeper.places[1]), "cannot_open")
    assert standing(backups, keeper) is Standing.FAILED
    assert backups.state.last is not None
    assert keeper.count() == 1
    after = keeper.start()
    assert after.state.failed == (failed,), "remembered over a restart"
    keeper.room.clock.forward(timedelta(minutes=59))
    backups.tick()
    assert keeper.count() == 1
    keeper.places[1].unlink()
    keeper.room.clock.forward(timedelta(minutes=1))
    backups.tick()
    assert (standing(backups, keeper), keeper.count(1)) == (Standing.GOOD, 1)
    assert keeper.start().state.failed == ()


def test_it_tells_how_far_it_is_and_is_made_once(keeper: Keeper) -> None:
    work = HeldWork()
    backups = keeper.start(work)
    backups.now()
    backups.now()
    assert backups.state.stage is Stage.RECORD
    work.go()
    assert keeper.count() == 1
    stages = [fact.state.stage for fact in keeper.facts if isinstance(fact, BackupChanged)]
    assert [stage for stage in Stage if stage in stages] == [Stage.RECORD, Stage.CHECK]
    assert backups.state.stage is None


def test_it_may_be_stopped_and_that_is_no_failure(keeper: Keeper) -> None:
    work = HeldWork()
    backups = keeper.start(work)
    backups.now()
    backups.stop()
    work.go()
    assert (keeper.count(), backups.state.failed, backups.state.stage) == (0, (), None)


def test_a_bug_is_a_backup_that_was_not_made(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(DirectJobs):
        def run(self, work: Any, *args: Any, then: Any = None, fail: Any = None) -> Ticket:
            try:
                return super().run(work, *args, then=then, fail=fail)
            except RuntimeError as bug:
                fail(bug)
                return Ticket()

    def bug(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("db.stores.keeping.make", bug)
    backups = keeper.start(Broken())
    backups.now()
    assert backups.state.failed[0].why == "failed"
