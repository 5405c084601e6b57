"""The reports of the demonstration's stories, drafted by the program's own drafting, signed and sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from app.base.marks import Mark
from app.demo.ground import key
from app.demo.stories import Story
from app.duty.holidays import Calendar
from app.incidents.levels import Scales, load_scales
from app.incidents.records import (
    Contact,
    Deadline,
    Figure,
    Graded,
    Incident,
    IncidentStatus,
    Level,
    ReportWay,
    Trend,
)
from app.people.records import Role
from app.reports.around import CommandRoom
from app.reports.deadlines import Deadlines
from app.reports.facts import Facts, canonical
from app.reports.gathering import Gathering
from app.reports.profiles import load_profiles
from app.reports.records import (
    Report,
    ReportKind,
    ReportStep,
    Sending,
    SendWay,
    Stage,
    Statement,
    StepKind,
)
from app.reports.rules import ReportRules, load_report_rules
from app.reports.sending import reaches
from app.reports.texts import texts
from app.reports.wording import Wording, load_wording

OFFICE = "示范县应急管理局"
FOLLOWS = frozenset({ReportKind.FOLLOW_UP, ReportKind.FINAL})


@dataclass(frozen=True, slots=True)
class Desk:
    """The rules a report is drafted and sent by, read once."""

    wording: Wording
    rules: ReportRules
    scales: Scales
    deadlines: Deadlines

    @staticmethod
    def at(resources: Path) -> Desk:
        rules = resources / "rules"
        return Desk(
            load_wording(resources / "wording" / "reports.toml"),
            load_report_rules(rules / "reports.toml"),
            load_scales(rules / "levels.toml"),
            Deadlines(load_profiles(rules / "deadlines")),
        )


@dataclass(frozen=True, slots=True)
class _Record:
    """The story as it stood at `now`: answers what `Gathering` asks of the rooms."""

    story: Story
    tables: Mapping[str, list[Any]]
    now: datetime

    def _of(self, table: str, since: str = "at") -> list[Any]:
        rows = [*self.tables.get(table, ()), *self.story.made.get(table, ())]
        mine = [one for one in rows if one.incident_id == self.story.incident.id]
        known = [one for one in mine if getattr(one, since) <= self.now]
        return sorted(known, key=lambda one: getattr(one, since))

    def figures(self, incident_id: UUID) -> list[Figure]:
        return self._of("figure")

    def contacts(self, incident_id: UUID) -> list[Contact]:
        return self._of("incident_contact")

    def gradings(self, incident_id: UUID) -> list[Graded]:
        return self._of("grading")

    def of_incident(self, incident_id: UUID) -> list[Report]:
        return self._of("report", "drafted_at")

    def sent_of(self, incident_id: UUID) -> list[Sending]:
        return self._of("sending", "sent_at")

    def statements(self, incident_id: UUID) -> list[Statement]:
        return self._of("statement")

    def orders(self, incident_id: UUID) -> list[Any]:
        return self._of("command_order", "sent_at")

    def forces(self, incident_id: UUID) -> list[Any]:
        """Times that lie ahead are not known yet."""
        return [
            replace(one, **{
                name: None
                for name in ("left_at", "arrived_at", "returned_at")
                if (at := getattr(one, name)) is not None and at > self.now
            })
            for one in self._of("force", "called_at")
        ]  # fmt: skip

    def headquarters(self, incident_id: UUID) -> list[Any]:
        return self._of("headquarters", "set_up_at")

    def incident(self) -> Incident:
        """As it was then: without its level before it was judged, without its end before it was closed."""
        one = self.story.incident
        if self.now < self.story.at(self.story.row["graded"]):
            one = replace(one, level=Level.NONE, level_possible=Level.NONE)
        if one.closed_at is None or one.closed_at <= self.now:
            return one
        return replace(
            one, status=IncidentStatus.HANDLING, trend=Trend.STEADY, closed_at=None,
            **self.story.row["until_closed"],
        )  # fmt: skip


def write(desk: Desk, story: Story, tables: Mapping[str, list[Any]]) -> None:
    """Reports, steps, sendings and clocks of the story, into its `made`. `tables` hold the rest of it."""
    made = story.made
    made |= {"report": [], "report_step": [], "sending": []}
    before: Facts | None = None
    follow_ups = 0
    for n, row in enumerate(story.row["report"]):
        kind = ReportKind(row["kind"])
        follow_ups += kind is ReportKind.FOLLOW_UP
        seq = follow_ups if kind is ReportKind.FOLLOW_UP else 0
        facts, report = _drafted(desk, story, tables, n, before, seq)
        made["report"].append(report)
        made["report_step"] += _steps(story, report, row)
        made["sending"] += _sendings(story, report, row)
        if kind in (ReportKind.FIRST, ReportKind.FOLLOW_UP):
            before = facts
    made["deadline"] = [*_clocks(desk, story)]


def _moment(story: Story, row: Mapping[str, Any], minutes: float) -> datetime:
    begins = story.incident.received_at
    if row.get("after_closing") and story.incident.closed_at is not None:
        begins = story.incident.closed_at
    return begins + timedelta(minutes=minutes)


def _drafted(
    desk: Desk,
    story: Story,
    tables: Mapping[str, list[Any]],
    n: int,
    before: Facts | None,
    seq: int,
) -> tuple[Facts, Report]:
    row = story.row["report"][n]
    at = _moment(story, row, row["drafted"])
    record = _Record(story, tables, at)
    gathering = Gathering(
        record, record, CommandRoom(record), lambda: desk.deadlines, desk.scales,
        lambda: Calendar(()), desk.wording, OFFICE,
    )  # fmt: skip
    incident, kind = record.incident(), ReportKind(row["kind"])
    facts = gathering.facts(incident, at)
    told = texts(facts, before, desk.wording, kind)
    crew, spoken = story.crew(at), kind is ReportKind.PHONE
    confirmed = all(name for _, _, _, name in row["sent"])
    issued = None if spoken else _moment(story, row, row["issued"])
    return facts, Report(
        id=key("report", f"{incident.no}/{n}"),
        incident_id=incident.id,
        kind=kind,
        seq=seq,
        year=at.year,
        year_no=row.get("no", 0),
        stage=Stage.FILED if confirmed else Stage.CONFIRM,
        title=told.title,
        body=told.script if spoken else told.body,
        message=told.message,
        script=told.script,
        bulletin=told.bulletin,
        own_body=False,
        own_message=False,
        own_script=False,
        own_bulletin=False,
        facts=canonical(facts),
        as_of=at,
        to=tuple(unit for unit, *_ in row["sent"]) if spoken else desk.rules.to,
        also=() if spoken else desk.rules.also_to(incident),
        copies=desk.rules.copies,
        drafted_by=str(crew[Role.PROFESSIONAL].id),
        drafted_name=crew[Role.PROFESSIONAL].name,
        drafted_at=at,
        reviewed_by="" if spoken else str(crew[Role.CHIEF].id),
        reviewed_name="" if spoken else crew[Role.CHIEF].name,
        issued_by="" if spoken else str(crew[Role.LEADER].id),
        issued_name="" if spoken else crew[Role.LEADER].name,
        issued_at=issued,
        signed=not spoken,
        corrects=None,
        mark=Mark.DEMO,
    )


def _steps(story: Story, report: Report, row: Mapping[str, Any]) -> Iterable[ReportStep]:
    if report.kind is ReportKind.PHONE:
        return
    hands = (
        (StepKind.DRAFTED, Role.PROFESSIONAL, row["drafted"]),
        (StepKind.SUBMITTED, Role.PROFESSIONAL, row["drafted"] + 1),
        (StepKind.REVIEWED, Role.CHIEF, row["reviewed"]),
        (StepKind.ISSUED, Role.LEADER, row["issued"]),
    )
    for kind, role, minutes in hands:
        at = _moment(story, row, minutes)
        who = story.crew(report.as_of)[role]
        yield ReportStep(
            key("report_step", f"{report.id}/{kind.name}"), report.id, report.incident_id, kind, "",
            "", None, at, str(who.id), who.name, Mark.DEMO,
        )  # fmt: skip


def _sendings(story: Story, report: Report, row: Mapping[str, Any]) -> Iterable[Sending]:
    who = story.crew(report.as_of)[Role.PROFESSIONAL]
    for n, (unit, way, minutes, heard_by) in enumerate(row["sent"]):
        at = _moment(story, row, minutes)
        yield Sending(
            key("sending", f"{report.id}/{n}"), report.id, report.incident_id, unit, SendWay(way),
            "", at, str(who.id), who.name, at + timedelta(minutes=3) if heard_by else None,
            heard_by, Mark.DEMO,
        )  # fmt: skip


def _clocks(desk: Desk, story: Story) -> Iterable[Deadline]:
    """Those its level starts, each met by the first that was sent or seen; the last 续报 starts the next."""
    sent = sorted(story.made["sending"], key=lambda one: one.sent_at)
    for clock in desk.deadlines.of(story.incident):
        yield replace(clock, id=key("deadline", f"{story.incident.no}/{clock.profile}/{clock.rule}"),
                      **_met(story, clock, sent))  # fmt: skip
    chain = [one for one in story.made["report"] if one.kind is not ReportKind.PHONE]
    for n, report in enumerate(chain):
        if report.kind is ReportKind.FINAL:
            continue
        begun = _first_out(report, sent)
        due = desk.deadlines.next_follow_up(story.incident, begun)
        if due is None:
            continue
        due = replace(due, id=key("deadline", str(report.id)))
        after = chain[n + 1] if n + 1 < len(chain) else None
        if after is not None:
            due = replace(due, met_at=_first_out(after, sent), met_by=f"report:{after.id}")
        yield due


def _met(story: Story, clock: Deadline, sent: list[Sending]) -> dict[str, Any]:
    if clock.way is ReportWay.PICTURE:
        first = story.pictures[0]
        return {"met_at": first.at, "met_by": f"picture:{first.id}"}
    phone = clock.way is ReportWay.PHONE
    for one in sent:
        if (one.way is SendWay.PHONE) is phone and reaches(one.recipient, clock.to):
            return {"met_at": one.sent_at, "met_by": f"report:{one.report_id}"}
    return {}


def _first_out(report: Report, sent: list[Sending]) -> datetime:
    return min(one.sent_at for one in sent if one.report_id == report.id)
