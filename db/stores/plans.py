"""Plans, their duties, and the units of headquarters, read back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

import sqlalchemy as sa

from app.base.attachments import Attachment
from app.people.contacts import Org
from app.plans.records import Membership, Plan, PlanDuty, PlanTaken, Sitting
from db.rows import batched
from db.stores.reader import Reader
from db.tables.attachments import attachment
from db.tables.contacts import org
from db.tables.plans import membership, plan, plan_duty, plan_taken, sitting


class PlanRows(Reader):
    """Answers `app.plans.planbook.PlanStore` and `app.incidents.planned.PlannedStore`."""

    def plans(self) -> list[Plan]:
        return self._all("plan", sa.select(plan).order_by(plan.c.name, plan.c.id))

    def duties(self, plans: Sequence[UUID]) -> list[PlanDuty]:
        table = plan_duty
        found: list[PlanDuty] = []
        for some in batched(sorted(plans)):
            held = table.c.plan_id.in_(some) & table.c.active
            order = (table.c.plan_id, table.c.sort, table.c.id)
            found += self._all("plan_duty", sa.select(table).where(held).order_by(*order))
        return found

    def duty_counts(self) -> dict[UUID, int]:
        query = (
            sa.select(plan_duty.c.plan_id, sa.func.count())
            .where(plan_duty.c.active)
            .group_by(plan_duty.c.plan_id)
        )
        with self._db.read() as connection:
            return {key: int(number) for key, number in connection.execute(query)}

    def memberships(self) -> list[Membership]:
        table = membership
        order = (table.c.headquarters_id, table.c.sort, table.c.id)
        return self._all("membership", sa.select(table).where(table.c.active).order_by(*order))

    def files_of_plans(self) -> dict[UUID, Attachment]:
        wanted = sa.select(plan.c.attachment_id).where(plan.c.attachment_id.is_not(None))
        query = sa.select(attachment).where(attachment.c.id.in_(wanted))
        return {one.id: one for one in self._all("attachment", query)}

    def units(self, keys: Collection[UUID]) -> dict[UUID, Org]:
        found: dict[UUID, Org] = {}
        for some in batched(list(keys)):
            query = sa.select(org).where(org.c.id.in_(some))
            found |= {one.id: one for one in self._all("org", query)}
        return found

    def taken(self, incident_id: UUID) -> list[PlanTaken]:
        table = plan_taken
        held = sa.select(table).where(table.c.incident_id == incident_id)
        return self._all("plan_taken", held.order_by(table.c.at, table.c.id))

    def sittings(self, incident_id: UUID) -> list[Sitting]:
        table = sitting
        held = sa.select(table).where(table.c.incident_id == incident_id)
        return self._all("sitting", held.order_by(table.c.since, table.c.id))

    def seated(self) -> list[Sitting]:
        table = sitting
        held = sa.select(table).where(table.c.until.is_(None))
        return self._all("sitting", held.order_by(table.c.since, table.c.id))
