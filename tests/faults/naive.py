"""The negative control: an exchange as one would write it first. It must fail where the real one holds.

It remembers which of its own entries it sent last and knows an entry by nothing but that number.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from db.engine import Database
from db.tables.journal import journal

TABLE = "naive_journal"
AT_ONCE = 20


class Naive:
    """Answers the `Meeting` of the exchange thread."""

    def __init__(self, db: Database, number: Path) -> None:
        self._db = db
        self._number = number

    def arrive(self) -> None:
        pass

    def exchange(self, hub: sa.Engine) -> None:
        while waiting := self._waiting():
            with hub.begin() as connection:
                connection.execute(
                    sa.text(f"INSERT INTO {TABLE} (ws, cmd_id) VALUES (:ws, :cmd_id)"),
                    [{"ws": row.ws, "cmd_id": row.cmd_id} for row in waiting],
                )
            self._number.write_text(str(waiting[-1].pos), encoding="ascii")

    def aside(self, hub: sa.Engine) -> bool:
        return False

    def standing(self) -> tuple[int, int]:
        return len(self._waiting()), self._sent()

    def _sent(self) -> int:
        return int(self._number.read_text(encoding="ascii")) if self._number.exists() else 0

    def _waiting(self) -> list[sa.Row[tuple[str, str, int]]]:
        query = (
            sa.select(journal.c.ws, journal.c.cmd_id, journal.c.pos)
            .where(journal.c.pos > self._sent())
            .order_by(journal.c.pos)
            .limit(AT_ONCE)
        )
        with self._db.read() as connection:
            return list(connection.execute(query))
