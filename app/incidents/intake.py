"""Intake: what a caller said becomes an incident, its numbers, its clocks and its log line at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from app.base.clock import Clock, local
from app.base.earth import distance_km
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Change, Ledger
from app.base.marks import Mark
from app.duty.log import DutyLog, Line
from app.duty.records import Category, Channel, Handling, Way
from app.incidents.records import (
    Contact,
    Count,
    Deadline,
    EventClass,
    Figure,
    Graded,
    Incident,
    IncidentStatus,
    Level,
    Source,
    Trend,
)
from app.people.records import Officer
from app.people.rights import Act, demand

NEAR_KM = 1.0
NEAR_IN_TIME = timedelta(minutes=60)
"""Possible duplicates: this near, this close in time, same class. domain.md 2.2 [choice]."""


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


@dataclass(frozen=True, slots=True)
class Said:
    """What the caller said, as the officer typed it. Empty = nothing was said (不详)."""

    event_class: EventClass = EventClass.UNKNOWN
    kind: str = ""
    title: str = ""
    happened_at: datetime | None = None
    happened_about: bool = False
    received_at: datetime | None = None
    place: str = ""
    township: str = ""
    lat: float | None = None
    lon: float | None = None
    source: Source = Source.OTHER
    reporter_unit: str = ""
    reporter_name: str = ""
    reporter_phone: str = ""
    callback: str = ""
    course: str = ""
    commander: str = ""
    commander_phone: str = ""
    trend: Trend = Trend.UNKNOWN
    dangers: tuple[str, ...] = ()
    measures: str = ""
    needs: str = ""
    told: str = ""
    repeated: bool = False
    called_back: bool = False
    alarm_no: str = ""
    counts: Mapping[Count, tuple[int, bool]] | None = None
    """Count -> (number, about). What is not named is 不详."""
    channel: Channel = Channel.PHONE


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
    ) -> None:
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
        entry = self._log.make(shift_id, self._line(incident, said), str(by.id), by.name)
        with self._ledger.change(str(by.id), "incident.register", ("incident", str(key))) as change:
            change.put("incident", incident)
            self._log.put(change, entry)
            change.put("incident_contact", self._contact(by, incident, said, entry.id))
            self._put_counts(change, incident, said.counts or {}, "接报", str(by.id))
            for running in self._clocks.of(incident):
                change.put("deadline", running)
        return incident

    def merge(
        self, by: Officer, shift_id: UUID, into: Incident, said: Said, *, numbers: bool = False
    ) -> Incident:
        """A further call about a known incident: a source more and its own log line.

        `numbers`: the caller's numbers are put down as well (a 续报); a passer-by's are not, they stay in
        the words. An earlier contact makes an earlier 接报时间, and its clocks count from then.
        """
        demand(by, Act.INTAKE)
        self._check(said)
        line = replace(self._line(into, said), handling=f"并入 {into.no}")
        entry = self._log.make(shift_id, line, str(by.id), by.name)
        contact = self._contact(by, into, said, entry.id)
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
        text = f"事件 {seen.no} {seen.title}:{seen.status.value}→{to.value}"
        line = Line(
            f"{text},{reason.strip()}" if reason.strip() else text,
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

    def meet(self, by: Officer, running: Deadline) -> Deadline:
        """The clock is met now."""
        demand(by, Act.INTAKE)
        if running.met_at is not None:
            return running
        new = replace(running, met_at=self._clock.now())
        with self._ledger.change(
            str(by.id), "deadline.meet", ("incident", str(running.incident_id))
        ) as change:
            change.put("deadline", new, seen=running)
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
        return self._clocks.of(self._draft(new_id(), said, "", "", ""))

    def duplicates(self, said: Said) -> list[Incident]:
        """Open or recent incidents of the same class, near in place and time."""
        at = said.received_at or self._clock.now()
        near = self._store.between(at - NEAR_IN_TIME, at + NEAR_IN_TIME)
        return [known for known in near if _alike(known, said)]

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
        return self._draft(key, said, no, str(by.id), by.name)

    def _draft(self, key: UUID, said: Said, no: str, by: str, by_name: str) -> Incident:
        return Incident(
            id=key,
            no=no,
            title=said.title.strip() or title_of(said),
            event_class=said.event_class,
            kind=said.kind.strip(),
            status=IncidentStatus.TO_VERIFY,
            level=Level.NONE,
            level_possible=Level.NONE,
            happened_at=said.happened_at,
            happened_about=said.happened_about,
            received_at=said.received_at or self._clock.now(),
            place=said.place.strip(),
            township=said.township.strip(),
            lat=said.lat,
            lon=said.lon,
            source=said.source,
            reporter_unit=said.reporter_unit.strip(),
            reporter_name=said.reporter_name.strip(),
            reporter_phone=said.reporter_phone.strip(),
            callback=said.callback.strip(),
            course=said.course.strip(),
            commander=said.commander.strip(),
            commander_phone=said.commander_phone.strip(),
            trend=said.trend,
            dangers=said.dangers,
            measures=said.measures.strip(),
            needs=said.needs.strip(),
            told=said.told.strip(),
            repeated=said.repeated,
            called_back=said.called_back,
            by=by,
            by_name=by_name,
            closed_at=None,
            mark=self._mark,
        )

    def _line(self, incident: Incident, said: Said) -> Line:
        return Line(
            said.course.strip() or f"{said.place.strip()} {said.kind.strip()}".strip(),
            Way.IN,
            said.channel,
            unit=said.reporter_unit,
            person=said.reporter_name,
            phone=said.reporter_phone,
            category=Category.INCIDENT,
            handling=f"已建事件 {incident.no}",
            status=Handling.DOING,
            at=said.received_at,
            incident_id=incident.id,
        )

    def _contact(self, by: Officer, incident: Incident, said: Said, line_id: UUID) -> Contact:
        return Contact(
            id=new_id(),
            incident_id=incident.id,
            at=said.received_at or self._clock.now(),
            source=said.source,
            unit=said.reporter_unit.strip(),
            name=said.reporter_name.strip(),
            phone=said.reporter_phone.strip(),
            callback=said.callback.strip(),
            alarm_no=said.alarm_no.strip(),
            words=said.course.strip(),
            repeated=said.repeated,
            called_back=said.called_back,
            log_entry_id=line_id,
            by=str(by.id),
            by_name=by.name,
            mark=self._mark,
        )

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


def title_of(said: Said) -> str:
    """A title from place and kind, until an officer writes a better one."""
    place = said.place.strip() or said.township.strip()
    return f"{place} {said.kind.strip() or '情况'}".strip()[:40]


def _day(instant: datetime) -> str:
    return local(instant).strftime("%Y-%m%d")


def _alike(known: Incident, said: Said) -> bool:
    if EventClass.UNKNOWN not in (known.event_class, said.event_class) and (
        known.event_class is not said.event_class
    ):
        return False
    if None in (known.lat, known.lon, said.lat, said.lon):
        return bool(said.place.strip()) and known.place == said.place.strip()
    assert known.lat is not None
    assert known.lon is not None
    assert said.lat is not None
    assert said.lon is not None
    return distance_km(known.lat, known.lon, said.lat, said.lon) <= NEAR_KM
