"""apsw in the few calls that SQLAlchemy makes of a driver, so that the store writes through a VFS."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import apsw


class Driver:
    """Stands in for the module `sqlite3`: `create_engine(..., module=Driver(vfs))`."""

    paramstyle = "qmark"
    sqlite_version_info = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
    Binary = bytes
    Error = DatabaseError = apsw.Error
    OperationalError, IntegrityError = apsw.SQLError, apsw.ConstraintError
    ProgrammingError = NotSupportedError = InterfaceError = InternalError = apsw.MisuseError

    def __init__(self, vfs: str) -> None:
        self._vfs = vfs

    def connect(self, path: str, **_how: Any) -> Connection:
        return Connection(path, self._vfs)


class Connection:
    isolation_level: str | None = None

    def __init__(self, path: str, vfs: str) -> None:
        self._held = apsw.Connection(path, vfs=vfs)

    def cursor(self) -> Cursor:
        return Cursor(self._held.cursor())

    def execute(self, statement: str) -> Cursor:
        cursor = self.cursor()
        cursor.execute(statement)
        return cursor

    def create_function(self, *_: Any, **__: Any) -> None:
        """SQLAlchemy offers its regexp; the store asks for none."""

    def commit(self) -> None:
        if self._held.in_transaction:
            self.execute("COMMIT")

    def rollback(self) -> None:
        if self._held.in_transaction:
            self.execute("ROLLBACK")

    def close(self) -> None:
        self._held.close()


class Cursor:
    description: tuple[Any, ...] | None
    rowcount = -1
    lastrowid = None
    arraysize = 1

    def __init__(self, held: apsw.Cursor) -> None:
        self._held = held
        self._rows: list[Any] = []
        held.exec_trace = self._describe

    def _describe(self, cursor: apsw.Cursor, _sql: str, _bound: object) -> bool:
        """apsw knows the columns only before the last row, and an answer may have none."""
        columns = cursor.get_description()
        self.description = tuple((name, *(None,) * 6) for name, _ in columns) or None
        return True

    def execute(self, statement: str, bound: Sequence[Any] = ()) -> None:
        self._rows = list(self._held.execute(statement, tuple(bound)))

    def executemany(self, statement: str, bound: Iterable[Sequence[Any]]) -> None:
        for values in bound:
            self.execute(statement, values)

    def fetchone(self) -> Any:
        return self._rows.pop(0) if self._rows else None

    def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    def fetchmany(self, size: int = 1) -> list[Any]:
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows

    def close(self) -> None:
        self._held.close()
