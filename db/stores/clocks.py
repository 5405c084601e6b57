"""Running clocks, why some ran out, and which rule books bind."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.incidents.records import Deadline, Incident, Lateness, RuleChoice
from db.stores.incidents import IncidentRows
from db.tables.incidents import deadline, incident, lateness, rule_choice

_MOST = 200
"""Late clocks of one look."""


class ClockRows(IncidentRows):
    """Answers `app.reports.clocks.ClockStore`."""

    def met_late(self, since: datetime) -> list[tuple[Deadline, Incident]]:
        late = (deadline.c.met_at > deadline.c.due_at) & (deadline.c.met_at >= since)
        clocks: list[Deadline] = self._all(
            "deadline",
            sa.select(deadline).where(late).order_by(deadline.c.met_at.desc()).limit(_MOST),
        )
        wanted = {clock.incident_id for clock in clocks}
        found: list[Incident] = self._all(
            "incident", sa.select(incident).where(incident.c.id.in_(wanted))
        )
        known = {one.id: one for one in found}
        return [(clock, known[clock.incident_id]) for clock in clocks]

    def lateness(self, deadline_ids: Iterable[UUID]) -> list[Lateness]:
        held = lateness.c.deadline_id.in_(list(deadline_ids))
        return self._all(
            "lateness", sa.select(lateness).where(held).order_by(lateness.c.at, lateness.c.id)
        )

    def choices(self) -> list[RuleChoice]:
        return self._all(
            "rule_choice", sa.select(rule_choice).order_by(rule_choice.c.at, rule_choice.c.id)
        )
