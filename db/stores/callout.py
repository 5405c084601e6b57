"""Warnings as the register asks for them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from app.callout.records import Warning
from db.engine import Database, record_of
from db.tables.callout import warning


class Warnings:
    """Answers `app.callout.warnings.WarningStore`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def warnings(self, since: datetime | None = None) -> list[Warning]:
        query = sa.select(warning).order_by(warning.c.sent.desc())
        if since is not None:
            query = query.where(warning.c.sent >= since)
        with self._db.read() as connection:
            return [record_of("warning", row._mapping) for row in connection.execute(query)]

    def warning(self, identifier: str) -> Warning | None:
        query = sa.select(warning).where(warning.c.identifier == identifier)
        with self._db.read() as connection:
            row = connection.execute(query.order_by(warning.c.received_at)).first()
        return None if row is None else record_of("warning", row._mapping)
