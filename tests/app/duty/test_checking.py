"""What of a shift's routine is to be done now, and from when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.base.clock import hhmm
from app.duty.checking import Due, Owed
from app.duty.checks import Condition, PaperWay, Urgency
from app.duty.papers import Entered
from app.duty.records import Channel
from tests.rooms import Room
from tests.townships import enter_towns


def due(room: Room) -> dict[Owed, Due]:
    return {one.owed: one for one in room.checks.due(room.shift)}


def put_forward(room: Room, hours: float) -> None:
    room.clock.forward(timedelta(hours=hours))


def test_a_county_without_towns_owes_nothing_in_the_evening(room: Room) -> None:
    assert due(room) == {}


def test_silence_after_the_hour_is_owed_until_all_have_told(room: Room) -> None:
    towns, zero = enter_towns(room.db, 3), room.checks.zero
    owed = due(room)[Owed.ZERO]
    assert (hhmm(owed.since), hhmm(owed.at), owed.count) == ("17:00", "17:10", 3)
    zero.nothing(room.watch, room.shift.id, zero.look().current.slot, towns)
    assert Owed.ZERO not in due(room)
    put_forward(room, 11.5)
    assert hhmm(zero.look().current.slot.at) == "08:00"
    assert Owed.ZERO not in due(room), "not before the hour itself"
    put_forward(room, 0.6)
    assert hhmm(due(room)[Owed.ZERO].since) == "08:00"


@pytest.mark.parametrize(
    ("hours", "owed"), [(12.2, False), (12.3, True), (16.6, True), (16.8, False)]
)
def test_a_round_is_owed_from_half_an_hour_before_until_it_is_stale(
    room: Room, hours: float, owed: bool
) -> None:
    enter_towns(room.db, 3)
    put_forward(room, hours)
    assert (Owed.ROLL in due(room)) is owed


def test_a_round_that_began_ends_it(room: Room) -> None:
    enter_towns(room.db, 3)
    put_forward(room, 13)
    assert hhmm(due(room)[Owed.ROLL].at) == "08:45"
    room.checks.rolls.start(room.watch, room.shift.id, Channel.PHONE)
    assert Owed.ROLL not in due(room)


def test_the_list_is_owed_at_the_beginning_of_a_shift(room: Room) -> None:
    fresh = replace(room.shift, starts_at=room.clock.now())
    (owed,) = room.checks.due(fresh)
    assert (owed.owed, hhmm(owed.at)) == (Owed.EQUIPMENT, "20:30")
    for item in room.checks.equipment.list.items:
        room.checks.equipment.tick(room.watch, room.shift.id, item, Condition.OK)
    assert room.checks.due(fresh) == []


def test_a_paper_is_owed_until_it_is_passed_on(room: Room) -> None:
    papers = room.checks.papers
    told = Entered(PaperWay.RECEIVED, "紧急通知", "市局", urgency=Urgency.SPECIAL)
    paper = papers.enter(room.watch, room.shift.id, told)
    owed = due(room)[Owed.PAPER]
    assert (owed.about, owed.at) == ("紧急通知", paper.at + timedelta(minutes=10))
    papers.to_leader(room.chief, room.shift.id, paper, "田演平")
    assert Owed.PAPER not in due(room)


def test_a_paper_is_owed_in_the_shift_its_limit_falls_into(room: Room) -> None:
    papers, now = room.checks.papers, room.clock.now()
    for title, due_at in (
        ("later", room.shift.ends_at),
        ("today", room.shift.ends_at - timedelta(minutes=1)),
        ("over", now - timedelta(days=2)),
    ):
        told = Entered(PaperWay.RECEIVED, title, "市局", due=due_at, at=now - timedelta(days=3))
        paper = papers.enter(room.watch, room.shift.id, told)
        papers.to_unit(room.chief, room.shift.id, paper, "防汛股", "")
    owed = {one.about for one in room.checks.due(room.shift) if one.owed is Owed.PAPER}
    assert owed == {"today", "over"}
    nobody = {one.about for one in room.checks.due(None) if one.owed is Owed.PAPER}
    assert nobody == {"over"}
    room.clock.forward(room.shift.ends_at - now)
    late = {one.about for one in room.checks.due(room.shift) if one.owed is Owed.PAPER}
    assert late == {"later", "today", "over"}, "a crew that has not signed over still holds it"
