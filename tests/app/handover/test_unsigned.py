"""Nobody takes over at the hour: the crew stays responsible, the leader is told and told again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.handover.records import HandoverOverdue, Side
from app.handover.unsigned import UnsignedShift
from app.people.records import Role
from db.stores.handover import HandoverRows
from tests.nights import RULES, Night


def watch(duty: Night) -> UnsignedShift:
    room = duty.room
    return UnsignedShift(
        room.db, HandoverRows(room.db), room.shifts, room.log, room.clock, room.facts.append, RULES
    )


def test_nothing_is_said_before_the_hour(duty: Night) -> None:
    assert watch(duty).look() is None
    duty.room.clock.forward(duty.room.shift.ends_at - duty.room.clock.now() - timedelta(seconds=1))
    assert watch(duty).look() is None


def test_each_step_is_told_once_also_after_a_restart(duty: Night) -> None:
    room = duty.room
    room.clock.forward_to(room.shift.ends_at)
    first = watch(duty).look()
    assert first is not None
    assert (first.step, first.leaders) == (1, ("田演平",))
    assert (first.out, first.next_crew) == (("彭例安", "向示月"), ("翟示梅", "单演达", "龙演海"))
    assert watch(duty).look() == first
    assert room.log.count(room.shift.id) == 1
    room.clock.forward(timedelta(minutes=15))
    assert watch(duty).look() is not None
    room.clock.forward(timedelta(hours=3))  # steps that passed meanwhile are told once
    last = watch(duty).look()
    assert last is not None
    assert last.step == RULES.reminders_due(timedelta(hours=3, minutes=15)) == 6
    lines = [line.text for line in room.log.latest(10)]
    assert len(lines) == 3
    assert lines[-1].startswith("应于 06-25 08:30 交接，到时未签字接班，彭例安、向示月 继续负责")
    assert {line.shift_id for line in room.log.latest(10)} == {room.shift.id}


def test_the_room_stays_with_the_outgoing_crew_until_somebody_signs(duty: Night) -> None:
    room = duty.room
    room.clock.forward_to(room.shift.ends_at + timedelta(minutes=40))
    now = room.shifts.current()
    assert now is not None
    assert now.id == room.shift.id
    assert watch(duty).look() is not None
    sheet = duty.prepare()
    duty.sign(sheet, Side.OUT, duty.out[Role.CHIEF])
    duty.acknowledge_all(sheet)
    duty.sign(sheet, Side.IN, duty.into[Role.CHIEF])
    room.clock.forward(timedelta(hours=2))
    assert watch(duty).look() is None
    assert len([fact for fact in room.facts if isinstance(fact, HandoverOverdue)]) == 1


def test_reminders_end_after_a_day(duty: Night) -> None:
    assert RULES.reminders_due(timedelta(days=30)) == RULES.reminders_due(RULES.remind_until)
    assert [RULES.reminders_due(timedelta(minutes=n)) for n in (0, 14, 15, 30, 60, 119, 120)] == [
        1, 1, 2, 3, 4, 4, 5,
    ]  # fmt: skip


def test_a_place_that_reminds_nobody_may_say_so() -> None:
    assert replace(RULES, remind_after=()).reminders_due(timedelta(hours=5)) == 0
