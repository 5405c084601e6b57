"""Stores in memory that can be copied, put back, and die at a counted point."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import StaticPool

import db.engine
from app.base.clock import SteeredClock
from db import sqlite
from db.engine import Database
from db.exchange.hub import Hub
from db.tables import derived_metadata, hub_metadata, metadata
from tests.model import judge

COUNTY = "示范县"
BEFORE, AFTER, INSIDE = "before a COMMIT", "after a COMMIT", "at a statement"


class Crash(Exception):
    """The power went, here."""


class Fuse:
    """Burns down by one at each point of its kind; at its end everything is dead until `renew`."""

    def __init__(self) -> None:
        self.kind = ""
        self.left = 0
        self.dead = False

    def light(self, kind: str, left: int) -> None:
        self.kind, self.left = kind, left

    def renew(self) -> None:
        self.kind, self.dead = "", False

    def burn(self, kind: str) -> None:
        if self.dead:
            raise Crash
        if kind == self.kind:
            self.left -= 1
            if self.left < 0:
                self.dead = True
                raise Crash


class _Cursor(sqlite3.Cursor):
    def execute(self, *told: Any) -> Any:
        self.connection.fuse.burn(INSIDE)  # type: ignore[attr-defined]
        return super().execute(*told)

    def executemany(self, *told: Any) -> Any:
        self.connection.fuse.burn(INSIDE)  # type: ignore[attr-defined]
        return super().executemany(*told)


class Wire(sqlite3.Connection):
    """SQLite in memory: the disk of a desk or of the hub. It outlives the process that uses it."""

    fuse: Fuse
    _written = 0

    def cursor(self, *_told: Any) -> Any:
        return super().cursor(_Cursor)

    def commit(self) -> None:
        writes = self.total_changes != self._written
        self._written = self.total_changes
        if writes:
            self.fuse.burn(BEFORE)
        super().commit()
        if writes:
            self.fuse.burn(AFTER)

    def ask(self, question: str) -> list[Any]:
        """Past every fuse, and past what is no text any more."""
        self.text_factory = _any_text
        try:
            return super().cursor().execute(question).fetchall()
        finally:
            self.text_factory = str


def _any_text(held: bytes) -> str:
    return held.decode("utf-8", "replace")


def wire(image: bytes = b"") -> Wire:
    made = sqlite3.connect(":memory:", factory=Wire, check_same_thread=False)
    made.fuse = Fuse()
    made.isolation_level = None
    if image:
        made.deserialize(image)
    else:
        made.ask("PRAGMA page_size=1024")
    sqlite._on_connect(made, None)
    return made


_base = sqlite.sqlite_engine(Path(":memory:"))
with _base.connect():
    pass
_compiled: dict[Any, Any] = {}


def engine_on(on: Wire) -> sa.Engine:
    """As `sqlite_engine` makes them; statements are compiled once for all."""
    pool = StaticPool(lambda: on, dialect=_base.dialect)  # type: ignore[arg-type, return-value]
    engine = sa.Engine(
        pool, _base.dialect, _base.url, execution_options={"compiled_cache": _compiled}
    )
    event.listen(engine, "begin", sqlite._on_begin)
    return engine


def open_desk(
    on: Wire, name: str, clock: SteeredClock, publish: Callable[[object], None]
) -> Database:
    """A start of a desk whose tables are there."""
    with (
        patch.object(db.engine, "sqlite_engine", lambda _path: engine_on(on)),
        patch.object(db.engine, "prepare", lambda *_: None),
        patch.object(Database, "_open_index", lambda _self: None),
    ):
        return Database(Path(":memory:"), name, clock, publish)


@cache
def empty_desk() -> bytes:
    """The image of a desk that was never used. Search is checked elsewhere: here is no index."""
    on = wire()
    engine = engine_on(on)
    db.engine.prepare(engine, Path(":memory:"))
    derived_metadata.drop_all(engine)
    for name in judge.TABLES:
        judge.knows(name, metadata.tables[name].columns.keys())
    return bytes(on.serialize())


class SqliteHub:
    """The hub as its desks see it, and what may befall it."""

    def __init__(self) -> None:
        self._wire = wire(_empty_hub())
        self.fuse = self._wire.fuse
        self.hub = Hub(engine_on(self._wire))

    def ask(self, question: str) -> Sequence[Any]:
        return self._wire.ask(question)

    def image(self) -> Any:
        return bytes(self._wire.serialize())

    def restore(self, image: Any) -> None:
        with closing(wire(image)) as backup:
            backup.backup(self._wire)

    def renew(self) -> None:
        """Up again after a crash."""
        self._wire.rollback()
        self.fuse.renew()

    def close(self) -> None:
        self._wire.close()


@cache
def _empty_hub() -> bytes:
    on = wire()
    Hub(engine_on(on)).prepare(COUNTY, "hub-1")
    return bytes(on.serialize())


class PostgresHub:
    """The same on a real PostgreSQL; one database for all histories of a process."""

    def __init__(self, engine: sa.Engine) -> None:
        self.fuse = Fuse()
        self._engine = engine
        self.hub = Hub(engine)
        self.hub.prepare(COUNTY, "hub-1")
        self._tables = [*metadata.sorted_tables, *hub_metadata.sorted_tables]
        self._committing = engine.dialect.do_commit
        engine.dialect.do_commit = self._commit  # type: ignore[method-assign]
        event.listen(engine, "before_cursor_execute", self._statement)
        self.restore({table.name: [] for table in metadata.sorted_tables})

    def _commit(self, connection: Any) -> None:
        self.fuse.burn(BEFORE)
        self._committing(connection)
        self.fuse.burn(AFTER)

    def _statement(self, *_told: Any) -> None:
        self.fuse.burn(INSIDE)

    def ask(self, question: str) -> Sequence[Any]:
        with self._engine.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(question)]

    def image(self) -> Any:
        with self._engine.connect() as connection:
            return {
                table.name: [dict(row) for row in connection.execute(sa.select(table)).mappings()]
                for table in metadata.sorted_tables
            }

    def restore(self, image: Any) -> None:
        with self._engine.begin() as connection:
            names = ", ".join(f'"{name}"' for name in image)
            connection.exec_driver_sql(f"TRUNCATE {names} CASCADE")
            for table in metadata.sorted_tables:
                if image[table.name]:
                    connection.execute(table.insert(), image[table.name])

    def renew(self) -> None:
        self.fuse.renew()

    def close(self) -> None:
        self._engine.dialect.do_commit = self._committing  # type: ignore[method-assign]
        event.remove(self._engine, "before_cursor_execute", self._statement)
