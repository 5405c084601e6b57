"""This year beside the last: half-open days, unknown apart from none, drills left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from app.base.clock import SHANGHAI
from app.base.ids import new_id
from app.base.marks import Mark
from app.incidents.intake import Said
from app.incidents.records import Count, EventClass, Level
from app.incidents.statistics import (
    By,
    Counted,
    Statistics,
    Stretch,
    compare,
    table,
    tally,
    year_to,
)
from db.stores.statistics import StatisticsRows
from tests.rooms import Room

AT = datetime(2026, 6, 24, 20, 0, tzinfo=SHANGHAI)


def one(at: datetime = AT, level: Level = Level.IV, town: str = "云洛镇", **people: int) -> Counted:
    counts = {Count[name.upper()]: number for name, number in people.items()}
    return Counted(at, EventClass.ACCIDENT, "火灾", level, town, counts)


def test_a_stretch_is_whole_days_and_leap_days_have_a_year_before() -> None:
    start, end = year_to(date(2026, 6, 24)).bounds()
    assert start == datetime(2026, 1, 1, tzinfo=SHANGHAI)
    assert end == datetime(2026, 6, 25, tzinfo=SHANGHAI)
    leap = Stretch(date(2028, 2, 1), date(2028, 2, 29)).year_before()
    assert (leap.first, leap.last) == (date(2027, 2, 1), date(2027, 2, 28))


def test_what_nobody_said_is_unknown_and_not_none() -> None:
    sums = tally([one(dead=2), one(dead=0), one()])
    assert sums.people[Count.DEAD] == 2
    assert sums.unknown[Count.DEAD] == 1
    assert tally([one(badly_hurt=1, hurt=2, hurt_unknown=3)]).hurt() == 6


def test_rows_compare_two_years_and_months_keep_their_order() -> None:
    now = [one(), one(town="麻栗溪乡"), one(AT - timedelta(days=90), level=Level.III, dead=3)]
    before = [one(AT.replace(year=2025), town="")]
    towns = compare(now, before, By.TOWNSHIP)
    assert [(row.name, row.now.incidents, row.before.incidents) for row in towns] == [
        ("云洛镇", 2, 0),
        ("麻栗溪乡", 1, 0),
        ("不详", 0, 1),
    ]
    assert [row.name for row in compare(now, before, By.LEVEL)] == ["Ⅲ 较大", "Ⅳ 一般"]
    months = compare(now, before, By.MONTH)
    assert [row.name for row in months] == [f"{n}月" for n in range(1, 13)]
    assert (months[5].now.incidents, months[5].before.incidents, months[5].change) == (2, 1, 1)
    lines = table(towns, By.TOWNSHIP)
    assert lines[-1] == ["合计", "3", "1", "+2", "3", "0", "0", "0"]
    assert table([], By.KIND)[-1][0] == "合计"


def test_the_store_gives_the_numbers_that_stand_and_no_drill(room: Room) -> None:
    said = Said(
        course="起火",
        kind="火灾",
        event_class=EventClass.ACCIDENT,
        township="云洛镇",
        counts={Count.DEAD: (1, False)},
    )
    made = room.intake.register(room.watch, room.shift.id, new_id(), said)
    room.intake.count(room.watch, made, {Count.DEAD: (2, False)}, "县医院确认")
    drill = replace(made, id=new_id(), no="X", mark=Mark.DRILL)
    with room.db.change("system", "test", ("incident", "drill")) as change:
        change.put("incident", drill)
    now, before = Statistics(StatisticsRows(room.db)).both(year_to(date(2026, 6, 24)))
    assert before == []
    (counted,) = now
    assert (counted.township, counted.people) == ("云洛镇", {Count.DEAD: 2})
    assert Statistics(StatisticsRows(room.db)).both(year_to(date(2026, 6, 23)))[0] == []
