"""A record with every kind of column, to write and to quarrel about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.base.ids import new_id
from app.base.marks import Mark
from app.incidents.records import EventClass, Incident, IncidentStatus, Level, Source, Trend
from db.change import record_of
from db.engine import Database
from db.tables.incidents import incident as table

NOON = datetime(2026, 6, 24, 4, 0, tzinfo=UTC)


def incident(**differing: Any) -> Incident:
    """A flood at a village, with a fresh key."""
    plain = Incident(
        id=new_id(),
        no="2026-0001",
        title="丁山镇山洪",
        event_class=EventClass.NATURAL,
        kind="洪水",
        status=IncidentStatus.HANDLING,
        level=Level.NONE,
        level_possible=Level.III,
        happened_at=None,
        happened_about=False,
        received_at=NOON,
        place="𠮷家湾",
        township="丁山镇",
        lat=26.5,
        lon=112.5,
        source=Source.VILLAGE,
        reporter_unit="",
        reporter_name="向示月",
        reporter_phone="",
        callback="",
        course="",
        commander="",
        commander_phone="",
        trend=Trend.UNKNOWN,
        dangers=("滑坡", "断电"),
        measures="",
        needs="",
        told="",
        repeated=False,
        called_back=True,
        by="system",
        by_name="",
        closed_at=None,
        mark=Mark.TEST,
    )
    return replace(plain, **differing)


def write(db: Database, *records: Incident, seen: Incident | None = None) -> None:
    """One change that puts the records."""
    with db.change("officer-1", "incident.register", ("incident", str(records[0].id))) as change:
        for record in records:
            change.put("incident", record, seen=seen)


def kept(db: Database, key: UUID) -> Incident | None:
    with db.read() as connection:
        row = connection.execute(sa.select(table).where(table.c.id == key)).first()
    return None if row is None else record_of("incident", row._mapping)
