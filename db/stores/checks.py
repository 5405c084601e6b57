"""Zero reports, roll calls, self-checks and papers, read back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.duty.checks import (
    Paper,
    PaperState,
    RollCall,
    SelfCheck,
    SpotCheck,
    Town,
    Urgency,
    ZeroChase,
    ZeroReport,
)
from app.people.contacts import OrgKind, PointKind
from db.stores.reader import Reader
from db.tables.checks import paper, roll_call, self_check, spot_check, zero_chase, zero_report
from db.tables.contacts import contact_point, org


class CheckRows(Reader):
    """Answers the stores of app.duty.zero, rollcall, selfcheck and papers."""

    def towns(self) -> list[Town]:
        """The number is that of the duty room which is dialled first."""
        query = (
            sa.select(org.c.id, org.c.name, contact_point.c.value, contact_point.c.label)
            .select_from(
                org.outerjoin(
                    contact_point,
                    (contact_point.c.org_id == org.c.id) & (contact_point.c.kind == PointKind.DUTY),
                )
            )
            .where(org.c.kind == OrgKind.TOWNSHIP)
            .order_by(org.c.sort, org.c.id, contact_point.c.sort, contact_point.c.id)
        )
        towns: dict[UUID, Town] = {}
        with self._db.read() as connection:
            for key, name, value, label in connection.execute(query):
                towns.setdefault(key, Town(key, name, value or "", label or ""))
        return list(towns.values())

    def zero_reports(self, since: datetime, until: datetime) -> list[ZeroReport]:
        return self._of_slots("zero_report", zero_report, since, until)

    def zero_chases(self, since: datetime, until: datetime) -> list[ZeroChase]:
        return self._of_slots("zero_chase", zero_chase, since, until)

    def roll_call(self, key: UUID) -> RollCall | None:
        return self._one("roll_call", sa.select(roll_call).where(roll_call.c.id == key))

    def last_roll_calls(self, count: int) -> list[RollCall]:
        newest = (roll_call.c.started_at.desc(), roll_call.c.id.desc())
        return self._all("roll_call", sa.select(roll_call).order_by(*newest).limit(count))

    def spot_checks(self, roll_call_id: UUID) -> list[SpotCheck]:
        return self._checks(spot_check.c.roll_call_id == roll_call_id)

    def spot_checks_of_shift(self, shift_id: UUID) -> list[SpotCheck]:
        return self._checks(spot_check.c.shift_id == shift_id)

    def spot_checks_since(self, since: datetime) -> list[SpotCheck]:
        return self._checks(spot_check.c.at >= since)

    def last_spot_checks(self, count: int) -> list[SpotCheck]:
        newest = (spot_check.c.at.desc(), spot_check.c.id.desc())
        return self._all("spot_check", sa.select(spot_check).order_by(*newest).limit(count))

    def self_checks(self, shift_id: UUID) -> list[SelfCheck]:
        held = self_check.c.shift_id == shift_id
        return self._all(
            "self_check",
            sa.select(self_check).where(held).order_by(self_check.c.at, self_check.c.id),
        )

    def last_self_checks(self) -> list[SelfCheck]:
        newest = (
            sa.select(self_check.c.item, sa.func.max(self_check.c.at).label("at"))
            .group_by(self_check.c.item)
            .subquery()
        )
        query = (
            sa.select(self_check)
            .join(newest, (newest.c.item == self_check.c.item) & (newest.c.at == self_check.c.at))
            .order_by(self_check.c.id)
        )
        return self._all("self_check", query)

    def waiting_papers(self) -> list[Paper]:
        order = sa.case({one: n for n, one in enumerate(Urgency)}, value=paper.c.urgency)
        query = sa.select(paper).where(paper.c.state != PaperState.DONE)
        return self._all("paper", query.order_by(order, paper.c.at, paper.c.id))

    def papers_of_shift(self, shift_id: UUID) -> list[Paper]:
        held = paper.c.shift_id == shift_id
        return self._all("paper", sa.select(paper).where(held).order_by(paper.c.at, paper.c.id))

    def last_papers(self, count: int) -> list[Paper]:
        newest = (paper.c.at.desc(), paper.c.id.desc())
        return self._all("paper", sa.select(paper).order_by(*newest).limit(count))

    def same_paper(self, no: str, unit: str) -> Paper | None:
        held = (paper.c.no == no) & (paper.c.unit == unit)
        return self._one("paper", sa.select(paper).where(held))

    def _of_slots(self, name: str, table: sa.Table, since: datetime, until: datetime) -> list[Any]:
        held = (table.c.slot_at >= since) & (table.c.slot_at < until)
        return self._all(name, sa.select(table).where(held).order_by(table.c.at, table.c.id))

    def _checks(self, held: sa.ColumnElement[bool]) -> list[SpotCheck]:
        return self._all(
            "spot_check",
            sa.select(spot_check).where(held).order_by(spot_check.c.at, spot_check.c.id),
        )
