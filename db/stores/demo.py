"""What of the demonstration is already kept."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from db.engine import Database
from db.tables import metadata


class KeyRows:
    """Answers `app.demo.seed.KeyStore`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def keys(self, table: str) -> set[UUID]:
        with self._db.read() as connection:
            return set(connection.execute(sa.select(metadata.tables[table].c.id)).scalars())
