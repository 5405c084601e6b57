"""Intake: one change holds the incident, its numbers, its clocks and its line."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.base.errors import Conflict, Refused
from app.base.ids import new_id
from app.incidents.intake import standing
from app.incidents.kinds import named
from app.incidents.records import Count, EventClass, IncidentStatus
from app.incidents.said import Said
from tests.rooms import Room

FLOOD = Said(
    event_class=EventClass.NATURAL,
    kind="山洪",
    place="铜鼓坪镇老榆塘村桥头",
    course="山洪下来了，两户被围，六个人上了屋顶",
    lat=28.6302,
    lon=109.6411,
    reporter_unit="铜鼓坪镇老榆塘村",
    reporter_name="田示坤",
    counts={Count.TRAPPED: (6, False), Count.DEAD: (0, False)},
)


def test_everything_of_one_call_is_one_change(room: Room) -> None:
    made = room.intake.register(room.watch, room.shift.id, new_id(), FLOOD)
    assert made.no == "2026-0624-01"
    assert made.title == "铜鼓坪镇老榆塘村桥头 山洪"
    counts = standing(room.intake.figures(made.id))
    assert {kind: figure.number for kind, figure in counts.items()} == {
        Count.TRAPPED: 6,
        Count.DEAD: 0,
    }
    assert Count.MISSING not in counts
    assert [clock.rule for clock in room.intake.deadlines(made.id)] == [
        "phone",
        "picture",
        "written",
    ]
    assert room.log.of_incident(made.id)[0].handling == "已建事件 2026-0624-01"
    subjects = [what for what, _ in _journal(room)]
    assert subjects.count("incident.register") == 1


def test_the_same_form_twice_is_one_incident(room: Room) -> None:
    key = new_id()
    first = room.intake.register(room.watch, room.shift.id, key, FLOOD)
    second = room.intake.register(room.watch, room.shift.id, key, replace(FLOOD, course="又按一次"))
    assert first == second
    assert len(room.intake.open()) == 1
    assert room.log.count(room.shift.id) == 1


def test_a_first_word_is_enough_but_nothing_is_not(room: Room) -> None:
    with pytest.raises(Refused, match="place_or_course"):
        room.intake.register(room.watch, room.shift.id, new_id(), Said(kind="火灾"))
    made = room.intake.register(room.watch, room.shift.id, new_id(), Said(course="有人喊救命"))
    assert made.event_class is EventClass.UNKNOWN
    assert made.happened_at is None


@pytest.mark.parametrize("number", [-1, 10_000_000])
def test_absurd_numbers_are_refused_at_their_field(room: Room, number: int) -> None:
    said = replace(FLOOD, counts={Count.MISSING: (number, False)})
    with pytest.raises(Refused) as refused:
        room.intake.register(room.watch, room.shift.id, new_id(), said)
    assert (refused.value.field, refused.value.code) == ("missing", "absurd_number")
    assert room.intake.open() == []


def test_what_has_not_happened_yet_is_refused(room: Room) -> None:
    said = replace(FLOOD, happened_at=room.clock.now() + timedelta(hours=1))
    with pytest.raises(Refused, match="future"):
        room.intake.register(room.watch, room.shift.id, new_id(), said)


def test_the_same_alarm_number_is_the_same_event_however_late(room: Room) -> None:
    key = new_id()
    made = room.intake.register(room.watch, room.shift.id, key, replace(FLOOD, alarm_no="119-07"))
    room.intake.register(room.watch, room.shift.id, new_id(), Said(place="别处", alarm_no="119-08"))
    room.clock.forward(timedelta(hours=9))
    told = Said(course="消防转来", alarm_no=" 119-07 ")
    assert room.intake.duplicates(told) == [made]
    assert room.intake.duplicates(replace(told, alarm_no="")) == []


def test_the_near_and_recent_are_offered_as_duplicates(room: Room) -> None:
    made = room.intake.register(room.watch, room.shift.id, new_id(), FLOOD)
    assert room.intake.duplicates(replace(FLOOD, lat=28.6310)) == [made]
    assert room.intake.duplicates(replace(FLOOD, lat=28.70)) == []
    assert room.intake.duplicates(replace(FLOOD, event_class=EventClass.ACCIDENT)) == []
    room.clock.forward(timedelta(minutes=61))
    assert room.intake.duplicates(FLOOD) == []


def test_a_second_call_is_kept_beside_the_first(room: Room) -> None:
    made = room.intake.register(room.watch, room.shift.id, new_id(), FLOOD)
    room.intake.merge(room.watch, room.shift.id, made, replace(FLOOD, reporter_name="路人"))
    more = Said(
        place="桥头", kind=made.kind, course="水漫过桥头", counts={Count.TRAPPED: (2, True)},
        measures="村里在拉警戒", needs="冲锋舟",
    )  # fmt: skip
    room.intake.merge(room.watch, room.shift.id, made, more)
    kept = "水漫过桥头（已采取措施：村里在拉警戒；需要支援：冲锋舟；被困约2人）"
    assert room.intake.contacts(made.id)[-1].words == kept
    assert kept in [entry.text for entry in room.log.of_incident(made.id)]
    assert [line.person for line in room.log.of_incident(made.id)] == ["", "路人", "田示坤"]


def test_numbers_may_go_down_and_keep_their_history(room: Room) -> None:
    made = room.intake.register(room.watch, room.shift.id, new_id(), FLOOD)
    with pytest.raises(Refused, match="reason"):
        room.intake.count(room.watch, made, {Count.TRAPPED: (4, False)}, "")
    room.clock.forward(timedelta(minutes=5))
    room.intake.count(room.watch, made, {Count.TRAPPED: (4, False)}, "先前数重了")
    history = [f.number for f in room.intake.figures(made.id) if f.kind is Count.TRAPPED]
    assert history == [6, 4]


def test_two_officers_on_one_incident_are_both_right_or_are_told(room: Room) -> None:
    made = room.intake.register(room.watch, room.shift.id, new_id(), FLOOD)
    room.intake.edit(room.watch, made, replace(made, commander="龙示明"))
    room.intake.edit(room.chief, made, replace(made, needs="橡皮艇"))
    held = room.intake.incident(made.id)
    assert held is not None
    assert (held.commander, held.needs) == ("龙示明", "橡皮艇")
    with pytest.raises(Conflict) as conflict:
        room.intake.edit(room.chief, made, replace(made, commander="彭例安"))
    assert (conflict.value.theirs, conflict.value.ours) == ("龙示明", "彭例安")


def test_a_closed_incident_stops_its_clocks(room: Room) -> None:
    made = room.intake.register(room.watch, room.shift.id, new_id(), FLOOD)
    assert len(room.intake.running()) == 3
    room.intake.meet(room.watch, room.shift.id, room.intake.deadlines(made.id)[0])
    assert len(room.intake.running()) == 2
    closed = room.intake.move(room.watch, room.shift.id, made, IncidentStatus.CLOSED, "人员救出")
    assert closed.closed_at is not None
    assert room.intake.running() == []
    assert room.intake.open() == []


def _journal(room: Room) -> list[tuple[str, str]]:
    with room.db.read() as connection:
        rows = connection.exec_driver_sql("SELECT what, subject_id FROM journal ORDER BY pos")
        return [(row[0], row[1]) for row in rows]


def test_a_part_of_a_kind_finds_its_class_when_there_is_only_one() -> None:
    assert named("内涝") == (EventClass.NATURAL, "内涝")
    assert named("某种怪事") == (EventClass.UNKNOWN, "某种怪事")
