"""Bring a store to today's schema: a proven copy first, then everything in one transaction or nothing."""

from __future__ import annotations

import errno
import io
import logging
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import sqlalchemy.exc

from db.fold import differences, refold
from db.journal import verify
from db.past import PAST
from db.tables import SCHEMA_NO, derived_metadata, desk_metadata, metadata
from db.tables.journal import GUARDS

_log = logging.getLogger(__name__)
APPLICATION_ID = 0x44555459
"""DUTY, in the head of the file."""
NOT_A_RECORD, EMPTIED = "not_a_record", "emptied"
MIGRATIONS = Path(__file__).with_name("migrations")
VERSIONS = (MIGRATIONS / "versions",)
_version = sa.Table(
    "alembic_version", sa.MetaData(), sa.Column("version_num", sa.String(32), primary_key=True)
)


class UpgradeFailedError(Exception):
    """The store is as it was before. Says which precaution did not hold."""


def prepare(engine: sa.Engine, file: Path) -> str | None:
    """Make a fresh store, upgrade an older one. A code when it may only be read, else None.

    newer_schema: a newer version wrote it. not_a_record: it is some other program's file. emptied: not a
    byte is left in it, but files or backups of this desk lie beside it.
    upgrade_failed: a step failed; the store is untouched, the reason is in the log. A disk that fails
    raises as ever.
    """
    if (why := _strange(file)) is not None:
        return why
    writer = engine.execution_options(rw=True)
    with engine.connect() as connection, connection.begin():
        held = _schema_of(connection)
    if isinstance(held, str):
        return held
    if 0 < held < SCHEMA_NO:
        copy = _copy(engine, file, held)
        _log.info("schema %s becomes %s; the store as it was: %s", held, SCHEMA_NO, copy.name)
        return _upgrade(writer, held)
    with writer.connect() as connection, connection.begin():
        _make_whole(connection)
    return None


def migrate(connection: sa.Connection, since: int) -> None:
    """Every step after schema `since`, within the caller's transaction.

    Tables that are new are not made here: `create_all` makes them afterwards, in today's shape.
    """
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    for _, step in _steps(since):
        with Operations.context(MigrationContext.configure(connection)):
            step()


def hub_steps(since: int) -> Iterator[tuple[int, str]]:
    """The same steps as SQL for PostgreSQL, each with its number: its owner runs them, not a desk."""
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    for number, step in _steps(since):
        told = io.StringIO()
        options = {"as_sql": True, "output_buffer": told}
        context = MigrationContext.configure(dialect_name="postgresql", opts=options)
        with Operations.context(context):
            step()
        yield number, told.getvalue().strip()


def _steps(since: int) -> Iterator[tuple[int, Callable[[], None]]]:
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(MIGRATIONS), version_locations=[str(one) for one in VERSIONS])
    for script in reversed(list(scripts.walk_revisions())):
        if int(script.revision) > since:
            yield int(script.revision), script.module.upgrade


def _stamp(connection: sa.Connection) -> None:
    """This store has today's schema."""
    _version.create(connection, checkfirst=True)
    held = connection.execute(sa.select(_version.c.version_num)).scalars().all()
    if held != [str(SCHEMA_NO)]:
        connection.execute(_version.delete())
        connection.execute(_version.insert(), {"version_num": str(SCHEMA_NO)})


def _schema_of(connection: sa.Connection) -> int | str:
    """The number a SQLite store was written by, 0 for an empty file, or why it may only be read."""
    pragma = connection.exec_driver_sql
    number = int(pragma("PRAGMA user_version").scalar_one())
    application = int(pragma("PRAGMA application_id").scalar_one())
    tables = sa.inspect(connection).get_table_names()
    if not tables and not application:
        return 0
    if application != APPLICATION_ID:
        return NOT_A_RECORD
    revision = str(number)
    if _version.name in tables:
        revision = str(connection.execute(sa.select(_version.c.version_num)).scalar() or number)
    known = {str(one) for one in range(1, SCHEMA_NO + 1)}
    return int(revision) if number <= SCHEMA_NO and revision in known else "newer_schema"


