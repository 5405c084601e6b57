"""A month made, refused, published, and there for the next shift by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from time import perf_counter

import pytest

from app.base.clock import SHANGHAI
from app.base.errors import Refused
from app.duty.holidays import DayRule, Told
from app.duty.roster.conflicts import Fault
from app.duty.roster.records import AbsenceKind, PlanState
from app.duty.roster.rules import Post
from app.duty.roster.spreadsheets import rows_out
from app.duty.roster.view import bounds, spread
from app.people.records import Role
from tests.app.duty.roster.conftest import JULY, Bureau


def test_a_month_without_a_roster_shows_its_days_and_places(bureau: Bureau) -> None:
    view = bureau.view()
    assert view.month is None
    assert len(view.rows) == 31
    assert [post.value for post, _ in view.places] == ["带班领导", "值班长", "专业值班员", "驾驶员"]
    assert view.conflicts == ()


def test_drawn_up_published_and_the_next_crew_is_there(bureau: Bureau) -> None:
    view = bureau.roster.generate(bureau.chief, date(2026, 7, 15))
    assert view.conflicts == ()
    assert max(spread(view.shares, post) for post, _ in view.places) <= 1
    view = bureau.roster.publish(bureau.chief, bureau.month())
    assert view.month is not None
    assert (view.month.state, view.month.published_by) == (PlanState.PUBLISHED, "值班长0")
    bureau.room.clock.forward_to(datetime(2026, 7, 1, 8, 31, tzinfo=SHANGHAI))
    old = bureau.room.shift
    with bureau.room.db.change("test", "shift.close", ("shift", str(old.id))) as change:
        change.put("shift", replace(old, closed_at=change.at), seen=old)
    shift = bureau.room.shifts.current()
    assert shift is not None
    assert shift.opened_at is None
    crew = {place.post: place.name for place in bureau.room.shifts.crew(shift.id)}
    assert crew == {one.slot.post: view.name(one.slot.officer_id) for one in view.rows[0].served}


def test_errors_block_and_warnings_ask_a_reason(bureau: Bureau) -> None:
    bureau.roster.generate(bureau.chief, JULY)
    slot = bureau.slot(10, Role.DRIVER)
    empty = bureau.roster.assign(bureau.chief, slot, None)
    with pytest.raises(Refused) as told:
        bureau.roster.publish(bureau.chief, bureau.month(), "不得已")
    assert (told.value.field, told.value.code, told.value.figures["n"]) == ("month", "errors", 1)
    before = bureau.slot(9, Role.DRIVER)
    bureau.roster.assign(bureau.chief, empty, before.officer_id)
    assert {c.fault for c in bureau.view().conflicts} == {Fault.IN_A_ROW}
    with pytest.raises(Refused) as told:
        bureau.roster.publish(bureau.chief, bureau.month(), " ")
    assert (told.value.field, told.value.code) == ("reason", "warnings")
    view = bureau.roster.publish(bureau.chief, bureau.month(), "车辆检修")
    assert view.month is not None
    assert view.month.reason == "车辆检修"
    with pytest.raises(Refused, match="published"):
        bureau.roster.assign(bureau.chief, bureau.slot(10, Role.DRIVER), None)
    with pytest.raises(Refused, match="published"):
        bureau.roster.redraw(bureau.chief, JULY, JULY)


def test_who_does_not_keep_the_roster_is_refused(bureau: Bureau) -> None:
    for role in (Role.PROFESSIONAL, Role.DRIVER, Role.LEADER):
        with pytest.raises(Refused, match="not_allowed"):
            bureau.roster.generate(bureau.of(role), JULY)


def test_filling_again_keeps_what_was_chosen_and_anew_does_not(bureau: Bureau) -> None:
    bureau.roster.generate(bureau.chief, JULY)
    slot = bureau.slot(20, Role.LEADER)
    other = next(o for o in bureau.officers if o.role is Role.LEADER and o.id != slot.officer_id)
    chosen = bureau.roster.assign(bureau.chief, slot, other.id)
    gap = bureau.roster.assign(bureau.chief, bureau.slot(21, Role.LEADER), None)
    bureau.roster.generate(bureau.chief, JULY)
    assert bureau.slot(20, Role.LEADER).officer_id == chosen.officer_id
    assert bureau.slot(21, Role.LEADER).id == gap.id
    assert bureau.slot(21, Role.LEADER).officer_id is not None
    bureau.roster.redraw(bureau.chief, JULY, JULY)
    assert bureau.slot(20, Role.LEADER).officer_id == slot.officer_id


def test_leave_is_drawn_around_and_shown_when_it_comes_later(bureau: Bureau) -> None:
    who = bureau.of(Role.DRIVER, 2)
    bureau.keeping.absent(
        bureau.chief, who.id, date(2026, 7, 5), date(2026, 7, 12), AbsenceKind.LEAVE
    )
    view = bureau.roster.generate(bureau.chief, JULY)
    assert view.conflicts == ()
    mine = [r.span.day.day for r in view.rows for s in r.served if s.slot.officer_id == who.id]
    assert mine
    assert not {4, *range(5, 13)} & set(mine)
    late = bureau.keeping.absent(
        bureau.chief,
        who.id,
        date(2026, 7, mine[0]),
        date(2026, 7, mine[0]),
        AbsenceKind.TRIP,
        "培训",
    )
    assert [c.words for c in bureau.view().conflicts] == ["驾驶员2出差"]
    bureau.keeping.back(bureau.chief, late)
    assert bureau.view().conflicts == ()


def test_a_year_without_a_notice_asks_for_it_and_takes_it(bureau: Bureau) -> None:
    january = date(2027, 1, 1)
    view = bureau.roster.view(january)
    assert not view.known
    with pytest.raises(Refused) as told:
        bureau.roster.generate(bureau.chief, january)
    assert told.value.code == "year_unknown"
    days = [Told(date(2027, 1, 1), DayRule.HOLIDAY, "元旦", "例：通知全文由用户导入"),
            Told(date(2027, 10, 1), DayRule.HOLIDAY, "国庆节", "例：通知全文由用户导入")]  # fmt: skip
    bureau.keeping.set_days(bureau.chief, days)
    view = bureau.roster.generate(bureau.chief, january)
    assert view.known
    assert view.rows[0].rest == "休"
    assert view.rows[0].note == "元旦"
    bureau.keeping.set_days(bureau.chief, [replace(days[0], name="新年")])
    assert bureau.roster.view(january).rows[0].note == "新年"


def test_the_crew_may_be_another(bureau: Bureau) -> None:
    posts = [
        Post(Role.LEADER, 1, True, (Role.LEADER,)),
        Post(Role.CHIEF, 1, True, (Role.CHIEF,)),
        Post(Role.PROFESSIONAL, 2, False, (Role.PROFESSIONAL,)),
    ]
    bureau.keeping.set_crew(bureau.chief, "3+1", posts)
    view = bureau.roster.generate(bureau.chief, JULY)
    assert [post for post, _ in view.places] == [
        Role.LEADER, Role.CHIEF, Role.PROFESSIONAL, Role.PROFESSIONAL,
    ]  # fmt: skip
    assert view.conflicts == ()
    bureau.keeping.set_crew(bureau.chief, "3+1", posts[:2])
    view = bureau.roster.redraw(bureau.chief, JULY, JULY).view
    assert len(view.places) == 2


def test_who_has_no_place_any_more_is_in_no_crew(bureau: Bureau) -> None:
    bureau.publish()
    assert Role.DRIVER in bureau.crew(10)
    bureau.roster.reopen(bureau.chief, bureau.month(), "不再设驾驶员")
    posts = [p for p in bureau.view().templates["3+1"].posts if p.post is not Role.DRIVER]
    bureau.keeping.set_crew(bureau.chief, "3+1", posts)
    bureau.roster.redraw(bureau.chief, JULY, JULY)
    bureau.roster.publish(bureau.chief, bureau.month())
    assert set(bureau.crew(10)) == {Role.LEADER, Role.CHIEF, Role.PROFESSIONAL}
    at = bureau.slot(10, Role.CHIEF).starts_at
    (shift,) = bureau.store.shifts(at, at + timedelta(hours=1))
    assert Role.DRIVER not in {place.post for place in bureau.room.shifts.crew(shift.id)}


def test_a_rotation_in_its_own_order(bureau: Bureau) -> None:
    own = [bureau.of(Role.LEADER, n).id for n in (3, 1, 2)]
    bureau.keeping.set_group(bureau.chief, Role.LEADER, own)
    view = bureau.roster.generate(bureau.chief, JULY)
    held = [s.slot.officer_id for r in view.rows for s in r.served if s.slot.post is Role.LEADER]
    assert set(held) == set(own)
    bureau.keeping.set_group(bureau.chief, Role.LEADER, [])
    assert len(bureau.view().groups[Role.LEADER]) == 10


def test_a_sheet_goes_out_and_comes_back(bureau: Bureau) -> None:
    bureau.roster.generate(bureau.chief, JULY)
    rows = rows_out(bureau.view())
    report = bureau.roster.take_sheet(bureau.chief, JULY, rows)
    assert report.refused == ()
    assert rows_out(bureau.view()) == rows
    double = replace(bureau.of(Role.DRIVER, 5), name="驾驶员0")
    with bureau.room.db.change("t", "officer.change", ("officer", "x")) as change:
        change.put("officer", double, seen=bureau.of(Role.DRIVER, 5))
    head = rows[0]
    wrong = [
        head,
        ["2026-07-01", "08:30-08:30", "", "", "没有此人", "值班长1", "专业值班员1", "驾驶员0"],
        ["2026-08-01", "08:30-08:30", "", "", "", "", "", ""],
        ["七月二日", "08:30-08:30", "", "", "", "", "", ""],
        ["2026-07-03", "20:00-08:00", "", "", "", "", "", ""],
        ["2026-07-01", "08:30-08:30", "", "", "", "", "", ""],
        ["2026-07-04", "08:30-08:30", "", "", "带班领导1", "值班长1", "专业值班员1",
         f"驾驶员0（第{double.sort}）"],
    ]  # fmt: skip
    report = bureau.roster.take_sheet(bureau.chief, JULY, wrong)
    assert [(r.number, r.column, r.code) for r in report.refused] == [
        (2, "带班领导", "unknown_person"),
        (2, "驾驶员", "two_of_name"),
        (3, "日期", "not_of_month"),
        (4, "日期", "not_a_day"),
        (5, "时段", "not_of_month"),
        (6, "日期", "twice"),
    ]
    assert bureau.slot(1, Role.CHIEF).officer_id == bureau.of(Role.CHIEF, 1).id
    assert bureau.slot(4, Role.DRIVER).officer_id == double.id
    with pytest.raises(Refused, match="columns"):
        bureau.roster.take_sheet(bureau.chief, JULY, [["日期", "姓名"]])


def test_a_sheet_of_another_kind_leaves_no_draft_behind(bureau: Bureau) -> None:
    with pytest.raises(Refused, match="columns"):
        bureau.roster.take_sheet(bureau.chief, JULY, [["日期", "姓名"]])
    assert bureau.view().month is None


def test_the_turn_on_holidays_goes_on_over_new_year(bureau: Bureau) -> None:
    bureau.roster.generate(bureau.chief, date(2025, 10, 1))
    october = bureau.roster.view(date(2025, 10, 1))
    holders = [o.id for o in bureau.officers if o.role is Role.CHIEF]
    last = next(r for r in october.rows if r.span.day == date(2025, 10, 8))
    held = last.at((Role.CHIEF, 0))
    january = bureau.roster.generate(bureau.chief, date(2026, 1, 1))
    first = january.rows[0].at((Role.CHIEF, 0))
    assert held is not None
    assert first is not None
    assert held.slot.officer_id is not None
    following = holders[(holders.index(held.slot.officer_id) + 1) % len(holders)]
    assert first.slot.officer_id == following


def test_the_figure_a_month_for_forty_on_a_real_store(bureau: Bureau) -> None:
    begun = perf_counter()
    view = bureau.roster.generate(bureau.chief, date(2026, 10, 1))
    assert perf_counter() - begun < 1
    assert not [c for c in view.conflicts if c.error]
    assert max(spread(view.shares, post) for post, _ in view.places) <= 1


def test_a_shift_that_was_opened_is_never_touched(bureau: Bureau) -> None:
    june = date(2026, 6, 1)
    view = bureau.roster.generate(bureau.chief, june)
    before = bureau.store.crews([bureau.room.shift.id])
    assert view.month is not None
    bureau.roster.publish(bureau.chief, view.month, "补发")
    assert bureau.store.crews([bureau.room.shift.id]) == before
    starts = [shift.starts_at for shift in bureau.store.shifts(*bounds(june))]
    assert len(starts) == 7  # the running one, and those of the 25th to the 30th
    assert min(starts) == bureau.room.shift.starts_at
