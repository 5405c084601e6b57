"""A drill from its draw to its rates over a real store, and what is refused on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from app.base.errors import Conflict, Refused, Unreachable
from app.base.ids import new_id
from app.base.keyfile import KeyFile
from app.base.marks import Mark
from app.drills.asked import Told
from app.drills.drawing import Draw, drawn
from app.drills.metrics import Standing, TargetLook, covered
from app.drills.records import Stage, Verdict, load_rules
from app.drills.service import Drills
from app.incidents.said import Said
from app.video.records import Camera, CameraKind
from db.stores.drills import DrillRows
from tests.app.video.conftest import a_camera
from tests.rooms import Room, open_room

RULES = load_rules(Path(__file__).parents[3] / "resources" / "rules" / "drills.toml")
KEYS = KeyFile(None)
TOWNS = ("甲镇", "乙镇", "丙镇", "戊乡")
DOWN: set[UUID] = set()
ALL_WELL = {one.code: Verdict.YES for one in RULES.checks}


def body(n: int, town: str, out: str = "") -> Camera:
    camera = a_camera("rtsp://127.0.0.1:1/x", code=f"{n:02d}-D-01")
    return replace(
        camera, kind=CameraKind.BODY, township=town, name=f"{town}单兵", out_of_service=out
    )


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = open_room(tmp_path / "duty.db")
    towns = ("甲镇", "乙镇", "丙镇", "丁乡")
    cameras = [body(n, town) for n, town in enumerate(towns)]
    with made.db.change("system", "camera.enter", ("camera", "all")) as change:
        change.put_many("camera", [*cameras, body(9, "戊乡", "送修")])
    yield made
    made.db.close()


@pytest.fixture
def drills(room: Room) -> Drills:
    return drills_of(room)


def drills_of(room: Room) -> Drills:
    lines: list[str] = []
    made = Drills(
        room.db, DrillRows(room.db), RULES, room.clock, lambda _c, _b, text: lines.append(text),
        room.intake.incident, KEYS, lambda cameras: covered(TOWNS, cameras, DOWN),
    )  # fmt: skip
    made.lines = lines  # type: ignore[attr-defined]
    return made


def told(room: Room, count: int = 4, **differing) -> Told:
    draw = Draw("2026-06", count, (CameraKind.BODY,))
    made = Told("六月可视化演练", "山洪转移", True, room.clock.now(), draw=draw)
    return replace(made, **differing)


def begun(room: Room, drills: Drills, **differing) -> UUID:
    run = drills.plan(room.chief, told(room, **differing))
    drills.start(room.chief, run.id)
    return run.id


def target(drills: Drills, key: UUID, n: int) -> TargetLook:
    return drills.look(key).targets[n]


def connect(room: Room, drills: Drills, key: UUID, n: int, after: timedelta) -> None:
    drills.order(room.chief, target(drills, key, n))
    room.clock.forward(after)
    drills.arrived(target(drills, key, n).id, key, room.clock.now())
    drills.hear(room.chief, target(drills, key, n))


def test_a_whole_drill_and_its_three_rates(room: Room, drills: Drills) -> None:
    key = begun(room, drills)
    seen = drills.look(key)
    assert [one.standing for one in seen.targets] == [*[Standing.WAITING] * 4, Standing.EXCLUDED]
    assert seen.targets[4].target.excluded == "送修"
    half_hour, second = timedelta(minutes=30), timedelta(seconds=1)
    connect(room, drills, key, 0, half_hour)
    connect(room, drills, key, 1, half_hour + second)
    connect(room, drills, key, 2, timedelta(minutes=2))
    drills.order(room.chief, target(drills, key, 3))
    drills.order(room.chief, target(drills, key, 3))  # a further try counts once
    assert target(drills, key, 3).target.tries == 2
    drills.measured(target(drills, key, 0).id, key, Verdict.YES)
    drills.judge(room.chief, target(drills, key, 0), ALL_WELL, "")
    drills.judge(room.chief, target(drills, key, 1), {**ALL_WELL, "sound": Verdict.NO}, "杂音")
    drills.measured(target(drills, key, 1).id, key, Verdict.NO)  # the officer's word stays
    assert target(drills, key, 1).verdicts[0] is Verdict.YES
    drills.reveal(room.chief, key)
    drills.end(room.chief, key)
    again = drills_of(room).look(key)  # as after a restart
    assert again.stage is Stage.ENDED
    assert again.rates.connected.words() == "75.0%（3/4）"
    assert again.rates.in_time.words() == "50.0%（2/4）"
    assert again.rates.quality.words() == "33.3%（1/3）"
    assert (again.rates.unjudged, again.rates.uncalled, again.rates.excluded) == (1, 0, 1)
    assert again.targets[3].standing is Standing.MISSED
    assert {one.mark for one in again.notes} == {Mark.DRILL} == {again.run.mark}
    assert [line[:4] for line in drills.lines] == ["【演练】"] * 2
    assert target(drills, key, 0).measured[0]


def test_a_real_event_stops_the_clocks_until_somebody_goes_on(room: Room, drills: Drills) -> None:
    key = begun(room, drills)
    drills.order(room.chief, target(drills, key, 0))
    room.clock.forward(timedelta(minutes=20))
    made = room.intake.register(
        room.watch, room.shift.id, room.chief.id,
        Said(course="两人被困", place="云洛镇", reporter_name="周某", reporter_phone="13900000001"),
    )  # fmt: skip
    incident = getattr(made, "incident", made)
    assert drills.incident_came(incident.id)
    assert not drills.incident_came(incident.id)
    assert drills.look(key).stage is Stage.PAUSED
    with pytest.raises(Refused, match="paused"):
        drills.order(room.chief, target(drills, key, 1))
    room.clock.forward(timedelta(hours=3))
    drills.resume(room.chief, key)
    assert not drills.incident_came(incident.id)  # its edits do not stop it again
    room.clock.forward(timedelta(minutes=10))
    drills.arrived(target(drills, key, 0).id, key, room.clock.now())
    drills.hear(room.chief, target(drills, key, 0))
    assert target(drills, key, 0).took == timedelta(minutes=30)
    assert target(drills, key, 0).in_time
    assert drills.interrupted("370M 紧急报警")
    assert any("370M" in note.text for note in drills.look(key).notes)


def test_what_does_not_fit_is_refused(room: Room, drills: Drills) -> None:
    for wrong, code in (
        (replace(told(room), draw=Draw("s", 9, (CameraKind.BODY,))), "too_many_to_draw"),
        (replace(told(room), draw=Draw("s", 1, (CameraKind.DRONE,))), "nobody_to_draw"),
        (replace(told(room), draw=Draw(" ", 1)), "missing"),
        (replace(told(room), draw=None), "nobody_to_draw"),
        (replace(told(room), title=" "), "missing"),
        (replace(told(room), until=room.clock.now()), "before_first"),
    ):
        with pytest.raises(Refused, match=code):
            drills.plan(room.chief, wrong)
    run = drills.plan(room.chief, told(room))
    early = drills.look(run.id).targets[0]
    with pytest.raises(Refused, match="not_running"):
        drills.order(room.chief, early)
    drills.start(room.chief, run.id)
    other = drills.plan(room.chief, told(room))
    with pytest.raises(Refused, match="another_runs"):
        drills.start(room.chief, other.id)
    drills.cancel(room.chief, other.id, "改期")
    first = target(drills, run.id, 0)
    for act in (drills.hear, drills.end_target):
        with pytest.raises(Refused, match="not_called"):
            act(room.chief, first)
    with pytest.raises(Refused, match="excluded"):
        drills.order(room.chief, target(drills, run.id, 4))
    drills.order(room.chief, first)
    drills.arrived(first.id, run.id, room.clock.now() - timedelta(seconds=5))  # before the order
    assert target(drills, run.id, 0).target.picture_at is None
    drills.arrived(new_id(), run.id, room.clock.now())  # of another run
    held = target(drills, run.id, 0)
    drills.hear(room.chief, held)
    with pytest.raises((Conflict, Refused)):
        drills.hear(room.watch, held)  # two officers, the same key
    drills.end_target(room.chief, target(drills, run.id, 0))  # before it was connected
    assert target(drills, run.id, 0).standing is Standing.MISSED


def test_a_time_put_right_leaves_a_trace_and_a_set_end_holds(room: Room, drills: Drills) -> None:
    key = begun(room, drills, until=room.clock.now() + timedelta(minutes=45))
    room.clock.forward(timedelta(minutes=1))
    ordered = room.clock.now()
    connect(room, drills, key, 0, timedelta(minutes=5))
    for at, code in (
        (ordered - timedelta(seconds=1), "before_order"),
        (ordered - timedelta(hours=1), "before_run"),
        (room.clock.now() + timedelta(minutes=1), "in_the_future"),
    ):
        with pytest.raises(Refused, match=code):
            drills.correct(room.chief, target(drills, key, 0), "audio_at", at, "看错")
    with pytest.raises(Refused, match="missing"):
        drills.correct(room.chief, target(drills, key, 0), "audio_at", ordered, " ")
    at = ordered + timedelta(minutes=7)
    room.clock.forward(timedelta(minutes=5))
    drills.correct(room.chief, target(drills, key, 0), "audio_at", at, "话音先断后通")
    assert target(drills, key, 0).took == timedelta(minutes=7)
    assert "话音先断后通" in drills.look(key).notes[-1].text
    assert not drills.tick()
    room.clock.forward(timedelta(hours=1))
    assert drills.tick()
    seen = drills.look(key)
    assert seen.run.ended_at == seen.run.until
    assert seen.rates.connected.words() == "100.0%（1/1）"
    assert seen.rates.uncalled == 3


def test_the_same_seed_draws_the_same(room: Room) -> None:
    cameras = DrillRows(room.db).cameras()
    one = drawn(cameras, Draw("7", 2))
    assert one == drawn(reversed(cameras), Draw("7", 2))
    assert [camera.out_of_service for camera in one.out] == ["送修"]
    each = drawn(cameras, Draw("7", 1, each_township=True))
    assert len(each.cameras) == len({camera.township for camera in each.cameras}) == 4


def test_the_drill_under_way_is_found_without_reading_all_that_were_held(
    room: Room, drills: Drills, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert drills.running() is None
    drills.end(room.chief, begun(room, drills))
    drills.plan(room.chief, told(room))
    key = begun(room, drills)
    drills.pause(room.chief, key, "通信中断")
    monkeypatch.setattr(DrillRows, "runs", None)  # the whole history is never read
    running = drills.running()
    assert running is not None
    assert (running.id, running.stage) == (key, Stage.PAUSED)
    drills.end(room.chief, key)
    assert drills.running() is None


def test_a_drill_that_ends_by_its_set_time_is_logged_like_one_ended_by_hand_with_the_days_coverage(
    room: Room, drills: Drills
) -> None:
    key = begun(room, drills, until=room.clock.now() + timedelta(minutes=20))
    connect(room, drills, key, 0, timedelta(minutes=5))
    DOWN.update(
        one.target.camera_id for one in drills.look(key).targets if one.target.township == "甲镇"
    )
    room.clock.forward(timedelta(minutes=20))
    assert drills.tick()
    DOWN.clear()
    line = drills.lines[-1]  # type: ignore[attr-defined]
    assert "到设定时间自动结束：连通率 100.0%（1/1）" in line
    assert line.endswith("覆盖率 50.0%（2/4）")
    seen = drills_of(room).look(key)
    assert seen.coverage is not None
    assert seen.coverage.words() == "50.0%（2/4）", (
        "as it was then: one is out, one gave no pictures"
    )
    assert (seen.notes[-1].text, seen.notes[-1].by_name) == ("到设定时间自动结束", "值守台")


def test_the_script_of_a_double_blind_drill_is_sealed_until_its_time_and_opened_by_who_directs_it(
    room: Room, drills: Drills
) -> None:
    script = "40 电话全部中断，改用 370M\n15分：村口桥被冲断\n\n"
    with pytest.raises(Refused, match="not_a_script"):
        drills.plan(room.chief, told(room, script="十分钟后断电"))
    key = drills.plan(room.chief, told(room, script=script)).id
    other = replace(room.chief, id=new_id(), name="另一值班长")
    assert [drills.look(key).known_to(str(one.id)) for one in (room.chief, other)] == [True, False]
    with pytest.raises(Refused, match="not_director"):
        drills.start(other, key)
    drills.start(room.chief, key)
    assert drills.look(key).known_to(str(other.id))
    seen = drills.look(key)
    assert (seen.run.scenario, seen.hidden) == ("", True)
    assert [(one.after_min, one.text) for one in seen.script] == [(15, ""), (40, "")]
    held = (Path(room.db.path).read_bytes(), Path(f"{room.db.path}-wal").read_bytes())
    assert not any("村口桥".encode() in one or "山洪".encode() in one for one in held)
    with pytest.raises(Refused, match="still_sealed"):
        drills.inject(room.chief, key)
    room.clock.forward(timedelta(minutes=14))
    drills.pause(room.chief, key, "真实警情")
    room.clock.forward(timedelta(minutes=30))
    with pytest.raises(Refused, match="paused"):
        drills.inject(room.chief, key)
    drills.resume(room.chief, key)
    with pytest.raises(Refused) as early:
        drills.inject(room.chief, key)
    assert early.value.figures == {"minutes": 1}, "a pause is no time of the drill"
    room.clock.forward(timedelta(minutes=1))
    for act in (drills.inject, drills.reveal):
        with pytest.raises(Refused, match="not_director"):
            act(other, key)
    stranger = drills_of(room)
    stranger._seals = KeyFile(None)
    with pytest.raises(Unreachable, match="key_missing"):
        stranger.inject(room.chief, key)
    made = drills.inject(room.chief, key)
    assert (made.text, made.opened_by) == ("村口桥被冲断", room.chief.name)
    again = drills_of(room).look(key)
    assert (again.script[0].text, again.script[0].opened_at) == ("村口桥被冲断", room.clock.now())
    assert again.notes[-1].text == "开启第 1 条情景：村口桥被冲断"
    drills.reveal(room.chief, key)
    assert drills.look(key).run.scenario == "山洪转移"
    assert drills.look(key).script[1].text == ""
    room.clock.forward(timedelta(minutes=25))
    drills.inject(room.chief, key)
    with pytest.raises(Refused, match="no_inject"):
        drills.inject(room.chief, key)
