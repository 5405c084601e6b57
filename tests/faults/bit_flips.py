"""Single bits of a record turned over: what `main.py verify` says, and what nobody would see.

`python -m tests.faults.bit_flips` prints one line of JSON. `harmless`: the flip changed no value (free
space, a hint of the file format). `missed`: a value changed and `verify` still called the record whole;
`search_only`: the same, but only in the search index, which is derived and no part of the record.
"""

from __future__ import annotations

import io
import json
import random
import sqlite3
import sys
import tempfile
from contextlib import closing, redirect_stdout
from dataclasses import asdict, dataclass, field
from pathlib import Path

from app.base import wanted
from app.duty.log import Line
from db import tasks
from tests.db.samples import incident, write
from tests.rooms import open_room

FLIPS, LINES = 150, 600
_DERIVED = ("search_", "pinyin_")


@dataclass(slots=True)
class Tally:
    flips: int = 0
    found: int = 0
    named: int = 0
    harmless: int = 0
    missed: int = 0
    search_only: int = 0
    crashed: int = 0
    missed_in: list[str] = field(default_factory=list)


def record(path: Path, lines: int) -> bytes:
    """A night's record: officers, a shift, log lines, incidents and changes of them."""
    room = open_room(path)
    for turn in range(lines):
        room.log.write(room.watch, room.shift.id, Line(f"水位 {41 + turn / 10:.1f} 米，雨势不减"))
    for _ in range(lines // 10):
        write(room.db, incident(course="降雨持续，河水已淹没沿河道路" * 5))
    room.db.close()
    return path.read_bytes()


def flip(whole: bytes, bit: int) -> bytes:
    turned = bytearray(whole)
    turned[bit // 8] ^= 1 << bit % 8
    return bytes(turned)


def verify(folder: Path) -> tuple[int, list[str]]:
    """As the command line does it: exit code and lines."""
    said = io.StringIO()
    with redirect_stdout(said):
        code = tasks.do(wanted.read(["verify", "--data", str(folder)]))
    return code, said.getvalue().splitlines()


def changed_tables(before: Path, after: Path) -> list[str]:
    """Tables whose rows are not the same, also where one cannot be read. A file is opened once: to read
    its schema takes longer than its rows."""
    told = []
    with closing(sqlite3.connect(before)) as whole, closing(sqlite3.connect(after)) as turned:
        for name in sorted(_tables(whole)):
            try:
                same = _rows(whole, name) == _rows(turned, name)
            except sqlite3.DatabaseError:
                same = False
            if not same:
                told.append(name)
    return told


def _tables(store: sqlite3.Connection) -> set[str]:
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
    return {name for (name,) in store.execute(query)}


def _rows(store: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    store.text_factory = bytes
    return sorted(store.execute(f"SELECT * FROM {table} NOT INDEXED"), key=repr)


def run(flips: int, seed: int, folder: Path, lines: int) -> Tally:
    chance, tally = random.Random(seed), Tally()
    whole_at, path = folder / "whole.db", folder / "duty.db"
    whole = record(whole_at, lines)
    for _ in range(flips):
        path.write_bytes(flip(whole, chance.randrange(len(whole) * 8)))
        tally.flips += 1
        try:
            code, told = verify(folder)
        except Exception as bug:  # noqa: BLE001  that is what is looked for
            tally.crashed += 1
            sys.stderr.write(f"{bug!r}\n")
            continue
        if code:
            tally.found += 1
            tally.named += any("不符" in line for line in told)
        elif tables := changed_tables(whole_at, path):
            search_only = all(name.startswith(_DERIVED) for name in tables)
            tally.search_only += search_only
            tally.missed += not search_only
            tally.missed_in += tables
        else:
            tally.harmless += 1
    return tally


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        tally = run(FLIPS, 1, Path(name), LINES)
    share = {"found_share": round(tally.found / tally.flips, 3)}
    sys.stdout.write(f"{json.dumps(asdict(tally) | share)}\n")
    return 1 if tally.crashed else 0


if __name__ == "__main__":
    sys.exit(main())
