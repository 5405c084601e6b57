"""The check of a record names what does not hold, and writes nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from app.duty.log import Line
from db.verify import check
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
    assert not check(tmp_path / "duty.db").whole
    assert check(tmp_path / "gone.db").lines() == ["记录读不出：没有文件 gone.db"]
