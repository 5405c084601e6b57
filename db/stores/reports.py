"""Reports with their steps and sendings, what was urged and stated, read back."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from app.reports.records import Report, ReportKind, ReportStep, Sending, Stage, Statement, Urging
from db.stores.reader import Reader
from db.tables.reports import report, report_step, sending, statement, urging

_UNDER_WAY = report.c.stage.not_in([Stage.FILED, Stage.CANCELLED])


class ReportRows(Reader):
    """Answers `app.reports.steps.ReportStore`."""

    def report(self, key: UUID) -> Report | None:
        return self._one("report", sa.select(report).where(report.c.id == key))

    def of_incident(self, incident_id: UUID) -> list[Report]:
        held = report.c.incident_id == incident_id
        return self._all(
            "report", sa.select(report).where(held).order_by(report.c.drafted_at, report.c.id)
        )

    def under_way(self) -> list[Report]:
        return self._all(
            "report",
            sa.select(report).where(_UNDER_WAY).order_by(report.c.drafted_at.desc(), report.c.id),
        )

    def latest(self, count: int) -> list[Report]:
        return self._all(
            "report",
            sa.select(report).order_by(report.c.drafted_at.desc(), report.c.id).limit(count),
        )

    def of_no_incident(self, count: int) -> list[Report]:
        newest = sa.select(report).where(report.c.incident_id.is_(None))
        query = newest.order_by(report.c.drafted_at.desc(), report.c.id.desc()).limit(count)
        return self._all("report", query)[::-1]

    def numbers(self, year: int, kinds: Collection[ReportKind]) -> list[int]:
        held = (report.c.year == year) & (report.c.year_no > 0) & report.c.kind.in_(list(kinds))
        with self._db.read() as connection:
            query = sa.select(report.c.year_no).where(held).order_by(report.c.year_no)
            return [int(number) for number in connection.execute(query).scalars()]

    def steps(self, report_id: UUID) -> list[ReportStep]:
        held = report_step.c.report_id == report_id
        return self._all(
            "report_step",
            sa.select(report_step).where(held).order_by(report_step.c.at, report_step.c.id),
        )

    def sendings(self, report_id: UUID) -> list[Sending]:
        held = sending.c.report_id == report_id
        return self._all(
            "sending", sa.select(sending).where(held).order_by(sending.c.sent_at, sending.c.id)
        )

    def sent_of(self, incident_id: UUID) -> list[Sending]:
        held = sending.c.incident_id == incident_id
        return self._all(
            "sending", sa.select(sending).where(held).order_by(sending.c.sent_at, sending.c.id)
        )

    def urgings(self, incident_id: UUID) -> list[Urging]:
        held = urging.c.incident_id == incident_id
        return self._all("urging", sa.select(urging).where(held).order_by(urging.c.at, urging.c.id))

    def statements(self, incident_id: UUID) -> list[Statement]:
        held = statement.c.incident_id == incident_id
        return self._all(
            "statement", sa.select(statement).where(held).order_by(statement.c.at, statement.c.id)
        )
