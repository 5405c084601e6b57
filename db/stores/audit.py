"""The trail of changes, read back: conflicts with both sides, and the life of one row."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from app.audit.records import Contested, Fork, Hand, Past, Settlement
from app.base.ids import CHAIN_TAIL, desk_of
from db.change import record_of
from db.fold import Effect, fits, histories, put_on
from db.rows import Row, batched
from db.stores.forks import forks
from db.stores.reader import Reader
from db.tables import metadata
from db.tables.audit import settlement
from db.tables.journal import conflict, journal
from db.tables.people import officer
from db.types import Kept, UtcTime

_ENTRY = sa.func.lower(sa.func.hex(conflict.c.hash))
_DONE = sa.exists().where(settlement.c.entry == _ENTRY, settlement.c.n == conflict.c.n)


class ConflictRows(Reader):
    """Answers `app.audit.reconcile.ConflictStore`."""

    def contested(self, most: int) -> list[Contested]:
        own = _desk(journal.c.ws, self._db.desk)
        query = (
            sa.select(conflict, own.label("own"))
            .join(journal, journal.c.hash == conflict.c.hash)
            .order_by(_DONE, own.desc(), journal.c.at_utc.desc())
            .limit(most)
        )
        with self._db.read() as connection:
            rows = connection.execute(query).all()
            settled = _settlements(connection)
            names = _names(connection)
            by_table: defaultdict[str, list[Any]] = defaultdict(list)
            for row in rows:
                by_table[row.tbl].append(row)
            found: dict[tuple[bytes, int], Contested] = {}
            for table, some in by_table.items():
                stories = histories(connection, table, sorted({row.key for row in some}))
                told = _entries(connection, stories.values())
                for row in some:
                    life = _Life(table, stories.get(row.key, []), told, names)
                    done = settled.get((bytes(row.hash).hex(), row.n))
                    found[bytes(row.hash), row.n] = life.contested(row, done)
        return [found[bytes(row.hash), row.n] for row in rows]

    def forks(self) -> list[Fork]:
        with self._db.read() as connection:
            return forks(connection, _names(connection))

    def settlement(self, entry: str, n: int) -> Settlement | None:
        held = (settlement.c.entry == entry) & (settlement.c.n == n)
        query = sa.select(settlement).where(held).order_by(settlement.c.at.desc())
        return self._one("settlement", query)

    def past(self, table: str, key: str) -> list[Past]:
        with self._db.read() as connection:
            stories = histories(connection, table, [key])
            told = _entries(connection, stories.values())
            return _Life(table, stories.get(key, []), told, _names(connection)).past()

    def record(self, table: str, values: Mapping[str, Any]) -> Any:
        return record_of(table, values)


class _Life:
    """One row from its first effect on: which fitted, and who wrote what stands."""

    def __init__(
        self, table: str, effects: list[Effect], told: dict[bytes, Any], names: dict[str, str]
    ) -> None:
        self._table = table
        self._told = told
        self._names = names
        self._steps: list[tuple[Effect, bool]] = []
        self._row: Row | None = None
        for one in effects:
            fitted = fits(self._row, one.body)
            self._steps.append((one, fitted))
            if fitted:
                self._row = put_on(self._row, one.body)

    def contested(self, row: Any, done: Settlement | None) -> Contested:
        body = next(
            one.body for one, _ in self._steps if (one.hash, one.n) == (bytes(row.hash), row.n)
        )
        wanted = _news(body)
        entry = self._told[bytes(row.hash)]
        return Contested(
            entry=bytes(row.hash).hex(),
            n=row.n,
            table=self._table,
            key=row.key,
            wanted=self._values(wanted),
            was=self._values(body.get("from", {})),
            found=None if row.found is None else self._values(json.loads(row.found)),
            now=None if self._row is None else self._values(self._row),
            by=self._hand(entry),
            stands=self._last_hand(wanted),
            what=entry.what,
            own=bool(row.own),
            confirmed=entry.hub_no is not None,
            settled=done,
            settled_by="" if done is None else self._names.get(done.by, done.by),
            names=self._names,
        )

    def past(self) -> list[Past]:
        steps = []
        for one, fitted in self._steps:
            before, after = (
                self._told_values(one.body.get("from", {})),
                self._told_values(_news(one.body)),
            )
            changes = tuple(
                (name, before.get(name), value)
                for name, value in after.items()
                if not before or before[name] != value
            )
            entry = self._told[one.hash]
            steps.append(
                Past(self._hand(entry), entry.what, changes, fitted, entry.hub_no is not None)
            )
        return steps

    def _last_hand(self, columns: Mapping[str, Any]) -> Hand | None:
        """Who wrote last to any of these columns, and was let through."""
        for one, fitted in reversed(self._steps):
            if fitted and not set(columns).isdisjoint(_news(one.body)):
                return self._hand(self._told[one.hash])
        return None

    def _hand(self, entry: Any) -> Hand:
        at = UtcTime().from_json(entry.at_utc)
        return Hand(self._names.get(entry.by, entry.by), desk_of(entry.ws), at)

    def _told_values(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """As they are read out: officers by name."""
        return {
            name: self._names.get(str(value), value) for name, value in self._values(row).items()
        }

    def _values(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Canonical JSON values as the records hold them."""
        columns = metadata.tables[self._table].c
        values = {}
        for name, value in row.items():
            kind = columns[name].type
            assert isinstance(kind, Kept)
            values[name] = None if value is None else kind.from_json(value)
        return values


def _news(body: dict[str, Any]) -> dict[str, Any]:
    news: dict[str, Any] = body["made"] if "made" in body else body["to"]
    return news


def _desk(chain: sa.ColumnElement[str], name: str) -> sa.ColumnElement[bool]:
    return (sa.func.length(chain) == len(name) + CHAIN_TAIL) & chain.startswith(
        f"{name}-", autoescape=True
    )


def _entries(connection: sa.Connection, stories: Iterable[list[Effect]]) -> dict[bytes, Any]:
    """Who, where and when of every entry these effects stand in."""
    wanted = sorted({one.hash for story in stories for one in story})
    columns = (journal.c.hash, journal.c.ws, journal.c.by, journal.c.at_utc, journal.c.what)
    told: dict[bytes, Any] = {}
    for some in batched(wanted):
        query = sa.select(*columns, journal.c.hub_no).where(journal.c.hash.in_(some))
        told.update((bytes(row.hash), row) for row in connection.execute(query))
    return told


def _settlements(connection: sa.Connection) -> dict[tuple[str, int], Settlement]:
    """The last one of each conflict."""
    query = sa.select(settlement).order_by(settlement.c.at, settlement.c.id)
    return {
        (row.entry, row.n): record_of("settlement", row._mapping)
        for row in connection.execute(query)
    }


def _names(connection: sa.Connection) -> dict[str, str]:
    return {
        str(row.id): row.name for row in connection.execute(sa.select(officer.c.id, officer.c.name))
    }
