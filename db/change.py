"""What one change writes: rows and the effects that go into the journal."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.base.errors import Conflict, Refused
from app.base.ids import new_id
from db.derive import derive
from db.rows import Row
from db.tables import metadata
from db.tables.base import GROUPS, RECORDS
from db.types import Kept


class OpenChange:
    """What happens inside one `with db.change(...)`. `put` writes the row and records its effect."""

    def __init__(self, connection: sa.Connection, at: datetime, what: str) -> None:
        self.id: UUID = new_id()
        self.at = at
        self.what = what
        self.effects: list[dict[str, Any]] = []
        self.touched: list[tuple[str, str]] = []
        self._connection = connection
        self._stands: defaultdict[str, dict[str, Row | None]] = defaultdict(dict)

    def put(self, table: str, record: Any, *, seen: Any | None = None) -> None:
        target = _table_of(table, record)
        new = _checked(target, record)
        if seen is None:
            self._connection.execute(target.insert(), new)
            done = _made(target, new)
            self._note(done, done["made"])
            return
        old = _checked(target, seen)
        if old["id"] != new["id"]:
            raise ValueError("seen is another record")
        units = _changed_units(table, old, new)
        if units:
            self._edit(target, old, new, units)

    def put_many(self, table: str, records: Iterable[Any]) -> None:
        rows = [_checked(_table_of(table, record), record) for record in records]
        if not rows:
            return
        target = metadata.tables[table]
        self._connection.execute(target.insert(), rows)
        made = [_made(target, row) for row in rows]
        self.effects.extend(made)
        self.touched.append((table, ""))
        self._stands[table].update((done["key"], done["made"]) for done in made)

    def derive(self) -> None:
        """Bring the search index to the rows as they now stand; asked once, before COMMIT."""
        for table, rows in self._stands.items():
            derive(self._connection, table, rows)

    def _edit(
        self,
        target: sa.Table,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        units: list[tuple[str, ...]],
    ) -> None:
        held = (
            self._connection.execute(sa.select(target).where(target.c.id == new["id"]))
            .mappings()
            .first()
        )
        if held is None:
            raise Refused("id", "not_here")
        for unit in units:
            if not (_equal(unit, held, old) or _equal(unit, held, new)):
                name = _quarrelled_over(unit, held, old, new)
                raise Conflict(name, held[name], new[name])
        names = [name for unit in units for name in unit]
        self._connection.execute(
            target.update().where(target.c.id == new["id"]), {n: new[n] for n in names}
        )
        before = {n: _json(target, n, held[n]) for n in _codecs(target)}
        after = {n: _json(target, n, new[n]) for n in names}
        self._note(
            {
                "table": target.name,
                "key": str(new["id"]),
                "from": {n: before[n] for n in names},
                "to": after,
            },
            before | after,
        )

    def _note(self, done: dict[str, Any], row: Row) -> None:
        table, key = done["table"], done["key"]
        self.effects.append(done)
        self.touched.append((table, key))
        self._stands[table][key] = row


@cache
def _codecs(target: sa.Table) -> dict[str, tuple[Kept, bool]]:
    """Column -> its codec, and whether it may be empty; in the order of the record's fields."""
    codecs: dict[str, tuple[Kept, bool]] = {}
    for field in dataclasses.fields(RECORDS[target.name]):
        column = target.c[field.name]
        assert isinstance(column.type, Kept), f"{target.name}.{field.name} has no codec"
        codecs[field.name] = (column.type, bool(column.nullable))
    return codecs


def _table_of(table: str, record: Any) -> sa.Table:
    if not isinstance(record, RECORDS[table]):
        raise TypeError(f"{table} keeps {RECORDS[table].__name__}, not {type(record).__name__}")
    return metadata.tables[table]


def _checked(target: sa.Table, record: Any) -> dict[str, Any]:
    """The record as column values, each checked by its column's type."""
    values: dict[str, Any] = {}
    for name, (kind, may_be_empty) in _codecs(target).items():
        value = getattr(record, name)
        if value is not None:
            values[name] = kind.check(name, value)
        elif may_be_empty:
            values[name] = None
        else:
            raise Refused(name, "missing")
    return values


def _changed_units(
    table: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> list[tuple[str, ...]]:
    """What differs: columns one by one, and groups whole, for they are only true together."""
    changed = {name for name in new if new[name] != old[name]}
    groups = [tuple(sorted(group)) for group in GROUPS[table] if changed & group]
    alone = changed.difference(*groups)
    return sorted([*groups, *((name,) for name in alone)])


def _equal(unit: tuple[str, ...], one: Mapping[Any, Any], other: Mapping[Any, Any]) -> bool:
    return all(one[name] == other[name] for name in unit)


def _quarrelled_over(
    unit: tuple[str, ...], held: Mapping[Any, Any], old: Mapping[str, Any], new: Mapping[str, Any]
) -> str:
    """The column to name in a conflict: rather one that this officer changed, then one they did."""

    def weight(name: str) -> tuple[bool, bool, bool]:
        return held[name] != new[name], new[name] != old[name], held[name] != old[name]

    return max(unit, key=weight)


def _made(target: sa.Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """The effect of a new row."""
    codecs = _codecs(target)
    made = {
        name: None if value is None else codecs[name][0].to_json(value)
        for name, value in row.items()
    }
    return {"table": target.name, "key": str(row["id"]), "made": made}


def _json(target: sa.Table, name: str, value: Any) -> Any:
    return None if value is None else _codecs(target)[name][0].to_json(value)


def record_of(table: str, row: Mapping[Any, Any]) -> Any:
    """The frozen record of a row mapping that holds at least the columns of `table`."""
    made = RECORDS[table]
    return made(**{name: row[name] for name in _names(made)})


@cache
def _names(record: type[Any]) -> tuple[str, ...]:
    """Of every column; a list of sixty lines asks for them sixty times."""
    return tuple(field.name for field in dataclasses.fields(record))
