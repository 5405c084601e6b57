"""What the rule books ask of an incident besides its clocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.base.clock import local, local_day
from app.base.ids import new_id
from app.duty.holidays import Calendar, DayRule, Told
from app.incidents.intake import Said
from app.incidents.records import EventClass, Incident, IncidentStatus, Level, ReportWay
from app.reports.duties import working_day
from tests.reporting import Reporting, reporting
from tests.rooms import EVENING, open_room

MINUTE = timedelta(minutes=1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Reporting]:
    room = open_room(tmp_path / "room.db", EVENING)
    yield reporting(room)
    room.db.close()


def registered(desk: Reporting, **words: object) -> Incident:
    room = desk.room
    fields = {"event_class": EventClass.ACCIDENT, "kind": "矿山事故", "course": "冒顶"}
    return room.intake.register(room.watch, room.shift.id, new_id(), Said(**fields | words))


def confirmed(desk: Reporting, seen: Incident, level: Level) -> Incident:
    room, new = desk.room, replace(seen, level=level)
    with room.db.change(str(room.chief.id), "test", ("incident", str(seen.id))) as change:
        change.put("incident", new, seen=seen)
        room.clocks.put_after(change, new, room.clock.now())
    return new


def test_the_earliest_of_several_rule_books_is_named_with_those_after_it(desk: Reporting) -> None:
    mine = registered(desk)
    duties = desk.desk.duties(mine)
    start = mine.received_at
    assert duties.first[ReportWay.WRITTEN] == (start + 60 * MINUTE, "省级常用口径")
    written = next(
        one for one in desk.room.intake.deadlines(mine.id) if one.way is ReportWay.WRITTEN
    )
    assert duties.others(written) == [(start + 120 * MINUTE, "生产安全事故报告和调查处理条例")]


def test_the_chain_of_levels_counts_from_the_report_that_went_out(desk: Reporting) -> None:
    room = desk.room
    mine = confirmed(desk, registered(desk), Level.II)
    law = desk.desk.duties(mine).book("国家-493")
    assert law is not None
    start = mine.received_at
    assert [(hop.name, hop.due - start) for hop in law.hops] == [
        ("县→市", 120 * MINUTE), ("市→省", 240 * MINUTE), ("省→部", 360 * MINUTE),
    ]  # fmt: skip
    assert law.tell[0] == "本级人民政府"
    order = desk.desk.duties(mine).book("国家-21号令")
    assert order is not None
    assert order.may == ("可直接电话报告应急管理部",)
    room.clock.forward(30 * MINUTE)
    clocks = [one for one in room.intake.deadlines(mine.id) if one.rule == "city"]
    room.intake.meet(room.watch, room.shift.id, clocks[-1])
    law = desk.desk.duties(mine).book("国家-493")
    assert law is not None
    assert law.hops[0].done_at == room.clock.now()
    assert law.hops[1].due == room.clock.now() + 120 * MINUTE


def test_changes_of_the_dead_are_added_for_thirty_days_and_said_of_today(desk: Reporting) -> None:
    mine = registered(desk)
    day = local_day(mine.received_at)

    def added():
        law = desk.desk.duties(mine).book("国家-493")
        assert law is not None
        return law.added

    assert (added().last, added().today) == (day + timedelta(days=30), "应补报（当日）")
    desk.room.clock.forward(timedelta(days=31))
    assert "记录但不改等级" in added().today


def test_the_verified_report_counts_working_days_from_when_it_was_stable(desk: Reporting) -> None:
    room = desk.room
    room.clocks.choose(room.chief, "灾情统计", True, "本县执行")
    flood = registered(desk, event_class=EventClass.NATURAL, kind="洪涝")

    def verified(of: Incident):
        book = desk.desk.duties(of).book("灾情统计")
        assert book is not None
        return book.verified

    assert (verified(flood).name, verified(flood).stable) == ("灾情核报", False)
    calm = room.intake.move(room.watch, room.shift.id, flood, IncidentStatus.STABLE, "水退")
    assert local(room.clock.now()).isoweekday() == 3  # Wednesday
    assert verified(calm).due == local_day(room.clock.now()) + timedelta(days=2)
    other = registered(desk, event_class=EventClass.NATURAL, kind="洪涝")
    over = room.intake.move(room.watch, room.shift.id, other, IncidentStatus.CLOSED, "水退")
    assert verified(over).due == local_day(room.clock.now()) + timedelta(days=2)


def test_a_year_without_its_notice_has_no_working_days() -> None:
    day = date(2031, 5, 6)
    assert working_day(day, 2, Calendar()) is None
    rows = [Told(date(2031, m, 1), DayRule.HOLIDAY, "节", "通知") for m in (1, 10)]
    assert working_day(day, 2, Calendar(rows)) == date(2031, 5, 8)
