"""Open the store, and the one door for writes."""

from __future__ import annotations

import logging
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import StaticPool

from app.base.bus import Changed
from app.base.clock import Clock
from app.base.errors import Unreachable, disk_reason
from app.base.ids import CHAIN_TAIL, chain_id, desk_of
from app.base.ledger import ChainHead, ClockSetBack, StoreFailed, Subject
from db import reindex
from db.change import OpenChange
from db.journal import Entry, Verdict, add, canonical, verify
from db.sqlite import sqlite_engine
from db.tables import SCHEMA_NO, desk_metadata, metadata
from db.tables.journal import journal
from db.types import UtcTime, Words
from db.upgrade import EMPTIED, NOT_A_RECORD, prepare

_log = logging.getLogger(__name__)
WAITED_OUT = timedelta(minutes=1)
"""A clock put back by no more than this stands still in the record until it has caught up."""


class Database:
    """The SQLite file of this desk. `change` and everything under it run on the store thread only.

    After each COMMIT `publish` gets one `Changed(table, key)` per row. A file that cannot be written
    is opened for reading, `read_only_why` says why in a code, and `change` raises `Unreachable`.
    `versions` counts for each table what was told of it: who holds its rows in memory looks there.
    """

    def __init__(
        self, path: Path, desk: str, clock: Clock, publish: Callable[[object], None]
    ) -> None:
        self.path = path
        self.desk = desk
        self.read_only_why: str | None = None
        self.clock = clock
        self.versions: Counter[str] = Counter()
        self._publish = publish
        self.chain = chain_id(desk)
        self._boot = _boot_id()
        self._last_at: datetime | None = None
        self._set_back: ClockSetBack | None = None
        self._engine = sqlite_engine(path)
        self._writer = self._engine.execution_options(rw=True)
        try:
            with _told("store"):
                path.parent.mkdir(parents=True, exist_ok=True)
                self.read_only_why = prepare(self._engine, path)
                if self.read_only_why is None:
                    self._open_index()
            if self.read_only_why in (NOT_A_RECORD, EMPTIED):
                raise Unreachable("store", self.read_only_why)
            with self.read() as connection:
                self._last_at = _at_of(_last(connection, desk))
        except Unreachable as error:
            self._fall_back(error.why)

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A reading connection with one consistent view."""
        with _told("store"), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def change(self, by: str, what: str, subject: Subject) -> Iterator[OpenChange]:
        """One transaction: rows, effects and journal entry; facts go out after COMMIT only."""
        try:
            if self.read_only_why is not None:
                raise Unreachable("store", self.read_only_why)
            with _told("store"), self._writer.connect() as connection:
                with connection.begin():
                    change = OpenChange(connection, self._now(), what)
                    yield change
                    if change.effects:
                        change.derive()
                        self._append(connection, change, by, what, subject)
                told: list[object] = [Changed(table, key) for table, key in change.touched]
        except Unreachable as error:
            if error.what == "store":
                self._publish(StoreFailed(error.why))
            raise
        if self._set_back is not None:
            told.append(self._set_back)
            self._set_back = None
        self.tell(told)

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction that writes no entry of its own: what the exchange takes in."""
        if self.read_only_why is not None:
            raise Unreachable("store", self.read_only_why)
        with _told("store"), self._writer.connect() as connection, connection.begin():
            yield connection

    def tell(self, facts: Iterable[object]) -> None:
        for fact in facts:
            if isinstance(fact, Changed):
                self.versions[fact.kind] += 1
            self._publish(fact)

    def renew_chain(self) -> None:
        """Inside `writing`: what this desk writes from now on stands in a new chain."""
        self.chain = chain_id(self.desk)

    def build_on(self) -> bool:
        """One step of building the search index; True when it is whole, or cannot be written."""
        if self.read_only_why is not None:
            return True
        with self.writing() as connection:
            return reindex.build_on(connection)

    def verify(self) -> Verdict:
        with self.read() as connection:
            return verify(connection)

    def last_at(self) -> datetime | None:
        """When the last change was made, aware UTC; None while the record is empty."""
        with self.read() as connection:
            return _at_of(_last(connection))

    def head(self) -> ChainHead | None:
        """None while this desk has written nothing."""
        with self.read() as connection:
            last = _last(connection, self.desk)
            placed = connection.execute(_LAST_PLACED).first()
        if last is None:
            return None
        order = (None, b"") if placed is None else (placed.hub_no, bytes(placed.order_hash))
        return ChainHead(last.ws.decode("utf-8", "replace"), last.seq, bytes(last.hash), *order)

    def _open_index(self) -> None:
        with self._writer.connect() as connection, connection.begin():
            reindex.prepare(connection)

    def _fall_back(self, why: str) -> None:
        """The file cannot be written: read what can be read, and refuse every change with `why`.

        The rest of the room (radio, cameras, alarms) works on.
        """
        self.read_only_why = "read_only" if why == "cannot_open" and self._guarded() else why
        # Immutable comes second: it does not read what still stands in the write-ahead log.
        for query in ({"mode": "ro"}, {"mode": "ro", "immutable": "1"}):
            self._engine.dispose()
            self._engine = sa.create_engine(
                sa.URL.create(
                    "sqlite",
                    database=f"file:{quote(str(self.path))}",
                    query={**query, "uri": "true"},
                )
            )
            try:
                with self.read() as connection:
                    connection.execute(_NEXT_POS)
                return
            except Unreachable:
                continue
        self._engine.dispose()
        # Made on this thread, read on the store thread.
        self._engine = sa.create_engine(
            "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
        )
        metadata.create_all(self._engine)
        desk_metadata.create_all(self._engine)

    def _guarded(self) -> bool:
        """The record is there, but it or its folder may not be written."""
        effective = os.access in os.supports_effective_ids
        return self.path.is_file() and not all(
            os.access(place, os.W_OK, effective_ids=effective)
            for place in (self.path, self.path.parent)
        )

    def _now(self) -> datetime:
        """This desk's clock; the order of the record does not hang on it.

        A small step back, as a time server makes it, is waited out. After a larger one the true time
        holds, and `ClockSetBack` is told with the next change that is kept.
        """
        now, last = self.clock.now(), self._last_at
        if last is not None and now < last:
            if last - now <= WAITED_OUT:
                return last
            self._set_back = ClockSetBack(last, now)
        self._last_at = now
        return now

    def _append(
        self,
        connection: sa.Connection,
        change: OpenChange,
        by: str,
        what: str,
        subject: Subject,
    ) -> None:
        own = connection.execute(_PLACE_OF_NEXT, {"ws": self.chain}).one()
        prev = own.prev or _prev_of_first(connection, desk_of(self.chain))
        kind, key = subject
        for name, value in (("by", by), ("what", what), ("subject", kind), ("subject", key)):
            _WORDS.check(name, value)
        entry = self.entry(
            seq=(own.seq or 0) + 1,
            prev=bytes(prev or b""),
            cmd_id=str(change.id),
            at_utc=UtcTime().to_json(change.at),
            by=by,
            what=what,
            subject_kind=kind,
            subject_id=key,
            effects=canonical(change.effects),
        )
        add(connection, entry.hash(), entry, change.effects, pos=own.pos)

    def entry(self, *, ws: str = "", **told: Any) -> Entry:
        """An entry made here and now; in the running chain unless `ws` names another."""
        return Entry(
            ws=ws or self.chain,
            mono_ns=time.monotonic_ns(),
            boot_id=self._boot,
            schema_no=SCHEMA_NO,
            **told,
        )


