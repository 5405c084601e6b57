"""A clock met by hand: shown, said twice, and never without its line."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.base.errors import Refused
from app.base.ids import new_id
from app.incidents.intake import Said
from app.incidents.records import Deadline, EventClass, Incident, ReportWay
from app.reports.hand import ByHand, Hand
from tests.rooms import Room

MINUTE = timedelta(minutes=1)


@pytest.fixture
def hand(room: Room) -> Hand:
    return Hand(room.db, room.log, room.clocks, room.clock, room.shift.mark)


@pytest.fixture
def fire(room: Room) -> Incident:
    said = Said(course="厂房起火", event_class=EventClass.ACCIDENT)
    return room.intake.register(room.watch, room.shift.id, new_id(), said)


def clock_of(room: Room, incident: Incident, way: ReportWay) -> Deadline:
    return next(one for one in room.intake.deadlines(incident.id) if one.way is way)


def test_a_call_is_shown_first_and_written_when_it_is_said_again(
    room: Room, hand: Hand, fire: Incident
) -> None:
    phone = clock_of(room, fire, ReportWay.PHONE)
    room.clock.forward(12 * MINUTE)
    at = room.clock.now() - 2 * MINUTE
    once = ByHand("市应急管理局", "龙示河", "用手机报的", at)
    with pytest.raises(Refused, match="say_again"):
        hand.meet(room.watch, room.shift.id, phone, fire, once)
    assert clock_of(room, fire, ReportWay.PHONE).met_at is None
    twice = ByHand("市应急管理局", "龙示河", "用手机报的", at, sure=True)
    met = hand.meet(room.watch, room.shift.id, phone, fire, twice)
    (line,) = [one for one in room.log.of_incident(fire.id) if "人工登记" in one.text]
    assert met.met_by == f"line:{line.id}"
    assert (line.at, line.unit, line.person) == (at, "市应急管理局", "龙示河")
    assert clock_of(room, fire, ReportWay.PHONE).met_at == at
    with pytest.raises(Refused, match="met_already"):
        hand.meet(room.watch, room.shift.id, met, fire, twice)


@pytest.mark.parametrize(
    ("way", "told", "field", "code"),
    [
        (ReportWay.PHONE, ByHand("", "龙示河"), "to", "empty"),
        (ReportWay.PHONE, ByHand("市局", " "), "person", "empty"),
        (ReportWay.PICTURE, ByHand(""), "words", "empty"),
        (ReportWay.WRITTEN, ByHand("市局", words="长" * 3000), "words", "too_long"),
    ],
)
def test_what_is_missing_is_refused_at_its_field(
    room: Room, hand: Hand, fire: Incident, way: ReportWay, told: ByHand, field: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        hand.meet(room.watch, room.shift.id, clock_of(room, fire, way), fire, told)
    assert (refused.value.field, refused.value.code) == (field, code)


def test_times_that_cannot_be_are_refused(room: Room, hand: Hand, fire: Incident) -> None:
    phone = clock_of(room, fire, ReportWay.PHONE)
    for minutes, code in ((-5, "too_early"), (5, "in_the_future")):
        told = ByHand("市局", "龙示河", at=room.clock.now() + minutes * MINUTE)
        with pytest.raises(Refused, match=code):
            hand.meet(room.watch, room.shift.id, phone, fire, told)


def test_one_met_too_late_needs_its_reason_and_keeps_it(
    room: Room, hand: Hand, fire: Incident
) -> None:
    written = clock_of(room, fire, ReportWay.WRITTEN)
    room.clock.forward(63 * MINUTE)
    with pytest.raises(Refused, match="late"):
        hand.meet(
            room.watch, room.shift.id, written, fire, ByHand("市局", words="专人送达", sure=True)
        )
    told = ByHand("市局", words="专人送达", reason="网络中断", sure=True)
    hand.meet(room.watch, room.shift.id, written, fire, told)
    row = next(r for r in room.clocks.board(fire.received_at) if r.clock.id == written.id)
    assert row.reason == "网络中断"
    assert any("可能迟报" in one.text for one in room.log.of_incident(fire.id))
