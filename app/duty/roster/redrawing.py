"""A draft written: drawn up, filled, or drawn anew without losing a swap that was agreed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from app.base.clock import Clock
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Change, Ledger
from app.base.marks import Mark
from app.duty.roster.changes import ALIVE, touched
from app.duty.roster.conflicts import day_of
from app.duty.roster.generate import Drawing, Place, draw, groups, turns_of
from app.duty.roster.records import (
    ChangeState,
    PlanState,
    RosterChange,
    RosterMonth,
    RosterSlot,
)
from app.duty.roster.store import RosterStore
from app.duty.roster.view import AROUND, Months, bounds, days_of
from app.people.records import Officer, Role

Told = tuple[tuple[RosterChange, ...], tuple[RosterChange, ...], int]
Spot = tuple[datetime, datetime, Role, int]
"""A place by its hours: the n-th of a post."""
Held = TypeVar("Held", RosterSlot, Place)


class Redrawing:
    """Runs on the store thread. Rights are asked for by whoever calls."""

    def __init__(
        self, ledger: Ledger, store: RosterStore, months: Months, clock: Clock, mark: Mark
    ) -> None:
        self._ledger = ledger
        self._store = store
        self._months = months
        self._clock = clock
        self._mark = mark

    def draw(self, by: Officer, first: date, since: date | None) -> Told:
        """`since` None: what is filled stays. What was kept and what lapsed of the changes, and how many
        places have somebody else. `Refused("month", "published")`."""
        held = self._store.month(first)
        if held is not None and held.state is PlanState.PUBLISHED:
            raise Refused("month", "published")
        begin, end = bounds(first)
        slots = self._store.slots(begin, end) if held is not None else []
        changes = [one for one in self._store.changes(begin, end) if one.state in ALIVE]
        whole = self._staying(slots, since) if since is not None else set()
        staying = [slot for slot in slots if day_of(slot) in whole]
        free = [slot for slot in slots if day_of(slot) not in whole]
        if since is not None:
            bound = touched(changes)
            free = [s if s.id in bound else replace(s, officer_id=None) for s in free]
        days = [day for day in days_of(first) if day not in whole]
        places = draw(days, self._drawing(first, days, free, staying))
        return self._write(by, first, held, places, slots, staying, changes)

    def empty(self, by: Officer, first: date) -> None:
        """A month with all its places and nobody in them."""
        days = days_of(first)
        places = draw(days, replace(self._drawing(first, days, (), ()), groups={}))
        self._write(by, first, None, places, (), (), ())

    def _staying(self, slots: Sequence[RosterSlot], since: date) -> set[date]:
        """Days that are left as they are."""
        now = self._clock.now()
        return {day_of(slot) for slot in slots if day_of(slot) < since or slot.starts_at <= now}

    def _drawing(
        self,
        first: date,
        days: Sequence[date],
        free: Sequence[RosterSlot],
        staying: Sequence[RosterSlot],
    ) -> Drawing:
        rules, calendar = self._months.rules(), self._months.calendar()
        calendar.demand(days)
        begin, end = bounds(first)
        around = self._months.around(begin.date() - AROUND, end.date() + AROUND, rules)
        year, _ = bounds(date(first.year, 1, 1))
        before = self._store.slots(year.replace(year=year.year - 1), begin)
        after = self._store.slots(end, end + AROUND)
        there = _by_spot(free)
        kept: dict[tuple[datetime, int], tuple[UUID, UUID | None]] = {}
        for day in days:
            for span in rules.periods.of_day(day):
                crew = rules.template(calendar.kind(day), day).places()
                posts = [post.post for post in crew]
                for sort, nth in enumerate(_nth(posts)):
                    slot = there.get((span.starts_at, span.ends_at, posts[sort], nth))
                    if slot is not None and slot.officer_id is not None:
                        kept[span.starts_at, sort] = slot.officer_id, slot.acts_for
        members = groups(rules, list(around.officers.values()), self._store.members())
        turns = turns_of([*before, *staying, *after])
        return Drawing(rules, calendar, around, members, turns, kept)

    def _write(
        self,
        by: Officer,
        first: date,
        held: RosterMonth | None,
        places: Sequence[Place],
        slots: Sequence[RosterSlot],
        staying: Sequence[RosterSlot],
        changes: Sequence[RosterChange],
    ) -> Told:
        """In place when the month has the same places; else a month of its own, into which places that
        are still there go over with their changes."""
        there = _by_spot(slots)
        wanted = _by_spot(places)
        stay = {slot.id for slot in staying}
        left = [s for spot, s in there.items() if spot not in wanted and s.id not in stay]
        same = held is not None and not left and len(slots) == len(places) + len(staying)
        month = held
        if month is None or not same:
            now = self._clock.now()
            reason = held.reason if held else ""
            month = RosterMonth(new_id(), first, now, PlanState.DRAFT, None, "", reason, self._mark)
        moved = 0
        with self._ledger.change(
            str(by.id), "roster.generate", ("roster_month", str(month.id))
        ) as change:
            if not same:
                change.put("roster_month", month)
                for seen in staying:
                    change.put("roster_slot", replace(seen, month_id=month.id), seen=seen)
            for spot, place in wanted.items():
                moved += self._place(change, month.id, place, there.get(spot))
            lapsed = self._lapse(change, by, changes, {slot.id for slot in left})
        gone = {one.id for one in lapsed}
        return tuple(one for one in changes if one.id not in gone), tuple(lapsed), moved

    def _place(self, change: Change, month: UUID, place: Place, seen: RosterSlot | None) -> int:
        """1 when somebody else is there now."""
        if seen is None:
            slot = RosterSlot(
                new_id(),
                month,
                place.span.starts_at,
                place.span.ends_at,
                place.post,
                place.sort,
                place.officer_id,
                self._mark,
                place.acts_for,
            )
            change.put("roster_slot", slot)
            return 0
        made = replace(
            seen,
            month_id=month,
            sort=place.sort,
            officer_id=place.officer_id,
            acts_for=place.acts_for,
        )
        if made != seen:
            change.put("roster_slot", made, seen=seen)
        return int(seen.officer_id is not None and made.officer_id != seen.officer_id)

    def _lapse(
        self, change: Change, by: Officer, changes: Iterable[RosterChange], left: set[UUID]
    ) -> list[RosterChange]:
        lapsed = []
        for seen in changes:
            if seen.slot_id in left or seen.other_slot_id in left:
                made = replace(
                    seen, state=ChangeState.LAPSED, undone_by=by.name, undone_at=change.at
                )
                change.put("roster_change", made, seen=seen)
                lapsed.append(made)
        return lapsed


def _by_spot(places: Sequence[Held]) -> dict[Spot, Held]:
    """Each by its hours, its post, and which of that post it is."""
    seen: Counter[tuple[datetime, datetime, Role]] = Counter()
    found: dict[Spot, Held] = {}
    for one in sorted(places, key=lambda one: (_hours(one), one.sort)):
        starts_at, ends_at = _hours(one)
        key = starts_at, ends_at, one.post
        found[starts_at, ends_at, one.post, seen[key]] = one
        seen[key] += 1
    return found


def _hours(one: RosterSlot | Place) -> tuple[datetime, datetime]:
    span = one.span if isinstance(one, Place) else one
    return span.starts_at, span.ends_at


def _nth(posts: Sequence[Role]) -> list[int]:
    """0, 1 … for each post as it comes again."""
    return [posts[:at].count(post) for at, post in enumerate(posts)]
