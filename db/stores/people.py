"""Officers, read back."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from app.people.records import Officer
from db.stores.reader import Reader
from db.tables.people import officer


class OfficerRows(Reader):
    """Answers `app.people.signin.OfficerStore`."""

    def officers(self) -> list[Officer]:
        query = sa.select(officer).where(officer.c.active).order_by(officer.c.sort, officer.c.name)
        return self._all("officer", query)

    def officer(self, key: UUID) -> Officer | None:
        return self._one("officer", sa.select(officer).where(officer.c.id == key))
