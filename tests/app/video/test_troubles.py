"""Every outage of a camera in the record with its length, few changes, nothing invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.base.bus import Bus
from app.base.errors import Unreachable
from app.base.ids import new_id
from app.base.marks import Mark
from app.video.facts import CameraStateChanged, CameraTurned
from app.video.health import Health, look
from app.video.judging import Doubt, Judges, PictureDoubted, PictureTrusted, load_rules
from app.video.records import Camera
from app.video.states import Reason, State
from app.video.troublekeeping import TroubleKeeper, Troubles
from app.video.troubles import (
    REASON_WORDS,
    CameraDoubtEnded,
    CameraDoubtLasted,
    CameraTrouble,
    Ended,
    TroubleKind,
)
from app.video.view import Status
from db.stores.troubles import TroubleRows
from tests.app.video.conftest import a_camera
from tests.deskroom import HeldJobs
from tests.rooms import EVENING, Room, open_room

RULES = load_rules(Path(__file__).parents[3] / "resources" / "rules" / "video.toml")


class Kept:
    """A keeper over a real store, and the clock of its room."""

    def __init__(self, room: Room, camera: Camera) -> None:
        self.room, self.camera, self.heard = room, camera, []
        self.bus = Bus(lambda call: call())
        for kind in (CameraDoubtLasted, CameraDoubtEnded):
            self.bus.listen(kind, self.heard.append)
        self.judges = Judges(RULES, self.bus.publish)
        self.jobs = HeldJobs()
        self.troubles = Troubles(room.db, TroubleRows(room.db), "desk-a")
        self.keeper = TroubleKeeper(
            self.bus, self.jobs, room.clock, self.troubles, self.judges, "desk-a", Mark.TEST
        )
        self.keeper.tick()

    def run(self, seconds: float) -> None:
        for _ in range(round(seconds)):
            self.room.clock.forward(timedelta(seconds=1))
            self.keeper.tick()

    def is_now(self, state: State, reason: Reason = Reason.NONE, before_s: float = 0) -> None:
        since = self.room.clock.now() - timedelta(seconds=before_s)
        self.bus.publish(CameraStateChanged(self.camera.id, state, reason, since))

    def rows(self) -> list[CameraTrouble]:
        return self.troubles.store.troubles_since(EVENING)

    def entries(self) -> int:
        with self.room.db.read() as connection:
            return connection.exec_driver_sql("select count(*) from journal").scalar_one()


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    room = open_room(tmp_path / "duty.db")
    camera = a_camera("rtsp://127.0.0.1:1/main")
    with room.db.change("system", "camera.enter", ("camera", "all")) as change:
        change.put("camera", camera)
    yield Kept(room, camera)
    room.db.close()


def test_an_outage_is_kept_while_it_lasts_and_closed_with_its_length(kept: Kept) -> None:
    kept.is_now(State.LIVE)
    kept.run(60)
    kept.is_now(State.STALE, Reason.FROZEN, before_s=1)
    kept.run(2)
    kept.is_now(State.LOST, Reason.CUT, before_s=3)
    kept.run(18)
    (row,) = kept.rows()
    assert (row.ended, row.until, row.reason) == (Ended.OPEN, None, "连接被切断")
    kept.run(20)
    kept.is_now(State.LIVE)
    kept.run(10)
    (row,) = kept.rows()
    assert (row.kind, row.ended, row.times) == (TroubleKind.OUTAGE, Ended.BACK, 1)
    assert (row.until - row.since).total_seconds() == row.lasted_s == 41.0
    assert set(REASON_WORDS) == set(Reason)


def test_a_flapping_camera_is_one_row_and_one_entry_in_ten_seconds(kept: Kept) -> None:
    kept.run(10)
    before = kept.entries()
    for _ in range(50):
        kept.is_now(State.LIVE)
        kept.run(1)
        kept.is_now(State.STALE, Reason.FROZEN)
        kept.run(1)
    kept.is_now(State.LIVE)
    kept.run(10)
    rows = kept.rows()
    assert sum(row.times for row in rows) == 50
    assert sum(row.lasted_s for row in rows) == 50.0
    assert kept.entries() - before <= 11
    assert len(rows) <= 11


def test_what_nobody_saw_end_is_not_invented(kept: Kept) -> None:
    kept.is_now(State.LOST, Reason.SILENT)
    kept.run(20)
    kept.is_now(State.IDLE)  # taken off the wall
    kept.run(10)
    (left,) = kept.rows()
    assert (left.ended, left.until, left.lasted_s) == (Ended.LEFT, None, 20.0)
    kept.is_now(State.LOST, Reason.SILENT)
    kept.run(20)
    again = Kept(kept.room, kept.camera)  # the desk ends without a word and starts anew
    stopped = again.rows()[-1]
    assert (stopped.ended, stopped.until, stopped.lasted_s) == (Ended.STOPPED, None, None)
    assert again.troubles.close_left_open() == 0
    other = Troubles(kept.room.db, TroubleRows(kept.room.db), "desk-b")
    assert other.close_left_open() == 0


def test_a_doubt_that_lasts_is_told_once_and_a_store_that_is_away_loses_nothing(kept: Kept) -> None:
    kept.jobs.hold = True
    doubted = PictureDoubted(kept.camera.id, Doubt.BLACK, kept.room.clock.now())
    kept.bus.publish(doubted)
    kept.run(59)
    assert kept.heard == []
    kept.run(30)
    assert [(one.code, one.doubt) for one in kept.heard] == [("01-F-07", Doubt.BLACK)]
    now = kept.room.clock.now()
    kept.bus.publish(PictureTrusted(kept.camera.id, Doubt.BLACK, doubted.since, now))
    assert isinstance(kept.heard[-1], CameraDoubtEnded)
    kept.run(10)
    kept.jobs.finish()
    kept.run(20)
    (row,) = kept.rows()
    assert (row.kind, row.ended, row.lasted_s) == (TroubleKind.BLACK, Ended.BACK, 89.0)


def test_availability_is_of_the_watched_time_and_unknown_stays_unknown(kept: Kept) -> None:
    other = a_camera("rtsp://127.0.0.1:1/x", code="02-F-01")
    now = kept.room.clock.now
    kept.is_now(State.CONNECTING)
    kept.run(100)  # opening is no outage
    kept.is_now(State.LIVE)
    kept.run(3000)
    kept.is_now(State.LOST, Reason.CUT)
    kept.run(600)
    state = Status(State.LOST, Reason.CUT, now(), 0.0)

    def board() -> list:
        return look(
            [other, kept.camera], {kept.camera.id: state}, {}, kept.troubles.kept(now()),
            kept.keeper.watching.hours(), now(),
        )  # fmt: skip

    down, unknown = board()
    assert (down.health, down.outages, down.outage_s) == (Health.DOWN, 1, 600.0)
    assert [share.words() for share in down.shares] == ["83.3% 0.8/1.0 h"] * 3
    assert (unknown.health, unknown.shares[0].words()) == (Health.UNKNOWN, "—")
    kept.keeper.close()  # a desk that ends keeps what it has watched
    kept.keeper.watching = Kept(kept.room, kept.camera).keeper.watching
    kept.room.clock.forward(timedelta(hours=30))
    down, _ = board()
    assert [share.words() for share in down.shares] == ["—", *["83.3% 0.8/1.0 h"] * 2]
    assert new_id() not in kept.keeper.watching.hours()


def test_a_store_that_is_away_at_the_start_leaves_nothing_of_the_last_run_open(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.is_now(State.LOST, Reason.SILENT)
    kept.run(20)
    close, away = Troubles.close_left_open, [True]

    def not_yet(troubles: Troubles) -> int:
        if away:
            raise Unreachable("store", "away")
        return close(troubles)

    monkeypatch.setattr(Troubles, "close_left_open", not_yet)
    again = Kept(kept.room, kept.camera)
    again.is_now(State.LOST, Reason.SILENT)
    again.run(20)
    away.clear()
    again.run(20)
    assert [row.ended for row in again.rows()] == [Ended.STOPPED, Ended.OPEN]


def test_a_camera_that_is_turned_by_hand_is_judged_anew(kept: Kept) -> None:
    renewed: list[object] = []
    kept.judges.renew = renewed.append  # type: ignore[method-assign, assignment]
    kept.bus.publish(CameraTurned(kept.camera.id))
    assert renewed == [kept.camera.id]
