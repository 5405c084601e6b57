"""A row is the fold of its effects in order: the same code for desk, pull, hub and rebuild."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from db.past import bodies
from db.tables.base import GROUPS, RECORDS, metadata
from db.tables.journal import effect, journal
from db.types import Kept

Row = dict[str, Any]
"""A row in canonical JSON values: what the fold compares, never what an engine gives back."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An effect that did not fit the row as it stood; `found` is that row, None when there was none."""

    hash: bytes
    n: int
    table: str
    key: str
    found: Row | None


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect with the entry it stands in."""

    hash: bytes
    n: int
    body: dict[str, Any]


def units(table: str, columns: Iterable[str]) -> list[frozenset[str]]:
    """What is compared as a whole: each declared group that is touched, each other column alone."""
    left = set(columns)
    found = []
    for group in GROUPS[table]:
        if left & group:
            found.append(group)
            left -= group
    return found + [frozenset({name}) for name in sorted(left)]


def fits(row: Row | None, body: dict[str, Any]) -> bool:
    """A new row fits where there is none; a change where each unit holds its `from` or its `to`."""
    if "made" in body:
        return row is None
    if row is None:
        return False
    before, after = body["from"], body["to"]
    for unit in units(body["table"], after):
        names = [name for name in unit if name in after]
        if not (
            all(row[name] == before[name] for name in names)
            or all(row[name] == after[name] for name in names)
        ):
            return False
    return True


def put_on(row: Row | None, body: dict[str, Any]) -> Row:
    if "made" in body:
        return dict(body["made"])
    assert row is not None
    return {**row, **body["to"]}


def fold(effects: Iterable[Effect]) -> tuple[Row | None, list[Refusal]]:
    """The row after all effects that fit, and those that did not, in their order."""
    row: Row | None = None
    refused: list[Refusal] = []
    for one in effects:
        if fits(row, one.body):
            row = put_on(row, one.body)
        else:
            body = one.body
            refused.append(Refusal(one.hash, one.n, body["table"], body["key"], row))
    return row, refused


_ORDER = (journal.c.hub_no.is_(None), journal.c.hub_no, journal.c.pos, effect.c.n)
"""Confirmed entries by hub_no, then what is pending here by pos, then the place in the entry."""


def history(connection: sa.Connection, table: str, key: str) -> list[Effect]:
    """All effects on one row, in order."""
    query = (
        sa.select(effect.c.hash, effect.c.n, journal.c.effects, journal.c.schema_no)
        .join(journal, journal.c.hash == effect.c.hash)
        .where(effect.c.tbl == table, effect.c.key == key)
        .order_by(*_ORDER)
    )
    return [
        Effect(bytes(found.hash), found.n, bodies(found.effects, found.schema_no)[found.n])
        for found in connection.execute(query)
    ]


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not the fold of its effects: changed behind the journal's back."""

    table: str
    key: str


def differences(connection: sa.Connection) -> Iterator[Difference]:
    """Fold every row from the whole journal and compare it with the tables."""
    rows: dict[tuple[str, str], Row] = {}
    for body in _all_effects(connection):
        place = (body["table"], body["key"])
        if fits(rows.get(place), body):
            rows[place] = put_on(rows.get(place), body)
    for name in RECORDS:
        target = metadata.tables[name]
        for found in connection.execute(sa.select(target)).mappings():
            row = {column.name: _json(column, found[column.name]) for column in target.columns}
            if rows.pop((name, row["id"]), None) != row:
                yield Difference(name, row["id"])
    for name, key in rows:
        yield Difference(name, key)


def _all_effects(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    query = sa.select(journal.c.effects, journal.c.schema_no).order_by(*_ORDER[:3])
    for found in connection.execute(query):
        yield from bodies(found.effects, found.schema_no)


def _json(column: sa.Column[Any], value: Any) -> Any:
    kind = column.type
    assert isinstance(kind, Kept)
    return None if value is None else kind.to_json(value)
