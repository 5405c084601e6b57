"""A row is the fold of its effects in order: the same code for desk, pull, hub and rebuild."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from db.derive import derive
from db.journal import canonical, index
from db.past import bodies
from db.rows import BadRow, Row, batched, row_json, set_rows
from db.tables.base import GROUPS, RECORDS, metadata
from db.tables.journal import conflict, effect, journal


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
    """A new row fits where there is none, or that very row; a change where each unit holds, as a whole,
    its `from` or its `to`."""
    if "made" in body:
        return row is None or row == body["made"]
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


_ORDER = (journal.c.hub_no.is_(None), journal.c.hub_no, journal.c.pos)
"""Confirmed entries by hub_no, then what is pending here by pos."""
IN_ORDER = sa.or_(journal.c.hub_no.is_not(None), journal.c.pos.is_not(None))
"""What was passed over has neither."""

_KEYS: sa.BindParameter[Any] = sa.bindparam("keys", expanding=True)
_TOUCHING = (
    sa.select(effect.c.key, effect.c.n, effect.c.hash, journal.c.hub_no, journal.c.pos)
    .join(journal, journal.c.hash == effect.c.hash)
    .where(effect.c.tbl == sa.bindparam("table"), effect.c.key.in_(_KEYS), IN_ORDER)
)
_EFFECTS = sa.select(journal.c.hash, journal.c.effects, journal.c.schema_no).where(
    journal.c.hash.in_(sa.bindparam("hashes", expanding=True))
)
_OF_THESE = conflict.c.tbl == sa.bindparam("table"), conflict.c.key.in_(_KEYS)
_CONFLICTS = sa.select(conflict).where(*_OF_THESE)
_NO_CONFLICTS = conflict.delete().where(*_OF_THESE)

Place = tuple[str, str]
"""(table, key) of a row."""


def history(connection: sa.Connection, table: str, key: str) -> list[Effect]:
    """All effects on one row, in order."""
    return histories(connection, table, [key]).get(key, [])


def histories(
    connection: sa.Connection, table: str, keys: Sequence[str]
) -> dict[str, list[Effect]]:
    """The effects on each row, in order."""
    wanted: list[tuple[tuple[bool, int, int], str, bytes]] = []
    told: dict[bytes, list[dict[str, Any]]] = {}
    for some in batched(keys):
        for row in connection.execute(_TOUCHING, {"table": table, "keys": some}):
            place = (row.hub_no is None, row.hub_no or row.pos, row.n)
            wanted.append((place, row.key, bytes(row.hash)))
        needed = {digest for _, _, digest in wanted if digest not in told}
        for part in batched(sorted(needed)):
            for digest, effects, schema_no in connection.execute(_EFFECTS, {"hashes": part}):
                told[bytes(digest)] = bodies(effects, schema_no)
    found: dict[str, list[Effect]] = {}
    for (_, _, n), key, digest in sorted(wanted):
        found.setdefault(key, []).append(Effect(digest, n, told[digest][n]))
    return found


@cache
def parents_first() -> tuple[sa.Table, ...]:
    return tuple(metadata.sorted_tables)


def refold(connection: sa.Connection, places: Iterable[Place]) -> list[BadRow]:
    """Set these rows and their conflicts anew from the journal, parents first.

    The values come from the entries, never back from the tables, so engines cannot differ. Returns the
    rows this database could not hold: none on a desk, and none on a hub unless `put` has a hole.
    """
    keys: dict[str, set[str]] = {}
    for table, key in places:
        keys.setdefault(table, set()).add(key)
    bad: list[BadRow] = []
    for target in parents_first() if keys else ():
        if target.name in keys:
            bad += _refold_table(connection, target, sorted(keys[target.name]))
    return bad


def _refold_table(connection: sa.Connection, target: sa.Table, keys: Sequence[str]) -> list[BadRow]:
    rows: dict[str, Row | None] = {}
    refused: list[Refusal] = []
    stories = histories(connection, target.name, keys)
    for key in keys:
        rows[key], not_fitting = fold(stories.get(key, ()))
        refused += not_fitting
    bad = set_rows(connection, target, rows)
    rows.update(dict.fromkeys(one.key for one in bad))
    derive(connection, target.name, rows)
    _set_conflicts(connection, target.name, keys, refused)
    return bad


def _set_conflicts(
    connection: sa.Connection, table: str, keys: Sequence[str], refused: Iterable[Refusal]
) -> None:
    """Replace the conflicts of these rows; one that was there already keeps when it was shown."""
    shown: dict[tuple[bytes, int], str | None] = {}
    for some in batched(keys):
        these = {"table": table, "keys": some}
        for row in connection.execute(_CONFLICTS, these):
            shown[bytes(row.hash), row.n] = row.shown_at
        if shown:
            connection.execute(_NO_CONFLICTS, these)
    kept = [
        {
            "hash": one.hash,
            "n": one.n,
            "tbl": one.table,
            "key": one.key,
            "found": None if one.found is None else canonical(one.found).decode(),
            "shown_at": shown.get((one.hash, one.n)),
        }
        for one in refused
    ]
    if kept:
        connection.execute(conflict.insert(), kept)


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not the fold of its effects: changed behind the journal's back."""

    table: str
    key: str


def differences(connection: sa.Connection) -> Iterator[Difference]:
    """Fold every row from the whole journal and compare rows and conflicts with the tables."""
    rows: dict[Place, Row] = {}
    refused: dict[tuple[bytes, int], tuple[Place, Row | None]] = {}
    for one in _all_effects(connection):
        place = (one.body["table"], one.body["key"])
        if fits(rows.get(place), one.body):
            rows[place] = put_on(rows.get(place), one.body)
        else:
            refused[one.hash, one.n] = place, rows.get(place)
    for name in RECORDS:
        target = metadata.tables[name]
        for found in connection.execute(sa.select(target)).mappings():
            row = row_json(target, dict(found))
            if rows.pop((name, row["id"]), None) != row:
                yield Difference(name, row["id"])
    for name, key in rows:
        yield Difference(name, key)
    for held in connection.execute(sa.select(conflict)):
        kept = (held.tbl, held.key), None if held.found is None else json.loads(held.found)
        if refused.pop((bytes(held.hash), held.n), None) != kept:
            yield Difference(conflict.name, held.key)
    for (_, key), _ in refused.values():
        yield Difference(conflict.name, key)


def rebuild(connection: sa.Connection) -> None:
    """Make the index of effects, all rows and all conflicts anew from the journal alone."""
    connection.execute(effect.delete())
    places: set[Place] = set()
    query = sa.select(journal.c.hash, journal.c.effects, journal.c.schema_no).where(IN_ORDER)
    for digest, effects, schema_no in connection.execute(query).all():
        told = bodies(effects, schema_no)
        index(connection, [(bytes(digest), told)])
        places |= {(done["table"], done["key"]) for done in told}
    for name in RECORDS:
        target = metadata.tables[name]
        for key in connection.execute(sa.select(target.c.id)).scalars():
            places.add((name, str(key)))  # rows without any effect go
    refold(connection, places)


def _all_effects(connection: sa.Connection) -> Iterator[Effect]:
    query = sa.select(journal.c.hash, journal.c.effects, journal.c.schema_no).where(IN_ORDER)
    for digest, *told in connection.execute(query.order_by(*_ORDER)):
        for n, body in enumerate(bodies(*told)):
            yield Effect(bytes(digest), n, body)
