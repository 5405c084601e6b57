"""Levels proposed from numbers with their clause, judged by the chief, kept with every reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.base.errors import Refused
from app.base.ids import new_id
from app.base.marks import Mark
from app.incidents.grading import Grading, level_of, word_of
from app.incidents.levels import load_scales
from app.incidents.records import Count, EventClass, Incident, Level
from app.incidents.said import Said
from db.stores.incidents import IncidentRows
from tests.rooms import RULES, Room

MINUTE = timedelta(minutes=1)


@pytest.fixture
def grading(room: Room) -> Grading:
    scales = load_scales(RULES.parent / "levels.toml")
    store = IncidentRows(room.db)
    return Grading(room.db, store, room.log, room.clocks, scales, room.clock, Mark.TEST)


def _said(kind: str, event_class: EventClass, **counts: int) -> Said:
    return Said(
        course="情况",
        kind=kind,
        event_class=event_class,
        counts={Count[name.upper()]: (number, False) for name, number in counts.items()},
    )


def _made(room: Room, said: Said) -> Incident:
    return room.intake.register(room.watch, room.shift.id, new_id(), said)


def test_the_missing_make_a_level_possible_and_none_confirmed(room: Room, grading: Grading) -> None:
    bus = _made(room, _said("道路交通事故", EventClass.ACCIDENT, dead=2, badly_hurt=3, missing=1))
    proposal = grading.proposal(bus)
    assert (proposal.confirmed, proposal.possible) == ("一般", "较大")
    assert (proposal.level, proposal.level_possible) == (Level.IV, Level.III)
    assert "死亡2人" in proposal.clause
    assert "493" in proposal.clause
    assert proposal.at_risk == ""


def test_who_is_hurt_and_not_judged_counts_as_badly_hurt_only_in_what_is_possible(
    room: Room, grading: Grading
) -> None:
    lorry = _made(room, _said("危化品泄漏", EventClass.ACCIDENT, hurt_unknown=1))
    proposal = grading.proposal(lorry)
    assert (proposal.confirmed, proposal.possible) == ("", "一般")
    assert "1人" not in proposal.clause, "nothing is said of a number nobody judged"


def test_buried_people_on_the_scale_of_landslides_by_its_own_words(
    room: Room, grading: Grading
) -> None:
    slide = _made(room, _said("滑坡", EventClass.NATURAL, trapped=2, hurt_unknown=1))
    proposal = grading.proposal(slide)
    assert (proposal.confirmed, proposal.possible) == ("", "小型")
    assert proposal.level_possible is Level.IV


def test_ten_in_danger_or_three_trapped_are_told_apart_from_the_scale(
    room: Room, grading: Grading
) -> None:
    mine = _made(room, _said("矿山事故", EventClass.ACCIDENT, trapped=2, missing=1, at_risk=11))
    assert grading.proposal(mine).at_risk == "较大涉险事故"
    alone = _made(room, _said("矿山事故", EventClass.ACCIDENT, trapped=2))
    assert grading.proposal(alone).at_risk == ""


def test_a_response_whose_numbers_are_reached_is_told_with_its_source(
    room: Room, grading: Grading
) -> None:
    flood = _made(room, _said("山洪", EventClass.NATURAL, dead=12, missing=9))
    (told,) = grading.proposal(flood).starts
    assert told.startswith("达到国家自然灾害救助应急响应四级启动条件")
    assert "国办函" in told
    assert grading.proposal(flood).level is Level.NONE


def test_a_kind_without_a_scale_gets_no_proposal(room: Room, grading: Grading) -> None:
    flood = _made(room, _said("山洪", EventClass.NATURAL, trapped=6, dead=0))
    proposal = grading.proposal(flood)
    assert proposal.at_risk == "", "较大涉险 is a word of accidents"
    assert (proposal.scale, proposal.level, proposal.clause) == (None, Level.NONE, "")


def test_the_chief_judges_and_the_clocks_of_the_level_begin(room: Room, grading: Grading) -> None:
    bus = _made(room, _said("道路交通事故", EventClass.ACCIDENT, dead=3))
    room.clock.forward(45 * MINUTE)
    with pytest.raises(Refused):
        grading.judge(room.watch, room.shift.id, bus, Level.III, Level.III, "县医院确认")
    with pytest.raises(Refused) as refused:
        grading.judge(room.chief, room.shift.id, bus, Level.III, Level.III, " ")
    assert refused.value.field == "reason"
    before = bus.received_at - MINUTE
    with pytest.raises(Refused) as refused:
        grading.judge(room.chief, room.shift.id, bus, Level.III, Level.III, "医院", before)
    assert (refused.value.field, refused.value.code) == ("known_at", "before_received")
    known = room.clock.now() - 5 * MINUTE
    new = grading.judge(
        room.chief, room.shift.id, bus, Level.III, Level.III, "县医院确认死亡3人", known
    )
    assert new.level is Level.III
    province = next(one for one in room.intake.deadlines(bus.id) if one.rule == "phone_province")
    assert province.due_at == known + 60 * MINUTE
    down = grading.judge(
        room.chief, room.shift.id, new, Level.IV, Level.IV, "一人为重复统计，实为死亡2人"
    )
    told = grading.history(bus.id)
    assert [(one.level, one.confirmed) for one in told] == [
        (Level.III, "较大"),
        (Level.IV, "一般"),
    ]
    assert told[1].reason == "一人为重复统计，实为死亡2人"
    assert room.intake.incident(bus.id) == down
    line = room.log.of_incident(bus.id)
    assert any("Ⅲ 较大→Ⅳ 一般" in one.text for one in line)


def test_what_an_officer_judges_stands_against_the_numbers(room: Room, grading: Grading) -> None:
    bus = _made(room, _said("道路交通事故", EventClass.ACCIDENT, dead=1))
    kept = grading.judge(
        room.chief, room.shift.id, bus, Level.III, Level.NONE, "社会影响大，提级处置"
    )
    assert kept.level is Level.III
    assert grading.proposal(kept).confirmed == "一般"
    assert grading.history(bus.id)[0].possible == ""


def test_ranks_and_words_of_a_scale_go_both_ways(grading: Grading) -> None:
    slide = grading.scales.of("滑坡")
    for level in Level:
        assert level_of(slide, word_of(slide, level)) is level
    assert word_of(None, Level.III) == "较大"


def test_several_sources_stay_side_by_side_and_the_earliest_is_the_receipt(room: Room) -> None:
    fire = _made(
        room,
        replace(_said("森林火灾", EventClass.NATURAL), reporter_unit="老桂岭村", place="后山"),
    )
    earlier = fire.received_at - 20 * MINUTE
    room.clock.forward(30 * MINUTE)
    second = replace(
        _said("森林火灾", EventClass.NATURAL, hurt=1),
        reporter_unit="过路司机",
        received_at=earlier,
    )
    new = room.intake.merge(room.watch, room.shift.id, fire, second)
    assert new.received_at == earlier
    told = room.intake.contacts(fire.id)
    assert [one.unit for one in told] == ["过路司机", "老桂岭村"]
    assert room.intake.figures(fire.id) == [], "a passer-by's number stays in his words"
    phone = next(one for one in room.intake.deadlines(fire.id) if one.rule == "phone")
    assert phone.due_at == earlier + 30 * MINUTE
    again = room.intake.merge(
        room.watch, room.shift.id, new, replace(second, received_at=None), numbers=True
    )
    assert again.received_at == earlier
    (figure,) = room.intake.figures(fire.id)
    assert figure.reason == "续报：过路司机"


def test_a_class_that_becomes_known_brings_its_clocks_and_a_corrected_time_moves_them(
    room: Room,
) -> None:
    room.clocks.choose(room.chief, "县20-40(2018)", True, "试")
    one = _made(room, Said(course="有人报警"))
    rules = {(clock.profile, clock.rule) for clock in room.intake.deadlines(one.id)}
    assert ("国家-493", "city") not in rules
    known = room.intake.edit(
        room.chief, one, replace(one, event_class=EventClass.ACCIDENT, kind="火灾")
    )
    city = next(c for c in room.intake.deadlines(one.id) if c.profile == "国家-493")
    assert city.due_at == one.received_at + 120 * MINUTE
    happened = one.received_at - 15 * MINUTE
    room.intake.edit(room.chief, known, replace(known, happened_at=happened))
    by_place = [c for c in room.intake.deadlines(one.id) if c.profile == "县20-40(2018)"]
    assert [(c.due_at - happened, c.note) for c in by_place] == [
        (20 * MINUTE, ""),
        (40 * MINUTE, ""),
    ]


def test_a_level_known_in_the_minute_of_the_call_is_not_known_before_it(
    room: Room, grading: Grading
) -> None:
    """The call came at 10:00:30, the officer writes 10:00: the clocks run from the call."""
    room.clock.forward(timedelta(seconds=30 - room.clock.now().second))
    bus = _made(room, _said("道路交通事故", EventClass.ACCIDENT, dead=3))
    room.clock.forward(5 * MINUTE)
    told = bus.received_at.replace(second=0, microsecond=0)
    grading.judge(room.chief, room.shift.id, bus, Level.III, Level.III, "县医院确认", told)
    province = next(one for one in room.intake.deadlines(bus.id) if one.rule == "phone_province")
    assert province.starts_at == bus.received_at
