"""The demonstration's roster: this month published, the next one drawn up, changes, leave, A and B."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from app.base.clock import SHANGHAI
from app.base.marks import Mark
from app.demo.ground import key
from app.demo.watch import POSTS, Watch, crew_on
from app.duty.roster.conflicts import day_of
from app.duty.roster.records import (
    Absence,
    AbsenceKind,
    ChangeKind,
    ChangeState,
    Deputy,
    PlanState,
    RosterChange,
    RosterMonth,
    RosterSlot,
)
from app.duty.roster.view import days_of
from app.duty.shifts import STANDARD
from app.people.records import Officer, Role

STAND_IN_DAY, SWAP_DAYS = 4, (2, 5)
"""Days after the start date: a stand-in that holds, and a swap that waits for a leader."""
PAIRED = 5
"""Leaders and chiefs n and n + 5 are A and B."""


def make_roster(watch: Watch, start: date) -> dict[str, list[Any]]:
    """Table -> records. Also puts the stand-in into the crew of the shift in `watch`."""
    first = start.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    at = datetime.combine(first - timedelta(days=4), time(16, 20), SHANGHAI)
    office = next(one for one in watch.officers if one.role is Role.CHIEF)
    months = [
        RosterMonth(
            key("roster", 0), first, at, PlanState.PUBLISHED, at, office.name, "", Mark.DEMO
        ),
        RosterMonth(key("roster", 1), following, at, PlanState.DRAFT, None, "", "", Mark.DEMO),
    ]
    slots = [
        slot
        for month in months
        for day in days_of(month.month)
        for slot in _slots(watch, month, day, start)
    ]
    by_day = {(day_of(slot), slot.post): slot for slot in slots}
    change = _stand_in(watch, by_day, start)
    swap = _swap(watch, by_day, start)
    return {
        "roster_month": months,
        "roster_slot": slots,
        "roster_change": [change, swap],
        "absence": _absences(watch, following),
        "deputy": _deputies(watch),
    }


def _slots(watch: Watch, month: RosterMonth, day: date, start: date) -> list[RosterSlot]:
    (span,) = STANDARD.of_day(day)
    crew = crew_on(watch.officers, (day - start).days)
    return [
        RosterSlot(
            key("roster_slot", f"{day}/{post.name}"),
            month.id,
            span.starts_at,
            span.ends_at,
            post,
            sort,
            crew[post].id,
            Mark.DEMO,
        )
        for sort, post in enumerate(POSTS)
    ]


def _stand_in(
    watch: Watch, by_day: dict[tuple[date, Role], RosterSlot], start: date
) -> RosterChange:
    post, day = Role.PROFESSIONAL, start + timedelta(days=STAND_IN_DAY)
    mine = by_day[day, post]
    group = [one for one in watch.officers if one.role is post]
    absent = next(one for one in group if one.id == mine.officer_id)
    other = group[(group.index(absent) + PAIRED) % len(group)]
    leader = next(one for one in watch.officers if one.role is Role.LEADER)
    asked = datetime.combine(start - timedelta(days=2), time(9, 40), SHANGHAI)
    change = _change(0, ChangeKind.SUBSTITUTE, mine, None, absent, other, "参加值班业务培训", asked)
    change = replace(
        change,
        state=ChangeState.IN_FORCE,
        approver_id=leader.id,
        decided_at=asked + timedelta(minutes=25),
    )
    for n, place in enumerate(watch.places):
        shift = watch.shifts[n // len(POSTS)]
        if shift.starts_at == mine.starts_at and place.post is post:
            watch.places[n] = replace(place, officer_id=other.id, name=other.name)
    return change


def _swap(watch: Watch, by_day: dict[tuple[date, Role], RosterSlot], start: date) -> RosterChange:
    mine, other = (by_day[start + timedelta(days=n), Role.DRIVER] for n in SWAP_DAYS)
    people = {one.id: one for one in watch.officers}
    assert mine.officer_id
    assert other.officer_id
    asked = datetime.combine(start, time(18, 5), SHANGHAI)
    one, two = people[mine.officer_id], people[other.officer_id]
    return _change(1, ChangeKind.SWAP, mine, other, one, two, "家中有事", asked)


def _change(
    n: int,
    kind: ChangeKind,
    mine: RosterSlot,
    other: RosterSlot | None,
    applicant: Officer,
    counterpart: Officer,
    reason: str,
    asked_at: datetime,
) -> RosterChange:
    return RosterChange(
        id=key("roster_change", n),
        kind=kind,
        slot_id=mine.id,
        other_slot_id=other.id if other else None,
        applicant_id=applicant.id,
        counterpart_id=counterpart.id,
        reason=reason,
        state=ChangeState.ASKED,
        asked_by=applicant.name,
        asked_at=asked_at,
        approver_id=None,
        decided_at=None,
        undone_by="",
        undone_at=None,
        mark=Mark.DEMO,
    )


def _absences(watch: Watch, following: date) -> list[Absence]:
    """Two in the month that is not published yet: one on a duty day, one the morning after it."""
    leaders = crew_on(watch.officers, (following - watch.start).days + 8)
    chiefs = crew_on(watch.officers, (following - watch.start).days + 14)
    day, morning = following + timedelta(days=8), following + timedelta(days=15)
    return [
        Absence(
            key("absence", 0), leaders[Role.LEADER].id, day, day + timedelta(days=2),
            AbsenceKind.TRIP, "省厅会议", False, Mark.DEMO,
        ),
        Absence(
            key("absence", 1), chiefs[Role.CHIEF].id, morning, morning + timedelta(days=3),
            AbsenceKind.LEAVE, "年休假", False, Mark.DEMO,
        ),
    ]  # fmt: skip


def _deputies(watch: Watch) -> list[Deputy]:
    made = []
    for role in (Role.LEADER, Role.CHIEF):
        group = [one for one in watch.officers if one.role is role]
        for n in range(PAIRED):
            a, b = group[n], group[(n + PAIRED) % len(group)]
            made.append(Deputy(key("deputy", f"{role.name}/{n}"), a.id, b.id, True, Mark.DEMO))
    return made
