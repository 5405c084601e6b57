"""A month drawn anew: what was agreed stays, what no longer fits is told, and other hours from a day on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from app.base.clock import SHANGHAI
from app.base.errors import Refused
from app.base.marks import Mark
from app.duty.roster.records import AbsenceKind, ChangeState
from app.duty.roster.rules import Post
from app.duty.shifts import Shifts
from app.people.records import Role
from db.stores.duty import ShiftRows
from tests.app.duty.roster.conftest import JULY, Bureau

TWELVE = ("08:00-20:00", "20:00-08:00")


@pytest.fixture
def agreed(bureau: Bureau) -> Bureau:
    """July published, two drivers exchanged, and the month made a draft again."""
    b = bureau
    b.publish()
    asked = b.amending.swap(b.chief, b.slot(6, Role.DRIVER), b.slot(9, Role.DRIVER), "陪护老人")
    b.amending.decide(b.leader, asked, True)
    b.roster.reopen(b.chief, b.month(), "有人调走")
    return b


def crew_of_month(b: Bureau) -> dict[tuple[int, Role], object]:
    return {
        (row.span.day.day, one.slot.post): one.slot.officer_id
        for row in b.view().rows
        for one in row.served
    }


def test_drawing_anew_keeps_a_swap_and_the_days_before(agreed: Bureau) -> None:
    b = agreed
    before = crew_of_month(b)
    driver = b.slot(20, Role.DRIVER).officer_id
    assert driver is not None
    b.keeping.absent(b.chief, driver, date(2026, 7, 1), date(2026, 7, 31), AbsenceKind.LEAVE)
    told = b.roster.redraw(b.chief, JULY, date(2026, 7, 15))
    after = crew_of_month(b)
    assert {k: v for k, v in after.items() if k[0] < 15} == {
        k: v for k, v in before.items() if k[0] < 15
    }
    assert driver not in [who for (day, _), who in after.items() if day >= 15]
    assert [one.state for one in told.kept] == [ChangeState.IN_FORCE]
    assert (told.lapsed, told.view.unfit) == ((), frozenset())
    changed = [k for k in after if after[k] != before[k]]
    assert told.moved == len(changed) > 0


def test_a_swap_stays_where_everything_round_it_is_drawn_anew(agreed: Bureau) -> None:
    b = agreed
    held = b.slot(6, Role.DRIVER), b.slot(9, Role.DRIVER)
    told = b.roster.redraw(b.chief, JULY, JULY)
    assert (b.slot(6, Role.DRIVER), b.slot(9, Role.DRIVER)) == held
    assert len(told.kept) == 1
    b.roster.publish(b.chief, b.month())
    assert b.crew(6)[Role.DRIVER] == b.view().name(held[0].officer_id)


def test_with_another_crew_a_swap_goes_over_into_the_new_month(agreed: Bureau) -> None:
    b = agreed
    held, month = b.slot(6, Role.DRIVER), b.month()
    posts = list(b.view().templates["3+1"].posts)
    b.keeping.set_crew(b.chief, "3+1", [*posts, Post(Role.RESERVE, 1, False, (Role.RESERVE,))])
    told = b.roster.redraw(b.chief, JULY, JULY)
    assert b.month().id != month.id
    assert len(told.kept) == 1
    assert b.slot(6, Role.DRIVER) == replace(held, month_id=b.month().id)
    assert b.view().rows[5].at((Role.DRIVER, 0)).mark == "调"  # type: ignore[union-attr]


def test_a_swap_whose_post_is_gone_is_told_and_marked(agreed: Bureau) -> None:
    b = agreed
    posts = [one for one in b.view().templates["3+1"].posts if one.post is not Role.DRIVER]
    b.keeping.set_crew(b.chief, "3+1", posts)
    told = b.roster.redraw(b.chief, JULY, JULY)
    (lapsed,) = told.lapsed
    assert told.kept == ()
    assert (lapsed.state, lapsed.undone_by) == (ChangeState.LAPSED, b.chief.name)
    assert [one.state for one in b.view().changes] == [ChangeState.LAPSED]
    with pytest.raises(Refused, match="over"):
        b.amending.undo(b.chief, lapsed)


def test_days_that_have_begun_keep_their_old_crew_whole(agreed: Bureau) -> None:
    b = agreed
    b.room.clock.forward_to(datetime(2026, 7, 10, 12, 0, tzinfo=SHANGHAI))
    posts = [one for one in b.view().templates["3+1"].posts if one.post is not Role.DRIVER]
    b.keeping.set_crew(b.chief, "3+1", posts)
    told = b.roster.redraw(b.chief, JULY, JULY)
    assert b.slot(10, Role.DRIVER).officer_id is not None
    assert all(one.slot.post is not Role.DRIVER for row in b.view().rows[10:] for one in row.served)
    assert len(told.kept) == 1


def test_nobody_is_written_over_a_swap(agreed: Bureau) -> None:
    b = agreed
    with pytest.raises(Refused, match="under_change"):
        b.roster.assign(b.chief, b.slot(6, Role.DRIVER), None)
    waiting = b.slot(12, Role.DRIVER)
    assert b.roster.assign(b.chief, waiting, None).officer_id is None


def test_b_is_put_in_while_a_is_away_and_marked(bureau: Bureau) -> None:
    b = bureau
    first = b.roster.generate(b.chief, JULY)
    a = next(r.at((Role.LEADER, 0)) for r in first.rows if r.span.day.day == 7)
    assert a is not None
    assert a.slot.officer_id is not None
    deputy = b.of(Role.RESERVE)
    b.keeping.pair(b.chief, a.slot.officer_id, deputy.id)
    b.keeping.absent(b.chief, a.slot.officer_id, JULY, date(2026, 7, 31), AbsenceKind.LEAVE)
    told = b.roster.redraw(b.chief, JULY, JULY)
    leaders = [row.at((Role.LEADER, 0)) for row in told.view.rows]
    assert all(one and one.slot.officer_id != deputy.id for one in leaders)
    b.keeping.unpair(b.chief, b.view().deputies[0])
    busy = b.of(Role.LEADER, 9)
    b.keeping.pair(b.chief, a.slot.officer_id, busy.id)
    view = b.roster.redraw(b.chief, JULY, JULY).view
    acting = [row.at((Role.LEADER, 0)) for row in view.rows]
    marked = [one for one in acting if one and one.mark]
    assert marked
    assert {(one.mark, one.was, one.slot.officer_id) for one in marked} == {
        ("代", a.slot.officer_id, busy.id)
    }
    assert not any(one.error for one in view.conflicts)


def test_twelve_hours_from_a_day_on(bureau: Bureau) -> None:
    b = bureau
    b.keeping.set_hours(b.chief, date(2026, 7, 16), ["8:00-20:00", "20:00 至次日8:00"])
    view = b.roster.generate(b.chief, JULY)
    spans = [row.span for row in view.rows]
    assert len(spans) == 15 + 2 * 16
    assert all(one.ends_at == two.starts_at for one, two in pairwise(spans))
    assert (spans[14].hours, spans[15].hours) == (23.5, 12)
    assert sum(share.month.nights for share in view.shares) == 16 * len(view.places)
    assert [c for c in view.conflicts if c.error] == []
    b.roster.publish(b.chief, b.month(), "试行")
    evening = datetime(2026, 7, 20, 20, 0, tzinfo=SHANGHAI)
    night = ShiftRows(b.room.db).shift_at(evening)
    assert night is not None
    assert (night.starts_at, night.ends_at) == (evening, evening + timedelta(hours=12))
    assert b.roster.rules().periods.holding(evening).starts_at == evening


def test_a_first_shift_is_opened_by_the_hours_of_the_office(bureau: Bureau) -> None:
    b = bureau
    b.room.clock.forward_to(datetime(2026, 8, 3, 21, 0, tzinfo=SHANGHAI))
    b.keeping.set_hours(b.chief, date(2026, 8, 1), TWELVE)
    store = ShiftRows(b.room.db)
    with b.room.db.change("system", "shift.close", ("shift", "all")) as change:
        for seen in b.store.shifts(datetime(2026, 6, 1, tzinfo=SHANGHAI), b.room.clock.now()):
            change.put("shift", replace(seen, closed_at=seen.ends_at), seen=seen)
    rules = b.roster.rules
    shifts = Shifts(b.room.db, store, b.room.clock, Mark.TEST, lambda: rules().periods)
    opened = shifts.open(b.chief)
    assert opened.starts_at == datetime(2026, 8, 3, 20, 0, tzinfo=SHANGHAI)
    assert opened.ends_at == datetime(2026, 8, 4, 8, 0, tzinfo=SHANGHAI)


def test_hours_that_are_refused(bureau: Bureau) -> None:
    b, july = bureau, date(2026, 7, 16)
    for words, code in (
        (["8:00-20:00"], "gap"),
        (["8:00-20:00", "19:00-8:00"], "gap"),
        (["早八晚八"], "not_hours"),
        (["8:00-25:00"], "not_hours"),
    ):
        with pytest.raises(Refused, match=code):
            b.keeping.set_hours(b.chief, july, words)
    with pytest.raises(Refused, match="not_allowed"):
        b.keeping.set_hours(b.of(Role.PROFESSIONAL), july, TWELVE)
    b.publish()
    with pytest.raises(Refused) as told:
        b.keeping.set_hours(b.chief, july, TWELVE)
    assert (told.value.code, told.value.figures) == ("published_until", {"day": "07-31"})
    b.keeping.set_hours(b.chief, date(2026, 8, 1), TWELVE)


def test_the_year_counts_earlier_months_too(bureau: Bureau) -> None:
    b = bureau
    june = b.roster.generate(b.chief, date(2026, 6, 1))
    july = b.roster.generate(b.chief, JULY)
    for one in july.shares:
        same = next(s for s in june.shares if (s.post, s.officer_id) == (one.post, one.officer_id))
        assert one.year.shifts == one.month.shifts + same.month.shifts
        assert one.year.holidays == same.month.holidays
        assert one.year.weekends == one.month.weekends + same.month.weekends
    assert sum(one.year.holidays for one in july.shares) == 3 * 4
