"""Incidents, their numbers and clocks, read back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.incidents.records import Contact, Deadline, Figure, Graded, Incident, IncidentStatus
from db.stores.reader import Reader
from db.tables.incidents import deadline, figure, grading, incident, incident_contact

_OPEN = incident.c.status.not_in([IncidentStatus.CLOSED, IncidentStatus.FILED])
_NEWEST = sa.select(incident).order_by(incident.c.received_at.desc())


class IncidentRows(Reader):
    """Answers `app.incidents.intake.IncidentStore`."""

    def incident(self, key: UUID) -> Incident | None:
        return self._one("incident", sa.select(incident).where(incident.c.id == key))

    def open_incidents(self) -> list[Incident]:
        return self._all("incident", _NEWEST.where(_OPEN))

    def latest(self, count: int) -> list[Incident]:
        return self._all("incident", _NEWEST.limit(count))

    def between(self, start: datetime, end: datetime) -> list[Incident]:
        held = (incident.c.received_at >= start) & (incident.c.received_at < end)
        return self._all("incident", _NEWEST.where(held))

    def of_alarm(self, alarm_no: str) -> list[Incident]:
        bearing = sa.select(incident_contact.c.incident_id).where(
            incident_contact.c.alarm_no == alarm_no
        )
        return self._all("incident", _NEWEST.where(incident.c.id.in_(bearing)))

    def figures(self, incident_id: UUID) -> list[Figure]:
        held = figure.c.incident_id == incident_id
        return self._all("figure", sa.select(figure).where(held).order_by(figure.c.at, figure.c.id))

    def contacts(self, incident_id: UUID) -> list[Contact]:
        table = incident_contact
        held = table.c.incident_id == incident_id
        return self._all(
            "incident_contact", sa.select(table).where(held).order_by(table.c.at, table.c.id)
        )

    def gradings(self, incident_id: UUID) -> list[Graded]:
        held = grading.c.incident_id == incident_id
        return self._all(
            "grading", sa.select(grading).where(held).order_by(grading.c.at, grading.c.id)
        )

    def deadlines(self, incident_id: UUID) -> list[Deadline]:
        held = deadline.c.incident_id == incident_id
        return self._all(
            "deadline", sa.select(deadline).where(held).order_by(deadline.c.due_at, deadline.c.way)
        )

    def running(self) -> list[tuple[Deadline, Incident]]:
        query = (
            sa.select(deadline)
            .join(incident, incident.c.id == deadline.c.incident_id)
            .where(deadline.c.met_at.is_(None), _OPEN)
            .order_by(deadline.c.due_at, deadline.c.way)
        )
        clocks: list[Deadline] = self._all("deadline", query)
        known = {found.id: found for found in self.open_incidents()}
        return [(clock, known[clock.incident_id]) for clock in clocks if clock.incident_id in known]

    def next_no(self, day: str) -> int:
        held = incident.c.no.startswith(f"{day}-")
        return self._number(sa.select(sa.func.count()).select_from(incident).where(held)) + 1
