"""Power cuts: a disk that forgets what was not synced, under the store's own code.

`python -m tests.faults.power_cut` prints one line of JSON. `Database` writes through a VFS that notes what
each sync made lasting. At moments drawn by chance, in the middle of commits and checkpoints too, the
disk is copied as a cut would leave it, and the desk's ordinary driver opens the copy. What was told as
saved until then must be there. The control does the same with synchronous=NORMAL and must lose.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import apsw
import sqlalchemy as sa

import db.engine
from app.base.bus import Changed
from app.base.clock import SteeredClock
from db.engine import Database
from db.sqlite import sqlite_engine
from db.tables.incidents import incident as table
from db.verify import check
from tests.db.samples import incident, write
from tests.faults.apsw_driver import Driver

TRIALS, MOST = 12, 12
_JOURNALS = apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_WAL
_SECTOR = 512


@dataclass(slots=True)
class Held:
    """One file: the bytes of its last sync, what was written since, and whether its name lasts."""

    lasting: bytes = b""
    since: list[tuple[int, bytes | None]] = field(default_factory=list)
    """(offset, bytes), or (size, None) for a cut to that size."""
    named: bool = False
    names_its_folder: bool = False

    def sync(self) -> None:
        self.lasting = _written(self.lasting, self.since)
        self.since = []

    def after_a_cut(self, chance: random.Random | None) -> bytes:
        """Without `chance` all unsynced is lost; with it some of it arrived, some only in part."""
        if chance is None:
            return self.lasting
        arrived = []
        for at, new in self.since:
            fate = chance.choice(("lost", "whole", "torn"))
            if fate == "whole" or (fate == "torn" and new is None):
                arrived.append((at, new))
            elif fate == "torn" and new is not None:
                arrived.append((at, new[: chance.randrange(0, len(new) + 1, _SECTOR)]))
        return _written(self.lasting, arrived)


def _written(before: bytes, changes: list[tuple[int, bytes | None]]) -> bytes:
    content = bytearray(before)
    for at, new in changes:
        content.extend(bytes(max(0, at - len(content))))
        if new is None:
            del content[at:]
        else:
            content[at : at + len(new)] = new
    return bytes(content)


class Disk(apsw.VFS):
    """A VFS over the real one that knows what would last. `moment` is called before every change."""

    def __init__(self, moment: Callable[[], None]) -> None:
        self.name = f"cut-{id(self)}"
        self.moment = moment
        self.files: dict[str, Held] = {}
        self.unlinked: dict[str, Held] = {}
        self.syncs = 0
        super().__init__(self.name, base="")

    def xOpen(self, name: Any, flags: list[int]) -> File:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        held = Held() if path is None else self.files.setdefault(path, Held())  # None: temporary
        held.names_its_folder = bool(flags[0] & _JOURNALS and flags[0] & apsw.SQLITE_OPEN_CREATE)
        return File(self, name, flags, held)

    def xDelete(self, name: str, sync_folder: bool) -> None:
        self.moment()
        super().xDelete(name, sync_folder)
        self.unlinked[name] = self.files.pop(name)
        if sync_folder:
            self.sync_folder()

    def sync_folder(self) -> None:
        """As the first sync of a new journal does: names made and unmade until now last."""
        self.unlinked.clear()
        for held in self.files.values():
            held.named = True

    def after_a_cut(self, chance: random.Random | None) -> dict[str, bytes]:
        """Name -> bytes. Where a name was not yet lasting, chance or the old file decides."""
        left = {
            name: held.after_a_cut(chance)
            for name, held in self.files.items()
            if held.named or (chance is not None and chance.random() < 0.5)
        }
        for name, held in self.unlinked.items():
            if held.named and name not in left and (chance is None or chance.random() < 0.5):
                left[name] = held.after_a_cut(chance)
        return left


class File(apsw.VFSFile):
    def __init__(self, disk: Disk, name: Any, flags: list[int], held: Held) -> None:
        self._disk, self._held = disk, held
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        self._disk.moment()
        super().xWrite(data, offset)
        self._held.since.append((offset, bytes(data)))

    def xTruncate(self, size: int) -> None:
        self._disk.moment()
        super().xTruncate(size)
        self._held.since.append((size, None))

    def xSync(self, flags: int) -> None:
        """No sync of the real disk: nothing is kept there."""
        self._disk.moment()
        self._disk.syncs += 1
        self._held.sync()
        if self._held.names_its_folder:
            self._held.names_its_folder = False
            self._disk.sync_folder()


@dataclass(slots=True)
class Tally:
    """What the cuts of one setting left. `acked` counts what was saved before a cut, for each cut.

    `lossy`: cuts after which something saved was missing; `broken`: files that did not verify.
    """

    cuts: int = 0
    acked: int = 0
    lost: int = 0
    lossy: int = 0
    broken: int = 0
    syncs_per_commit: float = 0.0


@dataclass(frozen=True, slots=True)
class Cut:
    """The disk after a cut, and the keys that had been told as saved by then."""

    files: dict[str, bytes]
    saved: frozenset[str]


def trial(seed: int, pragma: str, folder: Path) -> tuple[list[Cut], float]:
    """100 to 220 commits; some dozen cuts among them, and one right after the last."""
    chance = random.Random(seed)
    saved: set[str] = set()
    cuts: list[Cut] = []

    def cut(share: float) -> None:
        if chance.random() < share:
            image = disk.after_a_cut(chance.choice((None, chance)))
            cuts.append(Cut(image, frozenset(saved)))

    def told(fact: object) -> None:
        if isinstance(fact, Changed):
            saved.add(fact.key)

    disk = Disk(partial(cut, 0.005))
    with _written_through(disk, pragma):
        store = Database(folder / "duty.db", "desk-a", SteeredClock(_NIGHT), told)
        assert store.read_only_why is None, store.read_only_why
        number = chance.randint(100, 220)
        begun = disk.syncs
        for _ in range(number):
            shown = incident(course="水" * chance.randrange(1500))
            write(store, shown)
            cut(0.02)
        per_commit = (disk.syncs - begun) / number
        cut(1)
        disk.moment = lambda: None
        store.close()
    return cuts, per_commit


_NIGHT = datetime(2026, 6, 24, 12, 0, tzinfo=UTC)


@contextmanager
def _written_through(disk: Disk, pragma: str) -> Iterator[None]:
    """Every `Database` made inside writes by this disk, with this synchronous setting."""

    def engine(path: Path) -> sa.Engine:
        made = sqlite_engine(path, module=Driver(disk.name))
        if pragma != "full":
            sa.event.listen(made, "connect", lambda c, _: c.execute(f"PRAGMA synchronous={pragma}"))
        return made

    with patch.object(db.engine, "sqlite_engine", engine):
        yield


def judge(cut: Cut, folder: Path, tally: Tally) -> None:
    """Start the desk on what the cut left, with the ordinary driver."""
    folder.mkdir()
    for name, content in cut.files.items():
        (folder / Path(name).name).write_bytes(content)
    store = Database(folder / "duty.db", "desk-a", SteeredClock(_NIGHT), lambda _: None)
    with store.read() as connection:
        found = {str(key) for key in connection.execute(sa.select(table.c.id)).scalars()}
        whole = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    writable = store.read_only_why is None
    store.close()
    lost = len(cut.saved - found)
    tally.cuts += 1
    tally.acked += len(cut.saved)
    tally.lost += lost
    tally.lossy += bool(lost)
    tally.broken += not (whole and writable and check(folder / "duty.db").whole)


def run(pragma: str, trials: int, seed: int, most: int) -> Tally:
    """`most` cuts of each trial are judged, drawn by chance."""
    tally = Tally()
    for number in range(trials):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "live").mkdir()
            cuts, per_commit = trial(seed + number, pragma, folder / "live")
            tally.syncs_per_commit += per_commit / trials
            judged = random.Random(seed).sample(cuts, min(most, len(cuts)))
            for turn, cut in enumerate(judged):
                judge(cut, folder / str(turn), tally)
    return tally


def main() -> int:
    full, normal = run("full", TRIALS, 1, MOST), run("normal", TRIALS, 1, MOST)
    told = {
        "trials": TRIALS,
        "cuts": full.cuts,
        "acked": full.acked,
        "lost": full.lost,
        "broken": full.broken,
        "syncs_per_commit": round(full.syncs_per_commit, 2),
        "control_cuts": normal.cuts,
        "control_lost": normal.lost,
        "control_lossy_cuts": normal.lossy,
        "control_syncs_per_commit": round(normal.syncs_per_commit, 2),
    }
    sys.stdout.write(f"{json.dumps(told)}\n")
    return 0 if not (full.lost or full.broken) and normal.lost else 1


if __name__ == "__main__":
    sys.exit(main())
