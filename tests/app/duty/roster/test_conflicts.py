"""Each condition of domain.md 1.3: an error that blocks, or a warning that asks a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from app.base.clock import SHANGHAI
from app.base.ids import new_id
from app.base.marks import Mark
from app.duty.roster.conflicts import Around, Conflict, Fault, conflicts, late_leader
from app.duty.roster.records import Deputy, RosterSlot
from app.people.records import Officer, Role
from tests.app.duty.roster.people import RULES, leave, officers

PEOPLE = officers()
LEADER, OTHER_LEADER = (one for one in PEOPLE[:2])
CHIEF = next(one for one in PEOPLE if one.role is Role.CHIEF)
BOUGHT = next(one for one in PEOPLE if one.role is Role.PROFESSIONAL)
DAY = date(2026, 11, 21)


def slot(post: Role, who: Officer | None, day: date = DAY, sort: int = 0) -> RosterSlot:
    span = RULES.periods.of_day(day)[0]
    who_id = who.id if who else None
    return RosterSlot(
        new_id(), new_id(), span.starts_at, span.ends_at, post, sort, who_id, Mark.TEST
    )


def around(*absences: object, **more: object) -> Around:
    by_id = {one.id: one for one in PEOPLE}
    return Around(by_id, absences, permanent=RULES.permanent_posts(), **more)  # type: ignore[arg-type]


def told(found: list[Conflict]) -> list[tuple[bool, str]]:
    return [(one.error, one.words) for one in found]


def test_an_empty_post_is_an_error() -> None:
    assert told(conflicts([slot(Role.DRIVER, None)], around())) == [(True, "驾驶员空缺")]


def test_one_person_in_two_posts_of_a_shift_is_an_error() -> None:
    found = conflicts([slot(Role.CHIEF, CHIEF), slot(Role.OFFICER, CHIEF, sort=1)], around())
    assert told(found) == [(True, "值班长0一人两岗")]
    assert len(found[0].slots) == 2


def test_the_chief_must_be_on_the_staff() -> None:
    assert told(conflicts([slot(Role.CHIEF, BOUGHT)], around())) == [(True, "值班长须为在编干部")]


def test_leave_days_are_inclusive_and_the_next_morning_is_a_warning() -> None:
    place = [slot(Role.CHIEF, CHIEF)]
    for first, last, expected in (
        (20, 21, [(True, "值班长0请假")]),
        (21, 21, [(True, "值班长0请假")]),
        (21, 25, [(True, "值班长0请假")]),
        (22, 22, [(False, "次日请假，班次至次日08:30")]),
        (19, 20, []),
        (23, 24, []),
    ):
        gone = leave(CHIEF.id, date(2026, 11, first), date(2026, 11, last))
        assert told(conflicts(place, around(gone))) == expected, (first, last)


def test_a_and_b_both_absent_is_an_error_of_its_own() -> None:
    pair = Deputy(new_id(), LEADER.id, OTHER_LEADER.id, True, Mark.TEST)
    gone = [leave(one.id, DAY, DAY) for one in (LEADER, OTHER_LEADER)]
    place = [slot(Role.LEADER, LEADER)]
    (found,) = conflicts(place, around(*gone, deputies=(pair,)))
    assert (found.error, found.fault) == (True, Fault.AB_ABSENT)
    assert "带班领导0" in found.words
    assert "带班领导1" in found.words
    (found,) = conflicts(place, around(gone[0], deputies=(pair,)))
    assert found.fault is Fault.ABSENT


def test_shifts_in_a_row() -> None:
    two = [slot(Role.CHIEF, CHIEF, DAY + timedelta(days=n)) for n in range(2)]
    assert told(conflicts(two, around())) == [(False, "连续值班48小时")]
    apart = [slot(Role.CHIEF, CHIEF, DAY + timedelta(days=n)) for n in (0, 2)]
    assert conflicts(apart, around()) == []
    three = [slot(Role.CHIEF, CHIEF, DAY + timedelta(days=n)) for n in range(3)]
    assert (False, "连续值班72小时") in told(conflicts(three, around()))


def test_exactly_so_many_a_week_is_none_and_the_week_begins_on_monday() -> None:
    monday = date(2026, 11, 16)
    for offsets, expected in (
        ((0, 2), []),
        ((0, 2, 4), [(False, "一周值班3次，超过2次")]),
        ((0, 2, 6), [(False, "一周值班3次，超过2次")]),
        ((0, 2, 7), []),
        ((4, 6, 8), []),
        ((-1, 1, 3), []),
    ):
        week = [slot(Role.CHIEF, CHIEF, monday + timedelta(days=n)) for n in offsets]
        assert told(conflicts(week, around())) == expected, offsets
    week = [slot(Role.CHIEF, CHIEF, monday + timedelta(days=n)) for n in (0, 2, 4)]
    assert conflicts(week, around(a_week=3)) == []


def test_a_leader_changed_less_than_24_hours_before_to_the_minute() -> None:
    place, notice = slot(Role.LEADER, LEADER), timedelta(hours=24)
    start = datetime(2026, 11, 21, 8, 30, tzinfo=SHANGHAI)
    for before, expected in (
        (timedelta(hours=24, minutes=1), False),
        (timedelta(hours=24), False),
        (timedelta(hours=23, minutes=59), True),
        (timedelta(0), True),
    ):
        found = late_leader(place, start - before, notice)
        assert (found is not None) == expected, before
        assert found is None or not found.error
    assert late_leader(slot(Role.CHIEF, CHIEF), start, notice) is None


def test_a_leave_that_begins_when_the_shift_ends() -> None:
    """A shift to midnight ends on the leave's first moment: nobody is on duty that day."""
    gone = around(leave(CHIEF.id, DAY + timedelta(days=1), DAY + timedelta(days=2)))
    morning = slot(Role.CHIEF, CHIEF)
    assert told(conflicts([morning], gone)) == [(False, "次日请假，班次至次日08:30")]
    midnight = morning.starts_at.replace(hour=0, minute=0) + timedelta(days=1)
    to_midnight = replace(morning, ends_at=midnight)
    assert conflicts([to_midnight], gone) == []
    past = replace(morning, ends_at=midnight + timedelta(minutes=1))
    assert told(conflicts([past], gone)) == [(False, "次日请假，班次至次日00:01")]


def test_what_is_as_it_should_be_is_no_conflict() -> None:
    """The other direction of every error."""
    pair = Deputy(new_id(), LEADER.id, OTHER_LEADER.id, True, Mark.TEST)
    crew = [slot(Role.LEADER, LEADER), slot(Role.CHIEF, CHIEF, sort=1)]
    crew.append(slot(Role.PROFESSIONAL, BOUGHT, sort=2))
    assert conflicts(crew, around(deputies=(pair,))) == []
    gone = leave(OTHER_LEADER.id, DAY, DAY)
    assert conflicts(crew, around(gone, deputies=(pair,))) == []
    cancelled = replace(leave(LEADER.id, DAY, DAY), cancelled=True)
    assert conflicts(crew, around(cancelled)) == []
    next_day = slot(Role.OFFICER, CHIEF, DAY + timedelta(days=1))
    assert all(not one.error for one in conflicts([*crew, next_day], around()))
