"""What is asked often is answered by an index, so that it stays quick over a record of years."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.base.ids import new_id
from app.base.marks import Mark
from app.duty.records import Handling
from app.radio.board import QUIET
from app.radio.history import Sieve
from app.radio.records import HeardKind, RadioEvent
from db.engine import Database
from db.stores.radio import RadioRows
from tests.nights import Night, night
from tests.rooms import open_room

NOON = datetime(2026, 6, 24, 12, tzinfo=UTC)
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


# --- the radio's record, by far the longest ----------------------------------------------


def heard(n: int, kind: HeardKind, radio: int | None, **more: Any) -> RadioEvent:
    at = NOON + timedelta(seconds=n)
    plain = RadioEvent(
        new_id(), "A", at, kind, radio, None, "", "", "", None, None, None, None, None, "7e", "", "",
        None, None, None, Mark.TEST,
    )  # fmt: skip
    return replace(plain, **more)


@pytest.fixture
def radio(duty: Night) -> RadioRows:
    """Three radios: one that tells its place, one that lost its fix, one that only talks and is off."""
    db, told = duty.room.db, HeardKind.TALK
    lines = [
        heard(1, HeardKind.POSITION, 371101, lat=28.1, lon=109.1),
        heard(2, HeardKind.POSITION, 371101, lat=28.2, lon=109.2),
        heard(3, HeardKind.POSITION, 371102, lat=28.3, lon=109.3),
        heard(4, HeardKind.EMERGENCY, 371102, lat=28.4, lon=109.4),
        heard(5, HeardKind.POSITION, 371102),
        heard(6, told, 371103, talkgroup=901, seconds=3),
        heard(7, told, 371101, talkgroup=901, seconds=4),
        heard(8, told, 371101, talkgroup=902, seconds=5),
        heard(9, HeardKind.OFFLINE, 371103),
        heard(10, HeardKind.LINK, None),
    ]
    with db.change("system", "radio.heard", ("gateway", "A")) as change:
        change.put_many("radio_event", lines)
    return RadioRows(db)


def test_what_the_radio_room_remembers_is_the_last_of_each(radio: RadioRows) -> None:
    since = {number: (at - NOON).seconds for number, at in radio.last_heard().items()}
    assert since == {371101: 8, 371102: 5, 371103: 6}
    assert {one.radio: one.lat for one in radio.last_places()} == {371101: 28.2, 371102: 28.4}
    assert {one.talkgroup: one.seconds for one in radio.last_talks()} == {901: 4, 902: 5}
    assert [(one.at - NOON).seconds for one in radio.at_hand(2, 3)] == [3, 5, 8, 9, 10]


def test_the_start_of_the_radio_room_reads_no_row_of_years(duty: Night, radio: RadioRows) -> None:
    """Each of these took seconds to minutes over a million lines, and the gateways wait for them."""
    newest = Sieve(kinds=frozenset(HeardKind))
    said = Sieve(kinds=frozenset(HeardKind) - QUIET)
    for ask in (
        radio.last_heard, radio.last_places, radio.last_talks, lambda: radio.at_hand(500, 200),
        lambda: radio.history(newest, 60), lambda: radio.history(said, 60),
    ):  # fmt: skip
        with asked(duty.room.db) as told:
            ask()
        with duty.room.db.read() as connection:
            for words, values in told:
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}", values).all()
                steps = [str(row[-1]) for row in plan]
                assert "SCAN radio_event" not in steps, words
                assert "USE TEMP B-TREE FOR ORDER BY" not in steps, f"{words}\n{steps}"
                assert "USE TEMP B-TREE FOR GROUP BY" not in steps, f"{words}\n{steps}"
