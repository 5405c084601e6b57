"""What every step of a report has in common: its stage, its line in the log, who wrote on it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.base.clock import Clock, day_hhmm
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.duty.log import DutyLog, Line
from app.duty.records import Category, Handling, Way
from app.people.records import Officer
from app.reports.records import (
    Report,
    ReportKind,
    ReportStep,
    Sending,
    Stage,
    Statement,
    StepKind,
    Urging,
)


class ReportStore(Protocol):
    def report(self, key: UUID) -> Report | None: ...

    def of_incident(self, incident_id: UUID) -> list[Report]:
        """Oldest first."""
        ...

    def under_way(self) -> list[Report]:
        """Not filed and not cancelled, newest first."""
        ...

    def latest(self, count: int) -> list[Report]: ...

    def of_no_incident(self, count: int) -> list[Report]:
        """Bulletins that belong to no event, oldest first, the newest `count` of them."""
        ...

    def numbers(self, year: int, kinds: Collection[ReportKind]) -> list[int]:
        """Issue numbers given in a year to reports of these kinds, ascending."""
        ...

    def steps(self, report_id: UUID) -> list[ReportStep]:
        """Oldest first."""
        ...

    def sendings(self, report_id: UUID) -> list[Sending]: ...

    def sent_of(self, incident_id: UUID) -> list[Sending]: ...

    def urgings(self, incident_id: UUID) -> list[Urging]: ...

    def statements(self, incident_id: UUID) -> list[Statement]: ...


class Steps:
    """Writes steps. Runs on the store thread."""

    def __init__(self, ledger: Ledger, store: ReportStore, log: DutyLog, clock: Clock) -> None:
        self.ledger = ledger
        self.store = store
        self.clock = clock
        self._log = log

    def drafters(self, report: Report) -> frozenset[str]:
        """Ids of all who wrote on it since it was begun."""
        wrote = (StepKind.DRAFTED, StepKind.CORRECTED, StepKind.SUBMITTED)
        steps = self.store.steps(report.id)
        return frozenset({report.drafted_by, *(s.by for s in steps if s.kind in wrote)})

    def begin(
        self, by: Officer, shift_id: UUID, made: Report, kind: StepKind, what: str, reason: str = ""
    ) -> None:
        step = self.step_of(made, by, kind, reason)
        entry = self._log.make(shift_id, line_of(made, kind, reason), str(by.id), by.name)
        with self.ledger.change(str(by.id), what, ("report", str(made.id))) as change:
            change.put("report", made)
            change.put("report_step", replace(step, at=change.at))
            self._log.put(change, entry)

    def move(
        self,
        by: Officer,
        shift_id: UUID,
        seen: Report,
        new: Report,
        kind: StepKind,
        what: str,
        reason: str = "",
        step: ReportStep | None = None,
    ) -> Report:
        made = step or self.step_of(seen, by, kind, reason)
        entry = self._log.make(shift_id, line_of(new, kind, reason, made), str(by.id), by.name)
        with self.ledger.change(str(by.id), what, ("report", str(seen.id))) as change:
            change.put("report", new, seen=seen)
            change.put("report_step", replace(made, at=change.at))
            self._log.put(change, entry)
        return new

    def step_of(
        self,
        report: Report,
        by: Officer,
        kind: StepKind,
        reason: str = "",
        at: datetime | None = None,
    ) -> ReportStep:
        return ReportStep(
            id=new_id(),
            report_id=report.id,
            incident_id=report.incident_id,
            kind=kind,
            reason=reason.strip(),
            person="",
            said_at=None,
            at=at or self.clock.now(),
            by=str(by.id),
            by_name=by.name,
            mark=report.mark,
        )


def line_of(
    report: Report, kind: StepKind, reason: str = "", step: ReportStep | None = None
) -> Line:
    number = f"（{report.year}年第{report.year_no}期）" if report.year_no else ""
    words = f"{report.spoken}{number}《{report.title}》{kind.value}"
    if step is not None and step.said_at is not None:
        words += f"：{step.person} {day_hhmm(step.said_at)} 电话同意，签名后补"
    if reason.strip():
        words += f"：{reason.strip()}"
    return Line(
        words,
        Way.INSIDE,
        category=Category.INCIDENT,
        status=Handling.DONE,
        incident_id=report.incident_id,
    )


def demand_stage(seen: Report, stages: frozenset[Stage] | set[Stage]) -> None:
    if seen.stage not in stages:
        raise Refused("stage", "wrong_stage", stage=seen.stage.value)


def demand_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("reason", "empty")
