"""The facts of one incident, read from the record at one moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from app.base.clock import local_day
from app.duty.holidays import Calendar, DayRule
from app.incidents.grading import proposed
from app.incidents.levels import Scales
from app.incidents.records import Contact, Figure, Graded, Incident, Level, Source
from app.reports.deadlines import Deadlines
from app.reports.facts import (
    Around,
    Facts,
    Heard,
    Judgement,
    people_of,
    sent_of,
    told_of,
    trend_word,
)
from app.reports.profiles import said
from app.reports.records import Report, Sending, Stage, Statement
from app.reports.said_times import day as day_said
from app.reports.wording import Wording

NO_SOURCE = frozenset({Source.OPINION, Source.SUPERIOR})
"""What the net says, and who asks us, is no source of a report."""


class Told(Protocol):
    """What of an incident the facts are made of; on the store thread."""

    def figures(self, incident_id: UUID) -> list[Figure]: ...

    def contacts(self, incident_id: UUID) -> list[Contact]: ...

    def gradings(self, incident_id: UUID) -> list[Graded]: ...


class Written(Protocol):
    def of_incident(self, incident_id: UUID) -> list[Report]: ...

    def sent_of(self, incident_id: UUID) -> list[Sending]: ...

    def statements(self, incident_id: UUID) -> list[Statement]: ...


class Gathering:
    """Runs on the store thread. `office` is 示范县应急管理局."""

    def __init__(
        self,
        told: Told,
        written: Written,
        around: Around,
        rules: Callable[[], Deadlines],
        scales: Scales,
        calendar: Callable[[], Calendar],
        wording: Wording,
        office: str,
    ) -> None:
        self._told = told
        self._written = written
        self._around = around
        self._rules = rules
        self._scales = scales
        self._calendar = calendar
        self._wording = wording
        self.office = office

    def facts(self, incident: Incident, as_of: datetime) -> Facts:
        """As the record stands; `as_of` is what 截至 says."""
        key, around = incident.id, self._around
        figures = self._told.figures(key)
        contacts = self._told.contacts(key)
        reports = {
            one.id: one.spoken
            for one in self._written.of_incident(key)
            if one.stage is not Stage.CANCELLED
        }
        return Facts(
            office=self.office,
            no=incident.no,
            title=incident.title,
            event_class=incident.event_class.value,
            kind=incident.kind,
            status=incident.status.value,
            received_at=incident.received_at,
            source=incident.source.value,
            who=incident.reporter_unit,
            unnamed=bool(incident.reporter_phone and not incident.reporter_name),
            happened_at=incident.happened_at,
            happened_about=incident.happened_about,
            place=incident.place,
            township=incident.township,
            course=incident.course,
            trend=trend_word(incident.trend),
            dangers=incident.dangers,
            commander=around.command(incident) or incident.commander,
            measures=incident.measures,
            needs=incident.needs,
            as_of=as_of,
            people=people_of(figures),
            told=told_of(self._written.statements(key)),
            level=self._judgement(incident),
            at_risk=proposed(self._scales, incident, figures).at_risk,
            holiday=self._holiday(local_day(incident.received_at)),
            heard=tuple(self._heard(contacts)),
            forces=tuple(around.forces(incident)),
            orders=tuple(around.orders(incident)),
            sent=sent_of(self._written.sent_of(key), reports),
            supplement=self._supplement(incident),
        )

    def _heard(self, contacts: list[Contact]) -> list[Heard]:
        who = self._wording.who
        return [
            Heard(one.unit or who.get(one.source.value, who["other"]), one.at, one.words)
            for one in contacts[1:]
            if one.source not in NO_SOURCE
        ]

    def _judgement(self, incident: Incident) -> Judgement | None:
        """The newest of the officers' judgements, else what the incident says."""
        graded = self._told.gradings(incident.id)
        if graded:
            one = graded[-1]
            scale = next((s for s in self._scales.all if s.key == one.scale), None)
            source = "" if scale is None else scale.source
            return Judgement(one.scale, one.confirmed, one.possible, source, one.reason, one.at)
        if Level.NONE is incident.level is incident.level_possible:
            return None
        level = "" if incident.level is Level.NONE else said(incident.level)
        possible = "" if incident.level_possible is Level.NONE else said(incident.level_possible)
        return Judgement("", level, possible, "", "", incident.received_at)

    def _holiday(self, day: date) -> str:
        """劳动节: a holiday makes an event sensitive whatever its level."""
        row = self._calendar().row(day)
        return row.name if row is not None and row.rule is DayRule.HOLIDAY else ""

    def _supplement(self, incident: Incident) -> str:
        day = local_day(incident.happened_at or incident.received_at)
        for profile in self._rules().binding(incident):
            rule = profile.supplement
            if rule is not None:
                last = rule.last_day(incident.kind, day)
                days = rule.within(incident.kind)
                return self._wording.say("supplement", days=days, last=day_said(last))
        return ""
