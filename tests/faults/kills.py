"""One desk killed while it writes: at any moment, just before COMMIT, just after it.

`python -m tests.faults.kills` prints one line of JSON. The desk is a process of its own on the real store and
starts again on the same file after each death. What it told as saved is there; a change that died before
its COMMIT left nothing; one that died after it is whole, though nobody was told.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path

from app.base.bus import Changed
from app.base.clock import SystemClock
from db.engine import Database
from db.sqlite import sqlite_engine
from db.verify import check
from tests.db.samples import incident, write
from tests.faults.crash import CrashPoints

ROOT = Path(__file__).parents[2]
ROUNDS = 5
DEATHS = ("any", "write.before", "write.after")
_DUE_S = 60


@dataclass(slots=True)
class Tally:
    """`unheard`: changes that are kept though the desk died before it could say so."""

    deaths: int = 0
    acked: int = 0
    lost: int = 0
    unheard: int = 0
    halves: int = 0
    broken: int = 0


def desk(folder: Path, death: str, nth: int) -> None:
    """Write until dead, a line for each change that is kept."""

    def told(fact: object) -> None:
        if isinstance(fact, Changed):
            sys.stdout.write(f"{fact.key}\n")
            sys.stdout.flush()

    crash = CrashPoints()
    store = Database(folder / "duty.db", "desk-a", SystemClock(), told)
    crash.arm(death, nth)
    for turn in count():
        write(store, incident(needs=f"沙袋 {turn}"), incident(course="水" * 800))


def die(folder: Path, death: str, nth: int, tally: Tally) -> set[str]:
    """One life of the desk; the keys it told as saved."""
    words = [sys.executable, "-m", "tests.faults.kills", str(folder), death, str(nth)]
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with closing(process.stdout) as said:
        told = {said.readline().strip() for _ in range(2 * nth)} if death == "any" else set()
        if death == "any":
            os.kill(process.pid, signal.SIGKILL)
        told |= {line.strip() for line in said if line.endswith("\n")}
    assert process.wait(_DUE_S) == -signal.SIGKILL
    tally.deaths += 1
    return told


def look(folder: Path, told: set[str], tally: Tally) -> None:
    """Two incidents were put by each change: one alone would be half of it."""
    path = folder / "duty.db"
    engine = sqlite_engine(path)
    with engine.connect() as connection:
        ask = connection.exec_driver_sql
        found = {key for (key,) in ask("SELECT id FROM incident")}
        entries = ask("SELECT count(*) FROM journal").scalar_one()
        intact = ask("PRAGMA integrity_check").scalar_one() == "ok"
    engine.dispose()
    tally.acked = len(told)
    tally.lost += len(told - found)
    tally.unheard = len(found - told)
    tally.halves += len(found) != 2 * entries
    tally.broken += not (intact and check(path).whole)


def run(rounds: int, folder: Path) -> Tally:
    tally, told = Tally(), set[str]()
    for turn in range(rounds):
        for death in DEATHS:
            told |= die(folder, death, 5 + 7 * turn, tally)
            look(folder, told, tally)
    return tally


def main() -> int:
    if sys.argv[1:]:
        folder, death, nth = sys.argv[1:]
        desk(Path(folder), death, int(nth))
    with tempfile.TemporaryDirectory() as name:
        tally = run(ROUNDS, Path(name))
    sys.stdout.write(f"{json.dumps(asdict(tally))}\n")
    return 1 if tally.lost or tally.halves or tally.broken else 0


if __name__ == "__main__":
    sys.exit(main())
