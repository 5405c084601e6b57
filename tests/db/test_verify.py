"""The check of a record names what does not hold, and writes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from app.base import wanted
from app.duty.log import Line
from db import tasks
from db.journal import order_hash
from db.verify import check
from tests.db.test_journal import raw
from tests.rooms import open_room


def test_a_whole_record_says_so_and_stays_as_it_was(tmp_path: Path) -> None:
    room = open_room(tmp_path / "duty.db")
    room.log.write(room.watch, room.shift.id, Line("平安"))
    told = check(room.db.path)
    assert told.whole
    assert told.lines() == ["记录 3 条，链完整"]
    room.db.close()


def test_a_row_rewritten_by_hand_is_named(tmp_path: Path) -> None:
    room = open_room(tmp_path / "duty.db")
    entry = room.log.write(room.watch, room.shift.id, Line("水位 41.2 米"))
    room.db.close()
    raw = sqlite3.connect(room.db.path)
    raw.execute("UPDATE log_entry SET text = '水位 40.2 米'")
    raw.commit()
    raw.close()
    told = check(room.db.path)
    assert not told.whole
    assert told.lines()[1] == f"与记录不符的行：log_entry {entry.id}"


def test_a_file_that_is_no_record_is_told(tmp_path: Path) -> None:
    (tmp_path / "duty.db").write_bytes(b"no database" * 999)
    assert check(tmp_path / "duty.db").lines() == ["记录读不出：不是数据库文件"]
    (tmp_path / "empty.db").touch()
    assert check(tmp_path / "empty.db").lines() == ["记录读不出：文件里没有值守台的记录"]
    assert check(tmp_path / "gone.db").lines() == ["记录读不出：没有文件 gone.db"]


def cut_tail(path: Path, number: int) -> None:
    """Take the last entries out with all they made, as somebody who knows the file would do it."""
    last = f"(SELECT hash FROM journal ORDER BY pos DESC LIMIT {number})"
    raw(
        path,
        (f"DELETE FROM log_entry WHERE id IN (SELECT key FROM effect WHERE hash IN {last})", ()),
        (f"DELETE FROM effect WHERE hash IN {last}", ()),
        (f"DELETE FROM journal WHERE hash IN {last}", ()),
        unguarded=True,
    )


def test_a_cut_tail_is_seen_only_by_who_holds_a_witness(tmp_path: Path) -> None:
    room = open_room(tmp_path / "duty.db")
    heads = []
    for turn in range(4):
        room.log.write(room.watch, room.shift.id, Line(f"水位 {40 + turn} 米"))
        heads.append(room.db.head())
    room.db.close()
    held, lost = (
        (head.chain, head.seq, head.hash.hex()[:16]) for head in (heads[1], heads[3]) if head
    )
    assert check(room.db.path, [held[2], lost[2]]).whole
    cut_tail(room.db.path, 2)
    assert check(room.db.path).whole
    told = check(room.db.path, [held[2], lost[2]])
    assert not told.whole
    assert told.lines() == [
        "记录 4 条，链完整",
        f"凭证 {held[2]} 在记录中：链 {held[0]} 第 {held[1]} 条",
        f"凭证 {lost[2]} 不在记录中：其后的记录被截去，或不是同一份记录",
    ]


def test_a_hash_of_the_hubs_order_is_a_witness_too(tmp_path: Path) -> None:
    room = open_room(tmp_path / "duty.db")
    room.db.close()
    order = order_hash(b"", 1, entry_hash(room.db.path))
    raw(
        room.db.path,
        ("UPDATE journal SET hub_no = 1, order_hash = ? WHERE seq = 1", (order,)),
    )
    assert check(room.db.path, [order.hex()[:16]]).whole
    assert not check(room.db.path, [order_hash(order, 2, order).hex()[:16]]).whole


def entry_hash(path: Path) -> bytes:
    with closing(sqlite3.connect(path)) as connection:
        return bytes(connection.execute("SELECT hash FROM journal WHERE seq = 1").fetchone()[0])


def test_a_witness_is_given_on_the_command_line_as_paper_or_camera_have_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    room = open_room(tmp_path / "duty.db")
    head = room.db.head()
    room.db.close()
    assert head is not None
    shown = head.hash.hex()[:16]
    code = f"DUTYROOM/HANDOVER/1 {room.shift.id} 0123456789abcdef {shown}"
    for said in (shown.upper(), code):
        assert tasks.do(wanted.read(["verify", "--data", str(tmp_path), "--witness", said])) == 0
        assert f"凭证 {shown} 在记录中" in capsys.readouterr().out
    strange = ["verify", "--data", str(tmp_path), "--witness", shown, "--witness", "0" * 16]
    assert tasks.do(wanted.read(strange)) == 1
    with pytest.raises(SystemExit):
        wanted.read(["verify", "--witness", "链首"])


def test_a_row_whose_history_would_be_told_wrong_is_named(tmp_path: Path) -> None:
    room = open_room(tmp_path / "duty.db")
    room.db.close()
    raw(room.db.path, ("DELETE FROM effect WHERE tbl = 'shift'", ()))
    assert check(room.db.path).lines()[1] == f"与记录不符的行：effect {room.shift.id}"


def test_a_rewritten_entry_whose_guards_were_dropped_is_named(tmp_path: Path) -> None:
    """Every guard is gone, every other entry left as it was."""
    room = open_room(tmp_path / "duty.db")
    room.log.write(room.watch, room.shift.id, Line("平安"))
    room.db.close()
    raw(room.db.path, ("UPDATE journal SET by = 'x' WHERE what LIKE 'log.%'", ()), unguarded=True)
    assert check(room.db.path).lines()[0].endswith("第 3 条不符(hash)")


@contextmanager
def _schema_of(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = on")
        yield connection


def test_an_index_that_lost_an_entry_is_told_though_the_chain_is_whole(tmp_path: Path) -> None:
    room = open_room(tmp_path / "duty.db")
    room.db.close()
    with _schema_of(room.db.path) as schema:
        name = "WHERE name = 'ix_journal_subject'"
        (held,) = schema.execute(f"SELECT * FROM sqlite_master {name}")
        schema.execute(f"DELETE FROM sqlite_master {name}")
    room = open_room(tmp_path / "duty.db")
    room.log.write(room.watch, room.shift.id, Line("没有进索引的一条"))
    room.db.close()
    with _schema_of(room.db.path) as schema:
        schema.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", held)
    told = check(room.db.path)
    assert told.verdict is not None
    assert told.verdict.bad is None
    assert not told.whole
    assert told.lines()[1].startswith("数据库文件有损：")
