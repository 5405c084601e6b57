"""What can be called upon, counted and listed."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.rescue.records import RescueKind
from db.stores.reader import Reader
from db.tables import metadata


class RescueRows(Reader):
    """Answers `app.rescue.records.RescueStore`."""

    def counts(self) -> dict[RescueKind, int]:
        count = sa.func.count()
        return {
            kind: self._number(sa.select(count).select_from(metadata.tables[kind.value]))
            for kind in RescueKind
        }

    def listed(self, kind: RescueKind) -> list[Any]:
        table = metadata.tables[kind.value]
        return self._all(kind.value, sa.select(table).order_by(table.c.sort))
