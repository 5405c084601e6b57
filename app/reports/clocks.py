"""Running clocks: begun by level and class, met by what was sent or seen, explained when they ran out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from app.base.clock import Clock
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Change, Ledger
from app.base.marks import Mark
from app.incidents.records import Deadline, Incident, Lateness, ReportWay, RuleChoice
from app.people.records import Officer
from app.people.rights import Act, demand
from app.reports.deadlines import Deadlines, late_by
from app.reports.profiles import Profiles

PRE_ALARM = timedelta(minutes=10)
"""So long before its limit a clock begins to warn [choice]; shorter limits warn in their last third."""


class ClockStore(Protocol):
    def deadlines(self, incident_id: UUID) -> list[Deadline]: ...

    def running(self) -> list[tuple[Deadline, Incident]]:
        """Clocks not yet met of open incidents, earliest due first."""
        ...

    def met_late(self, since: datetime) -> list[tuple[Deadline, Incident]]:
        """Clocks met after their limit at or after `since`, newest first."""
        ...

    def lateness(self, deadline_ids: Iterable[UUID]) -> list[Lateness]:
        """Oldest first."""
        ...

    def choices(self) -> list[RuleChoice]:
        """Oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class Running:
    """One row of the board. `reason`: the newest explanation, empty when none was given."""

    clock: Deadline
    incident: Incident
    reason: str

    def late(self, now: datetime) -> bool:
        return late_by(self.clock, now) > timedelta(0)

    def soon(self, now: datetime) -> bool:
        """In the pre-alarm: still in time, but not for long."""
        left = self.clock.due_at - now
        whole = self.clock.due_at - self.clock.starts_at
        return timedelta(0) <= left <= min(PRE_ALARM, whole / 3)

    @property
    def unexplained(self) -> bool:
        return self.clock.met_at is not None and not self.reason


class Clocks:
    """Runs on the store thread."""

    def __init__(
        self, ledger: Ledger, store: ClockStore, profiles: Profiles, clock: Clock, mark: Mark
    ) -> None:
        self._ledger = ledger
        self._store = store
        self._shipped = profiles
        self._clock = clock
        self._mark = mark

    def profiles(self) -> Profiles:
        """The rule books with the officers' choices of which bind."""
        chosen = {choice.profile: choice.on for choice in self._store.choices()}
        return replace(self._shipped, chosen=chosen)

    def deadlines(self) -> Deadlines:
        return Deadlines(self.profiles())

    def of(self, incident: Incident) -> list[Deadline]:
        """The clocks a new incident starts."""
        return self.deadlines().of(incident)

    def put_after(self, change: Change, incident: Incident, known_at: datetime | None) -> None:
        """Within the change that set level or class: the clocks that this brings. `known_at`: when the fact
        that gave the level was known, None = at receipt."""
        held = self._store.deadlines(incident.id)
        for clock in self.deadlines().after(incident, known_at, held):
            change.put("deadline", clock)

    def put_moved(self, change: Change, incident: Incident) -> None:
        """Within the change that corrected a time: clocks still running count from the true one."""
        for clock, new in self.deadlines().moved(incident, self._store.deadlines(incident.id)):
            change.put("deadline", new, seen=clock)

    def put_met(
        self,
        change: Change,
        incident: Incident,
        ways: frozenset[ReportWay],
        at: datetime,
        met_by: str,
        to: frozenset[str] = frozenset(),
    ) -> None:
        """Within the change that sent or saw something at `at`: its clocks stop. `to` empty = whoever
        was to be told."""
        for clock in self._store.deadlines(incident.id):
            if clock.met_at is None and clock.way in ways and (not to or clock.to in to):
                change.put("deadline", replace(clock, met_at=at, met_by=met_by), seen=clock)

    def put_next_follow_up(self, change: Change, incident: Incident, sent_at: datetime) -> None:
        """Within the change that sent a report: the next 续报 is due."""
        due = self.deadlines().next_follow_up(incident, sent_at)
        if due is not None:
            change.put("deadline", due)

    def picture_seen(self, by: str, incident: Incident, at: datetime, what: str) -> None:
        """The first frame of a camera was tied to the incident: the picture clock stops at its time."""
        waiting = [
            clock
            for clock in self._store.deadlines(incident.id)
            if clock.met_at is None and clock.way is ReportWay.PICTURE
        ]
        if not waiting:
            return
        subject = ("incident", str(incident.id))
        with self._ledger.change(by, "deadline.picture", subject) as change:
            self.put_met(change, incident, frozenset({ReportWay.PICTURE}), at, what)

    def explain(self, by: Officer, clock: Deadline, reason: str) -> Lateness:
        """Why a clock ran out; refused for one that is in time, and without words."""
        demand(by, Act.INTAKE)
        if not reason.strip():
            raise Refused("reason", "empty")
        now = self._clock.now()
        if late_by(clock, now) <= timedelta(0):
            raise Refused("reason", "in_time")
        made = lateness_of(clock, reason, by, now, self._mark)
        subject = ("incident", str(clock.incident_id))
        with self._ledger.change(str(by.id), "deadline.explain", subject) as change:
            change.put("lateness", made)
        return made

    def choose(self, by: Officer, profile: str, on: bool, reason: str) -> None:
        """Put a rule book in force or out of it; clocks that run already go on."""
        demand(by, Act.DICTIONARIES)
        if self._shipped.named(profile) is None:
            raise Refused("profile", "unknown", words=profile)
        if not reason.strip():
            raise Refused("reason", "empty")
        made = RuleChoice(
            id=new_id(),
            profile=profile,
            on=on,
            reason=reason.strip(),
            at=self._clock.now(),
            by=str(by.id),
            by_name=by.name,
            mark=self._mark,
        )
        with self._ledger.change(str(by.id), "rules.choose", ("rules", profile)) as change:
            change.put("rule_choice", made)

    def board(self, since: datetime) -> list[Running]:
        """What runs, earliest due first, then what was met too late since, newest first."""
        rows = [*self._store.running(), *self._store.met_late(since)]
        told = {one.deadline_id: one.reason for one in self._reasons(rows)}
        return [Running(clock, incident, told.get(clock.id, "")) for clock, incident in rows]

    def _reasons(self, rows: list[tuple[Deadline, Incident]]) -> list[Lateness]:
        return self._store.lateness(clock.id for clock, _ in rows)


def lateness_of(clock: Deadline, reason: str, by: Officer, at: datetime, mark: Mark) -> Lateness:
    return Lateness(
        id=new_id(),
        deadline_id=clock.id,
        incident_id=clock.incident_id,
        reason=reason.strip(),
        at=at,
        by=str(by.id),
        by_name=by.name,
        mark=mark,
    )
