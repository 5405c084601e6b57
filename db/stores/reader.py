"""What all stores share: rows of one table as frozen records."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.change import record_of
from db.engine import Database


class Reader:
    """Reads on the store thread; each call has one consistent view."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def _all(self, table: str, query: sa.Select[Any]) -> list[Any]:
        with self._db.read() as connection:
            return [record_of(table, row._mapping) for row in connection.execute(query)]

    def _one(self, table: str, query: sa.Select[Any]) -> Any | None:
        found = self._all(table, query.limit(1))
        return found[0] if found else None

    def _number(self, query: sa.Select[Any]) -> int:
        with self._db.read() as connection:
            return int(connection.execute(query).scalar_one())
