"""The hub's rights on a real PostgreSQL: the desks' role adds to the record and changes nothing in it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from app.base import wanted
from db.exchange.setup import OWNER, setup_sql
from db.tables import SCHEMA_NO
from db.tables.base import RECORDS
from db.tasks import do
from tests.postgres import Cluster

HUB = UUID("01900000-0000-7000-8000-000000000001")
ENTRY = (
    "INSERT INTO journal (hash, ws, seq, prev, cmd_id, at_utc, mono_ns, boot_id, by, what,"
    " subject_kind, subject_id, schema_no, effects, hub_no, order_hash)"
    " VALUES (sha256('{n}'), 'a', {n}, '', '', '', 0, '', '', '', '', '', 1, '', {n}, sha256('{n}'))"
)


@pytest.fixture
def hub(postgres_engine: sa.Engine) -> sa.Engine:
    tell(postgres_engine, setup_sql("430000", HUB))
    return postgres_engine


@pytest.fixture
def desk(hub: sa.Engine, postgres_server: Cluster) -> Iterator[sa.Engine]:
    """Signed in as the desks are."""
    tell(hub, "ALTER ROLE dutyroom PASSWORD 'only-for-tests'")
    engine = sa.create_engine(postgres_server.url(str(hub.url.database), "dutyroom"))
    yield engine
    engine.dispose()


def tell(engine: sa.Engine, statements: str) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(statements.replace("%", "%%"))


def ask(engine: sa.Engine, question: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(question)]


def test_the_hub_knows_whose_it_is_and_saying_it_again_changes_nothing(hub: sa.Engine) -> None:
    state = [("430000", str(HUB), SCHEMA_NO)]
    assert ask(hub, "SELECT * FROM hub_state") == state
    tell(hub, setup_sql("510000", UUID(int=2)))
    assert ask(hub, "SELECT * FROM hub_state") == state
    assert {*RECORDS, "journal", "effect", "conflict"} <= {*sa.inspect(hub).get_table_names()}
    assert ask(hub, "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'") == [
        (OWNER,)
    ]


ATTACKS = (
    "UPDATE journal SET by = 'x'",
    "UPDATE journal SET hub_no = 9",
    "DELETE FROM journal",
    "TRUNCATE journal",
    "INSERT INTO journal SELECT * FROM journal ON CONFLICT (hash) DO UPDATE SET by = 'x'",
    "UPDATE effect SET n = 2",
    "DELETE FROM effect",
    "TRUNCATE effect",
    "DROP TABLE journal",
    "ALTER TABLE journal DISABLE TRIGGER ALL",
    "ALTER TABLE journal ADD COLUMN x int",
    "CREATE TABLE mine (id int)",
    "UPDATE hub_state SET county = '510000'",
    "UPDATE hub_state SET schema_no = 99",
    "DELETE FROM hub_state",
    "INSERT INTO hub_state VALUES ('510000', 'x', 1)",
    f"SET ROLE {OWNER}",
    "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN END$$",
)


def test_the_desks_role_adds_to_the_journal_and_can_do_nothing_else_to_it(desk: sa.Engine) -> None:
    tell(desk, ENTRY.format(n=1))
    tell(desk, "INSERT INTO effect VALUES ('incident', 'k', sha256('1'), 0)")
    for attack in ATTACKS:
        with pytest.raises(DBAPIError) as refused:
            tell(desk, attack)
        assert refused.value.orig.sqlstate == "42501", attack  # type: ignore[union-attr]
    assert ask(desk, "SELECT by, hub_no FROM journal") == [("", 1)]


def test_its_owner_too_is_stopped_until_the_guard_is_taken_off(hub: sa.Engine) -> None:
    tell(hub, ENTRY.format(n=1))
    for attack in ("UPDATE journal SET by = 'x'", "TRUNCATE journal"):
        with pytest.raises(DBAPIError, match="append-only"):
            tell(hub, attack)
        tell(hub, f"SET ROLE {OWNER}; ALTER TABLE journal DISABLE TRIGGER USER; {attack}")
        tell(hub, f"SET ROLE {OWNER}; ALTER TABLE journal ENABLE TRIGGER USER")


def test_an_entry_on_the_hub_has_its_number_and_its_state_can_be_locked(desk: sa.Engine) -> None:
    with pytest.raises(DBAPIError, match="hub_no"):
        tell(desk, ENTRY.format(n=1).replace(", 1, sha256", ", NULL, sha256"))
    assert ask(desk, "SELECT county FROM hub_state FOR UPDATE") == [("430000",)]


def test_the_command_line_gives_the_same_words(
    postgres_engine: sa.Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert do(wanted.read(["hub-setup", "430000"])) == 0
    tell(postgres_engine, capsys.readouterr().out)
    assert ask(postgres_engine, "SELECT county FROM hub_state") == [("430000",)]


def test_what_the_next_version_says_brings_the_hub_to_its_schema(
    hub: sa.Engine, desk: sa.Engine, tmp_path: Path
) -> None:
    """Its cameras have a column more; rows that were there get its default, rights stay."""
    camera = (
        "INSERT INTO camera (id, code, name, kind, township, url_main, url_sub, mark,"
        " owner, tags, onvif_url, profile, slow_start, out_of_service, remark)"
        " VALUES (gen_random_uuid(), 'a', '', '', '', '', '', '', '', '[]', '', '', false, '', '')"
    )
    tell(desk, camera)
    told = subprocess.run(
        [sys.executable, "-m", "tests.db.next_version", str(tmp_path), "510000"],
        capture_output=True, encoding="utf-8", timeout=60, check=True,
        cwd=Path(__file__).parents[3],
    )  # fmt: skip
    for _ in range(2):
        tell(hub, told.stdout)
        assert ask(hub, "SELECT * FROM hub_state") == [("430000", str(HUB), SCHEMA_NO + 1)]
        assert ask(desk, "SELECT note FROM camera") == [("不详",)]
    tell(desk, camera)
    with pytest.raises(DBAPIError, match="must be owner"):
        tell(desk, "ALTER TABLE camera ADD COLUMN mine text")


@pytest.mark.faults
def test_the_next_version_also_sets_up_an_empty_hub(
    postgres_engine: sa.Engine, tmp_path: Path
) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tests.db.next_version", str(tmp_path), "510000"],
        capture_output=True, encoding="utf-8", timeout=60, check=True,
        cwd=Path(__file__).parents[3],
    )  # fmt: skip
    tell(postgres_engine, told.stdout)
    assert "note" in {c["name"] for c in sa.inspect(postgres_engine).get_columns("camera")}
