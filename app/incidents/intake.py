"""Intake: what a caller said becomes an incident, its numbers, its clocks and its log line at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from app.base.clock import Clock, local
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Change, Ledger
from app.base.marks import Mark
from app.duty.log import DutyLog, Line
from app.duty.records import Category, Channel, Handling, Way
from app.incidents.records import (
    CallMark,
    Contact,
    Count,
    Deadline,
    Figure,
    Graded,
    Incident,
    IncidentStatus,
)
from app.incidents.said import Said, alike, contact_of, incident_of, line_of, whole
from app.people.records import Officer
from app.people.rights import Act, demand

NEAR_IN_TIME = timedelta(minutes=60)
"""Possible duplicates: this close in time. domain.md 2.2 [choice]."""


class Clocks(Protocol):
    """What intake asks of the running clocks."""

    def of(self, incident: Incident) -> list[Deadline]:
        """Those a new incident starts."""
        ...

    def put_after(self, change: Change, incident: Incident, known_at: datetime | None) -> None:
        """Within a change of level or class: those that this brings."""
        ...

    def put_moved(self, change: Change, incident: Incident) -> None:
        """Within a change of a time: those that run from that time."""
        ...


class IncidentStore(Protocol):
    def incident(self, key: UUID) -> Incident | None: ...

    def open_incidents(self) -> list[Incident]:
        """Not closed, newest first."""
        ...

    def latest(self, count: int) -> list[Incident]: ...

    def between(self, start: datetime, end: datetime) -> list[Incident]:
        """By time of receipt, half-open."""
        ...

    def of_alarm(self, alarm_no: str) -> list[Incident]:
        """Those of which a contact bears this number of the 110 or 119, newest first."""
        ...

    def figures(self, incident_id: UUID) -> list[Figure]:
        """Every statement, oldest first."""
        ...

    def contacts(self, incident_id: UUID) -> list[Contact]:
        """Who told us, earliest first."""
        ...

    def gradings(self, incident_id: UUID) -> list[Graded]:
        """Every judgement of the level, oldest first."""
        ...

    def deadlines(self, incident_id: UUID) -> list[Deadline]: ...

    def running(self) -> list[tuple[Deadline, Incident]]:
        """Clocks not yet met of open incidents, earliest due first."""
        ...

    def next_no(self, day: str) -> int:
        """Next number of incidents whose number begins with `day`."""
        ...


class Intake:
    """Runs on the store thread."""

    def __init__(
        self,
        ledger: Ledger,
        store: IncidentStore,
        log: DutyLog,
        clocks: Clocks,
        clock: Clock,
        mark: Mark,
        asked: frozenset[str] = frozenset(),
    ) -> None:
        """`asked`: fields of the form always asked for; a call without them is taken all the same."""
        self.asked = asked
        self._ledger = ledger
        self._store = store
        self._log = log
        self._clocks = clocks
        self._clock = clock
        self._mark = mark

    def register(self, by: Officer, shift_id: UUID, key: UUID, said: Said) -> Incident:
        """Incident, numbers, clocks and log line in one change.

        `key` is drawn when the form is opened: registering the same form twice gives the incident
        of the first time. Required: place or course; never a full form, a first word is enough.
        """
        demand(by, Act.INTAKE)
        known = self._store.incident(key)
        if known is not None:
            return known
        self._check(said)
        incident = self._incident(by, key, said)
        entry = self._log.make(shift_id, line_of(said, incident), str(by.id), by.name)
        with self._ledger.change(str(by.id), "incident.register", ("incident", str(key))) as change:
            change.put("incident", incident)
            self._log.put(change, entry)
            change.put("incident_contact", self._contact(by, key, said, entry.id))
            self._put_counts(change, incident, said.counts or {}, "接报", str(by.id))
            for running in self._clocks.of(incident):
                change.put("deadline", running)
        return incident

    def merge(
        self, by: Officer, shift_id: UUID, into: Incident, said: Said, *, numbers: bool = False
    ) -> Incident:
        """A further call about a known incident: a source more and its own log line.

        `numbers`: the caller's numbers are put down as well (a 续报); a passer-by's are not, they stay in
        the words, as does all else that was typed. An earlier contact makes an earlier 接报时间, and its
        clocks count from then.
        """
        demand(by, Act.INTAKE)
        self._check(said)
        told = replace(said, counts={}) if numbers else said
        said = replace(said, course=whole(told, into))
        line = replace(line_of(said, into), handling=f"并入 {into.no}")
        entry = self._log.make(shift_id, line, str(by.id), by.name)
        contact = self._contact(by, into.id, said, entry.id)
        held = self._store.incident(into.id) or into
        new = replace(held, received_at=min(held.received_at, contact.at))
        with self._ledger.change(
            str(by.id), "incident.merge", ("incident", str(into.id))
        ) as change:
            self._log.put(change, entry)
            change.put("incident_contact", contact)
            if numbers:
                why = f"续报：{said.reporter_unit.strip() or said.source.value}"
                self._put_counts(change, new, said.counts or {}, why, str(by.id))
            if new != held:
                change.put("incident", new, seen=held)
                self._clocks.put_moved(change, new)
        return new

    def edit(self, by: Officer, seen: Incident, new: Incident) -> Incident:
        """Fields the officer changed while looking at `seen`; raises `Conflict` on the same field.

        A class that becomes known brings its clocks, a time that is corrected moves them.
        """
        demand(by, Act.INTAKE)
        with self._ledger.change(str(by.id), "incident.edit", ("incident", str(seen.id))) as change:
            change.put("incident", new, seen=seen)
            if new.event_class is not seen.event_class:
                self._clocks.put_after(change, new, None)
            if (new.happened_at, new.received_at) != (seen.happened_at, seen.received_at):
                self._clocks.put_moved(change, new)
        return new

    def mark(
        self, by: Officer, shift_id: UUID, incident: Incident, seen: Contact, done: CallMark
    ) -> Contact:
        """A call was repeated back or called back after it was kept; a line of the log says when, and who
        says so. `Refused("mark", "done_already")`."""
        demand(by, Act.INTAKE)
        name = {CallMark.REPEATED: "repeated", CallMark.CALLED_BACK: "called_back"}[done]
        if getattr(seen, name):
            raise Refused("mark", "done_already")
        fields: dict[str, Any] = {name: True}
        who = " ".join(word for word in (seen.unit, seen.name) if word) or seen.source.value
        line = Line(
            f"{local(seen.at):%H:%M} 来电（{who}）{done.value}",
            Way.OUT,
            Channel.PHONE,
            unit=seen.unit,
            person=seen.name,
            phone=seen.callback or seen.phone,
            category=Category.INCIDENT,
            incident_id=incident.id,
        )
        entry = self._log.make(self._log.shift_for(shift_id), line, str(by.id), by.name)
        first = self._store.contacts(incident.id)[:1]
        new = replace(seen, **fields)
        with self._ledger.change(
            str(by.id), "incident.mark", ("incident", str(incident.id))
        ) as change:
            change.put("incident_contact", new, seen=seen)
            if first and first[0].id == seen.id and not getattr(incident, name):
                change.put("incident", replace(incident, **fields), seen=incident)
            self._log.put(change, entry)
        return new

    def count(
        self, by: Officer, incident: Incident, counts: Mapping[Count, tuple[int, bool]], reason: str
    ) -> None:
        """New numbers beside the old ones; numbers may go down, the reason says why."""
        demand(by, Act.INTAKE)
        if not reason.strip():
            raise Refused("reason", "empty")
        with self._ledger.change(
            str(by.id), "incident.count", ("incident", str(incident.id))
        ) as change:
            self._put_counts(change, incident, counts, reason.strip(), str(by.id))

    def move(
        self, by: Officer, shift_id: UUID, seen: Incident, to: IncidentStatus, reason: str
    ) -> Incident:
        """Change of status, with its log line."""
        demand(by, Act.INTAKE)
        if to is seen.status:
            raise Refused("status", "same")
        closed = self._clock.now() if to is IncidentStatus.CLOSED else None
        new = replace(seen, status=to, closed_at=closed)
        text = f"事件 {seen.no} {seen.title}：{seen.status.value}→{to.value}"
        line = Line(
            f"{text}，{reason.strip()}" if reason.strip() else text,
            Way.INSIDE,
            category=Category.INCIDENT,
            status=Handling.DONE if closed else Handling.DOING,
            incident_id=seen.id,
        )
        entry = self._log.make(shift_id, line, str(by.id), by.name)
        with self._ledger.change(str(by.id), "incident.move", ("incident", str(seen.id))) as change:
            change.put("incident", new, seen=seen)
            self._log.put(change, entry)
        return new

    def meet(self, by: Officer, shift_id: UUID, running: Deadline) -> Deadline:
        """The clock is met now, with its line in the log."""
        demand(by, Act.INTAKE)
        if running.met_at is not None:
            return running
        line = Line(
            f"时限“{running.name}”人工登记：已完成" + (f"（{running.to}）" if running.to else ""),
            Way.INSIDE,
            category=Category.INCIDENT,
            status=Handling.DONE,
            incident_id=running.incident_id,
        )
        entry = self._log.make(self._log.shift_for(shift_id), line, str(by.id), by.name)
        new = replace(running, met_at=self._clock.now(), met_by=f"line:{entry.id}")
        with self._ledger.change(
            str(by.id), "deadline.meet", ("incident", str(running.incident_id))
        ) as change:
            change.put("deadline", new, seen=running)
            self._log.put(change, entry)
        return new

    def open(self) -> list[Incident]:
        return self._store.open_incidents()

    def latest(self, count: int) -> list[Incident]:
        return self._store.latest(count)

    def incident(self, key: UUID) -> Incident | None:
        return self._store.incident(key)

    def figures(self, incident_id: UUID) -> list[Figure]:
        return self._store.figures(incident_id)

    def contacts(self, incident_id: UUID) -> list[Contact]:
        return self._store.contacts(incident_id)

    def gradings(self, incident_id: UUID) -> list[Graded]:
        return self._store.gradings(incident_id)

    def deadlines(self, incident_id: UUID) -> list[Deadline]:
        return self._store.deadlines(incident_id)

    def running(self) -> list[tuple[Deadline, Incident]]:
        return self._store.running()

    def preview(self, said: Said) -> list[Deadline]:
        """The clocks that would start, for the form to show."""
        return self._clocks.of(
            incident_of(said, new_id(), "", "", "", self._clock.now(), self._mark)
        )

    def duplicates(self, said: Said) -> list[Incident]:
        """Those that bear the alarm number told, then open or recent ones of the same class, near in place
        and time."""
        at = said.received_at or self._clock.now()
        same = self._store.of_alarm(said.alarm_no.strip()) if said.alarm_no.strip() else []
        near = self._store.between(at - NEAR_IN_TIME, at + NEAR_IN_TIME)
        return same + [known for known in near if alike(known, said) and known not in same]

    @staticmethod
    def _check(said: Said) -> None:
        if not said.place.strip() and not said.course.strip():
            raise Refused("place", "place_or_course")
        for kind, (number, _) in (said.counts or {}).items():
            if not 0 <= number <= 9_999_999:
                raise Refused(kind.name.lower(), "absurd_number", number=number)
        if not _on_earth(said.lat, 90) or not _on_earth(said.lon, 180):
            raise Refused("place", "absurd_position")

    def _incident(self, by: Officer, key: UUID, said: Said) -> Incident:
        now = self._clock.now()
        for field, at in (("happened_at", said.happened_at), ("received_at", said.received_at)):
            if at is not None and (at - now).total_seconds() > 60:
                raise Refused(field, "in_the_future")
        day = _day(said.received_at or now)
        no = f"{day}-{self._store.next_no(day):02d}"
        return incident_of(said, key, no, str(by.id), by.name, now, self._mark)

    def _contact(self, by: Officer, key: UUID, said: Said, line_id: UUID) -> Contact:
        now = self._clock.now()
        return contact_of(said, key, line_id, str(by.id), by.name, now, self._mark)

    def _put_counts(
        self,
        change: Change,
        incident: Incident,
        counts: Mapping[Count, tuple[int, bool]],
        reason: str,
        by: str,
    ) -> None:
        for kind, (number, about) in counts.items():
            made = Figure(
                new_id(), incident.id, kind, number, about, change.at, reason, by, incident.mark
            )
            change.put("figure", made)


def _on_earth(degrees: float | None, most: float) -> bool:
    """None is 不详 and no fault; not-a-number is."""
    return degrees is None or -most <= degrees <= most


def standing(figures: list[Figure]) -> dict[Count, Figure]:
    """The newest statement of each kind, of statements given oldest first. Absent = 不详."""
    return {figure.kind: figure for figure in figures}


def _day(instant: datetime) -> str:
    return local(instant).strftime("%Y-%m%d")
