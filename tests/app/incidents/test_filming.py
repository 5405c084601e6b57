"""From the officer's key to the sealed clip in the record, over a real store and real files."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.base.bus import Bus
from app.base.errors import Refused, Unreachable
from app.base.ids import new_id
from app.base.marks import Mark
from app.drills.records import DrillRun
from app.incidents.filming import ClipBook
from app.incidents.filmroom import PURGED, FilmRoom, QuotaLooked
from app.incidents.intake import Said
from app.incidents.records import EventClass
from app.people.records import Role
from app.video.clips import Clip, ClipState, Why
from app.video.quota import Disk, Quota, judge, load_rules
from app.video.recorder_notes import keep, left
from app.video.recorders import Recorders, RecordingEnded
from app.video.records import Camera, Which
from app.video.ring import Ring, Rings
from app.video.states import Reason
from app.video.taps import Tap
from db.stores.clips import ClipRows
from tests.app.video.conftest import a_camera
from tests.app.video.films import FPS, a_track, packets
from tests.jobs import JobsInOrder
from tests.rooms import Room, officer, open_room


class Line:
    """A camera whose packets the test sends."""

    def __init__(self) -> None:
        self.tap: Tap | None = None
        self.held = 0

    def listen(self, camera: Camera, tap: Tap, which: Which) -> Line:
        self.tap, self.held = tap, self.held + 1
        return self

    def close(self) -> None:
        self.held -= 1

    def send(self, count: int, from_n: int = 0, generation: int = 1) -> None:
        assert self.tap is not None
        self.tap.opened(a_track(generation))
        for packet in packets(count, from_n=from_n):
            self.tap.packet(packet)


class Set:
    """A room that films: facts of the recorders' threads are heard where the test says."""

    def __init__(self, folder: Path, room: Room, quota: Quota | None = None) -> None:
        self.room, self.line = room, Line()
        self.heard: list[Any] = []
        self._facts: queue.Queue[Any] = queue.Queue()
        self.bus = Bus(lambda call: call())
        self.bus.listen(QuotaLooked, self.heard.append)
        self.jobs = JobsInOrder()
        self.book = ClipBook(room.db, ClipRows(room.db), room.log, room.clock, Mark.TEST, "desk-a")
        recorders = Recorders(
            folder, room.clock, self._facts.put, self.line.listen, Rings(room.clock).recent
        )
        self.films = FilmRoom(
            recorders, self.book, self.bus, self.jobs, self.jobs, room.clock, Mark.TEST,
            lambda: room.shift.id, quota,
        )  # fmt: skip

    def until_ended(self) -> RecordingEnded:
        while True:
            fact = self._facts.get(timeout=10)
            self.bus.publish(fact)
            if isinstance(fact, RecordingEnded):
                return fact

    def files(self, *clips: Clip) -> list[Path]:
        found = [self.book.footage(one.id) for one in clips]
        return [self.films.place(one.parts[0]) for one in found if one is not None]

    def film(self, camera: Camera, seconds: int = 2, **about: Any) -> Clip:
        self.films.start(self.room.watch, camera, about.get("incident_id"))
        self.line.send(seconds * FPS)
        self.films.stop(self.room.watch, camera.id)
        fact = self.until_ended()
        found = self.book.clip(fact.note.wish.clip_id)
        assert found is not None
        return found


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = open_room(tmp_path / "duty.db")
    yield made
    made.db.close()


@pytest.fixture
def camera(room: Room) -> Camera:
    made = a_camera("rtsp://127.0.0.1/x")
    with room.db.change("system", "camera.enter", ("camera", made.code)) as change:
        change.put("camera", made)
    return made


@pytest.fixture
def make(tmp_path: Path, room: Room) -> Callable[..., Set]:
    return lambda **how: Set(tmp_path / "录像", room, **how)


def fire(room: Room):  # type: ignore[no-untyped-def]
    said = Said(event_class=EventClass.ACCIDENT, kind="火灾", place="石垭口镇街上")
    return room.intake.register(room.watch, room.shift.id, new_id(), said)


def a_run(room: Room) -> DrillRun:
    """A visual drill under way."""
    now = room.clock.now()
    run = DrillRun(new_id(), "三断演练", "", False, now, None, "", "", now, None, None, "", "x", "x",
                   Mark.TEST)  # fmt: skip
    with room.db.change("system", "drill.plan", ("drill_run", str(run.id))) as change:
        change.put("drill_run", run)
    return run


