"""Points at which a desk's process dies as by kill -9: before and after each COMMIT on both sides."""

from __future__ import annotations

import os
import signal
import threading
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

POINTS = tuple(
    f"{what}.{when}" for what in ("write", "hub", "pull") for when in ("before", "after")
)
"""write: an officer's change; hub: what was brought to the hub; pull: what was fetched or got its number."""


class CrashPoints:
    """Watches every COMMIT of this process that wrote something, from the outside of the program."""

    def __init__(self) -> None:
        self._awaited = ""
        self._left = 0
        self._wrote: set[int] = set()
        event.listen(sa.Engine, "before_cursor_execute", self._note)
        for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
            self._surround(dialect)

    def arm(self, point: str, nth: int) -> None:
        """Die at the `nth` passing of `point` from now."""
        self._left = nth
        self._awaited = point

    def _note(self, connection: sa.Connection, _cursor: object, statement: str, *_: object) -> None:
        if statement.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE"):
            self._wrote.add(id(connection.connection.dbapi_connection))

    def _surround(self, dialect: Any) -> None:
        commit = dialect.do_commit
        hub = dialect is PGDialect_psycopg

        def surrounded(this: Any, connection: Any) -> None:
            raw = id(connection.dbapi_connection)
            if raw not in self._wrote:
                commit(this, connection)
                return
            self._wrote.discard(raw)
            own = threading.current_thread() is threading.main_thread()
            what = "hub" if hub else "write" if own else "pull"
            self._pass(f"{what}.before")
            commit(this, connection)
            self._pass(f"{what}.after")

        dialect.do_commit = surrounded

    def _pass(self, point: str) -> None:
        if point == self._awaited:
            self._left -= 1
            if self._left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