def _strange(file: Path) -> str | None:
    """Looked at before the engine comes near: opening as a record turns any file of SQLite to WAL."""
    if not file.is_file():
        return None
    if not file.stat().st_size:
        kept = (place for name in ("blobs", "backups") for place in file.parent.glob(f"{name}/*"))
        return EMPTIED if any(kept) else None
    query = "SELECT application_id FROM pragma_application_id"
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            (application,) = connection.execute(query).fetchone()
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone() != (0,)
    except sqlite3.Error:
        return None  # what is damaged or in use is told by the engine
    known = application == APPLICATION_ID or not (application or tables)
    return None if known else NOT_A_RECORD


def _make_whole(connection: sa.Connection) -> None:
    """Tables, guards and numbers of today; what is there already stays as it is."""
    held = set(sa.inspect(connection).get_table_names())
    for these in (metadata, desk_metadata):
        missing = [table for table in these.tables.values() if table.name not in held]
        these.create_all(connection, missing, checkfirst=False)
    _set_guards(connection)
    _stamp(connection)
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_NO}")
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def _set_guards(connection: sa.Connection) -> None:
    """The triggers of today and no others, whatever a step or somebody else made of them."""
    held = _triggers(connection)
    wanted = {_trigger_name(sql): _as_kept(sql) for sql in GUARDS}
    for name in held.keys() | wanted.keys():
        if held.get(name) != wanted.get(name):
            connection.exec_driver_sql(f'DROP TRIGGER IF EXISTS "{name}"')
    for sql in GUARDS:
        connection.exec_driver_sql(sql)
    if _triggers(connection) != wanted:
        raise UpgradeFailedError("the guards of the journal are not those of the program")


