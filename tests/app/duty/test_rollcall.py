"""Roll calls and spot checks: every unit once, unknown is unknown, rates are floored."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.base.errors import Refused
from app.base.ids import new_id
from app.duty.attendance import Attendance, attendance, holding
from app.duty.checks import Asked, Presence, RollCall, Town, YesNo
from app.duty.records import Category, Channel, Handling, Way
from app.duty.rollcall import Answer
from app.people.records import Role
from tests.rooms import Room, officer
from tests.townships import enter_towns

THERE = Answer(Presence.PRESENT, "周试用", 8, YesNo.YES, YesNo.YES)
SILENT = Answer(Presence.SILENT)


@pytest.fixture
def towns(room: Room) -> list[Town]:
    return enter_towns(room.db, 3)


@pytest.fixture
def call(room: Room, towns: list[Town]) -> RollCall:
    return room.checks.rolls.start(room.watch, room.shift.id, Channel.PHONE)


def ask(room: Room, call: RollCall, town: Town, answer: Answer) -> None:
    room.checks.rolls.answer(room.watch, call, town, answer)
    room.clock.forward(timedelta(seconds=20))


def rate(room: Room) -> str:
    return attendance(room.checks.rolls.look(room.shift.id).checks).rate(room.checks.rolls.rules)


def test_a_round_to_its_end(room: Room, towns: list[Town], call: RollCall) -> None:
    ask(room, call, towns[0], THERE)
    ask(room, call, towns[1], SILENT)
    ask(room, call, towns[2], Answer(Presence.STAND_IN, "李代班", 21))
    ended = room.checks.rolls.end(room.watch, call)
    assert ended.ended_at == room.clock.now()
    lines = [line.text for line in reversed(room.log.latest(9))]
    assert lines[0] == "点名：云洛镇在岗，应答 周试用，接通 8 秒，与值班表一致，带班领导在岗"
    assert lines[1] == "点名：铜鼓坪镇未答"
    assert lines[2] == "点名：丙湖镇替岗，应答 李代班，接通 21 秒，与值班表不一致"
    assert lines[3] == (
        "点名结束：共3个，已呼3个，在岗1个，替岗1个（计入在岗），未答1个（铜鼓坪镇）；在岗率 2/3 66%"
    )
    assert {line.category for line in room.log.latest(9)} == {Category.SPOT_CHECK}
    assert [line.seq for line in room.log.latest(9)] == [4, 3, 2, 1]


def test_nobody_called_is_no_rate(room: Room, towns: list[Town], call: RollCall) -> None:
    assert rate(room) == "—"
    assert Attendance(0, 0, 0, ()).rate(room.checks.rolls.rules) == "—"


def test_who_answers_at_the_second_try_was_there(
    room: Room, towns: list[Town], call: RollCall
) -> None:
    ask(room, call, towns[0], SILENT)
    assert rate(room) == "0/1 0%"
    ask(room, call, towns[0], THERE)
    assert rate(room) == "1/1 100%"
    assert len(room.checks.rolls.look(room.shift.id).checks) == 2
    assert len(holding(room.checks.rolls.look(room.shift.id).checks)) == 1


def test_silence_has_no_seconds_no_person_and_agrees_with_nothing(
    room: Room, towns: list[Town], call: RollCall
) -> None:
    silent = Answer(Presence.SILENT, "周试用", 30, YesNo.YES, YesNo.YES)
    made = room.checks.rolls.answer(room.watch, call, towns[0], silent)
    assert (made.person, made.seconds) == ("", None)
    assert (made.crew_right, made.leader_there) == (YesNo.UNKNOWN, YesNo.UNKNOWN)


def test_a_second_start_goes_on_with_the_round_under_way(room: Room, call: RollCall) -> None:
    assert room.checks.rolls.start(room.chief, room.shift.id, Channel.RADIO) == call


def test_a_round_left_open_by_an_earlier_shift_is_over(room: Room, call: RollCall) -> None:
    after = replace(room.shift, id=new_id(), starts_at=room.shift.ends_at)
    with room.db.change("system", "shift.plan", ("shift", str(after.id))) as change:
        change.put("shift", after)
    room.clock.forward(timedelta(hours=13))
    assert room.checks.rolls.look(room.shift.id).running
    assert not room.checks.rolls.look(after.id).running
    fresh = room.checks.rolls.start(room.watch, after.id, Channel.PHONE)
    assert fresh.id != call.id
    assert room.checks.rolls.look(after.id).running


def test_an_ended_round_takes_no_answer(room: Room, towns: list[Town], call: RollCall) -> None:
    ended = room.checks.rolls.end(room.watch, call)
    with pytest.raises(Refused, match="round_ended"):
        room.checks.rolls.answer(room.watch, ended, towns[0], THERE)
    assert "3个未呼" in room.log.latest(1)[0].text


def test_a_county_without_towns_cannot_be_called(room: Room) -> None:
    with pytest.raises(Refused, match="no_towns"):
        room.checks.rolls.start(room.watch, room.shift.id, Channel.PHONE)


@pytest.mark.parametrize("seconds", [-1, 3601])
def test_absurd_seconds_are_refused(
    room: Room, towns: list[Town], call: RollCall, seconds: int
) -> None:
    with pytest.raises(Refused, match="absurd_number"):
        ask(room, call, towns[0], Answer(Presence.PRESENT, seconds=seconds))


def test_the_superior_asks_this_room(room: Room) -> None:
    made = room.checks.rolls.enter(
        room.watch, room.shift.id, Asked.BY_SUPERIOR, "市应急管理局指挥中心", Channel.PHONE, THERE
    )
    assert (made.checker, made.unit) == ("市应急管理局指挥中心", "示范县应急管理局值班室")
    line = room.log.latest(1)[0]
    assert (line.way, line.status) == (Way.IN, Handling.DONE)
    assert [one.id for one in room.checks.rolls.of_shift(room.shift.id)] == [made.id]


def test_a_problem_stays_open_until_it_is_rectified_once(room: Room) -> None:
    wrong = Answer(Presence.PRESENT, "某", 40, YesNo.NO, YesNo.NO, "带班领导不在岗")
    made = room.checks.rolls.enter(
        room.watch, room.shift.id, Asked.BY_US, "丁山镇", Channel.VIDEO_CALL, wrong
    )
    assert room.log.latest(1)[0].status is Handling.DOING
    room.clock.forward(timedelta(minutes=10))
    done = room.checks.rolls.rectify(room.watch, made, "已到岗")
    assert done.rectified_at == room.clock.now()
    line = room.log.latest(9)[-1]
    assert (line.status, line.handling) == (Handling.DONE, "已整改：已到岗")
    with pytest.raises(Refused, match="empty"):
        room.checks.rolls.rectify(room.watch, made, " ")


def test_nothing_wrong_is_not_rectified(room: Room) -> None:
    made = room.checks.rolls.enter(
        room.watch, room.shift.id, Asked.BY_US, "丁山镇", Channel.PHONE, THERE
    )
    with pytest.raises(Refused, match="nothing_wrong"):
        room.checks.rolls.rectify(room.watch, made, "已到岗")


def test_figures_by_unit_put_the_worst_first(room: Room, towns: list[Town]) -> None:
    rolls = room.checks.rolls
    for n in range(3):
        call = rolls.start(room.watch, room.shift.id, Channel.PHONE)
        ask(room, call, towns[0], Answer(Presence.PRESENT, seconds=5 + n))
        ask(room, call, towns[1], SILENT)
        ask(room, call, towns[1], Answer(Presence.PRESENT) if n else SILENT)
        rolls.end(room.watch, call)
        room.clock.forward(timedelta(hours=4))
    rolls.enter(
        room.watch, room.shift.id, Asked.BY_US, towns[0].name, Channel.PHONE,
        Answer(Presence.PRESENT, problem="离岗"),
    )  # fmt: skip
    worst, best = rolls.figures(30)
    assert (worst.unit, worst.found.rate(rolls.rules), worst.median_s) == (
        towns[1].name, "2/3 66%", None,
    )  # fmt: skip
    assert (best.found.rate(rolls.rules), best.median_s, best.problems) == ("4/4 100%", 6, 1)
    room.clock.forward(timedelta(days=31))
    assert rolls.figures(30) == []


def test_a_driver_calls_no_roll(room: Room, towns: list[Town]) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        room.checks.rolls.start(officer("某", Role.DRIVER), room.shift.id, Channel.PHONE)


def test_a_problem_of_a_round_is_an_open_line_until_the_town_is_called_again(room: Room) -> None:
    enter_towns(room.db, 1)
    rolls = room.checks.rolls
    call = rolls.start(room.watch, room.shift.id, Channel.PHONE)
    (town,) = rolls.look(room.shift.id).towns
    rolls.answer(room.watch, call, town, Answer(Presence.SILENT, problem="三次无人接听"))
    first = room.log.latest(1)[0]
    assert first.status is Handling.DOING
    rolls.answer(room.watch, call, town, THERE)
    settled = room.log.entry(first.id)
    assert settled is not None
    assert (settled.status, settled.handling) == (Handling.DONE, "已再呼：在岗")


def test_a_round_that_another_desk_ended_takes_no_answer(
    room: Room, towns: list[Town], call: RollCall
) -> None:
    room.checks.rolls.end(room.watch, call)
    for late in (
        lambda: room.checks.rolls.answer(room.watch, call, towns[0], THERE),
        lambda: room.checks.rolls.end(room.watch, call),
    ):
        with pytest.raises(Refused, match="round_ended"):
            late()
    assert room.checks.rolls.of_shift(room.shift.id) == []
