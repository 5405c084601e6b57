"""Bad luck with the disk: told by a code, what was saved is there, and reading goes on."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from app.base.bus import Changed
from app.base.clock import SteeredClock
from app.base.errors import Unreachable
from app.base.ledger import StoreFailed
from app.incidents.records import Incident
from db.engine import Database
from db.tables import SCHEMA_NO
from tests.db.samples import incident, kept, write
from tests.quarters import as_a_plain_user, open_folder, small_disk

pytestmark = pytest.mark.faults
ROOT = Path(__file__).parents[2]


def opened(path: Path, clock: SteeredClock, facts: list[object] | None = None) -> Database:
    return Database(path, "desk-a", clock, (facts if facts is not None else []).append)


def fill(db: Database, tried: list[Incident], saved: list[Incident]) -> None:
    for record in tried:
        write(db, record)
        saved.append(record)


def test_a_disk_that_fills_up_is_told_and_everything_saved_is_there(clock: SteeredClock) -> None:
    with small_disk(3_500_000) as disk:
        facts: list[object] = []
        db = opened(disk / "duty.db", clock, facts)
        saved: list[Incident] = []
        tried = [incident(course="水" * 20_000) for _ in range(100)]
        with pytest.raises(Unreachable) as away:
            fill(db, tried, saved)
        assert (away.value.what, away.value.why) == ("store", "disk_full")
        assert len(saved) > 3
        assert facts == [
            *(Changed("incident", str(one.id)) for one in saved),
            StoreFailed("disk_full"),
        ]
        assert kept(db, tried[len(saved)].id) is None
        assert [kept(db, one.id) for one in saved] == saved
        assert (db.verify().entries, db.verify().bad) == (len(saved), None)
        db.close()


def test_a_full_disk_writes_again_once_there_is_room(clock: SteeredClock) -> None:
    with small_disk(4_000_000) as disk:
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(1_500_000))
        db = opened(disk / "duty.db", clock)
        with pytest.raises(Unreachable, match="disk_full"):
            fill(db, [incident(course="水" * 20_000) for _ in range(100)], [])
        ballast.unlink()
        write(db, incident(course="水" * 20_000))
        assert db.verify().bad is None
        db.close()


def test_a_store_that_may_not_grow_is_told_where_no_small_disk_can_be_had(
    db: Database, facts: list[object]
) -> None:
    with db.read() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(Unreachable) as away:
        write(db, incident(course="水" * 20_000))
    assert away.value.why == "disk_full"
    assert facts == [StoreFailed("disk_full")]
    write(db, incident())
    assert db.verify().entries == 1


def test_a_read_only_file_is_read_and_every_change_refused(clock: SteeredClock) -> None:
    with open_folder() as folder:
        path = folder / "duty.db"
        db = opened(path, clock)
        record = incident()
        write(db, record)
        db.close()
        path.chmod(0o444)
        folder.chmod(0o555)
        with as_a_plain_user():
            db = opened(path, clock)
            assert db.read_only_why == "read_only"
            assert kept(db, record.id) == record
            assert (db.verify().entries, db.verify().bad) == (1, None)
            with pytest.raises(Unreachable, match="read_only"):
                write(db, incident())
            db.close()
        folder.chmod(0o755)


def test_what_stands_only_in_the_write_ahead_log_is_read_too(
    path: Path, clock: SteeredClock, db: Database
) -> None:
    """As after a kill -9: the log was not yet folded into the file, which is now read-only."""
    record = incident()
    write(db, record)
    with open_folder() as folder:
        copy = folder / "duty.db"
        for tail in ("", "-wal"):
            shutil.copy(f"{path}{tail}", f"{copy}{tail}")
            Path(f"{copy}{tail}").chmod(0o444)
        folder.chmod(0o777)
        with as_a_plain_user():
            reading = opened(copy, clock)
            assert reading.read_only_why == "read_only"
            assert kept(reading, record.id) == record
            reading.close()


def test_a_folder_that_cannot_be_had_gives_an_empty_store_with_its_reason(
    clock: SteeredClock,
) -> None:
    with open_folder() as folder:
        folder.chmod(0o555)
        with as_a_plain_user():
            db = opened(folder / "county" / "duty.db", clock)
            assert db.read_only_why
            assert db.head() is None
            assert db.verify().entries == 0
            with pytest.raises(Unreachable):
                write(db, incident())
            db.close()
        folder.chmod(0o755)


def _turned(whole: bytes) -> bytes:
    """Pages in the middle are rubbish."""
    return b"".join(
        b"?" * 4096 if at // 4096 >= 8 and at // 4096 % 3 == 0 else whole[at : at + 4096]
        for at in range(0, len(whole), 4096)
    )


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "pages": _turned,
    "half": lambda whole: whole[: len(whole) // 2],
    "within a page": lambda whole: whole[: len(whole) // 3 + 777],
    "a letter": lambda whole: b"this is a letter, not a database " * 100,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_file_is_told_and_left_as_it_is(
    damage: Callable[[bytes], bytes], path: Path, clock: SteeredClock
) -> None:
    db = opened(path, clock)
    write(db, *(incident(course="水" * 800) for _ in range(40)))
    db.close()
    before = damage(path.read_bytes())
    path.write_bytes(before)
    db = opened(path, clock)
    assert db.read_only_why == "damaged"
    with pytest.raises(Unreachable, match="damaged"):
        write(db, incident())
    db.close()
    assert path.read_bytes() == before


@pytest.mark.parametrize("application", [0, 252006673])
def test_the_file_of_another_program_is_told_and_not_a_byte_changed(
    application: int, path: Path, clock: SteeredClock
) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {application}")
        connection.execute("CREATE TABLE checkin (blob)")
    before = path.read_bytes()
    db = opened(path, clock)
    assert db.read_only_why == "not_a_record"
    assert db.head() is None
    db.close()
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_file_without_a_byte_is_a_fresh_one_only_where_nothing_tells_of_a_record(
    path: Path, clock: SteeredClock
) -> None:
    path.touch()
    db = opened(path, clock)
    assert db.read_only_why is None
    db.close()
    path.write_bytes(b"")
    (path.parent / "blobs").mkdir()
    (path.parent / "blobs" / "ab").mkdir()
    db = opened(path, clock)
    assert db.read_only_why == "emptied"
    with pytest.raises(Unreachable, match="emptied"):
        write(db, incident())
    db.close()
    assert path.read_bytes() == b""


def test_a_store_of_a_newer_program_is_read_and_not_written(
    path: Path, clock: SteeredClock
) -> None:
    db = opened(path, clock)
    record = incident()
    write(db, record)
    db.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_NO + 1}")
    db = opened(path, clock)
    assert db.read_only_why == "newer_schema"
    assert kept(db, record.id) == record
    with pytest.raises(Unreachable, match="newer_schema"):
        write(db, incident())
    db.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_NO + 1,)


def test_a_store_held_by_another_writer_is_told_as_busy(
    path: Path, db: Database, clock: SteeredClock
) -> None:
    record = incident()
    write(db, record)
    with db.read() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 20")
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unreachable) as away:
            write(db, incident())
        assert away.value.why == "busy"
        assert kept(db, record.id) == record
        holder.execute("ROLLBACK")
    write(db, incident())
    assert db.verify().entries == 2


def test_only_the_store_is_told_as_the_store(tmp_path: Path, clock: SteeredClock) -> None:
    facts: list[object] = []
    db = Database(tmp_path / "duty.db", "desk-a", clock, facts.append)
    with pytest.raises(Unreachable, match="camera"), db.change("system", "t", ("t", "1")):
        raise Unreachable("camera", "away")
    assert facts == []
    db.close()


def test_a_folder_that_is_a_file_is_read_as_empty_on_any_thread(
    tmp_path: Path, clock: SteeredClock
) -> None:
    (tmp_path / "afile").write_text("mine", encoding="utf-8")
    db = Database(tmp_path / "afile" / "duty.db", "desk-a", clock, lambda _: None)
    assert db.read_only_why == "cannot_open"
    with ThreadPoolExecutor(1) as other:
        assert other.submit(db.head).result() is None
    db.close()
