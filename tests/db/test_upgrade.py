"""A store of another version: upgraded whole or not at all, after a copy; a newer one is only read."""

from __future__ import annotations

import errno
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory

from app.base.clock import SteeredClock
from app.base.errors import Refused, Unreachable
from app.base.marks import Mark
from app.people.signin import SignIn
from db.engine import Database
from db.fold import differences, history
from db.past import PAST, Step, bodies
from db.stores.people import OfficerRows
from db.tables import SCHEMA_NO
from db.tables.journal import GUARDS
from db.upgrade import MIGRATIONS
from db.verify import OTHER_SCHEMA, check
from tests.db import old_store
from tests.db.samples import incident, write
from tests.rooms import QUICK, open_room

ROOT = Path(__file__).parents[2]
BEFORE = f"PRAGMA user_version = {SCHEMA_NO}"


FINISHED = {
    1: "7e4a001eaf02",
    2: "becf2f59476f",
    3: "f2a12774a4ab",
    4: "068f5b011604",
    5: "6c2c3719afcc",
    6: "ca2cafb128f4",
    7: "4fe667a70a9e",
    8: "e8cce10ef107",
}
"""Steps that desks have taken, by the beginning of their SHA-256."""


def opened(path: Path, clock: SteeredClock) -> Database:
    return Database(path, "desk-a", clock, lambda fact: None)


def content(path: Path) -> list[str]:
    """Everything in it as SQL, and its numbers; the index cannot be read back, its texts are there."""
    with closing(sqlite3.connect(path)) as store:
        numbers = [
            str(store.execute(f"PRAGMA {name}").fetchone())
            for name in ("user_version", "application_id")
        ]
        store.execute("BEGIN")
        store.execute("DROP TABLE IF EXISTS search_fts")
        return [*sorted(store.iterdump()), *numbers]  # closing undoes the drop


