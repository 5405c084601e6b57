"""What hub and desks must hold when all is quiet, by a fold that shares no code with the product's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from db.fold import differences
from db.journal import verify
from db.rows import row_json
from db.tables.base import GROUPS, RECORDS, metadata
from db.tables.journal import conflict, journal

Row = dict[str, Any]


@dataclass
class Holding:
    """What one store holds: its rows and its conflicts."""

    rows: dict[tuple[str, str], Row] = field(default_factory=dict)
    conflicts: dict[tuple[str, int], Row | None] = field(default_factory=dict)


def held(connection: sa.Connection) -> Holding:
    """Read from the tables."""
    found = Holding()
    for name in RECORDS:
        table = metadata.tables[name]
        for row in connection.execute(sa.select(table)).mappings():
            values = row_json(table, dict(row))
            found.rows[name, values["id"]] = values
    for one in connection.execute(sa.select(conflict)):
        value = None if one.found is None else json.loads(one.found)
        found.conflicts[bytes(one.hash).hex(), one.n] = value
    return found


def judged(connection: sa.Connection) -> tuple[Holding, int]:
    """From the hub's journal, in plain dictionaries; and how many changes of rows it let through."""
    out = Holding()
    applied = 0
    query = sa.select(journal.c.hash, journal.c.effects).order_by(journal.c.hub_no)
    for digest, effects in connection.execute(query):
        for n, body in enumerate(json.loads(effects)):
            place = (body["table"], body["key"])
            row = out.rows.get(place)
            after = _after(row, body)
            if after is None:
                out.conflicts[bytes(digest).hex(), n] = row
            else:
                out.rows[place] = after
                applied += "to" in body
    return out, applied


def _after(row: Row | None, body: Row) -> Row | None:
    if "made" in body:
        return body["made"] if row is None else None
    if row is None:
        return None
    for names in _whole(body["table"], body["to"]):
        now = [row[name] for name in names]
        if now not in ([body["from"][x] for x in names], [body["to"][x] for x in names]):
            return None
    return row | body["to"]


def _whole(table: str, columns: Row) -> Iterator[list[str]]:
    grouped = [sorted(group) for group in GROUPS[table] if group & columns.keys()]
    yield from grouped
    yield from ([name] for name in columns if not any(name in group for group in grouped))


def whole(connection: sa.Connection) -> bool:
    """Every hash and every predecessor holds, and every row is the fold of its effects."""
    return verify(connection).bad is None and not any(differences(connection))
