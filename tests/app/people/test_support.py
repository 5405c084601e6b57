"""Who is rung at the firms: valid from a day to a day, and a trade with nobody is told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.base.errors import Refused
from app.base.marks import Mark
from app.people.days import begin_of, day, end_of
from app.people.records import Role
from app.people.support import Support, SupportTurn, Trade, When
from db.stores.support import SupportRows
from tests.rooms import EVENING, Room, officer

FIRST, LAST = date(2026, 6, 24), date(2026, 6, 26)


@pytest.fixture
def support(room: Room) -> Support:
    return Support(room.db, SupportRows(room.db), room.clock, Mark.TEST)


def enter(support: Support, room: Room, trade: Trade = Trade.POWER, **other) -> SupportTurn:
    told = {
        "seen": None, "trade": trade, "firm": "县供电公司", "name": "单演达",
        "phones": ["000-0000-0001", " 0000-8869036"], "begins": begin_of(FIRST),
        "ends": end_of(LAST), "note": "",
    }  # fmt: skip
    return support.enter(room.watch, **(told | other))


def test_a_turn_holds_from_its_first_day_to_the_end_of_its_last(
    support: Support, room: Room
) -> None:
    made = enter(support, room)
    assert made.phones == ("000-0000-0001", "0000-8869036")
    assert made.when(begin_of(FIRST) - timedelta(seconds=1)) is When.LATER
    assert made.when(begin_of(FIRST)) is When.NOW
    assert made.when(end_of(LAST) - timedelta(seconds=1)) is When.NOW
    assert made.when(end_of(LAST)) is When.OVER


def test_trades_with_nobody_are_told_and_who_is_rung_now_comes_first(
    support: Support, room: Room
) -> None:
    next_week = date(2026, 7, 1)
    enter(support, room, Trade.TELECOM, begins=begin_of(next_week), ends=end_of(next_week))
    enter(support, room, Trade.POWER)
    listed = support.listed()
    assert listed.nobody == (Trade.TELECOM, Trade.TOWER, Trade.UAV)
    assert [one.trade for one in listed.turns] == [Trade.POWER, Trade.TELECOM]
    room.clock.forward_to(begin_of(next_week))
    assert support.listed().nobody == (Trade.POWER, Trade.TOWER, Trade.UAV)


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"firm": " "}, "firm", "missing"),
        ({"name": ""}, "name", "missing"),
        ({"phones": ["", " "]}, "phones", "missing"),
        ({"phones": ["12"]}, "phones", "number_figures"),
        ({"ends": begin_of(FIRST)}, "ends", "ends_before"),
    ],
)
def test_what_is_wrong_is_refused_at_its_field(
    support: Support, room: Room, wrong: dict, field: str, code: str
) -> None:
    with pytest.raises(Refused) as no:
        enter(support, room, **wrong)
    assert (no.value.field, no.value.code) == (field, code)


def test_what_was_entered_by_mistake_is_in_no_list(support: Support, room: Room) -> None:
    made = enter(support, room)
    changed = enter(support, room, seen=made, name="欧范明")
    assert (changed.id, changed.name) == (made.id, "欧范明")
    support.take_out(room.watch, changed)
    assert support.listed().turns == ()
    with pytest.raises(Refused, match="not_allowed"):
        support.take_out(officer("某", Role.DRIVER), changed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-06-24", FIRST),
        ("6-24", FIRST),
        ("6.24", FIRST),
        ("6月24日", FIRST),
        ("2026年6月24日", FIRST),
        ("1-2", date(2026, 1, 2)),
        ("", None),
    ],
)
def test_days_as_they_are_typed(typed: str, meant: date | None) -> None:
    assert day("begins", typed, EVENING) == meant


def test_a_day_without_a_year_is_the_nearest_one() -> None:
    new_year = begin_of(date(2026, 12, 30))
    assert day("begins", "1-2", new_year) == date(2027, 1, 2)
    for typed in ("2-30", "13-1", "x", "6-24-1"):
        with pytest.raises(Refused, match="not_a_day"):
            day("begins", typed, new_year)
