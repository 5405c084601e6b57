"""Files between desks, piece by piece, behind the records: bring what the hub lacks, fetch what we lack."""

from __future__ import annotations

import logging
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.base.attachments import SHARED_MOST, FileArrived
from app.base.errors import Unreachable
from db.attachments import Files
from db.engine import Database
from db.tables.attachments import attachment
from db.tables.hub import blob_asked, blob_chunk

_log = logging.getLogger(__name__)

PIECE = 256 * 2**10
"""Bytes of one piece: what one step moves, and so how long records may wait for a photo."""
MOST = 200
"""Files looked at in one go."""
TRIES = 2
"""So often a file whose pieces do not add up is fetched before the pieces are asked for anew."""


@dataclass(frozen=True, slots=True)
class _Task:
    """Pieces still to be moved, in order. `anew`: the hub's are damaged, and somebody asked."""

    sha256: str
    size: int
    pieces: tuple[int, ...]
    bring: bool
    anew: bool = False


class BlobExchange:
    """`step` is called again and again by the exchange thread, whenever no record waits.

    Only files up to `SHARED_MOST` bytes travel. What stands on the hub is asked of the hub; what is
    remembered here only saves asking again, and `forget` drops it (when the hub went back).
    """

    def __init__(self, db: Database, files: Files, publish: Callable[[object], None]) -> None:
        self._db = db
        self._files = files
        self._publish = publish
        self._tasks: deque[_Task] = deque()
        self.forget()

    def forget(self) -> None:
        self._settled: set[str] = set()
        self._given_up: set[str] = set()
        self._damaged: Counter[str] = Counter()
        self._tasks.clear()

    def step(self, hub: sa.Engine) -> bool:
        """Move at most one piece; False when there is nothing to move now.

        Trouble of the hub comes out as it is. Trouble with this desk's disk is logged and the file left
        until `forget`: the records go on.
        """
        if not self._tasks:
            self._look(hub)
        if not self._tasks:
            return False
        task = self._tasks[0]
        try:
            left = (self._bring if task.bring else self._fetch)(hub, task)
        except (Unreachable, OSError) as error:
            _log.warning("file %s was left: %s", task.sha256, error)
            self._given_up.add(task.sha256)
            left = ()
        if left:
            self._tasks[0] = replace(task, pieces=left)
        else:
            self._tasks.popleft()
        return True

    # --- what is to be done -----------------------------------------------------------------

    def _look(self, hub: sa.Engine) -> None:
        with hub.connect() as there:
            asked = set(there.execute(sa.select(blob_asked.c.sha256)).scalars())
        wanted = [one for one in self._named() if one[0] in asked or one[0] not in self._settled]
        wanted = [one for one in wanted if one[0] not in self._given_up][:MOST]
        if not wanted:
            return
        query = sa.select(blob_chunk.c.sha256, blob_chunk.c.n).where(
            blob_chunk.c.sha256.in_([sha256 for sha256, _ in wanted])
        )
        on_hub: dict[str, set[int]] = {}
        with hub.connect() as there:
            for sha256, n in there.execute(query):
                on_hub.setdefault(sha256, set()).add(n)
        for sha256, size in wanted:
            task = self._task(sha256, size, on_hub.get(sha256, set()), sha256 in asked)
            if task is not None:
                self._tasks.append(task)

    def _task(self, sha256: str, size: int, on_hub: set[int], asked: bool) -> _Task | None:
        every = range(_count(size))
        if self._files.has(sha256, size):
            lacking = tuple(every) if asked else tuple(n for n in every if n not in on_hub)
            if not lacking:
                self._settled.add(sha256)
                return None
            if self._files.holds(sha256):
                return _Task(sha256, size, lacking, bring=True, anew=asked)
            self._given_up.add(sha256)  # it is damaged here: not to be handed on
            return None
        self._settled.discard(sha256)
        if asked or not on_hub.issuperset(every):
            return None
        return _Task(sha256, size, tuple(every)[self._begun(sha256, len(every)) :], bring=False)

    def _named(self) -> list[tuple[str, int]]:
        """The files of the record that travel, small ones first."""
        query = (
            sa.select(attachment.c.sha256, attachment.c.size)
            .where(attachment.c.size.between(1, SHARED_MOST))
            .distinct()
            .order_by(attachment.c.size, attachment.c.sha256)
        )
        with self._db.read() as connection:
            return [(sha256, size) for sha256, size in connection.execute(query)]

    # --- one piece --------------------------------------------------------------------------

    def _bring(self, hub: sa.Engine, task: _Task) -> tuple[int, ...]:
        """What is left to be moved."""
        n, *left = task.pieces
        with open(self._files.place(task.sha256), "rb") as held:
            held.seek(n * PIECE)
            data = held.read(PIECE)
        with hub.begin() as there:
            there.execute(_put(there.dialect.name, task.sha256, n, data))
            if not left and task.anew:
                there.execute(blob_asked.delete().where(blob_asked.c.sha256 == task.sha256))
        return tuple(left)

    def _fetch(self, hub: sa.Engine, task: _Task) -> tuple[int, ...]:
        part = self._part(task.sha256)
        n, *left = task.pieces
        query = sa.select(blob_chunk.c.data).where(
            blob_chunk.c.sha256 == task.sha256, blob_chunk.c.n == n
        )
        with hub.connect() as there:
            data = there.execute(query).scalar()
        if data is None or len(data) != min(PIECE, task.size - n * PIECE):
            self._refuse(hub, task.sha256, part)
            return ()
        part.parent.mkdir(parents=True, exist_ok=True)
        with open(part, "ab") as out:
            out.truncate(n * PIECE)
            out.write(data)
        if not left and self._files.take(part, task.sha256):
            self._settled.add(task.sha256)
            del self._damaged[task.sha256]
            self._publish(FileArrived(task.sha256))
        elif not left:
            self._refuse(hub, task.sha256, part)
        return tuple(left)

    def _refuse(self, hub: sa.Engine, sha256: str, part: Path) -> None:
        """Fetch it again; when that does not help, it is the hub's pieces: ask who has the file."""
        _log.warning("file %s came damaged from the hub and was refused", sha256)
        with suppress(FileNotFoundError):
            part.unlink()
        self._damaged[sha256] += 1
        if self._damaged[sha256] >= TRIES:
            del self._damaged[sha256]
            with hub.begin() as there:
                there.execute(_ask(there.dialect.name, sha256))

    def _part(self, sha256: str) -> Path:
        return self._files.folder / f".part-{sha256}"

    def _begun(self, sha256: str, of: int) -> int:
        """Whole pieces that came before the line was cut; the last one always comes again."""
        try:
            return min(self._part(sha256).stat().st_size // PIECE, of - 1)
        except FileNotFoundError:
            return 0


def _count(size: int) -> int:
    return -(-size // PIECE)


def _put(dialect: str, sha256: str, n: int, data: bytes) -> sa.Insert:
    row = {"sha256": sha256, "n": n, "data": data}
    if dialect == "sqlite":
        there = sqlite.insert(blob_chunk).values(row)
        return there.on_conflict_do_update(
            index_elements=["sha256", "n"], set_={"data": there.excluded.data}
        )
    here = postgresql.insert(blob_chunk).values(row)
    return here.on_conflict_do_update(
        index_elements=["sha256", "n"], set_={"data": here.excluded.data}
    )


def _ask(dialect: str, sha256: str) -> sa.Insert:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(blob_asked).values(sha256=sha256).on_conflict_do_nothing()
