"""The index of a record that has none, built in steps; and what is found meanwhile."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.derive import derive, searched
from db.rows import Row, row_json
from db.tables import derived_metadata, metadata
from db.tables.base import SOUGHT
from db.tables.search import search_state
from db.types import Kept

STEP = 500
"""Rows indexed at once when an index is built."""
AT_ONCE = 6
"""Steps of building that are done before the store is open; the others wait for the store thread."""
UNINDEXED = 20_000
"""Newest rows that are read when there is no whole index yet."""
LAYOUT = sha256(repr((2, sorted(SOUGHT.items()))).encode()).hexdigest()


def prepare(connection: sa.Connection) -> None:
    """Make what is derived, and anew when it is of another layout. A small record is indexed at once."""
    derived_metadata.create_all(connection)
    if _state(connection, "layout") != LAYOUT:
        clear(connection)
    for _ in range(AT_ONCE):
        if build_on(connection):
            return


def clear(connection: sa.Connection) -> None:
    """Throw away all that is derived; `build_on` builds it anew."""
    derived_metadata.drop_all(connection)
    derived_metadata.create_all(connection)
    connection.execute(
        search_state.insert(), [{"k": "layout", "v": LAYOUT}, {"k": "upto", "v": '[""]'}]
    )


def rebuild_search(connection: sa.Connection) -> None:
    """Derive index and spellings anew from the rows as they stand."""
    clear(connection)
    while not build_on(connection):
        pass


def build_on(connection: sa.Connection) -> bool:
    """Index the next `STEP` rows, table by table from the oldest. True when the index is whole."""
    upto = _state(connection, "upto")
    if upto is None:
        return True
    table, *after = json.loads(upto)
    left = STEP
    for name in sorted(SOUGHT):
        if name < table:
            continue
        rows = _next_rows(connection, name, after if name == table else [], left)
        derive(connection, name, {row["id"]: row for row in rows})
        left -= len(rows)
        if not left:
            reached = json.dumps([name, *(rows[-1][column] for column in _order(name))])
            connection.execute(search_state.update().where(_UPTO), {"v": reached})
            return False
    connection.execute(search_state.delete().where(_UPTO))
    return True


def whole(connection: sa.Connection) -> bool:
    """The index is there, of this layout, and built to the end."""
    return (
        sa.inspect(connection).has_table("search_state")
        and _state(connection, "layout") == LAYOUT
        and _state(connection, "upto") is None
    )


def _state(connection: sa.Connection, k: str) -> str | None:
    return connection.execute(_STATE, {"k": k}).scalar()


def _order(table: str) -> tuple[str, ...]:
    newest = SOUGHT[table].newest
    return (newest, "id") if newest else ("id",)


def _next_rows(
    connection: sa.Connection, table: str, after: Sequence[str], count: int
) -> list[Row]:
    target = metadata.tables[table]
    order = [target.c[name] for name in _order(table)]
    query = sa.select(target).order_by(*order).limit(count)
    if after:
        values = [
            sa.literal(_kind(column).from_json(value), column.type)
            for column, value in zip(order, after, strict=True)
        ]
        query = query.where(sa.tuple_(*order) > sa.tuple_(*values))
    return [row_json(target, dict(row)) for row in connection.execute(query).mappings()]


def _kind(column: sa.Column[Any]) -> Kept:
    assert isinstance(column.type, Kept)
    return column.type


def read_through(
    connection: sa.Connection, table: str, sought: Sequence[str], most: int
) -> tuple[list[UUID], bool]:
    """What `find` would give, read from the rows themselves; False when not all of them were read."""
    target = metadata.tables[table]
    order = [target.c[name].desc() for name in _order(table)]
    query = sa.select(target).order_by(*order).limit(UNINDEXED + 1)
    found: list[UUID] = []
    for n, row in enumerate(connection.execute(query).mappings()):
        if n == UNINDEXED:
            return found, False
        text = searched(row_json(target, dict(row)), SOUGHT[table])
        if text and all(word in text for word in sought):
            found.append(UUID(str(row["id"])))
            if len(found) == most:
                break
    return found, True


_STATE = sa.select(search_state.c.v).where(search_state.c.k == sa.bindparam("k"))
_UPTO = search_state.c.k == "upto"
