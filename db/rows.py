"""Rows as canonical JSON values, and how they are set on either engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from db.types import Kept

Row = dict[str, Any]
"""A row in canonical JSON values: what the fold compares, never what an engine gives back."""

MOST_AT_ONCE = 2000
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row the database refused though its entry is taken."""

    table: str
    key: str
    error: str


def batched(things: Sequence[T]) -> Iterator[Sequence[T]]:
    """So many at a time that a statement stays within the engines' limits."""
    for start in range(0, len(things), MOST_AT_ONCE):
        yield things[start : start + MOST_AT_ONCE]


def row_json(target: sa.Table, found: Mapping[str, Any]) -> Row:
    """What an engine gave back, as canonical JSON values."""
    return {
        name: None if (value := found[name]) is None else kept.to_json(value)
        for name, kept in _codecs(target).items()
    }


def set_rows(
    connection: sa.Connection, target: sa.Table, rows: Mapping[str, Row | None]
) -> list[BadRow]:
    """Make the table hold exactly these rows under these keys; None: no such row."""
    gone = [key for key, row in rows.items() if row is None]
    for some in batched(gone):
        keys = [_codecs(target)["id"].from_json(key) for key in some]
        connection.execute(_delete(target), {"keys": keys})
    values = {key: _values(target, row) for key, row in rows.items() if row is not None}
    if not values:
        return []
    if connection.dialect.name == "sqlite":
        connection.execute(_upsert(target, "sqlite"), list(values.values()))
        return []
    return _set_guarded(connection, target, values)


def _set_guarded(
    connection: sa.Connection, target: sa.Table, values: Mapping[str, dict[str, Any]]
) -> list[BadRow]:
    """All at once; should one be refused, row by row, so that nothing else stops."""
    try:
        _set_at_once(connection, target, list(values.values()))
        return []
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
    bad = []
    for key, value in values.items():
        try:
            _set_at_once(connection, target, [value])
        except DBAPIError as error:
            if error.connection_invalidated:
                raise
            bad.append(BadRow(target.name, key, str(error.orig)))
    return bad


def _set_at_once(connection: sa.Connection, target: sa.Table, values: list[dict[str, Any]]) -> None:
    with connection.begin_nested():
        connection.execute(_upsert(target, connection.dialect.name), values)
        connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
        connection.exec_driver_sql("SET CONSTRAINTS ALL DEFERRED")


@cache
def _delete(target: sa.Table) -> Any:
    return target.delete().where(target.c.id.in_(sa.bindparam("keys", expanding=True)))


@cache
def _upsert(target: sa.Table, dialect: str) -> Any:
    statement: Any = (sqlite if dialect == "sqlite" else postgresql).insert(target)
    others = {column.name: statement.excluded[column.name] for column in target.columns}
    del others["id"]
    return statement.on_conflict_do_update(index_elements=["id"], set_=others)


def _values(target: sa.Table, row: Row) -> dict[str, Any]:
    codecs = _codecs(target)
    return {
        name: None if value is None else codecs[name].from_json(value)
        for name, value in row.items()
    }


@cache
def _codecs(target: sa.Table) -> dict[str, Kept]:
    """Column -> its codec."""
    found: dict[str, Kept] = {}
    for column in target.columns:
        assert isinstance(column.type, Kept)
        found[column.name] = column.type
    return found