def test_a_clip_is_begun_rolling_stopped_and_sealed_and_its_incident_tells_of_it(
    room: Room, camera: Camera, make: Callable[..., Set]
) -> None:
    room_ = make()
    incident = fire(room)
    told = room_.films.start(room.watch, camera, incident.id, "火势")
    with pytest.raises(Refused, match="recording"):
        room_.films.start(room.watch, camera, None)
    with pytest.raises(Refused, match="not_allowed"):
        room_.films.start(officer("看客", Role.OBSERVER), camera, None)
    clip = room_.book.clip(told.wish.clip_id)
    assert clip is not None
    assert (clip.no, clip.state, clip.begun_at, clip.evidence) == (
        "desk-a-2026-0001", ClipState.RECORDING, None, True)  # fmt: skip
    room_.line.send(2 * FPS)
    assert room_.films.stop(room.watch, camera.id)
    room_.until_ended()
    assert room_.line.held == 0
    footage = room_.book.footage(clip.id)
    assert footage is not None
    assert (footage.clip.state, footage.clip.no) == (ClipState.SEALED, "desk-a-2026-0001")
    (part,) = footage.parts
    assert (footage.clip.size, footage.clip.seconds) == (part.size, part.seconds)
    assert footage.gaps == ()
    assert [state for _, state in room_.films.verify(footage)] == ["well"]
    names = sorted(one.name for one in room_.films.place(part).parent.iterdir())
    assert names == [Path(part.file).name], "original and note are gone, the hash is in the record"
    lines = [line.text for line in reversed(room.log.latest(20)) if "录像" in line.text]
    assert [line.partition("）")[2] for line in lines] == [
        "开始录像 desk-a-2026-0001（火势）",
        "停止录像 desk-a-2026-0001",
        "录像 desk-a-2026-0001 已封存，1 段共 00′02″",
    ]
    assert not room_.films.stop(room.watch, camera.id), "nothing is recorded any more"
    room_.films.place(part).write_bytes(b"another film")
    assert [state for _, state in room_.films.verify(footage)] == ["changed"]
    with pytest.raises(Unreachable, match="changed"):
        room_.films.checked(part)
    room_.films.place(part).unlink()
    assert [state for _, state in room_.films.verify(footage)] == ["missing"]


def test_what_a_kill_left_is_finished_at_the_next_start_even_if_the_record_never_heard_of_it(
    room: Room, camera: Camera, make: Callable[..., Set]
) -> None:
    killed = make()
    killed.jobs.hold = True  # the store is away
    killed.films.start(room.watch, camera, None)
    killed.line.send(2 * FPS)
    killed.films.recorders.stop(camera.id)
    note = killed.until_ended().note
    taken = replace(note.parts[0], ended_at=None, packets=0)
    keep(killed.films.folder, replace(note.with_part(taken), ended_at=None))
    again = make()
    again.films.recover()
    (clip,) = again.book.clips()
    assert clip.state is ClipState.RECOVERED
    footage = again.book.footage(clip.id)
    assert footage is not None
    assert [gap.why for gap in footage.gaps] == [Why.KILLED]
    assert list(left(again.films.folder)) == []
    again.films.recover()
    assert again.book.clips() == [clip], "once"


def test_what_is_saved_of_a_replay_ends_with_its_last_picture_not_when_it_was_saved(
    room: Room, camera: Camera, make: Callable[..., Set]
) -> None:
    room_, ring = make(), Ring()
    ring.opened(a_track())
    for packet in packets(2 * FPS):
        ring.packet(packet)
    room.clock.forward(timedelta(minutes=9))
    room_.films.save(room.watch, camera, ring.since(), None, "回放")
    footage = room_.book.footage(room_.until_ended().note.wish.clip_id)
    assert footage is not None
    assert (footage.clip.ended_at, footage.gaps) == (footage.parts[-1].ended_at, ())


def test_an_outage_is_in_the_facts_of_the_clip_and_a_clip_without_pictures_says_so(
    room: Room, camera: Camera, make: Callable[..., Set]
) -> None:
    room_ = make()
    room_.films.start(room.watch, camera, None)
    room_.line.send(FPS)
    assert room_.line.tap is not None
    room_.line.tap.ended(Reason.CUT)
    room_.line.send(FPS, from_n=5 * FPS, generation=2)
    room_.films.stop(room.watch, camera.id)
    footage = room_.book.footage(room_.until_ended().note.wish.clip_id)
    assert footage is not None
    assert [one.packets for one in footage.parts] == [FPS, FPS]
    assert [(one.why, one.until is None) for one in footage.gaps] == [(Why.LOST, False)]
    room_.films.start(room.watch, camera, None)
    room_.films.stop(room.watch, camera.id)
    empty = room_.book.footage(room_.until_ended().note.wish.clip_id)
    assert empty is not None
    assert (empty.clip.state, empty.parts, empty.clip.no) == (
        ClipState.DAMAGED,
        (),
        "desk-a-2026-0002",
    )


def test_tying_and_protecting_make_evidence_which_an_incident_keeps(
    room: Room, camera: Camera, make: Callable[..., Set]
) -> None:
    room_ = make()
    clip = room_.film(camera)
    kept = room_.book.protect(room.watch, room.shift.id, clip, True)
    assert kept.evidence
    clip = room_.book.protect(room.watch, room.shift.id, kept, False)
    incident = fire(room)
    tied = room_.book.tie(room.watch, room.shift.id, clip, incident_id=incident.id)
    assert tied.evidence
    assert room_.book.clips(incident_id=incident.id) == [tied]
    with pytest.raises(Refused, match="evidence_of_incident"):
        room_.book.protect(room.watch, room.shift.id, tied, False)
    with pytest.raises(Refused, match="tied_already"):
        room_.book.tie(room.watch, room.shift.id, tied, incident_id=fire(room).id)
    run = a_run(room)
    drill = room_.book.tie(room.watch, room.shift.id, tied, drill_id=run.id, drill=run.title)
    assert (drill.incident_id, drill.drill_id, drill.drill) == (incident.id, run.id, run.title)
    assert room_.book.purge(clip.id, "手误") is None


