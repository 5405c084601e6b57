"""串班, 代班 and B角代行: asked for, approved, undone. What is agreed stands in the shifts at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from app.base.clock import Clock, day_hhmm, hhmm
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Change, Ledger
from app.base.marks import Mark
from app.duty.log import DutyLog, Line
from app.duty.records import Category
from app.duty.roster.changes import (
    Served,
    apply,
    check_one,
    consent_words,
    demand_others_stand,
)
from app.duty.roster.conflicts import conflicts, day_of
from app.duty.roster.publishing import Crews
from app.duty.roster.records import (
    ChangeKind,
    ChangeState,
    Consent,
    PlanState,
    RosterChange,
    RosterSlot,
)
from app.duty.roster.rules import RosterRules
from app.duty.roster.store import RosterStore
from app.duty.roster.view import AROUND, Months
from app.duty.shifts import Shifts
from app.people.records import Officer
from app.people.rights import Act, demand, may

AHEAD = timedelta(weeks=6)
_OVER = (ChangeState.TURNED_DOWN, ChangeState.UNDONE, ChangeState.LAPSED)


class Amending:
    """Runs on the store thread. Nobody's debt is ever computed: who owes whom a day is their own matter."""

    def __init__(
        self,
        ledger: Ledger,
        store: RosterStore,
        rules: RosterRules,
        shifts: Shifts,
        log: DutyLog,
        clock: Clock,
        mark: Mark,
    ) -> None:
        self._ledger = ledger
        self._store = store
        self._months = Months(store, rules)
        self._crews = Crews(store, mark)
        self._shifts = shifts
        self._log = log
        self._clock = clock
        self._mark = mark

    def swap(self, by: Officer, mine: RosterSlot, other: RosterSlot, reason: str) -> RosterChange:
        """Two dates exchanged, waiting for a leader."""
        return self._ask(by, ChangeKind.SWAP, mine, other, other.officer_id, reason)

    def substitute(
        self, by: Officer, mine: RosterSlot, stand_in: UUID, reason: str
    ) -> RosterChange:
        """Somebody stands in, one way, waiting for a leader."""
        return self._ask(by, ChangeKind.SUBSTITUTE, mine, None, stand_in, reason)

    def ahead(self, slot: RosterSlot) -> list[RosterSlot]:
        """Places of the same post that could be exchanged with this one: others', published, not begun,
        within six weeks of now; as really held."""
        now = self._clock.now()
        served = self._months.served(now, now + AHEAD)
        return [
            one.slot
            for one in served
            if one.slot.post is slot.post
            and one.slot.officer_id not in (None, slot.officer_id)
            and self._published(one.slot)
        ]

    def deputise(self, by: Officer, slot: RosterSlot) -> RosterChange:
        """B acts for A who is away: at once, and with a line in the log. `Refused`: ("applicant",
        "not_away"), ("counterpart", "no_deputy"), ("counterpart", "both_away")."""
        if not may(by, Act.APPROVE_SWAP):
            demand(by, Act.ROSTER)
        day = day_of(slot)
        around = self._months.around(day, day, self._months.rules())
        gone = around.absence(slot.officer_id, day) if slot.officer_id else None
        if gone is None or slot.officer_id is None:
            raise Refused("applicant", "not_away")
        partners = around.partners(slot.officer_id)
        if not partners:
            raise Refused("counterpart", "no_deputy")
        here = [one for one in partners if around.absence(one, day) is None]
        if not here:
            raise Refused("counterpart", "both_away")
        reason = f"{gone.kind.value}{f'，{gone.reason}' if gone.reason else ''}"
        change = self._made(by, ChangeKind.DEPUTY, slot, None, here[0], reason)
        change = replace(change, state=ChangeState.IN_FORCE, decided_at=change.asked_at)
        if may(by, Act.APPROVE_SWAP):
            change = replace(change, approver_id=by.id)
        self._check(change)
        self._keep(by, "roster.deputise", change, None)
        return change

    def decide(self, by: Officer, seen: RosterChange, agreed: bool) -> RosterChange:
        """A leader's yes or no; never in one's own matter. `Refused`: ("approver", "own_change"),
        ("change", "decided"), and what may have changed since it was asked."""
        demand(by, Act.APPROVE_SWAP)
        return self._decided(by, by, seen, agreed, None, None)

    def consent(
        self,
        by: Officer,
        seen: RosterChange,
        leader_id: UUID,
        how: Consent,
        heard_at: datetime,
        agreed: bool = True,
    ) -> RosterChange:
        """What a leader who is not at the desk said, taken down by `by`: neither of the two it is about.

        `Refused`: ("approver", not_a_leader / own_change), ("taken_by", "own_change"), ("heard_at", …):
        in_the_future, before_asked.
        """
        if not may(by, Act.ROSTER):
            demand(by, Act.RELAY)
        leader = next((one for one in self._store.everybody() if one.id == leader_id), None)
        if leader is None or not may(leader, Act.APPROVE_SWAP):
            raise Refused("approver", "not_a_leader")
        if by.id in (seen.applicant_id, seen.counterpart_id):
            raise Refused("taken_by", "own_change")
        if heard_at > self._clock.now():
            raise Refused("heard_at", "in_the_future")
        if heard_at < seen.asked_at.replace(second=0, microsecond=0):
            raise Refused("heard_at", "before_asked", at=day_hhmm(seen.asked_at))
        return self._decided(by, leader, seen, agreed, how, heard_at)

    def undo(self, by: Officer, seen: RosterChange) -> RosterChange:
        """Taken back by one of the two, a leader or the office, before the shift begins.

        `Refused("change", …)`: over, or not_as_asked when another change was built upon it.
        """
        if by.id not in (seen.applicant_id, seen.counterpart_id) and not may(by, Act.APPROVE_SWAP):
            demand(by, Act.ROSTER)
        if seen.state in _OVER:
            raise Refused("change", "over", state=seen.state.value)
        made = replace(
            seen, state=ChangeState.UNDONE, undone_by=by.name, undone_at=self._clock.now()
        )
        slots = self._slots(seen)
        self._demand_ahead(slots)
        if seen.state is ChangeState.IN_FORCE:
            demand_others_stand(*self._around(slots), seen)
        self._keep(by, "roster.undo", made, seen)
        return made

    # -- inside --------------------------------------------------------------------------------

    def _decided(
        self,
        by: Officer,
        leader: Officer,
        seen: RosterChange,
        agreed: bool,
        how: Consent | None,
        heard_at: datetime | None,
    ) -> RosterChange:
        if leader.id in (seen.applicant_id, seen.counterpart_id):
            raise Refused("approver", "own_change")
        if seen.state is not ChangeState.ASKED:
            raise Refused("change", "decided", state=seen.state.value)
        made = replace(
            seen,
            state=ChangeState.IN_FORCE if agreed else ChangeState.TURNED_DOWN,
            approver_id=leader.id,
            decided_at=self._clock.now(),
            how=how,
            heard_at=heard_at,
            taken_by=by.name if how else "",
        )
        if agreed:
            self._check(made)
        self._keep(by, "roster.agree" if agreed else "roster.turn_down", made, seen)
        return made

    def _ask(
        self,
        by: Officer,
        kind: ChangeKind,
        mine: RosterSlot,
        other: RosterSlot | None,
        counterpart: UUID | None,
        reason: str,
    ) -> RosterChange:
        if mine.officer_id is None or counterpart is None:
            raise Refused("counterpart", "missing")
        if by.id not in (mine.officer_id, counterpart) and not may(by, Act.ROSTER):
            demand(by, Act.APPROVE_SWAP)
        change = self._made(by, kind, mine, other, counterpart, reason)
        self._check(change)
        self._keep(by, "roster.ask", change, None)
        return change

    def _made(
        self,
        by: Officer,
        kind: ChangeKind,
        mine: RosterSlot,
        other: RosterSlot | None,
        counterpart: UUID,
        reason: str,
    ) -> RosterChange:
        assert mine.officer_id is not None
        return RosterChange(
            id=new_id(),
            kind=kind,
            slot_id=mine.id,
            other_slot_id=other.id if other else None,
            applicant_id=mine.officer_id,
            counterpart_id=counterpart,
            reason=reason.strip(),
            state=ChangeState.ASKED,
            asked_by=by.name,
            asked_at=self._clock.now(),
            approver_id=None,
            decided_at=None,
            undone_by="",
            undone_at=None,
            mark=self._mark,
        )

    def _slots(self, change: RosterChange) -> list[RosterSlot]:
        found = []
        for key in (change.slot_id, change.other_slot_id):
            slot = self._store.slot(key) if key else None
            if slot is None and key is not None:
                raise Refused("change", "not_here")
            found += [slot] if slot else []
        return found

    def _check(self, change: RosterChange) -> None:
        """That it can be so: published, still ahead, both where it says, and no error comes of it."""
        slots = self._slots(change)
        self._demand_ahead(slots)
        if not all(self._published(slot) for slot in slots):
            raise Refused("month", "draft")
        now = {one.slot.id: one.slot for one in self._served(slots, None)}
        check_one(now, change)
        would = replace(change, state=ChangeState.IN_FORCE, decided_at=self._clock.now())
        after = [one.slot for one in self._served(slots, would)]
        first, last = min(map(day_of, after)), max(map(day_of, after))
        around = self._months.around(first, last, self._months.rules())
        mine = {slot.id for slot in slots}
        errors = [c for c in conflicts(after, around) if c.error and mine & set(c.slots)]
        if errors:
            raise Refused("counterpart", "would_conflict", words=errors[0].words)

    def _published(self, slot: RosterSlot) -> bool:
        month = self._store.month(day_of(slot).replace(day=1))
        return (
            month is not None and month.id == slot.month_id and month.state is PlanState.PUBLISHED
        )

    def _demand_ahead(self, slots: Sequence[RosterSlot]) -> None:
        now = self._clock.now()
        for slot in slots:
            if slot.starts_at <= now:
                raise Refused("shift", "begun", day=f"{day_of(slot):%m-%d}")

    def _served(self, slots: Sequence[RosterSlot], change: RosterChange | None) -> list[Served]:
        """As held around these slots, with `change` as it is to be."""
        near, held = self._around(slots)
        if change is not None:
            held = [*(c for c in held if c.id != change.id), change]
        return apply(near, held)

    def _around(self, slots: Sequence[RosterSlot]) -> tuple[list[RosterSlot], list[RosterChange]]:
        """The places as they were made and the changes of the days around."""
        begin = min(slot.starts_at for slot in slots) - AROUND
        end = max(slot.starts_at for slot in slots) + AROUND
        return self._store.slots(begin, end), self._store.changes(begin, end)

    def _keep(self, by: Officer, what: str, made: RosterChange, seen: RosterChange | None) -> None:
        """The change, and the crews of the shifts it touches when it holds or held."""
        slots = self._slots(made)
        subject = ("roster_change", str(made.id))
        with self._ledger.change(str(by.id), what, subject) as change:
            change.put("roster_change", made, seen=seen)
            held = seen is not None and seen.state is ChangeState.IN_FORCE
            if made.state is ChangeState.IN_FORCE or held:
                starts = {slot.starts_at for slot in slots}
                served = self._served(slots, made)
                self._crews.write(change, [one for one in served if one.slot.starts_at in starts])
                self._note(change, by, made, slots)

    def _note(
        self, change: Change, by: Officer, made: RosterChange, slots: Sequence[RosterSlot]
    ) -> None:
        """A line in the log of the shift that is responsible now; without one the change itself tells."""
        shift = self._shifts.current()
        if shift is None or shift.opened_at is None:
            return
        names = {one.id: one.name for one in self._store.everybody()}
        mine, away = names[made.counterpart_id], names[made.applicant_id]
        times = "，".join(
            f"{day_hhmm(slot.starts_at)} 至 {day_hhmm(slot.ends_at)} {slot.post.value}"
            for slot in slots
        )
        verb = {
            ChangeKind.SWAP: f"{away} 与 {mine} 串班",
            ChangeKind.SUBSTITUTE: f"{mine} 代 {away} 值班",
            ChangeKind.DEPUTY: f"B角代行：{mine} 代行 {away}",
        }[made.kind]
        word = "（已撤销）" if made.state is ChangeState.UNDONE else ""
        agreed = consent_words(made, names) if made.state is ChangeState.IN_FORCE else ""
        text = "，".join(
            one for one in (f"{verb}{word}", times, f"事由：{made.reason}", agreed) if one
        )
        line = Line(text, category=Category.OTHER, handling=f"{hhmm(made.asked_at)} {made.state}")
        self._log.put(change, self._log.make(shift.id, line, str(by.id), by.name))
