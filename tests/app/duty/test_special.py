"""重要时段: a crew of their own, daily reports, what is to be done before them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.base.clock import hhmm, local_day
from app.base.errors import Refused
from app.duty.roster.service import Roster
from app.duty.special import Phase, SpecialPeriod, Told
from app.duty.study import Lack
from app.duty.training import Told as Taught
from app.people.records import Role
from db.stores.roster import RosterRows
from tests.app.duty.roster.people import RULES
from tests.rooms import Room
from tests.townships import enter_towns

NATIONAL = Told(
    "国庆中秋", "节假日", date(2026, 10, 1), date(2026, 10, 7), "节日双干部", True,
    ("值班表排好", "乡镇点名"), "国务院办公厅放假通知",
)  # fmt: skip


def enter(room: Room, told: Told = NATIONAL) -> SpecialPeriod:
    return room.study.periods.enter(room.chief, None, told)


def soon(room: Room, days: int, **more: object) -> Told:
    first = local_day(room.clock.now()) + timedelta(days=days)
    return replace(NATIONAL, first=first, last=first + timedelta(days=2), **more)


def test_the_days_are_half_open(room: Room) -> None:
    made = enter(room)
    assert (made.until, made.last) == (date(2026, 10, 8), date(2026, 10, 7))
    assert made.holds(date(2026, 10, 1))
    assert made.holds(date(2026, 10, 7))
    assert not made.holds(date(2026, 10, 8))
    assert made.days == "10-01—10-07"


@pytest.mark.parametrize(
    ("field", "code", "more"),
    [
        ("name", "missing", {"name": " "}),
        ("source", "missing", {"source": ""}),
        ("kind", "unknown_word", {"kind": "大日子"}),
        ("last", "before_first", {"last": date(2026, 9, 30)}),
        ("last", "too_long", {"last": date(2028, 9, 30)}),
        ("template", "unknown_word", {"template": "没有的编组"}),
    ],
)
def test_what_is_wrong_is_refused_at_its_field(
    room: Room, field: str, code: str, more: dict[str, object]
) -> None:
    with pytest.raises(Refused, match=code) as refused:
        enter(room, replace(NATIONAL, **more))
    assert refused.value.field == field
    assert room.study.periods.look() == []


def test_only_who_makes_the_roster_enters_one(room: Room) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        room.study.periods.enter(room.watch, None, NATIONAL)


def test_a_withdrawn_period_holds_no_day_and_stays_in_the_list(room: Room) -> None:
    made = enter(room)
    room.study.periods.withdraw(room.chief, made)
    assert room.study.periods.on(date(2026, 10, 3)) == []
    assert [look.phase for look in room.study.periods.look()] == [Phase.WITHDRAWN]


def test_the_roster_of_its_days_has_its_crew(room: Room) -> None:
    roster = Roster(room.db, RosterRows(room.db), RULES, room.clock, room.shift.mark)
    enter(room, replace(NATIONAL, first=date(2026, 7, 4), last=date(2026, 7, 5)))
    view = roster.generate(room.chief, date(2026, 7, 1))
    crews = {row.span.day: [one.slot.post for one in row.served] for row in view.rows}
    assert crews[date(2026, 7, 3)][-1] is Role.DRIVER
    assert crews[date(2026, 7, 4)] == crews[date(2026, 7, 5)]
    assert crews[date(2026, 7, 4)] == [Role.LEADER, Role.CHIEF, Role.OFFICER]
    assert crews[date(2026, 7, 6)] == crews[date(2026, 7, 3)]
    marked = [row.span.day.day for row in view.rows if row.special]
    assert marked == [4, 5]
    assert any(one.startswith("节日双干部：") for one in view.sources)


def test_towns_report_daily_in_it_if_it_says_so(room: Room) -> None:
    enter_towns(room.db, 1)
    made = enter(room, soon(room, 1))
    slots = [one.slot for one in room.checks.zero.look().slots]
    assert [slot.title for slot in slots] == ["08:00", "17:00", "08:00"]
    room.clock.forward(timedelta(days=1))
    slots = [one.slot for one in room.checks.zero.look().slots]
    assert "16:00 重要时段零报告" in [slot.title for slot in slots]
    assert [hhmm(slot.at) for slot in slots if slot.name] == ["16:00"]
    room.study.periods.withdraw(room.chief, made)
    assert not any(one.slot.name for one in room.checks.zero.look().slots)


def test_unprepared_is_told_until_a_training_and_the_checklist_are_there(room: Room) -> None:
    study = room.study
    enter(room, soon(room, 30))
    assert [one.lack for one in study.reminders()] == [Lack.MONTH]
    made = enter(room, soon(room, 5, name="暑期安全月"))
    told = study.reminders()
    assert [(one.lack, one.about) for one in told[:2]] == [
        (Lack.TRAINING, "暑期安全月"),
        (Lack.CHECKLIST, "暑期安全月"),
    ]
    assert told[1].left == NATIONAL.checklist
    for item in NATIONAL.checklist:
        study.periods.tick(room.watch, made, item, True)
    taught = Taught(
        local_day(room.clock.now()), "汛期值守", study.trainings.rules.kinds[1], [room.watch],
        trainer="彭例安", period_id=made.id,
    )  # fmt: skip
    study.trainings.enter(room.watch, None, taught)
    assert study.reminders() == []
    study.periods.tick(room.watch, made, NATIONAL.checklist[0], False)
    assert [one.left for one in study.reminders()] == [(NATIONAL.checklist[0],)]


def test_what_is_not_on_the_list_is_not_ticked(room: Room) -> None:
    with pytest.raises(Refused, match="not_here"):
        room.study.periods.tick(room.watch, enter(room), "别的", True)
