"""What a backup costs: the record copied at one moment while it may be written, beside a plain copy.

`python -m bench.backup [FOLDER] [LINES]`; the folder decides which disk is measured. Both copies are
durable and take turns in one run. `whole_s` is all of a backup: copied, restored in a scratch place,
every chain, hash and row checked. The last line is JSON.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

from app.base.clock import SteeredClock
from app.base.ids import new_id
from bench.store import NIGHT, SHIFT, TEXT, line
from db.attachments import Files
from db.backup import Source, _copy_record, _sync, make
from db.engine import Database

LINES, AT_ONCE, ROUNDS = 50_000, 20, 5


def main(folder: Path, lines: int) -> None:
    record = folder / "duty.db"
    files = Files(folder / "blobs")
    db = Database(record, "bench", SteeredClock(NIGHT), lambda fact: None)
    fill(db, lines)
    times: dict[str, list[float]] = {"plain": [], "backup": []}
    for n in range(ROUNDS):
        for name, copy in (("plain", plain), ("backup", _copy_record)):
            times[name].append(taken(copy, record, folder / f"{name}-{n}.db"))
            (folder / f"{name}-{n}.db").unlink()
    source = Source(record, files, folder / "settings.toml", "bench")
    begun = perf_counter()
    kept = make(source, folder / "backups", NIGHT)
    whole_s = perf_counter() - begun
    db.close()
    plain_s, backup_s = median(times["plain"]), median(times["backup"])
    told = {
        "lines": lines,
        "entries": kept.entries,
        "mb": round(record.stat().st_size / 1e6, 1),
        "plain_copy_s": round(plain_s, 3),
        "backup_s": round(backup_s, 3),
        "backup_to_plain_copy": round(backup_s / plain_s, 2),
        "whole_s": round(whole_s, 2),
    }
    sys.stdout.write(json.dumps(told) + "\n")


def fill(db: Database, lines: int) -> None:
    with db.change("bench", "shift.open", ("shift", str(SHIFT.id))) as change:
        change.put("shift", SHIFT)
    sample = line()
    for first in range(0, lines, AT_ONCE):
        with db.change("bench", "log.write", ("log_entry", str(first))) as change:
            change.put_many(
                "log_entry",
                [
                    replace(sample, id=new_id(), seq=first + n, text=f"{TEXT}{first + n}")
                    for n in range(min(AT_ONCE, lines - first))
                ],
            )


def plain(record: Path, to: Path) -> None:
    shutil.copyfile(record, to)
    _sync(to)


def taken(copy: Callable[[Path, Path], object], record: Path, to: Path) -> float:
    begun = perf_counter()
    copy(record, to)
    return perf_counter() - begun


if __name__ == "__main__":
    where = sys.argv[1] if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory(dir=where) as name:
        main(Path(name), int(sys.argv[2]) if len(sys.argv) > 2 else LINES)
