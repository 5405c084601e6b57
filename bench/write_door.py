"""What the write door costs: one log line through it, beside a bare INSERT with the same durability.

`python -m bench.write_door [FOLDER]`; the folder decides which disk is measured.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from app.base.clock import SteeredClock
from app.base.ids import new_id
from app.base.marks import Mark
from app.duty.records import Category, Channel, Handling, LogEntry, Shift, Way
from db.engine import Database

ROUNDS = 5
LINES = 100
NIGHT = datetime(2026, 6, 24, 12, 0, tzinfo=UTC)
TEXT = "丁山镇值班室报告:降雨持续,河水已淹没沿河道路,正在组织群众转移,暂无人员伤亡。"


def main(folder: Path) -> None:
    db = Database(folder / "door.db", "bench", SteeredClock(NIGHT), lambda fact: None)
    shift = Shift(new_id(), NIGHT, NIGHT, None, None, Mark.TEST)
    with db.change("bench", "shift.open", ("shift", str(shift.id))) as change:
        change.put("shift", shift)
    bare = _bare(folder / "bare.db")
    door = partial(_through_the_door, db, shift)
    times: dict[str, list[float]] = {"bare": [], "door": []}
    for _ in range(ROUNDS):
        for name, write in (("bare", bare), ("door", door)):
            for seq in range(LINES):
                begun = perf_counter()
                write(seq)
                times[name].append((perf_counter() - begun) * 1000)
    begun = perf_counter()
    verdict = db.verify()
    verify_ms = (perf_counter() - begun) * 1000
    db.close()
    for name, taken in times.items():
        taken.sort()
        p50, p95 = median(taken), taken[int(len(taken) * 0.95)]
        _say(f"{name}: p50 {p50:.2f} ms, p95 {p95:.2f} ms per line, {len(taken)} lines")
    _say(f"door / bare: {median(times['door']) / median(times['bare']):.1f} (p50)")
    _say(f"verify: {verify_ms / verdict.entries:.3f} ms per entry, {verdict.entries} entries")


def _through_the_door(db: Database, shift: Shift, seq: int) -> None:
    line = LogEntry(
        id=new_id(),
        shift_id=shift.id,
        seq=seq,
        at=NIGHT,
        written_at=NIGHT,
        way=Way.IN,
        channel=Channel.PHONE,
        unit="丁山镇",
        person="向示月",
        phone="",
        category=Category.INCIDENT,
        text=TEXT,
        handling="",
        status=Handling.TODO,
        by="bench",
        by_name="",
        incident_id=None,
        corrects=None,
        late=False,
        file_sha256="",
        file_name="",
        mark=Mark.TEST,
    )
    with db.change("bench", "log.write", ("log_entry", str(line.id))) as change:
        change.put("log_entry", line)


def _bare(path: Path) -> Callable[[int], None]:
    """The floor: the same words into one table by sqlite3 alone, as durable as ours."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = wal")
    connection.execute("PRAGMA synchronous = full")
    connection.execute("CREATE TABLE line (id TEXT PRIMARY KEY, seq INTEGER, text TEXT) STRICT")

    def write(seq: int) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO line VALUES (?, ?, ?)", (str(new_id()), seq, TEXT))
        connection.execute("COMMIT")

    return write


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as name:
        main(Path(name))
