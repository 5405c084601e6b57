"""What is asked often is answered by an index, so that it stays quick over a record of years."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.duty.records import Handling
from db.engine import Database
from tests.nights import Night, night
from tests.rooms import open_room

LONG = ("log_entry", "journal", "effect", "attachment")


@pytest.fixture
def duty(tmp_path: Path) -> Iterator[Night]:
    made = night(open_room(tmp_path / "duty.db"))
    made.line("水位上涨", Handling.TODO)
    yield made
    made.room.db.close()


@contextmanager
def asked(db: Database) -> Iterator[list[tuple[str, Any]]]:
    told: list[tuple[str, Any]] = []

    def note(connection: object, cursor: object, words: str, values: Any, *rest: object) -> None:
        if words.lstrip().upper().startswith(("SELECT", "WITH")):
            told.append((words, values))

    with db.read() as connection:
        engine = connection.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield told
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def read_through(db: Database, told: list[tuple[str, Any]]) -> list[str]:
    """The questions that go through a whole long table."""
    found = []
    with db.read() as connection:
        for words, values in told:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}", values).all()
            steps = [str(row[-1]) for row in plan]
            whole = [f"SCAN {table}" for table in LONG]
            if any(step == one or step.startswith(f"{one} ") for step in steps for one in whole):
                found.append(f"{words}\n{steps}")
    return found


def questions(duty: Night) -> dict[str, Callable[[], object]]:
    sheet, room = duty.prepare(), duty.room
    return {
        "draft": lambda: duty.service.sheet(sheet.handover.id),
        "find": lambda: duty.service.find(room.shift.id),
        "log": lambda: room.log.latest(60),
        "due": lambda: room.checks.due(room.shift),
        "instructions": room.instructions.open,
    }


@pytest.mark.parametrize("name", ["draft", "find", "log", "due", "instructions"])
def test_no_question_reads_a_long_table_through(duty: Night, name: str) -> None:
    ask = questions(duty)[name]
    with asked(duty.room.db) as told:
        ask()
    assert told
    assert read_through(duty.room.db, told) == []


def test_a_question_without_an_index_is_seen(duty: Night) -> None:
    with asked(duty.room.db) as told, duty.room.db.read() as connection:
        connection.exec_driver_sql("SELECT id FROM log_entry WHERE text = 'x'").all()
    assert len(read_through(duty.room.db, told)) == 1
