"""The record holds: chains go on across starts, tampering is refused, and found where it was done."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.base.clock import SteeredClock
from db.engine import Database
from db.journal import BadEntry, Entry, canonical, entries, order_hash
from db.tables.journal import effect, journal
from tests.db.samples import incident, write

pytestmark = pytest.mark.faults


def filled(db: Database, number: int = 5) -> list[tuple[bytes, Entry]]:
    """The entries of a store with `number` changes in it."""
    shown = incident()
    write(db, shown)
    for turn in range(1, number):
        record = replace(shown, needs=f"沙袋 {turn}")
        write(db, record, seen=shown)
        shown = record
    with db.read() as connection:
        return list(entries(connection))


def raw(path: Path, *statements: tuple[str, tuple[Any, ...]], unguarded: bool = False) -> int:
    """What somebody does with the file behind our back; how many rows were touched."""
    touched = 0
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA recursive_triggers = on")
        if unguarded:
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ).fetchall():
                connection.execute(f"DROP TRIGGER {name}")
        for statement, values in statements:
            touched += connection.execute(statement, values).rowcount
    return touched


def test_the_hash_covers_every_field_and_the_border_between_them() -> None:
    entry = Entry("w", 1, b"", "c", "t", 2, "b", "by", "what", "k", "s", 1, b"[]")
    others = [
        replace(entry, **{name: value})
        for name, value in {
            "ws": "x",
            "seq": 2,
            "prev": b"p",
            "cmd_id": "d",
            "at_utc": "u",
            "mono_ns": 3,
            "boot_id": "c",
            "by": "bz",
            "what": "whaz",
            "subject_kind": "l",
            "subject_id": "t",
            "schema_no": 2,
            "effects": b"[0]",
        }.items()
    ]
    others.append(replace(entry, by="byw", what="hat"))
    assert len({entry.hash(), *(other.hash() for other in others)}) == 1 + len(others)
    assert entry.hash() != hashlib.sha256(b"").digest()


def test_effects_have_one_form() -> None:
    assert canonical([{"b": 1, "a": "水"}]) == '[{"a":"水","b":1}]'.encode()
    with pytest.raises(ValueError, match="JSON"):
        canonical([{"a": float("nan")}])


def test_a_record_that_nobody_touched_verifies(db: Database) -> None:
    assert (db.verify().entries, db.verify().bad) == (0, None)
    held = filled(db, 5)
    assert (db.verify().entries, db.verify().bad) == (5, None)
    assert [entry.seq for _, entry in held] == [1, 2, 3, 4, 5]
    assert [entry.prev for _, entry in held] == [b"", *(digest for digest, _ in held[:-1])]


def test_every_effect_is_indexed_under_its_row(db: Database) -> None:
    held = filled(db, 3)
    with db.read() as connection:
        index = {tuple(row) for row in connection.execute(sa.select(effect))}
    assert index == {
        (done["table"], done["key"], digest, n)
        for digest, entry in held
        for n, done in enumerate(json.loads(entry.effects))
    }


def test_each_start_begins_a_chain_anew_that_stands_on_the_last(
    path: Path, clock: SteeredClock
) -> None:
    heads = []
    for _ in range(3):
        db = Database(path, "desk-a", clock, lambda fact: None)
        write(db, incident())
        write(db, incident())
        heads.append(db.head())
        with db.read() as connection:
            held = list(entries(connection))
        assert db.verify() == db.verify()
        assert db.verify().bad is None
        db.close()
    assert [entry.seq for _, entry in held] == [1, 2, 1, 2, 1, 2]
    assert len({entry.ws for _, entry in held}) == 3
    assert held[2][1].prev == held[1][0]
    assert held[4][1].prev == held[3][0]
    assert [head.seq for head in heads if head] == [2, 2, 2]


_COLUMNS = [column.name for column in journal.columns]
_FREE = ("hub_no", "order_hash", "pos")


def copy_of(path: Path, **differing: Any) -> tuple[str, tuple[Any, ...]]:
    """An INSERT (without its verb) of the last entry, differing in some columns."""
    with closing(sqlite3.connect(path)) as connection:
        names = ", ".join(f'"{name}"' for name in _COLUMNS)
        last = connection.execute(
            f"SELECT {names} FROM journal ORDER BY pos DESC LIMIT 1"
        ).fetchone()
    values = dict(zip(_COLUMNS, last, strict=True)) | differing
    marks = ", ".join("?" for _ in _COLUMNS)
    return f"INTO journal ({names}) VALUES ({marks})", tuple(values[name] for name in _COLUMNS)


def _insert(
    verb: str, **differing: Any
) -> Callable[[Path, list[bytes]], tuple[str, tuple[Any, ...]]]:
    def build(path: Path, hashes: list[bytes]) -> tuple[str, tuple[Any, ...]]:
        told = {k: v(hashes) if callable(v) else v for k, v in differing.items()}
        into, values = copy_of(path, **told)
        return f"{verb} {into}", values

    return build


def _say(statement: str) -> Callable[[Path, list[bytes]], tuple[str, tuple[Any, ...]]]:
    def build(_path: Path, hashes: list[bytes]) -> tuple[str, tuple[Any, ...]]:
        return statement, tuple(hashes[1:2]) * statement.count("?")

    return build


def _second(hashes: list[bytes]) -> bytes:
    return hashes[1]


ROADS = {
    "replace by hash": _insert("INSERT OR REPLACE", by="x"),
    "replace by hub number": _insert("INSERT OR REPLACE", hash=b"n" * 32, hub_no=1, by="x"),
    "update": _say("UPDATE journal SET by = 'x' WHERE hash = ?"),
    "update or replace": _say("UPDATE OR REPLACE journal SET hub_no = 1 WHERE hash = ?"),
    "update of the hash": _say("UPDATE OR REPLACE journal SET hash = zeroblob(32) WHERE hash = ?"),
    "delete": _say("DELETE FROM journal WHERE hash = ?"),
    "delete all": _say("DELETE FROM journal"),
    "unknown predecessor": _insert("INSERT", hash=b"n" * 32, prev=b"u" * 32, seq=6),
    "jump of the counter": _insert("INSERT", hash=b"n" * 32, prev=_second, seq=9),
    "short hash": _insert("INSERT", hash=b"n" * 31, seq=6),
}


def confirmed(digest: bytes) -> tuple[str, tuple[Any, ...]]:
    """The hub has put this entry first."""
    statement = "UPDATE journal SET hub_no = 1, order_hash = ?, pos = NULL WHERE hash = ?"
    return statement, (order_hash(b"", 1, digest), digest)


@pytest.mark.parametrize("road", ROADS.values(), ids=ROADS)
def test_every_road_of_sql_to_a_changed_record_is_refused(
    road: Callable[[Path, list[bytes]], tuple[str, tuple[Any, ...]]], path: Path, db: Database
) -> None:
    held = filled(db, 5)
    hashes = [digest for digest, _ in held]
    raw(path, confirmed(hashes[0]))
    statement = road(path, hashes)
    with pytest.raises(sqlite3.IntegrityError):
        raw(path, statement)
    with db.read() as connection:
        assert list(entries(connection)) == held
    assert db.verify().bad is None


def test_an_upsert_into_the_record_is_refused(path: Path, db: Database) -> None:
    held = filled(db, 3)
    into, values = copy_of(path)
    with pytest.raises(sqlite3.IntegrityError):
        raw(path, (f"INSERT {into} ON CONFLICT (hash) DO UPDATE SET by = 'x'", values))
    with db.read() as connection:
        assert list(entries(connection)) == held


def test_there_is_no_hidden_rowid_to_go_by(path: Path, db: Database) -> None:
    filled(db, 2)
    with pytest.raises(sqlite3.OperationalError, match="rowid"):
        raw(path, ("UPDATE OR REPLACE journal SET rowid = 1", ()))


def test_what_the_hub_may_say_later_may_be_written(path: Path, db: Database) -> None:
    digest, _ = filled(db, 2)[0]
    assert raw(path, confirmed(digest)) == 1
    assert db.verify().bad is None


def test_a_number_that_is_not_the_hubs_is_found(path: Path, db: Database) -> None:
    digest, entry = filled(db, 2)[0]
    statement = (
        "UPDATE journal SET hub_no = 1, order_hash = zeroblob(32), pos = NULL WHERE hash = ?"
    )
    raw(path, (statement, (digest,)))
    assert db.verify().bad == BadEntry(entry.ws, entry.seq, "order")


_TAMPERED = {
    "ws": "'desk-x'",
    "mono_ns": "mono_ns + 1",
    "boot_id": "'elsewhere'",
    "at_utc": "'2026-06-24T12:00:00.000001Z'",
    "by": "'officer-2'",
    "what": "'incident.closE'",
    "subject_id": "'1'",
    "schema_no": "schema_no + 1",
    "effects": "CAST(replace(CAST(effects AS TEXT), '沙袋', '沙包') AS BLOB)",
    "cmd_id": "CAST(X'FF' AS TEXT)",
}


@pytest.mark.parametrize("column", _TAMPERED)
def test_one_changed_column_is_found_at_its_place(column: str, path: Path, db: Database) -> None:
    digest, third = filled(db, 5)[2]
    statement = f'UPDATE journal SET "{column}" = {_TAMPERED[column]} WHERE hash = ?'
    assert raw(path, (statement, (digest,)), unguarded=True) == 1
    verdict = db.verify()
    assert verdict.entries == 2
    assert verdict.bad == BadEntry("desk-x" if column == "ws" else third.ws, 3, "hash")


def test_a_removed_entry_is_found_where_the_next_one_misses_it(path: Path, db: Database) -> None:
    held = filled(db, 5)
    raw(path, ("DELETE FROM journal WHERE hash = ?", (held[2][0],)), unguarded=True)
    verdict = db.verify()
    assert (verdict.entries, verdict.bad) == (2, BadEntry(held[3][1].ws, 4, "prev"))


def test_a_rewritten_entry_with_a_right_hash_of_its_own_breaks_the_next(
    path: Path, db: Database
) -> None:
    held = filled(db, 5)
    digest, third = held[2]
    forged = replace(third, by="officer-2")
    raw(
        path,
        ("UPDATE journal SET by = ?, hash = ? WHERE hash = ?", (forged.by, forged.hash(), digest)),
        unguarded=True,
    )
    verdict = db.verify()
    assert (verdict.entries, verdict.bad) == (3, BadEntry(third.ws, 4, "prev"))


def test_entries_whose_order_was_changed_are_found(path: Path, db: Database) -> None:
    held = filled(db, 4)
    raw(path, ("UPDATE journal SET pos = 99 WHERE hash = ?", (held[1][0],)))
    assert db.verify().bad == BadEntry(held[2][1].ws, 3, "prev")


def test_the_guards_come_back_at_the_next_start(path: Path, clock: SteeredClock) -> None:
    db = Database(path, "desk-a", clock, lambda fact: None)
    filled(db, 2)
    db.close()
    raw(path, unguarded=True)
    db = Database(path, "desk-a", clock, lambda fact: None)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw(path, ("DELETE FROM journal", ()))
    db.close()
