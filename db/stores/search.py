"""Words found in the whole record."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from app.base.search import Found, words
from db import reindex
from db.change import record_of
from db.search import find
from db.stores.reader import Reader
from db.tables import metadata

_CHUNK = 500


class SearchRows(Reader):
    """Answers `app.base.search.Search`."""

    def find(self, kind: str, asked: str, most: int) -> Found:
        sought = words(asked)
        with self._db.read() as connection:
            whole = reindex.whole(connection)
            if whole:
                keys = find(connection, kind, sought, most + 1)
            else:
                keys, whole = reindex.read_through(connection, kind, sought, most + 1)
            records = _records(connection, kind, keys[:most])
        return Found(tuple(records), len(keys) > most, whole)

    def build_on(self) -> bool:
        return self._db.build_on()


def _records(connection: sa.Connection, kind: str, keys: list[UUID]) -> list[object]:
    """The records of `keys`, in their order."""
    target = metadata.tables[kind]
    held: dict[UUID, object] = {}
    for begin in range(0, len(keys), _CHUNK):
        query = sa.select(target).where(target.c.id.in_(keys[begin : begin + _CHUNK]))
        held |= {row.id: record_of(kind, row._mapping) for row in connection.execute(query)}
    return [held[key] for key in keys if key in held]
