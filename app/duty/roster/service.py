"""The roster made: drawn up, filled by hand or from a sheet, published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from app.base.clock import Clock
from app.base.errors import Refused
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.duty.roster.changes import touched
from app.duty.roster.conflicts import count_of, day_of
from app.duty.roster.publishing import Crews
from app.duty.roster.records import PlanState, RosterChange, RosterMonth, RosterSlot
from app.duty.roster.redrawing import Redrawing
from app.duty.roster.rules import RosterRules
from app.duty.roster.spreadsheets import Report, demand_head, taken
from app.duty.roster.store import RosterStore
from app.duty.roster.view import Months, MonthView
from app.people.records import Officer
from app.people.rights import Act, demand


@dataclass(frozen=True, slots=True)
class Redrawn:
    """The month as it is now. `kept` changes still hold or wait, `lapsed` have no place any more; `moved`
    places have somebody else."""

    view: MonthView
    kept: tuple[RosterChange, ...]
    lapsed: tuple[RosterChange, ...]
    moved: int


class Roster:
    """Runs on the store thread. `Refused("officer", "not_allowed")` for who may not."""

    def __init__(
        self, ledger: Ledger, store: RosterStore, rules: RosterRules, clock: Clock, mark: Mark
    ) -> None:
        self._ledger = ledger
        self._store = store
        self._clock = clock
        self._months = Months(store, rules)
        self._redrawing = Redrawing(ledger, store, self._months, clock, mark)
        self._crews = Crews(store, mark)

    def rules(self) -> RosterRules:
        """With the crews and hours of the office."""
        return self._months.rules()

    def view(self, first: date) -> MonthView:
        return self._months.view(first.replace(day=1), self._clock.now())

    def generate(self, by: Officer, first: date) -> MonthView:
        """A draft of the month, or the empty places of the one there is filled.

        `Refused("month", …)`: published, or year_unknown with its year.
        """
        demand(by, Act.ROSTER)
        first = first.replace(day=1)
        self._redrawing.draw(by, first, since=None)
        return self.view(first)

    def redraw(self, by: Officer, first: date, since: date) -> Redrawn:
        """A draft drawn anew from `since` on. Days before it, days that have begun and places with a
        串班, 代班 or B角代行 stay; a change whose place the crew no longer has is LAPSED, and told."""
        demand(by, Act.ROSTER)
        first = first.replace(day=1)
        kept, lapsed, moved = self._redrawing.draw(by, first, since)
        return Redrawn(self.view(first), kept, lapsed, moved)

    def assign(self, by: Officer, seen: RosterSlot, officer_id: UUID | None) -> RosterSlot:
        """Somebody else in a place of a draft, or nobody. `Refused("month", "published")` after that:
        then it takes a 串班 or 代班; ("change", "under_change") where one holds or waits."""
        demand(by, Act.ROSTER)
        self._demand_draft(seen)
        self._demand_unchanged(seen)
        made = replace(seen, officer_id=officer_id, acts_for=None)
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
        demand_head(rows, self.view(first))
        if held is None:
            self._redrawing.empty(by, first)
        report = taken(rows, self.view(first))
        subject = ("roster_month", str(first))
        with self._ledger.change(str(by.id), "roster.import", subject) as change:
            for seen, officer_id in report.taken:
                if seen.officer_id != officer_id:
                    made = replace(seen, officer_id=officer_id, acts_for=None)
                    change.put("roster_slot", made, seen=seen)
        return report

    def _demand_draft(self, slot: RosterSlot) -> None:
        month = self._store.month(day_of(slot).replace(day=1))
        if month is None or month.id != slot.month_id:
            raise Refused("month", "not_here")
        if month.state is PlanState.PUBLISHED:
            raise Refused("month", "published")

    def _demand_unchanged(self, slot: RosterSlot) -> None:
        changes = self._store.changes(slot.starts_at, slot.ends_at)
        if slot.id in touched(changes):
            raise Refused("change", "under_change")
