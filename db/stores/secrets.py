"""Sealed passwords, read back."""

from __future__ import annotations

import sqlalchemy as sa

from app.base.secrets import Secret, SecretKind
from db.stores.reader import Reader
from db.tables.secrets import secret


class SecretRows(Reader):
    """Answers `app.base.secrets.SecretStore`."""

    def secrets(self, kind: SecretKind | None = None) -> list[Secret]:
        query = sa.select(secret).order_by(secret.c.id)
        if kind is not None:
            query = query.where(secret.c.kind == kind)
        rows: list[Secret] = self._all("secret", query)
        return list({(one.kind, one.holder): one for one in rows}.values())
