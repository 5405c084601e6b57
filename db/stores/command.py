"""Consultations, orders, forces and headquarters, read back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.base.clock import SHANGHAI
from app.incidents.acts import (
    CommandOrder,
    Consultation,
    ConsultationTask,
    Force,
    Headquarters,
    HelpRequest,
)
from app.incidents.records import IncidentStatus
from db.stores.reader import Reader
from db.tables import command
from db.tables.incidents import incident


class CommandRows(Reader):
    """Answers `app.incidents.command.CommandStore`."""

    def consultations(self, incident_id: UUID) -> list[Consultation]:
        return self._of(command.consultation, incident_id, "begins_at")

    def tasks(self, consultation_ids: Sequence[UUID]) -> list[ConsultationTask]:
        table = command.consultation_task
        held = table.c.consultation_id.in_(list(consultation_ids))
        return self._all("consultation_task", sa.select(table).where(held).order_by(table.c.id))

    def orders(self, incident_id: UUID) -> list[CommandOrder]:
        return self._of(command.command_order, incident_id, "sent_at")

    def open_orders(self) -> list[CommandOrder]:
        table = command.command_order
        open_ = incident.c.status.not_in([IncidentStatus.CLOSED, IncidentStatus.FILED])
        return self._all(
            "command_order",
            sa.select(table)
            .join(incident, incident.c.id == table.c.incident_id)
            .where(table.c.done_at.is_(None), open_)
            .order_by(table.c.due.is_(None), table.c.due, table.c.sent_at),
        )

    def forces(self, incident_id: UUID) -> list[Force]:
        return self._of(command.force, incident_id, "called_at")

    def headquarters(self, incident_id: UUID) -> list[Headquarters]:
        return self._of(command.headquarters, incident_id, "set_up_at")

    def requests(self, incident_id: UUID) -> list[HelpRequest]:
        return self._of(command.help_request, incident_id, "asked_at")

    def consultations_of_year(self, year: int) -> int:
        begins = command.consultation.c.begins_at
        start, end = (datetime(one, 1, 1, tzinfo=SHANGHAI) for one in (year, year + 1))
        held = (begins >= start) & (begins < end)
        return self._number(sa.select(sa.func.count()).where(held))

    def _of(self, table: sa.Table, incident_id: UUID, by: str) -> list[Any]:
        query = sa.select(table).where(table.c.incident_id == incident_id)
        return self._all(table.name, query.order_by(table.c[by], table.c.id))
