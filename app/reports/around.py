"""What the rooms of command know of an incident, as a report tells it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from app.incidents.acts import (
    CommandOrder,
    Consultation,
    ConsultationTask,
    Force,
    Headquarters,
)
from app.incidents.records import Incident
from app.reports.facts import Gone, Ordered
from app.reports.minutes import Consulted


class CommandReads(Protocol):
    def orders(self, incident_id: UUID) -> list[CommandOrder]: ...

    def forces(self, incident_id: UUID) -> list[Force]: ...

    def headquarters(self, incident_id: UUID) -> list[Headquarters]: ...


class ConsultationReads(Protocol):
    def consultations(self, incident_id: UUID) -> list[Consultation]: ...

    def tasks(self, consultation_ids: Sequence[UUID]) -> list[ConsultationTask]: ...


class CommandRoom:
    """Answers `app.reports.facts.Around`; on the store thread."""

    def __init__(self, reads: CommandReads) -> None:
        self._reads = reads

    def forces(self, incident: Incident) -> list[Gone]:
        """Those that left; who was only called is not yet on its way."""
        return [
            Gone(one.team, one.people, one.vehicles, one.left_at, one.arrived_at, one.returned_at)
            for one in self._reads.forces(incident.id)
            if one.left_at is not None or one.arrived_at is not None
        ]

    def orders(self, incident: Incident) -> list[Ordered]:
        return [Ordered(one.unit, one.text, one.sent_at) for one in self._reads.orders(incident.id)]

    def command(self, incident: Incident) -> str:
        standing = [one for one in self._reads.headquarters(incident.id) if one.ended_at is None]
        return standing[-1].commander if standing else ""


class ConsultationRoom:
    """On the store thread."""

    def __init__(self, reads: ConsultationReads) -> None:
        self._reads = reads

    def consulted(self, incident: Incident) -> list[Consulted]:
        """Oldest first, each with what it charged somebody with."""
        held = self._reads.consultations(incident.id)
        tasks = self._reads.tasks([one.id for one in held])
        return [
            Consulted(one, tuple(task for task in tasks if task.consultation_id == one.id))
            for one in held
        ]