def test_the_oldest_clips_make_room_but_never_evidence_or_what_is_played(
    room: Room, camera: Camera, make: Callable[..., Set]
) -> None:
    room_ = make(quota=Quota(most=1, share=0.0, young=timedelta(0)))
    made = []
    for _ in range(4):
        made.append(room_.film(camera))
        room.clock.forward(timedelta(minutes=1))
    first, second, third, fourth = made
    second = room_.book.protect(room.watch, None, second, True)
    room_.films.played.add(third.id)
    files = room_.files(*made)
    room_.films.keep_quota()
    assert [one.is_file() for one in files] == [False, True, True, False]
    gone = room_.book.clip(first.id)
    assert gone is not None
    assert (gone.state, gone.purged_why) == (ClipState.PURGED, PURGED)
    assert gone.purged_at is not None
    assert room_.heard[-1].verdict.over, "evidence alone takes more than one byte"
    now = room.clock.now() + timedelta(days=2)
    big = replace(fourth, size=10, state=ClipState.SEALED)
    told = judge([big, replace(big, id=new_id())], Quota(15, 0.0), Disk(100, 100), now)
    assert [one.id for one in told.purge] == [big.id], "no more than is needed"
    nearly_full = judge([big], Quota(100, 0.5), Disk(40, 100), now)
    assert nearly_full.purge == (big,), "the disk is nearly full"


def test_what_was_sealed_today_goes_last_and_not_before_it_was_told(
    room: Room, camera: Camera, make: Callable[..., Set], tmp_path: Path
) -> None:
    """The disk is nearly full all the time: no film is small enough."""
    rules = load_rules(Path(__file__).parents[3] / "resources" / "rules" / "video.toml")
    assert "本系统自定" in rules.source
    room_ = make(quota=Quota(most=10**9, share=1.0, young=rules.young, warned=rules.warned))
    old = room_.film(camera)
    room.clock.forward(rules.young - timedelta(minutes=1))
    taken, kept = room_.film(camera), room_.film(camera)
    files = room_.files(old, taken, kept)
    room_.films.keep_quota()
    assert [one.id for one in room_.heard[-1].verdict.soon] == [old.id, taken.id, kept.id]
    assert room_.heard[-1].first_at == room.clock.now() + rules.warned
    room.clock.forward(timedelta(minutes=1))
    room_.films.keep_quota()
    assert [one.is_file() for one in files] == [False, True, True], "only what is older than a day"
    room_.book.protect(room.watch, None, kept, True)
    room.clock.forward(rules.warned - timedelta(minutes=2))
    room_.films.keep_quota()
    assert [one.is_file() for one in files] == [False, True, True], "it was told a minute too late"
    assert [one.id for one in room_.heard[-1].verdict.soon] == [taken.id]
    room.clock.forward(timedelta(minutes=1))
    room_.films.keep_quota()
    assert [one.is_file() for one in files] == [False, False, True], "evidence stays"
    assert room_.heard[-1].first_at is None
    broken = tmp_path / "video.toml"
    broken.write_text("[recordings]\nyoung_h = 'x'", encoding="utf-8")
    with pytest.raises(ValueError, match=r"video\.toml"):
        load_rules(broken)


def test_two_desks_that_do_not_hear_of_each_other_give_no_number_twice(
    room: Room, camera: Camera, make: Callable[..., Set], tmp_path: Path
) -> None:
    """Each has a record of its own; a name that is a pattern of another one takes none of its numbers."""
    other = open_room(tmp_path / "other.db")
    with other.db.change("system", "camera.enter", ("camera", camera.code)) as change:
        change.put("camera", camera)
    here, like, there = make(), make(), Set(tmp_path / "there", other)
    like.book.desk, there.book.desk = "desk_a", "desk-b"
    numbers = [one.film(camera).no for one in (here, there, here, like)]
    other.db.close()
    assert numbers == [
        "desk-a-2026-0001", "desk-b-2026-0001", "desk-a-2026-0002", "desk_a-2026-0001"]  # fmt: skip


def test_closing_the_program_closes_the_files_and_the_next_start_seals_them(
    room: Room, camera: Camera, make: Callable[..., Set]
) -> None:
    room_ = make()
    room_.films.start(room.watch, camera, None)
    room_.line.send(2 * FPS)
    room_.films.close()
    again = make()
    again.films.recover()
    (clip,) = again.book.clips()
    assert clip.state is ClipState.SEALED, "it ended in good order"
