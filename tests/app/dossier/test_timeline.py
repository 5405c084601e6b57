"""One incident of a real store on one axis, and its intervals against their limits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.base.ids import new_id
from app.base.marks import Mark
from app.dossier.case_file import CaseFile
from app.dossier.review import (
    TO_CONSULTATION,
    TO_FIRST_REPORT,
    TO_FORCE,
    TO_LEADER,
    TO_PICTURE,
    TO_RESPONSE,
    TO_TOWNSHIP,
    Interval,
    intervals,
)
from app.dossier.timeline import Lane, chronicle, timeline
from app.duty.log import Line
from app.duty.records import Way
from app.incidents.acts import ForceStep
from app.incidents.command import Command, Sent
from app.incidents.records import Count, Incident
from app.incidents.said import Said
from db.stores.command import CommandRows
from db.stores.dossier import DossierRows
from tests.rooms import Room

MINUTE = timedelta(minutes=1)


def _case(room: Room, incident: Incident) -> CaseFile:
    case = DossierRows(room.db).case_file(incident.id)
    assert case is not None
    return case


@pytest.fixture
def flood(room: Room) -> Incident:
    said = Said(
        course="六个人爬到屋顶上去了",
        place="铜鼓坪镇老榆塘村桥头",
        township="铜鼓坪镇",
        reporter_unit="老榆塘村",
        reporter_name="田示坤",
        counts={Count.TRAPPED: (6, False)},
    )
    made = room.intake.register(room.watch, room.shift.id, new_id(), said)
    room.clock.forward(4 * MINUTE)
    line = Line(
        "老榆塘山洪，6 人被困，请镇里立即上人",
        Way.OUT,
        unit="铜鼓坪镇政府",
        incident_id=made.id,
    )
    room.log.write(room.watch, room.shift.id, line)
    command = Command(room.db, CommandRows(room.db), room.log, room.clock, Mark.TEST)
    boats = command.send(room.watch, room.shift.id, made, Sent("县消防救援大队", people=18))
    room.clock.forward(20 * MINUTE)
    command.move_force(room.watch, room.shift.id, made, boats, ForceStep.ARRIVED)
    room.clocks.picture_seen(str(room.watch.id), made, room.clock.now(), "picture:06-D-01")
    room.clock.forward(6 * MINUTE)
    room.intake.count(room.watch, made, {Count.TRAPPED: (0, False)}, "全部救出")
    return made


def test_every_act_stands_on_the_axis_in_its_lane_and_in_its_order(
    room: Room, flood: Incident
) -> None:
    moments = timeline(_case(room, flood))
    assert [one.at for one in moments] == sorted(one.at for one in moments)
    lanes = {one.lane for one in moments}
    assert lanes >= {Lane.SOURCES, Lane.LOG, Lane.PEOPLE, Lane.FORCES, Lane.CLOCKS}
    people = [one.words for one in moments if one.lane is Lane.PEOPLE]
    assert people == ["被困 6（接报）", "被困 6→0（全部救出）"]
    assert all(one.key for one in moments)


def test_the_chronicle_tells_each_act_once(room: Room, flood: Incident) -> None:
    words = [one.words for one in chronicle(_case(room, flood))]
    assert sum("县消防救援大队" in one and "到达" in one for one in words) == 1
    assert sum("六个人爬到屋顶" in one for one in words) == 1


def test_a_corrected_line_stands_once_in_its_new_words(room: Room, flood: Incident) -> None:
    first = room.log.of_incident(flood.id)[-1]
    line = Line("更正后的话", Way.IN, incident_id=flood.id, at=first.at)
    room.log.correct(room.watch, first.id, line, "听错")
    words = [one.words for one in timeline(_case(room, flood)) if one.lane is Lane.LOG]
    assert "来：更正后的话" in words
    assert not any("六个人爬到屋顶" in one for one in words)


def test_intervals_say_what_took_how_long_and_what_nobody_wrote_down(
    room: Room, flood: Incident
) -> None:
    told = {one.name: one for one in intervals(_case(room, flood))}
    assert told[TO_TOWNSHIP].took == 4 * MINUTE
    assert told[TO_FORCE].took == 24 * MINUTE
    assert told[TO_FORCE].limit is None
    picture = told[TO_PICTURE]
    assert (picture.took, picture.limit, picture.over) == (24 * MINUTE, 30 * MINUTE, None)
    assert picture.source
    for name in (TO_FIRST_REPORT, TO_CONSULTATION, TO_LEADER, TO_RESPONSE):
        assert told[name].at is None
        assert told[name].over is None, "what is not known is not late"
    assert told[TO_FIRST_REPORT].limit == 30 * MINUTE


def test_over_is_only_what_exceeds_the_limit(flood: Incident) -> None:
    start = flood.received_at
    at = Interval("x", start, start + 30 * MINUTE, 30 * MINUTE, "")
    assert at.over is None, "within means up to and with the last second"
    late = Interval("x", start, start + 31 * MINUTE, 30 * MINUTE, "")
    assert late.over == MINUTE


def test_an_incident_that_is_not_there_has_no_file(room: Room) -> None:
    assert DossierRows(room.db).case_file(new_id()) is None
