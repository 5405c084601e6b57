"""Emergencies and the record around them: place and its age, ties, shifts, other desks, outages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.base.bus import Bus
from app.base.clock import SteeredClock
from app.base.ids import new_id
from app.base.marks import Mark
from app.duty.records import Shift
from app.radio import facts
from app.radio.board import is_quiet
from app.radio.events import (
    AlarmKind,
    AskPosition,
    Emergency,
    EmergencyCleared,
    Heard,
    Linked,
    LinkState,
    Position,
    TalkerEnd,
    TalkerStart,
    TextIn,
)
from app.radio.outages import outages, summed
from app.radio.records import HeardKind, RadioEvent
from tests.app.radio.room import Room
from tests.db.samples import incident
from tests.jobs import JobsInOrder


def fix(room: Room, radio: int, lat: float) -> Position:
    return Position(room.heard(), radio, lat, 109.7, room.clock.now(), True, 3.0, 90, -81)


def asked(room: Room) -> int:
    return sum(isinstance(one, AskPosition) for one in room.line.commands)


@pytest.mark.parametrize("kind", list(AlarmKind))
def test_a_place_is_told_with_its_age_and_asked_for_until_it_is_fresh(
    room: Room, kind: AlarmKind
) -> None:
    room.service.hear(LinkState(room.heard(), Linked.UP))
    room.service.hear(fix(room, 371105, 28.40))
    seen_at = room.clock.now()
    room.clock.forward(timedelta(minutes=12))
    room.service.hear(Emergency(room.heard(), 371105, kind, 1, None))
    raised = room.last(facts.RadioAlarmRaised)
    assert (raised.lat, raised.placed_at) == (28.40, seen_at), "where it was last, and when"
    room.service.tick()
    room.service.tick()
    assert asked(room) == 1
    room.clock.forward(timedelta(seconds=16))
    room.service.tick()
    assert asked(room) == 2
    room.service.hear(fix(room, 371105, 28.41))
    assert room.last(facts.RadioAlarmPlaced).lat == 28.41
    room.clock.forward(timedelta(minutes=2))
    room.service.tick()
    assert asked(room) == 2, "it has said where it is"
    room.service.hear(fix(room, 371105, 28.42))
    (alarm,) = room.rows.open_alarms()
    assert alarm.lat == 28.41, "where it was raised; the rest is its track"
    assert alarm.kind is kind


class PutBack(SteeredClock):
    """The clock of a machine, which can be put back while the monotonic one goes on."""

    back = timedelta(0)

    def now(self) -> datetime:
        return super().now() - self.back


def test_a_clock_that_is_put_back_hides_no_cry_and_ends_no_question(tmp_path: Path) -> None:
    clock = PutBack(datetime(2026, 6, 24, 12, tzinfo=UTC))
    room = Room(tmp_path / "record", Bus(lambda call: call()), clock, JobsInOrder())
    room.service.hear(LinkState(room.heard(), Linked.UP))
    room.emergency(371105)
    room.service.tick()
    (alarm,) = room.service.alarms()
    clock.back = timedelta(hours=2)
    clock.forward(timedelta(seconds=16))
    room.service.tick()
    assert asked(room) == 2
    room.service.answer_alarm(alarm.id, "1", "王值班")
    room.emergency(371105)
    assert room.count(facts.RadioAlarmRaised) == 2, "a new cry for help"
    room.service.hear(TalkerStart(room.heard(), 1, 371106, 901, True))
    clock.back = timedelta(hours=3)
    clock.forward(timedelta(seconds=5))
    room.service.hear(TalkerEnd(room.heard(), 1, 371106))
    assert room.last(facts.RadioTalked).seconds == 5
    room.db.close()


def test_an_unplugged_gateway_takes_nothing_of_an_alarm_away(room: Room) -> None:
    room.emergency(371105)
    before = room.service.alarms()
    room.service.hear(LinkState(room.heard(), Linked.DOWN, "unplugged"))
    room.clock.forward(timedelta(minutes=3))
    room.service.tick()
    assert room.service.alarms() == before
    assert room.service.unanswered() == 1
    assert asked(room) == 0, "no question waits for a line that is away"
    room.service.hear(LinkState(room.heard(), Linked.UP))
    room.service.tick()
    assert asked(room) == 1, "asked as soon as the line is back"
    assert room.count(facts.RadioAlarmRaised) == 1


def test_one_clearing_frame_heard_by_two_gateways_is_one_witness(room: Room) -> None:
    room.emergency(371105)
    now = room.clock.now()
    room.service.hear(EmergencyCleared(Heard("A", now, "01"), 371105))
    room.service.hear(EmergencyCleared(Heard("B", now, "01"), 371105))
    assert room.count(facts.RadioAlarmCleared) == 0
    room.service.hear(EmergencyCleared(Heard("B", now, "02"), 371105))
    assert room.count(facts.RadioAlarmCleared) == 1
    kept = [one for one in room.rows.latest_events(9) if one.kind is HeardKind.CLEARED]
    assert [one.raw for one in kept] == ["01", "01", "02"], "every frame is in the record"


def test_the_incident_of_an_alarms_draft_gets_the_alarm_its_frames_and_what_is_tied_by_hand(
    room: Room,
) -> None:
    shift = Shift(
        new_id(), room.clock.now(), room.clock.now() + timedelta(hours=9), None, None, Mark.TEST
    )
    with room.db.change("7", "shift.plan", ("shift", str(shift.id))) as change:
        change.put("shift", shift)
    room.service.record.enter_shift(shift.id)
    room.emergency(371105)
    room.service.hear(fix(room, 371105, 28.41))
    text = room.service.send_text(371105, "请回话", "7", "彭例安")
    alarm = room.service.alarms()[0]
    case = incident(id=alarm.id)
    with room.db.change("7", "incident.register", ("incident", str(case.id))) as change:
        change.put("incident", case)
    room.service.record.drafted(case.id)
    assert room.service.alarms()[0].incident_id == case.id
    frames = room.rows.latest_events(9)
    assert [(one.kind, one.incident_id, one.shift_id) for one in frames] == [
        (HeardKind.EMERGENCY, case.id, shift.id),
        (HeardKind.POSITION, None, shift.id),
    ]
    assert room.service.record.tie([text.id, frames[1].id], case.id, "7") == 2
    assert room.service.record.tie([text.id], case.id, "7") == 0
    assert room.rows.lines_of([text.id])[0].incident_id == case.id
    assert room.rows.open_alarms()[0].shift_id == shift.id
    room.service.record.drafted(new_id())


def test_an_alarm_of_another_desk_sounds_here_and_its_answer_too(
    room: Room, make_room: Callable[[], Room]
) -> None:
    other = make_room()
    other.service.load()
    room.emergency(371105, 28.5)
    other.service.record.follow()
    other.service.record.follow()
    assert other.count(facts.RadioAlarmRaised) == 1
    (alarm,) = other.service.alarms()
    other.service.answer_alarm(alarm.id, "8", "吴范顺")
    room.service.record.follow()
    assert room.last(facts.RadioAlarmAnswered).by_name == "吴范顺"
    for _ in range(2):
        room.service.hear(EmergencyCleared(room.heard(), 371105))
    assert room.service.alarms() == []
    other.service.record.follow()
    assert other.service.alarms() == []
    other.service.record.follow()
    assert other.count(facts.RadioAlarmRaised) == 1


def test_a_place_that_another_desk_heard_later_is_told_here_and_asked_for_no_more(
    room: Room, make_room: Callable[[], Room]
) -> None:
    other = make_room()
    other.service.load()
    other.service.hear(LinkState(other.heard(), Linked.UP))
    room.emergency(371105)
    other.service.record.follow()
    other.service.tick()
    assert asked(other) == 1
    room.clock.forward(timedelta(minutes=2))
    room.service.hear(Position(room.heard(), 371105, 28.5, 109.7, None, True, None, None, None))
    other.service.record.follow()
    placed = other.last(facts.RadioAlarmPlaced)
    assert (placed.lat, placed.at) == (28.5, room.clock.now())
    (alarm,) = other.service.alarms()
    assert (alarm.lat, alarm.placed_at) == (28.5, room.clock.now())
    other.clock.forward(timedelta(minutes=2))
    other.service.tick()
    assert asked(other) == 1, "it is known"
    other.service.record.follow()
    assert other.count(facts.RadioAlarmPlaced) == 1


def test_an_outage_of_a_gateway_is_told_with_its_length(room: Room) -> None:
    begin = room.clock.now()
    room.service.hear(LinkState(room.heard(), Linked.UP))
    for state, why, after_s in (
        (Linked.DOWN, "unplugged", 60),
        (Linked.OPENING, "", 10),
        (Linked.DOWN, "missing", 120),
        (Linked.UP, "", 30),
        (Linked.DOWN, "silent", 45),
    ):
        room.clock.forward(timedelta(seconds=after_s))
        room.service.hear(LinkState(room.heard(), state, why))
    assert room.last(facts.RadioLinkChanged).state is Linked.DOWN
    lines = room.rows.latest_events(9)
    (back,) = [one for one in lines if one.seconds is not None]
    assert (back.text, back.seconds) == ("链路正常，中断 02′40″", 160)
    first, second = outages(lines)
    now = room.clock.now() + timedelta(seconds=20)
    assert (first.why, first.length(now)) == ("线缆被拔出", timedelta(seconds=160))
    assert (second.until, second.length(now)) == (None, timedelta(seconds=20))
    assert summed((first, second), begin, now) == "中断 2 次，共 03′00″"
    assert summed((first,), now, now) == ""


def test_a_text_nobody_has_taken_is_not_pushed_out_by_radios_that_move(
    room: Room, make_room: Callable[[], Room]
) -> None:
    room.service.hear(TextIn(room.heard(), 371105, 931, True, "水位上涨", 1))
    room.ledger.away = True  # written in one go below
    for n in range(210):
        room.service.hear(fix(room, 371102, 28.4 + n / 1e5))
    for n in range(505):
        room.service.hear(TextIn(room.heard(), 371102, 931, True, f"测 {n}", n))
    room.ledger.away = False
    room.service.tick()
    lines = room.service.lines()
    assert sum(isinstance(one, RadioEvent) and is_quiet(one) for one in lines) == 200
    assert room.service.unanswered() == 506
    (oldest,) = [one for one in lines if isinstance(one, RadioEvent) and one.text == "水位上涨"]
    room.service.answer_line(oldest.id, "7", "彭例安")
    assert room.service.unanswered() == 505
    again = make_room()
    again.service.load()
    assert again.service.unanswered() == 500, "the newest that were said, whatever moved since"
