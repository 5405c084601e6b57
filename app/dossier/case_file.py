"""Everything the record holds of one incident, read in one go. What follows from it is pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from app.base.attachments import Attachment
from app.duty.checks import Relay
from app.duty.records import CrewPlace, Instruction, LogEntry
from app.duty.responses import Response, ResponseTurn
from app.incidents.acts import (
    CommandOrder,
    Consultation,
    ConsultationTask,
    Force,
    Headquarters,
    HelpRequest,
)
from app.incidents.records import Contact, Deadline, Figure, Graded, Incident, Lateness
from app.incidents.sortie import Sortie, SortieNote
from app.plans.records import DutyOrdered, PlanTaken, Sitting
from app.radio.records import RadioAlarm, RadioEvent, RadioText
from app.reports.records import Report, ReportStep, Sending, Statement, Urging
from app.video.clips import Clip, ClipPart


@dataclass(frozen=True, slots=True)
class CaseFile:
    """All lists oldest first. `crew` is that of the shift in which the incident was received; `turns` are
    those of any response of the county while the incident was open, `responses` what they turned."""

    incident: Incident
    crew: tuple[CrewPlace, ...]
    contacts: tuple[Contact, ...]
    lines: tuple[LogEntry, ...]
    figures: tuple[Figure, ...]
    gradings: tuple[Graded, ...]
    deadlines: tuple[Deadline, ...]
    lateness: tuple[Lateness, ...]
    instructions: tuple[Instruction, ...]
    relays: tuple[Relay, ...]
    reports: tuple[Report, ...]
    steps: tuple[ReportStep, ...]
    sendings: tuple[Sending, ...]
    urgings: tuple[Urging, ...]
    statements: tuple[Statement, ...]
    consultations: tuple[Consultation, ...]
    tasks: tuple[ConsultationTask, ...]
    orders: tuple[CommandOrder, ...]
    forces: tuple[Force, ...]
    headquarters: tuple[Headquarters, ...]
    requests: tuple[HelpRequest, ...]
    heard: tuple[RadioEvent, ...]
    texts: tuple[RadioText, ...]
    alarms: tuple[RadioAlarm, ...]
    files: tuple[Attachment, ...]
    turns: tuple[ResponseTurn, ...]
    responses: tuple[Response, ...]
    taken: tuple[PlanTaken, ...] = ()
    ordered: tuple[DutyOrdered, ...] = ()
    sittings: tuple[Sitting, ...] = ()
    clips: tuple[Clip, ...] = ()
    films: tuple[ClipPart, ...] = ()
    """The files of `clips`."""
    sorties: tuple[Sortie, ...] = ()
    sortie_notes: tuple[SortieNote, ...] = ()
    """Of `sorties`."""


class CaseStore(Protocol):
    def case_file(self, incident_id: UUID) -> CaseFile | None:
        """On the store thread, in one consistent view; None for an incident that is not there."""
        ...
