"""A roll call by radio on a real record: results, restart, emergency, second round, the line of the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.base.bus import Bus
from app.base.errors import Refused, Unreachable
from app.radio.events import AlarmKind, CheckOnline, Emergency, Heard
from app.radio.facts import RadioAskEnded
from app.radio.rollcall_engine import Stage
from app.radio.rollcall_records import Means, RollMode, RollResult
from app.radio.rollcall_rules import figures
from tests.faults.radio_rollcall import FIRST_RADIO, RollRoom, Scenario, called, scenario


@pytest.fixture
def room(tmp_path: Path) -> Iterator[RollRoom]:
    told = Scenario({FIRST_RADIO + n: n != 2 for n in range(4)}, frozenset(), 7)
    made = RollRoom(tmp_path / "duty.db", told)
    yield made
    made.close()


def emergency(room: RollRoom, radio: int) -> None:
    heard = Heard("A", room.clock.now(), "7e")
    room.service.hear(Emergency(heard, radio, AlarmKind.BUTTON, 1, None))


def test_a_calling_survives_an_emergency_and_a_restart(room: RollRoom) -> None:
    room.start()
    room.run(3.0)
    assert room.runner.engine is not None
    emergency(room, 370999)
    assert room.runner.engine.paused == "emergency"
    found = [one for one in room.results().values() if one is RollResult.OK]
    alarm = room.service.alarms()[0]
    room.service.answer_alarm(alarm.id, str(room.watch.id), room.watch.name)
    assert room.runner.engine.paused == "", "answered by name, it goes on"
    room.restart()
    assert room.runner.engine is not None
    assert room.runner.engine.paused == "restart", "nothing is sent before an officer says so"
    assert [one for one in room.results().values() if one is RollResult.OK] == found
    room.runner.resume()
    room.run(60.0, room.finished)
    assert list(room.results().values()) == [
        RollResult.OK, RollResult.OK, RollResult.SILENT, RollResult.OK,
    ]  # fmt: skip
    with pytest.raises(Refused, match="running"):
        room.rolls.start(room.watch, room.shift.id, room.one.id, RollMode.DATA)


def test_a_calling_is_there_again_once_the_radio_room_has_read_the_record(room: RollRoom) -> None:
    """Also when that could not be read at the start."""
    room.start()
    room.run(3.0)
    assert room.runner.roll is not None
    called_before = room.runner.roll.id
    room.bus = Bus(lambda call: call())
    room._build()
    assert room.runner.engine is None
    room.service.load()
    assert room.runner.engine is not None
    assert room.runner.engine.paused == "restart"
    assert room.runner.roll is not None
    assert room.runner.roll.id == called_before
    engine = room.runner.engine
    room.service.load()
    assert room.runner.engine is engine, "what is under way is not begun anew"


def test_the_second_round_and_the_line_of_the_log(room: RollRoom) -> None:
    posts = room.rolls.store.posts(room.one.id)
    with room.db.change("system", "radioroll.leave", ("radio_post", str(posts[3].id))) as change:
        until = room.clock.now() + timedelta(hours=8)
        away = replace(posts[3], leave_until=until, leave_why="换防")
        change.put("radio_post", away, seen=posts[3])
    assert [one.count for one in room.rolls.due()] == [4]
    room.start()
    assert room.rolls.due() == []
    room.run(60.0, room.finished)
    roll = room.runner.roll
    assert roll is not None
    room.rolls.second(
        room.watch, roll.id, posts[2].id, Means.SATELLITE, RollResult.STAND_IN, "村支书接"
    )
    room.rolls.end(room.watch, roll.id, room.runner.snapshot(roll.id))
    assert room.runner.roll is None, "the end is heard of as any other window hears it"
    assert room.lines == [
        "370M 点名结束（村级，数据，11-22 20:30 起）：应点4个，已呼3个，正常2个，请假1个；"
        "应答率 2/3 66%；未应答1个（试点003）；二轮补呼通1个（试点003 卫星电话）"
    ]
    assert room.rolls.missed() == [], "who was reached by satellite was not missed"
    with pytest.raises(Refused, match="round_ended"):
        room.rolls.end(room.watch, roll.id)


def test_twice_silent_is_told_and_a_lost_gateway_is_no_silence(room: RollRoom) -> None:
    for _ in range(2):
        room.start()
        room.run(60.0, room.finished)
        assert room.runner.roll is not None
        room.rolls.end(room.watch, room.runner.roll.id, room.runner.snapshot(room.runner.roll.id))
        room.clock.forward(timedelta(hours=1))
        room.run(1.0)
    assert [(one.name, one.times) for one in room.rolls.missed()] == [("试点003", 2)]
    assert room.rolls.told()[1] == "370M 点名连续2次未应答：试点003（村级）"
    room.near.lose()
    room.start()
    room.run(5.0, room.finished)
    assert room.runner.roll is not None
    room.rolls.end(room.watch, room.runner.roll.id, room.runner.snapshot(room.runner.roll.id))
    assert "已呼0个；应答率 —；网关中断未呼4个" in room.lines[-1]
    assert figures(()).rate(room.rules) == "—"


def test_answers_wait_for_a_store_that_is_away(room: RollRoom, monkeypatch) -> None:
    room.start()

    def away(*_: object) -> None:
        raise Unreachable("store", "disk_full")

    with monkeypatch.context() as broken:
        broken.setattr(room.rolls, "write", away)
        room.run(60.0, room.finished)
        post = next(iter(room.runner.engine.turns))  # type: ignore[union-attr]
        room.runner.say(post, RollResult.FAULTY, "坏\ud800\0", "system", "向示月")
        assert set(room.results().values()) == {RollResult.NOT_CALLED}
    room.run(5.0)
    assert list(room.results().values()) == [
        RollResult.FAULTY, RollResult.OK, RollResult.SILENT, RollResult.OK,
    ]  # fmt: skip


def test_the_end_of_an_older_question_says_nothing_of_the_newer(room: RollRoom) -> None:
    put: list[CheckOnline] = []
    submit = room.near.submit
    room.near.submit = lambda command: put.append(command) or submit(command)  # type: ignore
    room.start()
    silent = FIRST_RADIO + 2
    room.run(60.0, lambda: sum(one.radio == silent for one in put) == 2)
    engine = room.runner.engine
    assert engine is not None
    turn = next(one for one in engine.turns.values() if one.radio == silent)
    older, newer = (one.id for one in put if one.radio == silent)
    room.bus.publish(RadioAskEnded(older, "no_answer", "A", room.clock.now()))
    assert turn.stage is Stage.ASKED
    room.bus.publish(RadioAskEnded(newer, "no_answer", "A", room.clock.now()))
    assert turn.result is RollResult.SILENT


def test_a_small_list_comes_out_as_the_scenario_has_it(tmp_path: Path) -> None:
    told = called(tmp_path, scenario(24, 0.25, 3), 4)
    assert told["wrong"] == 0
    assert told["at_once"] == 4
