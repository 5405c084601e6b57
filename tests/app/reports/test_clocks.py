"""Clocks of a real store: begun, met, run out, explained; which rule books bind is an officer's act."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.base.errors import Refused
from app.base.ids import new_id
from app.incidents.records import EventClass, Incident, Level, ReportWay
from app.incidents.said import Said
from tests.rooms import Room

MINUTE = timedelta(minutes=1)


@pytest.fixture
def accident(room: Room) -> Incident:
    said = Said(course="脚手架垮了一段", event_class=EventClass.ACCIDENT)
    return room.intake.register(room.watch, room.shift.id, new_id(), said)


def _rise(room: Room, seen: Incident, level: Level) -> Incident:
    new = replace(seen, level=level)
    with room.db.change(str(room.chief.id), "test", ("incident", str(seen.id))) as change:
        change.put("incident", new, seen=seen)
        room.clocks.put_after(change, new, room.clock.now())
    return new


def test_a_level_that_rises_brings_its_clocks_in_the_same_change(
    room: Room, accident: Incident
) -> None:
    before = len(room.intake.deadlines(accident.id))
    room.clock.forward(90 * MINUTE)
    _rise(room, accident, Level.III)
    clocks = room.intake.deadlines(accident.id)
    assert len(clocks) == before + 2
    province = next(clock for clock in clocks if clock.rule == "phone_province")
    assert (province.due_at - room.clock.now(), province.level) == (60 * MINUTE, Level.III)


def test_the_first_picture_stops_its_clock_at_its_own_time(room: Room, accident: Incident) -> None:
    seen = accident.received_at + 8 * MINUTE
    room.clock.forward(20 * MINUTE)
    room.clocks.picture_seen(str(room.watch.id), accident, seen, "picture:06-D-01")
    (clock,) = [one for one in room.intake.deadlines(accident.id) if one.way is ReportWay.PICTURE]
    assert (clock.met_at, clock.met_by) == (seen, "picture:06-D-01")
    room.clocks.picture_seen(str(room.watch.id), accident, room.clock.now(), "picture:other")
    assert room.intake.deadlines(accident.id)[0].met_at in (None, seen)


def test_what_ran_out_stays_on_the_board_until_somebody_says_why(
    room: Room, accident: Incident
) -> None:
    start = room.clock.now()
    clock = next(one for one in room.intake.deadlines(accident.id) if one.rule == "phone")
    with pytest.raises(Refused) as early:
        room.clocks.explain(room.watch, clock, "线路占用")
    assert early.value.code == "in_time"
    room.clock.forward(33 * MINUTE)
    room.intake.meet(room.watch, room.shift.id, clock)
    row = next(row for row in room.clocks.board(start) if row.clock.id == clock.id)
    assert row.late(room.clock.now())
    assert row.unexplained
    with pytest.raises(Refused):
        room.clocks.explain(room.watch, row.clock, "  ")
    room.clocks.explain(room.watch, row.clock, "市局线路占用，三次重拨")
    row = next(row for row in room.clocks.board(start) if row.clock.id == clock.id)
    assert row.reason == "市局线路占用，三次重拨"
    assert not row.unexplained


def test_the_pre_alarm_begins_ten_minutes_before(room: Room, accident: Incident) -> None:
    row = next(row for row in room.clocks.board(room.clock.now()) if row.clock.rule == "phone")
    due = row.clock.due_at
    assert [row.soon(due - n * MINUTE) for n in (11, 10, 0)] == [False, True, True]
    assert not row.soon(due + MINUTE)


def test_which_rule_book_binds_is_chosen_with_a_reason(room: Room, accident: Incident) -> None:
    with pytest.raises(Refused):
        room.clocks.choose(room.watch, "河南2021", True, "本省规定")
    with pytest.raises(Refused) as refused:
        room.clocks.choose(room.chief, "没有的规定", True, "x")
    assert refused.value.code == "unknown"
    room.clocks.choose(room.chief, "省级常用30-60", False, "不是本省规定")
    assert {clock.rule for clock in room.clocks.of(accident)} == {"picture", "city"}
    room.clocks.choose(room.chief, "省级常用30-60", True, "恢复")
    assert {clock.rule for clock in room.clocks.of(accident)} >= {"phone", "written"}


def test_a_report_meets_the_clocks_of_its_way_and_the_next_one_is_due(
    room: Room, accident: Incident
) -> None:
    risen = _rise(room, accident, Level.IV)
    sent = room.clock.now() + 5 * MINUTE
    with room.db.change("x", "test", ("incident", str(risen.id))) as change:
        room.clocks.put_met(change, risen, frozenset({ReportWay.WRITTEN}), sent, "report:1")
        room.clocks.put_next_follow_up(change, risen, sent)
    clocks = room.intake.deadlines(risen.id)
    assert {one.met_by for one in clocks if one.way is ReportWay.WRITTEN} == {"report:1"}
    assert all(one.met_at is None for one in clocks if one.way is ReportWay.PHONE)
    (follow,) = [one for one in clocks if one.way is ReportWay.FOLLOW_UP]
    assert follow.due_at - sent == timedelta(hours=24)
