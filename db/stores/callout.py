"""Warnings as the register asks for them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from app.callout.records import Warning
from db.stores.reader import Reader
from db.tables.callout import warning


class WarningRows(Reader):
    """Answers `app.callout.warnings.WarningStore`."""

    def warnings(self, since: datetime | None = None) -> list[Warning]:
        query = sa.select(warning).order_by(warning.c.sent.desc())
        if since is not None:
            query = query.where(warning.c.sent >= since)
        return self._all("warning", query)

    def warning(self, identifier: str) -> Warning | None:
        query = sa.select(warning).where(warning.c.identifier == identifier)
        return self._one("warning", query.order_by(warning.c.received_at))
