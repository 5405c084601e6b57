"""SQLite as this program opens it: transactions that begin when asked, WAL, full sync, guards on."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

_PRAGMAS = (
    "busy_timeout=10000",
    "journal_mode=wal",
    "synchronous=full",
    "foreign_keys=on",
    "recursive_triggers=on",
    "cache_size=-16000",  # KiB; rows of the journal lie by hash: with the usual 2 MB each costs a page
)


def sqlite_engine(file: Path, **options: Any) -> sa.Engine:
    """An engine on `file`. With `execution_options(rw=True)` it begins IMMEDIATE."""
    engine = sa.create_engine(sa.URL.create("sqlite", database=str(file)), **options)
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: sa.Connection) -> None:
    rw = connection.get_execution_options().get("rw", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if rw else "BEGIN")
