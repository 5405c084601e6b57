"""All of the reports at one place: the services wired, and what the page shows of them in one go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from uuid import UUID

from app.base.clock import Clock, local_day
from app.base.errors import Refused
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.duty.holidays import Calendar
from app.duty.log import DutyLog
from app.incidents.levels import Scales
from app.incidents.records import Contact, Deadline, Figure, Graded, Incident, IncidentStatus
from app.people.records import Officer
from app.reports.clocks import Clocks, Running
from app.reports.contents import load_contents
from app.reports.daily import DayWords, Tally, Told, daily_body, daily_title
from app.reports.drafting import Draft
from app.reports.duties import Duties, duties_of
from app.reports.facts import Around, restored
from app.reports.flow import Flow
from app.reports.gathering import Gathering
from app.reports.hand import Hand
from app.reports.minutes import Consulted, minutes_body, minutes_title
from app.reports.misreport import load_terms
from app.reports.records import ISSUED, Form, Report, ReportKind, ReportStep, Sending, Stage, Urging
from app.reports.rules import load_report_rules
from app.reports.sending import Sender
from app.reports.steps import ReportStore, Steps
from app.reports.texts import texts, unfounded
from app.reports.wording import load_wording
from app.reports.writing import Writing

MOST_OF_DAY = 200
"""Incidents among which those of a day are looked for."""
_UNTOLD = frozenset({ReportKind.PHONE, ReportKind.MINUTES, ReportKind.RELEASE})
"""Kinds whose text does not tell a superior how the event stands: what goes to the public says less."""
MOST_LOOSE = 60
"""Bulletins of no event that are offered."""
LATE_FOR = timedelta(days=2)
"""So long a clock that was met too late stays on the board, to be explained."""


class Incidents(Protocol):
    """What of the incidents reports ask; on the store thread."""

    def incident(self, key: UUID) -> Incident | None: ...

    def open_incidents(self) -> list[Incident]: ...

    def latest(self, count: int) -> list[Incident]: ...

    def figures(self, incident_id: UUID) -> list[Figure]: ...

    def contacts(self, incident_id: UUID) -> list[Contact]: ...

    def gradings(self, incident_id: UUID) -> list[Graded]: ...

    def deadlines(self, incident_id: UUID) -> list[Deadline]: ...


@dataclass(frozen=True, slots=True)
class Look:
    """One report with all that belongs to it. `missing` is the banner of what it lacks; `unfounded` the
    numbers of its texts that stand nowhere in its facts; `stale` that the record says more by now;
    `barred` the ids of those who may not take the step that is due: another pair of eyes."""

    report: Report
    incident: Incident | None
    steps: tuple[ReportStep, ...]
    sendings: tuple[Sending, ...]
    urgings: tuple[Urging, ...]
    previous: Report | None
    missing: str
    unfounded: tuple[str, ...]
    stale: bool
    barred: frozenset[str]


@dataclass(frozen=True, slots=True)
class Overview:
    """The board, and what is under way."""

    board: tuple[Running, ...]
    under_way: tuple[Report, ...]
    incidents: tuple[Incident, ...]


class ReportDesk:
    """Made at the start; reads and writes on the store thread."""

    def __init__(
        self,
        ledger: Ledger,
        store: ReportStore,
        incidents: Incidents,
        around: Around,
        clocks: Clocks,
        log: DutyLog,
        scales: Scales,
        calendar: Callable[[], Calendar],
        resources: Path,
        unit: str,
        clock: Clock,
        mark: Mark,
        day: Callable[[], DayWords] = DayWords,
        consulted: Callable[[Incident], list[Consulted]] = lambda _: [],
    ) -> None:
        """`resources` holds rules/ and wording/; `unit` is the duty room's name; `day` asks the other rooms
        what they say of the day, `consulted` what was consulted about an incident; on the store thread."""
        self._day, self._consulted = day, consulted
        self.store = store
        self.clocks = clocks
        self._incidents = incidents
        self._clock = clock
        self.rules = load_report_rules(resources / "rules" / "reports.toml")
        self.terms = load_terms(resources / "rules" / "misreport.toml")
        self.wording = load_wording(resources / "wording" / "reports.toml")
        contents = load_contents(resources / "rules" / "contents.toml")
        self.gathering = Gathering(
            incidents,
            store,
            around,
            clocks.deadlines,
            scales,
            calendar,
            self.wording,
            unit.removesuffix("值班室"),
        )
        steps = Steps(ledger, store, log, clock)
        find = incidents.incident
        self.writing = Writing(
            steps, self.gathering, self.wording, contents, self.rules, find, mark
        )
        self.flow = Flow(steps, self.rules, self.wording.words["to_fill"])
        self.sender = Sender(ledger, store, self.writing, clocks, incidents, log, find, clock, mark)
        self.hand = Hand(ledger, log, clocks, clock, mark)
        self._log, self._calendar = log, calendar

    @property
    def office(self) -> str:
        """示范县应急管理局, as it heads its papers."""
        return self.gathering.office

    def overview(self) -> Overview:
        return Overview(
            board=tuple(self.clocks.board(self._clock.now() - LATE_FOR)),
            under_way=tuple(self.store.under_way()),
            incidents=tuple(self._incidents.open_incidents()),
        )

    def look(self, key: UUID) -> Look:
        report = self.store.report(key)
        if report is None:
            raise Refused("report", "not_here")
        incident = (
            None if report.incident_id is None else self._incidents.incident(report.incident_id)
        )
        return Look(
            report=report,
            incident=incident,
            steps=tuple(self.store.steps(key)),
            sendings=tuple(self.store.sendings(key)),
            urgings=tuple(self.store.urgings(report.incident_id)) if report.incident_id else (),
            previous=self.writing.previous(report),
            missing=self.writing.missing(report),
            unfounded=_unfounded(report),
            stale=self._stale(report, incident),
            barred=self.flow.barred(report),
        )

    def duties(self, incident: Incident) -> Duties:
        """Whom else to tell, the levels above, until when changes are added, which limit is the earliest."""
        return duties_of(
            incident,
            self.clocks.deadlines().binding(incident),
            self._incidents.deadlines(incident.id),
            self._calendar(),
            self._stable_at(incident),
            local_day(self._clock.now()),
        )

    def _stable_at(self, incident: Incident) -> datetime | None:
        """When it was last put down as stable: the line of the log that says so. What was closed without
        it was stable when it was closed. None: neither."""
        became = f"→{IncidentStatus.STABLE.value}"
        told = [one.at for one in self._log.of_incident(incident.id) if became in one.text]
        return max(told, default=incident.closed_at)

    def find(self, incident_id: UUID) -> Incident | None:
        return self._incidents.incident(incident_id)

    def daily(self, by: Officer, shift_id: UUID) -> Report:
        """每日一报 of today, drafted from the record."""
        now = self._clock.now()
        today = local_day(now)
        known = [one for one in self._incidents.latest(MOST_OF_DAY) if one.mark is not Mark.DRILL]
        incidents = [
            one
            for one in known
            if today in (local_day(one.received_at), one.closed_at and local_day(one.closed_at))
            or one.closed_at is None
        ]
        tally = Tally(
            received=sum(local_day(one.received_at) == today for one in known),
            in_hand=sum(one.closed_at is None for one in known),
            closed=sum(
                one.closed_at is not None and local_day(one.closed_at) == today for one in known
            ),
            issued=sum(
                one.issued_at is not None and local_day(one.issued_at) == today
                for one in self.store.latest(MOST_OF_DAY)
                if one.stage in ISSUED and one.mark is not Mark.DRILL
            ),
        )
        told = [self._told(one, now) for one in incidents[::-1]]
        body = daily_body(self.wording, self._day(), told, tally, now)
        title = daily_title(self.wording, now)
        return self.writing.compose(by, shift_id, ReportKind.DAILY, title, body)

    def _told(self, one: Incident, now: datetime) -> Told:
        """The newest report that was issued, else what is on record."""
        issued = [r for r in self.store.of_incident(one.id) if r.stage in ISSUED]
        texts = [r.body for r in issued if r.kind not in _UNTOLD]
        if texts:
            return Told(one, texts[-1].replace("\n", ""), "")
        facts = self.gathering.facts(one, now)
        said_already = "伤亡" in one.course and not facts.people
        return Told(one, "", "" if said_already else Draft(facts, None, self.wording).people())

    def minutes(
        self, by: Officer, shift_id: UUID, incident: Incident, consultation: UUID
    ) -> Report:
        """会商纪要, drafted from the record of a consultation. `Refused("consultation", "not_here")`."""
        held = next(
            (one for one in self.consulted(incident) if one.record.id == consultation), None
        )
        if held is None:
            raise Refused("consultation", "not_here")
        title = minutes_title(held.record, incident, self.wording)
        body = minutes_body(held, incident, self.wording)
        return self.writing.compose(by, shift_id, ReportKind.MINUTES, title, body, incident)

    def consulted(self, incident: Incident) -> list[Consulted]:
        """Consultations of an incident, oldest first."""
        return self._consulted(incident)

    def of_incident(self, incident_id: UUID | None) -> list[Report]:
        """Oldest first; of None the bulletins that belong to no event."""
        if incident_id is None:
            return self.store.of_no_incident(MOST_LOOSE)
        return self.store.of_incident(incident_id)

    def _stale(self, report: Report, incident: Incident | None) -> bool:
        """Whether the record says something else by now than what the draft was made from."""
        drafting = report.stage in (Stage.DRAFT, Stage.RETURNED)
        if incident is None or not drafting or not report.facts:
            return False
        held = restored(report.facts)
        now, before = self.gathering.facts(incident, held.as_of), self.writing.before(report)
        if now == held:
            return False
        was, would = (texts(one, before, self.wording, report.kind) for one in (held, now))
        return was != would


def _unfounded(report: Report) -> tuple[str, ...]:
    if not report.facts:
        return ()
    facts = restored(report.facts)
    found = (unfounded(report.text(form), facts) for form in Form if report.own(form))
    return tuple(dict.fromkeys(number for numbers in found for number in numbers))