def next_version(path: Path, step: str) -> dict[str, Any] | None:
    """What the program of the next schema says of the store; None when it died."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.db.next_version", str(path), step],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode in (0, 9), done.stderr
    return json.loads(done.stdout) if done.returncode == 0 else None


@pytest.fixture
def old(path: Path) -> Path:
    old_store.make(path)
    return path


def test_the_last_step_is_the_schema_of_the_program() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [str(SCHEMA_NO)]
    assert all(1 < number <= SCHEMA_NO for number in PAST)


def test_a_fresh_store_has_todays_number(path: Path, clock: SteeredClock) -> None:
    opened(path, clock).close()
    with closing(sqlite3.connect(path)) as store:
        assert store.execute("SELECT version_num FROM alembic_version").fetchall() == [
            (str(SCHEMA_NO),)
        ]
        assert store.execute("PRAGMA user_version").fetchone() == (SCHEMA_NO,)
        assert store.execute("PRAGMA application_id").fetchone() == (0x44555459,)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_store_of_schema_1_is_upgraded_and_nothing_of_it_is_lost(
    old: Path, clock: SteeredClock
) -> None:
    before = content(old)
    db = opened(old, clock)
    assert db.read_only_why is None
    verdict = db.verify()
    assert (verdict.entries, verdict.bad) == (2, None)
    with db.read() as connection:
        assert list(differences(connection)) == []
        (made,) = history(connection, "camera", old_store.CAMERA)
        assert made.body["made"]["name"] == "酉水大桥"
        assert connection.exec_driver_sql("SELECT count(*) FROM conflict").scalar() == 0
        assert connection.exec_driver_sql("SELECT via FROM journal").scalars().all() == [None] * 2
    write(db, incident())
    assert db.verify().bad is None
    db.close()
    assert content(old.with_name("duty-schema1-1.db")) == before


def test_an_upgraded_store_has_the_shape_of_a_fresh_one(
    old: Path, clock: SteeredClock, tmp_path: Path
) -> None:
    fresh = tmp_path / "fresh.db"
    for file in (old, fresh):
        opened(file, clock).close()
    engines = [sa.create_engine(f"sqlite:///{file}") for file in (old, fresh)]
    shapes = []
    for engine in engines:
        there = sa.inspect(engine)
        shapes.append({
            name: (
                {(column["name"], str(column["type"])) for column in there.get_columns(name)},
                {index["name"] for index in there.get_indexes(name)},
            )
            for name in there.get_table_names()
        })  # fmt: skip
        with engine.connect() as connection:
            triggers = connection.exec_driver_sql(
                "SELECT sql FROM sqlite_master WHERE type = 'trigger'"
            )
            shapes.append(sorted(triggers.scalars()))
        engine.dispose()
    assert shapes[:2] == shapes[2:]
    assert len(shapes[1]) >= len(GUARDS)


def test_the_journal_is_guarded_after_the_upgrade(old: Path, clock: SteeredClock) -> None:
    opened(old, clock).close()
    with closing(sqlite3.connect(old)) as store:
        for statement in ("DELETE FROM journal", "UPDATE journal SET what = 'x'"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                store.execute(statement)


def test_a_guard_that_was_changed_is_set_again(path: Path, clock: SteeredClock) -> None:
    db = opened(path, clock)
    write(db, incident())
    db.close()
    with closing(sqlite3.connect(path)) as store:
        store.execute("DROP TRIGGER journal_no_delete")
        store.execute(
            "CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT 1; END"
        )
        store.execute("CREATE TRIGGER mine BEFORE INSERT ON journal BEGIN DELETE FROM journal; END")
    opened(path, clock).close()
    with closing(sqlite3.connect(path)) as store:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            store.execute("DELETE FROM journal")
        query = "SELECT count(*) FROM sqlite_master WHERE name = 'mine'"
        assert store.execute(query).fetchone() == (0,)


@pytest.mark.parametrize(
    "newer",
    [
        f"PRAGMA user_version = {SCHEMA_NO + 1}",
        f"UPDATE alembic_version SET version_num = '{SCHEMA_NO + 1}'",
        "UPDATE alembic_version SET version_num = 'ab12'",
    ],
)
def test_a_newer_store_is_read_and_left_as_it_is(
    newer: str, path: Path, clock: SteeredClock
) -> None:
    db = opened(path, clock)
    write(db, incident())
    db.close()
    with closing(sqlite3.connect(path)) as store, store:
        store.execute(newer)
    before = content(path)
    db = opened(path, clock)
    assert db.read_only_why == "newer_schema"
    assert db.verify().entries == 1
    with pytest.raises(Unreachable, match="newer_schema"):
        write(db, incident())
    db.close()
    assert content(path) == before


def test_the_file_of_another_program_is_not_touched(path: Path, clock: SteeredClock) -> None:
    with closing(sqlite3.connect(path)) as store, store:
        store.execute("CREATE TABLE photos (name TEXT)")
    before = content(path)
    db = opened(path, clock)
    assert db.read_only_why == "not_a_record"
    db.close()
    assert content(path) == before


def test_the_next_schema_fills_what_older_entries_do_not_have(
    old: Path, clock: SteeredClock
) -> None:
    told = next_version(old, "good")
    assert told == {"why": None, "notes": ["不详", "写的"], "differences": [], "bad": False}
    db = opened(old, clock)
    assert db.read_only_why == "newer_schema"
    db.close()


@pytest.mark.faults
def test_what_a_step_filled_wrongly_is_folded_anew(old: Path) -> None:
    told = next_version(old, "differs")
    assert told == {"why": None, "notes": ["不详", "写的"], "differences": [], "bad": False}


@pytest.mark.parametrize(
    "step",
    [
        "fails",
        *(pytest.param(n, marks=pytest.mark.faults) for n in ("rebuilds", "loses", "forgets")),
    ],
)
def test_a_step_that_goes_wrong_leaves_the_store_as_it_was(
    step: str, path: Path, clock: SteeredClock
) -> None:
    db = opened(path, clock)
    old_row = incident()
    write(db, old_row)
    db.close()
    open_room(path).db.close()
    before = content(path)
    told = next_version(path, step)
    assert told == {"why": "upgrade_failed", "bad": False}
    assert content(path) == before
    db = opened(path, clock)
    assert db.read_only_why is None
    write(db, incident())
    db.close()


def test_a_crash_half_way_leaves_the_store_as_it_was(path: Path, clock: SteeredClock) -> None:
    db = opened(path, clock)
    write(db, incident())
    db.close()
    before = content(path)
    assert next_version(path, "crashes") is None
    assert content(path) == before
    told = next_version(path, "good")
    assert told["why"] is None
    copies = [file.name for file in path.parent.glob("*.db") if file != path]
    assert copies == [f"duty-schema{SCHEMA_NO}-1.db"]
    assert content(path.with_name(copies[0])) == before


def test_old_effects_are_told_in_new_names(monkeypatch: pytest.MonkeyPatch) -> None:
    number = SCHEMA_NO
    step = Step(
        tables={"cam": "camera"},
        columns={"camera": {"label": "name"}},
        added={"camera": {"note": ""}},
    )
    monkeypatch.setitem(PAST, number, step)
    made = {"table": "cam", "key": "k", "made": {"label": "a"}}
    edit = {"table": "cam", "key": "k", "from": {"label": "a"}, "to": {"label": "b"}}
    told = json.dumps([made, edit]).encode()
    assert bodies(told, number - 1) == [
        {"table": "camera", "key": "k", "made": {"name": "a", "note": ""}},
        {"table": "camera", "key": "k", "from": {"name": "a"}, "to": {"name": "b"}},
    ]
    assert bodies(told, number) == [made, edit]


def test_alembic_is_loaded_for_an_upgrade_only() -> None:
    code = "import sys, db.engine; sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60).returncode == 0


def test_without_room_for_the_copy_the_old_store_is_read_and_let_into(
    old: Path, clock: SteeredClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(old)

    def full(*_told: object) -> Path:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr("db.upgrade._copy", full)
    db = opened(old, clock)
    assert db.read_only_why == "disk_full"
    (officer,) = OfficerRows(db).officers()
    sign_in = SignIn(db, OfficerRows(db), clock, Mark.TEST, QUICK)
    with pytest.raises(Refused, match="wrong_pin"):
        sign_in.check(officer.id, "0")
    db.close()
    assert content(old) == before
    monkeypatch.undo()
    db = opened(old, clock)
    assert db.read_only_why is None
    db.close()


def test_verify_of_an_older_record_says_so_and_does_not_call_it_damaged(
    old: Path, clock: SteeredClock
) -> None:
    told = check(old)
    assert not told.whole
    assert told.lines() == ["记录 2 条，链完整", OTHER_SCHEMA]
    opened(old, clock).close()
    assert check(old).whole


def test_a_step_that_desks_have_taken_is_not_changed_any_more() -> None:
    """A column put into it afterwards is missing wherever it was already taken: it needs a new step."""
    found = {
        number: sha256((MIGRATIONS / "versions" / f"schema_{number}.py").read_bytes()).hexdigest()[
            :12
        ]
        for number in FINISHED
    }
    assert found == FINISHED
    assert SCHEMA_NO - 1 in FINISHED, "the step before the newest is finished"


def test_what_schema_9_adds_is_there_in_a_store_of_schema_8(
    path: Path, clock: SteeredClock
) -> None:
    """Its tables were made in the shape of schema 8: no later column comes with them."""
    later = (("radio_text", "desk"), ("radio_text", "batch_id"), ("radio_control", "desk"))
    opened(path, clock).close()
    with closing(sqlite3.connect(path)) as store, store:
        for table, column in later:
            store.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        store.execute("UPDATE alembic_version SET version_num = '8'")
        store.execute("PRAGMA user_version = 8")
    opened(path, clock).close()
    with closing(sqlite3.connect(path)) as store:
        for table, column in later:
            names = [row[1] for row in store.execute(f"PRAGMA table_info({table})")]
            assert column in names
