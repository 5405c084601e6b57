"""What can be called upon, counted and listed."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.rescue.records import RescueKind
from db.engine import Database, record_of
from db.tables import metadata


class Rescue:
    """Answers `app.rescue.records.RescueStore`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def counts(self) -> dict[RescueKind, int]:
        with self._db.read() as connection:
            return {
                kind: connection.execute(
                    sa.select(sa.func.count()).select_from(metadata.tables[kind.value])
                ).scalar_one()
                for kind in RescueKind
            }

    def listed(self, kind: RescueKind) -> list[Any]:
        table = metadata.tables[kind.value]
        with self._db.read() as connection:
            rows = connection.execute(sa.select(table).order_by(table.c.sort))
            return [record_of(kind.value, row._mapping) for row in rows]
