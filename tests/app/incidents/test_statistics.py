"""This year beside the last: half-open days, unknown apart from none, drills left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from app.base.clock import SHANGHAI
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.marks import Mark
from app.incidents.records import Count, EventClass, Level
from app.incidents.said import Said
from app.incidents.statistics import (
    By,
    Counted,
    Statistics,
    Stretch,
    between,
    compare,
    last_year,
    month_to,
    quarter,
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


class Held:
    """A store of what it is given."""

    def __init__(self, *held: Counted) -> None:
        self.held = held

    def counted(self, start: datetime, end: datetime) -> list[Counted]:
        return [one for one in self.held if start <= one.received_at < end]


def test_a_look_holds_the_months_of_its_stretch_and_a_sum_in_which_unknown_is_not_none() -> None:
    rows = one(dead=0), one(town="麻栗溪乡"), one(AT - timedelta(days=90), dead=3, hurt=1)
    store = Held(*rows, one(AT.replace(year=2025), town=""))
    look = Statistics(store).look(year_to(date(2026, 6, 24)), By.TOWNSHIP)
    assert [row.name for row in look.months] == [f"{n}月" for n in range(1, 7)]
    assert table(look) == [
        ["乡镇", "本期起数", "上年同期起数", "增减",
         "死亡", "死亡不详起数", "上年同期死亡",
         "失联", "失联不详起数", "上年同期失联",
         "受伤", "受伤不详起数", "上年同期受伤"],
        ["云洛镇", "2", "0", "+2", "3", "0", "—", "不详", "2", "—", "1", "1", "—"],
        ["麻栗溪乡", "1", "0", "+1", "不详", "1", "—", "不详", "1", "—", "不详", "1", "—"],
        ["不详", "0", "1", "-1", "—", "0", "不详", "—", "0", "不详", "—", "0", "不详"],
        ["合计", "3", "1", "+2", "3", "1", "不详", "不详", "3", "不详", "1", "2", "不详"],
    ]  # fmt: skip
    nothing = Statistics(Held()).look(month_to(date(2026, 6, 24)), By.KIND)
    assert table(nothing)[-1][:5] == ["合计", "0", "0", "0", "—"]


def test_the_stretches_an_officer_chooses_end_today_at_the_latest() -> None:
    today = date(2026, 6, 24)
    assert quarter(today, 1) == Stretch(date(2026, 1, 1), date(2026, 3, 31))
    assert quarter(today, 2) == Stretch(date(2026, 4, 1), today)
    assert quarter(date(2026, 12, 31), 4).last == date(2026, 12, 31)
    assert last_year(today) == Stretch(date(2025, 1, 1), date(2025, 12, 31))
    assert between(date(2025, 11, 1), date(2026, 2, 1), today).months() == [
        "11月", "12月", "1月", "2月",
    ]  # fmt: skip
    for first, last, field, code in (
        (today, today + timedelta(days=1), "last", "in_future"),
        (today + timedelta(days=1), today, "first", "in_future"),
        (today, today - timedelta(days=1), "last", "before_first"),
        (date(2025, 6, 23), today, "last", "over_a_year"),
    ):
        with pytest.raises(Refused) as refused:
            between(first, last, today)
        assert (refused.value.field, refused.value.code) == (field, code)
    with pytest.raises(Refused):
        quarter(today, 3)


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
