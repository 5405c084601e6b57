"""What a write costs that is audited and can be found, beside a bare INSERT of the same row.

`python -m bench.store [FOLDER]`; the folder decides which disk is measured. All writes are durable
(the desk's own pragmas), one transaction each, and take turns in one run. "Bare" is the same row into
the same table by SQLAlchemy alone; "raw" the same again by the driver alone. The last line is JSON.
"""

from __future__ import annotations

import json
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from unittest.mock import patch

import sqlalchemy as sa

import db.change
from app.base.clock import SteeredClock
from app.base.ids import new_id
from app.base.marks import Mark
from app.duty.records import Category, Channel, Handling, LogEntry, Shift, Way
from db.engine import Database
from db.journal import Entry, canonical, verify
from db.rows import row_json
from db.sqlite import sqlite_engine
from db.tables import SCHEMA_NO, metadata
from db.tables.duty import log_entry
from db.tables.journal import journal
from db.types import UtcTime

ROUNDS, WRITES = 200, 4
ENTRIES = 100_000
NIGHT = datetime(2026, 6, 24, 12, 0, tzinfo=UTC)
TEXT = "丁山镇值班室报告:降雨持续,河水已淹没沿河道路,正在组织群众转移,暂无人员伤亡。"
SHIFT = Shift(new_id(), NIGHT, NIGHT, None, None, Mark.TEST)
Write = Callable[[LogEntry], None]


def line() -> LogEntry:
    return LogEntry(
        id=new_id(),
        shift_id=SHIFT.id,
        seq=1,
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


def audited(path: Path) -> Write:
    """Row, journal entry and its effects, guarded and hashed; nothing is derived."""
    write = indexed(path)

    def without_index(record: LogEntry) -> None:
        with patch.object(db.change, "derive", lambda *_: None):
            write(record)

    return without_index


def indexed(path: Path) -> Write:
    """The write door as it is: with the search index."""
    store = Database(path, "bench", SteeredClock(NIGHT), lambda _: None)
    with store.change("bench", "shift.open", ("shift", str(SHIFT.id))) as change:
        change.put("shift", SHIFT)

    def write(record: LogEntry) -> None:
        with store.change("bench", "log.write", ("log_entry", str(record.id))) as change:
            change.put("log_entry", record)

    return write


def bare(path: Path) -> Write:
    """The same row into the same table, without a journal."""
    writer = _tables(path).execution_options(rw=True)

    def write(record: LogEntry) -> None:
        with writer.begin() as connection:
            connection.execute(log_entry.insert(), asdict(record))

    return write


def raw(path: Path) -> Write:
    """The floor: the driver's own connection and nothing above it."""
    engine = _tables(path)
    connection = engine.raw_connection().driver_connection
    assert isinstance(connection, sqlite3.Connection)
    insert = str(log_entry.insert().compile(engine))

    def write(record: LogEntry) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(insert, [_plain(getattr(record, name)) for name in _NAMES])
        connection.execute("COMMIT")

    return write


_NAMES = [column.name for column in log_entry.columns]


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return UtcTime().to_json(value)
    return value if value is None or isinstance(value, int) else str(value)


def _tables(path: Path) -> sa.Engine:
    """A file with the same tables and indexes; it holds the shift the lines refer to."""
    engine = sqlite_engine(path)
    with engine.execution_options(rw=True).begin() as connection:
        metadata.create_all(connection)
        connection.execute(metadata.tables["shift"].insert(), asdict(SHIFT))
    return engine


def take_turns(ways: dict[str, Write]) -> dict[str, list[float]]:
    """Milliseconds of every write; which way begins changes from round to round."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(ROUNDS + 1):
        names = list(ways)
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            for record in [line() for _ in range(WRITES)]:
                begun = perf_counter()
                ways[name](record)
                if turn:  # the first round only warms up
                    times[name].append((perf_counter() - begun) * 1000)
    return times


def verify_s(path: Path) -> tuple[float, float]:
    """Seconds to verify the chain of ENTRIES log lines, and of them this process's own; best of three."""
    engine = _tables(path)
    with engine.execution_options(rw=True).begin() as connection:
        connection.execute(
            journal.insert(), [{**asdict(e), "hash": h, "pos": e.seq} for h, e in chain()]
        )
    engine.dispose()  # the last connection folds the write-ahead log into the file
    taken = []
    with engine.connect() as connection:
        for _ in range(3):
            begun, own = perf_counter(), process_time()
            verdict = verify(connection)
            taken.append((perf_counter() - begun, process_time() - own))
            assert (verdict.entries, verdict.bad) == (ENTRIES, None)
    return min(taken)


def chain(entries: int = ENTRIES) -> Iterator[tuple[bytes, Entry]]:
    """One shift, then log lines: hash and entry, each standing on the one before."""
    prev = b""
    for seq in range(1, entries + 1):
        table, record = ("shift", SHIFT) if seq == 1 else ("log_entry", line())
        key = str(record.id)
        made = row_json(metadata.tables[table], asdict(record))
        entry = Entry(
            ws="bench-0123456789abcdef",
            seq=seq,
            prev=prev,
            cmd_id=key,
            at_utc=UtcTime().to_json(NIGHT),
            mono_ns=seq,
            boot_id="ab3e7e60-7cf5-4b62-9d52-0b4c6e4b9c0f",
            by="bench",
            what="log.write",
            subject_kind=table,
            subject_id=key,
            schema_no=SCHEMA_NO,
            effects=canonical([{"table": table, "key": key, "made": made}]),
        )
        prev = entry.hash()
        yield prev, entry


def main(folder: Path) -> dict[str, object]:
    from bench.hub_line import away_to_up  # which writes the lines of this one

    times = take_turns(
        {
            "raw": raw(folder / "raw.db"),
            "bare": bare(folder / "bare.db"),
            "audited": audited(folder / "audited.db"),
            "indexed": indexed(folder / "indexed.db"),
        }
    )
    for name, taken in times.items():
        taken.sort()
        p95 = taken[int(len(taken) * 0.95)]
        _say(f"{name}: p50 {median(taken):.2f} ms, p95 {p95:.2f} ms, {len(taken)} writes")
    wall_s, cpu_s = verify_s(folder / "verify.db")
    p50 = {name: median(taken) for name, taken in times.items()}
    return {
        "audited_to_bare": round(p50["audited"] / p50["bare"], 2),
        "indexed_to_bare": round(p50["indexed"] / p50["bare"], 2),
        "audited_to_raw": round(p50["audited"] / p50["raw"], 2),
        "hub_away_to_up_p95": away_to_up(folder / "away")["hub_away_to_up_p95"],
        "verify_100k_s": round(wall_s, 2),
        "verify_100k_cpu_s": round(cpu_s, 2),
        "versions": {
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
            "sqlalchemy": sa.__version__,
        },
    }


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as name:
        _say(json.dumps(main(Path(name))))