_WORDS = Words()
_PLACE = sa.select(
    journal.c.hash,
    sa.cast(journal.c.ws, sa.LargeBinary).label("ws"),
    journal.c.seq,
    sa.cast(journal.c.at_utc, sa.LargeBinary).label("at_utc"),
)
"""Texts as bytes: a damaged last entry must not keep the desk from starting."""
_PENDING_FIRST = (
    _PLACE.where(journal.c.pos.is_not(None)).order_by(journal.c.pos.desc()),
    _PLACE.where(journal.c.hub_no.is_not(None)).order_by(journal.c.hub_no.desc()),
)
_LAST_OF = (
    sa.select(journal.c.seq, journal.c.hash)
    .where(journal.c.ws == sa.bindparam("ws"))
    .order_by(journal.c.seq.desc())
    .limit(1)
)
_LAST_PLACED = (
    sa.select(journal.c.hub_no, journal.c.order_hash)
    .where(journal.c.hub_no.is_not(None))
    .order_by(journal.c.hub_no.desc())
    .limit(1)
)
_NEXT_POS = sa.select(sa.func.coalesce(sa.func.max(journal.c.pos), 0) + 1)
_PLACE_OF_NEXT = sa.select(
    _NEXT_POS.scalar_subquery().label("pos"),
    _LAST_OF.with_only_columns(journal.c.seq).scalar_subquery().label("seq"),
    _LAST_OF.with_only_columns(journal.c.hash).scalar_subquery().label("prev"),
)
"""Where the next entry stands: one question instead of three."""
_DESK = sa.func.substr(journal.c.ws, 1, sa.func.length(journal.c.ws) - CHAIN_TAIL)


def _at_of(place: Any) -> datetime | None:
    """None, too, when a turned bit left no time."""
    if place is None:
        return None
    try:
        at = UtcTime().from_json(place.at_utc.decode())
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def _last(connection: sa.Connection, desk: str | None = None) -> Any:
    """The last entry in the order. None without any."""
    for backwards in _PENDING_FIRST:
        query = backwards if desk is None else backwards.where(_DESK.in_([desk]))
        if (found := connection.execute(query.limit(1)).first()) is not None:
            return found
    return None


def _prev_of_first(connection: sa.Connection, desk: str) -> bytes:
    """What the first entry of a new chain stands on: the last one known under this desk's name."""
    last = _last(connection, desk)
    return b"" if last is None else bytes(last.hash)


@contextmanager
def _told(what: str) -> Iterator[None]:
    """A disk that fails is told as `Unreachable` with a code; anything else is a bug and passes."""
    try:
        yield
    except OSError as error:
        raise Unreachable(what, disk_reason(error)) from error
    except (OperationalError, DatabaseError) as error:
        raise Unreachable(what, _why(error)) from error


def _why(error: DatabaseError) -> str:
    text = str(error.orig)
    for sign, code in (
        ("disk is full", "disk_full"),
        ("readonly", "read_only"),
        ("locked", "busy"),
        ("unable to open", "cannot_open"),
        ("malformed", "damaged"),
        ("not a database", "damaged"),
        ("disk I/O", "disk_error"),
        ("no such table", "other_schema"),
        ("no such column", "other_schema"),
    ):
        if sign in text:
            return code
    raise error


def _boot_id() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return "unknown"
