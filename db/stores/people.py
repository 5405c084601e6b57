"""Officers, read back."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from app.people.records import LoginAttempt, Officer
from db.stores.reader import Reader
from db.tables.people import login_attempt, officer

_OFFICIAL = (officer.c.sort, officer.c.name, officer.c.id)


class OfficerRows(Reader):
    """Answers `app.people.signin.OfficerStore`."""

    def officers(self) -> list[Officer]:
        return self._all("officer", sa.select(officer).where(officer.c.active).order_by(*_OFFICIAL))

    def everybody(self) -> list[Officer]:
        return self._all("officer", sa.select(officer).order_by(*_OFFICIAL))

    def officer(self, key: UUID) -> Officer | None:
        return self._one("officer", sa.select(officer).where(officer.c.id == key))

    def attempts(self, key: UUID, most: int) -> list[LoginAttempt]:
        made = login_attempt.c
        query = sa.select(login_attempt).where(made.officer_id == key)
        return self._all(
            "login_attempt", query.order_by(made.at.desc(), made.id.desc()).limit(most)
        )
