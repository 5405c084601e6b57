"""The roster made: drawn up, filled by hand or from a sheet, published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from app.base.clock import Clock
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.duty.roster.conflicts import count_of, day_of
from app.duty.roster.generate import Drawing, Place, draw, groups, turns_of
from app.duty.roster.publishing import Crews
from app.duty.roster.records import PlanState, RosterMonth, RosterSlot
from app.duty.roster.rules import RosterRules
from app.duty.roster.spreadsheets import Report, demand_head, taken
from app.duty.roster.store import RosterStore
from app.duty.roster.view import AROUND, Months, MonthView, bounds, days_of
from app.people.records import Officer
from app.people.rights import Act, demand


class Roster:
    """Runs on the store thread. `Refused("officer", "not_allowed")` for who may not."""

    def __init__(
        self, ledger: Ledger, store: RosterStore, rules: RosterRules, clock: Clock, mark: Mark
    ) -> None:
        self._ledger = ledger
        self._store = store
        self._clock = clock
        self._mark = mark
        self._months = Months(store, rules)
        self._crews = Crews(store, mark)

    def view(self, first: date) -> MonthView:
        return self._months.view(first.replace(day=1), self._clock.now())

    def rules(self) -> RosterRules:
        """As the office has them now."""
        return self._months.rules()

    def generate(self, by: Officer, first: date, anew: bool = False) -> MonthView:
        """A draft of the month: empty places filled, or with `anew` all that still lie ahead.

        `Refused("month", …)`: published, or year_unknown with its year.
        """
        demand(by, Act.ROSTER)
        first = first.replace(day=1)
        held = self._store.month(first)
        if held is not None and held.state is PlanState.PUBLISHED:
            raise Refused("month", "published")
        begin, end = bounds(first)
        slots = self._store.slots(begin, end) if held is not None else []
        now = self._clock.now()
        kept = {
            (slot.starts_at, slot.sort): slot.officer_id
            for slot in slots
            if slot.officer_id is not None and (not anew or slot.starts_at <= now)
        }
        places = draw(days_of(first), self._drawing(first, kept))
        if held is not None and _same_places(slots, places):
            self._refill(by, held, slots, places)
        else:
            self._draw_new(by, first, places)
        return self.view(first)

    def assign(self, by: Officer, seen: RosterSlot, officer_id: UUID | None) -> RosterSlot:
        """Somebody else in a place of a draft, or nobody. `Refused`: ("month", "published") after that,
        then it takes a 串班 or 代班; ("change", "under_change") where one of them holds."""
        demand(by, Act.ROSTER)
        self._demand_draft(seen)
        made = self._store.slot(seen.id)
        if made is not None and made != seen and seen in self._as_held(seen):
            raise Refused("change", "under_change")
        made = replace(seen, officer_id=officer_id)
        subject = ("roster_month", str(seen.month_id))
        with self._ledger.change(str(by.id), "roster.assign", subject) as change:
            change.put("roster_slot", made, seen=seen)
        return made

    def publish(self, by: Officer, seen: RosterMonth, reason: str = "") -> MonthView:
        """`Refused`: ("month", "errors", n) blocks; ("reason", "warnings", n) until a reason is given."""
        demand(by, Act.ROSTER)
        view = self.view(seen.month)
        if view.month != seen or seen.state is PlanState.PUBLISHED:
            raise Refused("month", "published" if view.month == seen else "not_here")
        counts = count_of(view.conflicts)
        if counts[True]:
            raise Refused("month", "errors", n=counts[True])
        if counts[False] and not reason.strip():
            raise Refused("reason", "warnings", n=counts[False])
        subject = ("roster_month", str(seen.id))
        with self._ledger.change(str(by.id), "roster.publish", subject) as change:
            made = replace(
                seen,
                state=PlanState.PUBLISHED,
                published_at=change.at,
                published_by=by.name,
                reason=reason.strip(),
            )
            change.put("roster_month", made, seen=seen)
            served = [one for row in view.rows for one in row.served]
            self._crews.write(change, [s for s in served if s.slot.ends_at > change.at])
        return self.view(seen.month)

    def reopen(self, by: Officer, seen: RosterMonth, reason: str) -> MonthView:
        """A published roster made a draft again. Shifts stay as they are until it is published anew."""
        demand(by, Act.ROSTER)
        if not reason.strip():
            raise Refused("reason", "missing")
        subject = ("roster_month", str(seen.id))
        with self._ledger.change(str(by.id), "roster.reopen", subject) as change:
            made = replace(
                seen,
                state=PlanState.DRAFT,
                published_at=None,
                published_by="",
                reason=reason.strip(),
            )
            change.put("roster_month", made, seen=seen)
        return self.view(seen.month)

    def take_sheet(self, by: Officer, first: date, rows: Sequence[Sequence[str]]) -> Report:
        """A month filled in outside. What is refused is told row by row; the rest is taken.

        `Refused("file", "columns")` for another kind of sheet, ("month", "published") as ever.
        """
        demand(by, Act.ROSTER)
        first = first.replace(day=1)
        held = self._store.month(first)
        if held is not None and held.state is PlanState.PUBLISHED:
            raise Refused("month", "published")
        empty = self._empty(first) if held is None else None
        demand_head(rows, self.view(first))
        if empty is not None:
            self._draw_new(by, first, empty)
        report = taken(rows, self.view(first))
        subject = ("roster_month", str(first))
        with self._ledger.change(str(by.id), "roster.import", subject) as change:
            for seen, officer_id in report.taken:
                if seen.officer_id != officer_id:
                    change.put("roster_slot", replace(seen, officer_id=officer_id), seen=seen)
        return report

    def _drawing(self, first: date, kept: Mapping[tuple[datetime, int], UUID]) -> Drawing:
        rules, calendar = self._months.rules(), self._months.calendar()
        begin, end = bounds(first)
        around = self._months.around(begin.date() - AROUND, end.date() + AROUND, rules)
        year, _ = bounds(date(first.year, 1, 1))
        before = self._store.slots(year.replace(year=year.year - 1), begin)
        after = self._store.slots(end, end + AROUND)
        return Drawing(
            rules,
            calendar,
            around,
            groups(rules, list(around.officers.values()), self._store.members()),
            turns_of([*before, *after]),
            kept,
        )

    def _empty(self, first: date) -> list[Place]:
        drawing = self._drawing(first, {})
        return draw(days_of(first), replace(drawing, groups={}))

    def _draw_new(self, by: Officer, first: date, places: Sequence[Place]) -> None:
        now = self._clock.now()
        month = RosterMonth(new_id(), first, now, PlanState.DRAFT, None, "", "", self._mark)
        subject = ("roster_month", str(month.id))
        slots = [
            RosterSlot(
                new_id(),
                month.id,
                place.span.starts_at,
                place.span.ends_at,
                place.post,
                place.sort,
                place.officer_id,
                self._mark,
            )
            for place in places
        ]
        with self._ledger.change(str(by.id), "roster.generate", subject) as change:
            change.put("roster_month", month)
            change.put_many("roster_slot", slots)

    def _refill(
        self,
        by: Officer,
        held: RosterMonth,
        slots: Sequence[RosterSlot],
        places: Sequence[Place],
    ) -> None:
        wanted = {(place.span.starts_at, place.sort): place.officer_id for place in places}
        subject = ("roster_month", str(held.id))
        with self._ledger.change(str(by.id), "roster.generate", subject) as change:
            for seen in slots:
                made = replace(seen, officer_id=wanted[seen.starts_at, seen.sort])
                if made != seen:
                    change.put("roster_slot", made, seen=seen)

    def _as_held(self, slot: RosterSlot) -> list[RosterSlot]:
        """The places of this shift with the changes in force."""
        served = self._months.served(slot.starts_at - AROUND, slot.starts_at + AROUND)
        return [one.slot for one in served if one.slot.starts_at == slot.starts_at]

    def _demand_draft(self, slot: RosterSlot) -> None:
        month = self._store.month(day_of(slot).replace(day=1))
        if month is None or month.id != slot.month_id:
            raise Refused("month", "not_here")
        if month.state is PlanState.PUBLISHED:
            raise Refused("month", "published")


def _same_places(slots: Sequence[RosterSlot], places: Sequence[Place]) -> bool:
    return {(s.starts_at, s.ends_at, s.post, s.sort) for s in slots} == {
        (p.span.starts_at, p.span.ends_at, p.post, p.sort) for p in places
    }