def _triggers(connection: sa.Connection) -> dict[str, str]:
    """The triggers on tables that carry the record, by name."""
    rows = connection.exec_driver_sql(
        "SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    )
    return {row.name: row.sql for row in rows if row.tbl_name in metadata.tables}


def _trigger_name(sql: str) -> str:
    return _as_kept(sql).split()[2]


def _as_kept(sql: str) -> str:
    """How SQLite keeps the words of a trigger."""
    return sql.replace("TRIGGER IF NOT EXISTS", "TRIGGER", 1)


def _upgrade(writer: sa.Engine, since: int) -> str | None:
    with _without_foreign_keys(writer) as connection:
        try:
            with connection.begin():
                derived_metadata.drop_all(connection)
                before = _Before(connection)
                migrate(connection, since)
                _make_whole(connection)
                before.compare(connection)
        except sa.exc.DBAPIError as error:
            if isinstance(error.orig, sqlite3.OperationalError) and _disk(str(error.orig)):
                raise
            _log.exception("the upgrade failed; the store is as it was")
            return "upgrade_failed"
        except Exception:  # noqa: BLE001  a step may fail in any way
            _log.exception("the upgrade failed; the store is as it was")
            return "upgrade_failed"
    return None


def _disk(words: str) -> bool:
    return any(sign in words for sign in ("disk", "readonly", "locked", "unable to open"))


@contextmanager
def _without_foreign_keys(writer: sa.Engine) -> Iterator[sa.Connection]:
    """A connection of its own: inside a transaction the switch would do nothing."""
    with writer.connect() as connection:
        connection.detach()
        raw = connection.connection.dbapi_connection
        assert isinstance(raw, sqlite3.Connection)
        raw.execute("PRAGMA foreign_keys = off")
        yield connection


class _Before:
    """What must be the same after the upgrade."""

    def __init__(self, connection: sa.Connection) -> None:
        self._rows = _row_counts(connection)
        self._verdict = verify(connection)
        self._roots = _roots(connection)

    def compare(self, connection: sa.Connection) -> None:
        """`UpgradeFailedError` names the first precaution that does not hold."""
        after = _row_counts(connection)
        for table, rows in self._rows.items():
            if after.get(_renamed(table)) != rows:
                raise UpgradeFailedError(f"{table} had {rows} rows, now {after.get(table)}")
        if _roots(connection) != self._roots:
            raise UpgradeFailedError("a step made the journal anew instead of changing it in place")
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise UpgradeFailedError("a row refers to nothing")
        if verify(connection) != self._verdict:
            raise UpgradeFailedError("the chains are not what they were")
        if (odd := _odd(connection)) is not None:
            raise UpgradeFailedError(f"{odd} has not the shape of a fresh store")
        lost = [(one.table, one.key) for one in differences(connection)]
        for table, key in lost:
            _log.warning("row %s of %s was not the fold of its effects; folded anew", key, table)
        refold(connection, lost)


def _renamed(table: str) -> str:
    for number in sorted(PAST):
        table = PAST[number].tables.get(table, table)
    return table


def _row_counts(connection: sa.Connection) -> dict[str, int]:
    names = [n for n in sa.inspect(connection).get_table_names() if n != _version.name]
    rows = sa.select(sa.func.count())
    return {n: connection.execute(rows.select_from(sa.table(n))).scalar_one() for n in names}


def _roots(connection: sa.Connection) -> list[Any]:
    """Where the journal lies in the file: another place after a batch rebuild."""
    query = "SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = 'journal'"
    return list(connection.exec_driver_sql(query).scalars())


def _odd(connection: sa.Connection) -> str | None:
    """A table whose columns or indexes are not those of a fresh store."""
    fresh = sa.create_engine("sqlite://")
    try:
        with fresh.connect() as other:
            metadata.create_all(other)
            desk_metadata.create_all(other)
            for name in (*metadata.tables, *desk_metadata.tables):
                if _shape(connection, name) != _shape(other, name):
                    return name
    finally:
        fresh.dispose()
    return None


def _shape(connection: sa.Connection, table: str) -> tuple[Any, ...]:
    """Columns in any order, without defaults: those a step needs for the rows that were there."""
    ask = connection.exec_driver_sql
    columns = {
        (row.name, row.type, row.notnull, row.pk) for row in ask(f'PRAGMA table_xinfo("{table}")')
    }
    indexes = {
        (row.unique, tuple(part.name for part in ask(f'PRAGMA index_info("{row.name}")')))
        for row in ask(f'PRAGMA index_list("{table}")')
    }
    return columns, indexes


def _copy(engine: sa.Engine, file: Path, schema_no: int) -> Path:
    """The store as it was, beside it, whole before it has its name. One is enough for each state."""
    copy = _free(file, schema_no, _state(file))
    if copy.exists():
        return copy
    aside = copy.with_suffix(".new")
    aside.unlink(missing_ok=True)
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert isinstance(raw, sqlite3.Connection)
        raw.execute("VACUUM INTO ?", (str(aside),))
    if _state(aside) != _state(file):
        raise OSError(errno.EIO, "the copy is not the store", str(aside))
    with aside.open("rb+") as written:
        os.fsync(written.fileno())
    os.replace(aside, copy)
    return copy


def _free(file: Path, schema_no: int, state: tuple[Any, ...]) -> Path:
    for number in count(1):
        copy = file.with_name(f"{file.stem}-schema{schema_no}-{number}{file.suffix}")
        if not copy.exists() or _state(copy) == state:
            return copy
    raise AssertionError


def _state(file: Path) -> tuple[Any, ...]:
    """Enough to know a copy again: is it sound, how many entries, which."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        sound = connection.execute("PRAGMA quick_check").fetchone()
        entries = connection.execute("SELECT count(*), max(hash), min(hash) FROM journal")
        return sound, entries.fetchone()
