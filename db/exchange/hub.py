"""The hub's side: it gives every entry its place in the order, and decides nothing else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.base.errors import Unreachable
from db.exchange.mending import MENDED
from db.fold import Place, refold
from db.journal import Effects, Entry, add_many, entry_of, mended, order_hash
from db.rows import BadRow
from db.tables import SCHEMA_NO, hub_metadata, metadata
from db.tables.hub import bad_row, hub_state
from db.tables.journal import journal

CHANNEL = "dutyroom"
"""On which the hub tells every desk that entries came; a hint, never relied on."""
Batch = Sequence[tuple[bytes, Entry]]


class WentBack(Exception):
    """The hub does not stand where this desk knows it to have stood: it was restored."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry with its place: `order_hash` stands for it and all before it."""

    hub_no: int
    order_hash: bytes
    hash: bytes
    entry: Entry


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a batch: how many entries are new, and whether the hub stopped before one.

    `why` is "hash" (its bytes do not give its hash) or "prev" (what it stands on is not here).
    """

    entries: int
    why: str = ""
    bad_rows: tuple[BadRow, ...] = ()


class Hub:
    """The record all desks share. One transaction per call; PostgreSQL, or SQLite in the model."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine.execution_options(rw=True)

    def prepare(self, county: str, hub_id: str) -> None:
        """Tables and the one row of state, for a hub without roles of its own: tests and the model."""
        with self._engine.begin() as connection:
            metadata.create_all(connection)
            hub_metadata.create_all(connection)
            if connection.execute(sa.select(hub_state)).first() is None:
                connection.execute(
                    hub_state.insert(),
                    {"county": county, "hub_id": hub_id, "schema_no": SCHEMA_NO},
                )

    def state(self) -> tuple[str, str, int]:
        """(county, hub_id, schema_no)."""
        with self._engine.begin() as connection:
            row = connection.execute(_STATE).first()
        if row is None:
            raise Unreachable("hub", "not_set_up")
        return row.county, row.hub_id, row.schema_no

    def order_hash_at(self, hub_no: int) -> bytes | None:
        with self._engine.begin() as connection:
            return _order_hash_at(connection, hub_no)

    def after(self, cursor: int, limit: int) -> list[Placed]:
        """The entries from `cursor` on, itself included: whoever asks compares that one. One snapshot."""
        with self._engine.begin() as connection:
            rows = connection.execute(_AFTER, {"cursor": cursor, "limit": limit}).all()
        return [
            Placed(row.hub_no, bytes(row.order_hash), bytes(row.hash), entry_of(row))
            for row in rows
        ]

    def take(self, cursor: int, at_cursor: bytes, batch: Batch, via: str) -> Taken:
        """Put the entries that are new behind all others, in the order given. `via` names who brings them.

        `WentBack` when the hub's order hash at `cursor` is not `at_cursor`: compared in the transaction
        that adds, else a restore in between lets entries reach a hub that lacks what they stand on.
        """
        with self._engine.begin() as connection:
            # One batch at a time: the numbers have no gaps and become visible in order.
            connection.execute(_LOCK).one()
            if cursor and _order_hash_at(connection, cursor) != at_cursor:
                raise WentBack
            taken = _Taking(connection, via, batch)
            for digest, entry in batch:
                if not taken.put(digest, entry):
                    break
            return taken.done()


class _Taking:
    """One batch on its way in: asked for at once, checked one by one, written at once."""

    def __init__(self, connection: sa.Connection, via: str, batch: Batch) -> None:
        self._connection = connection
        self._via = via
        last = connection.execute(_LAST).first()
        self._hub_no: int = 0 if last is None else last.hub_no
        self._order = b"" if last is None else bytes(last.order_hash)
        self._mended = mended(connection)
        asked = {digest for digest, _ in batch} | {entry.prev for _, entry in batch}
        self._held = {
            bytes(row.hash): (row.ws, row.seq)
            for row in connection.execute(_HERE, {"hashes": list(asked)})
        }
        self._new: list[tuple[bytes, Entry, Effects, dict[str, Any]]] = []
        self._touched: set[Place] = set()
        self.why = ""

    def put(self, digest: bytes, entry: Entry) -> bool:
        """False: the batch ends before this entry."""
        if digest in self._mended or digest in self._held:
            return True
        if entry.hash() != digest:
            self.why = "hash"
        elif not self._stands(entry):
            self.why = "prev"
        if self.why:
            return False
        self._hub_no += 1
        self._order = order_hash(self._order, self._hub_no, digest)
        effects = json.loads(entry.effects)
        place = {"hub_no": self._hub_no, "order_hash": self._order, "via": self._via}
        self._new.append((digest, entry, effects, place))
        self._held[digest] = (entry.ws, entry.seq)
        for done in effects:
            self._touched.add((done["table"], done["key"]))
            if done["table"] == MENDED:  # the next entries may stand on it
                self._mended.add(bytes.fromhex(done["made"]["entry"]))
        return True

    def done(self) -> Taken:
        add_many(self._connection, self._new)
        bad = refold(self._connection, self._touched)
        if bad:
            self._connection.execute(bad_row.delete().where(_among(bad)))
            self._connection.execute(
                bad_row.insert(),
                [{"tbl": one.table, "key": one.key, "error": one.error[:500]} for one in bad],
            )
        if self._new and self._connection.dialect.name == "postgresql":
            self._connection.exec_driver_sql(f"NOTIFY {CHANNEL}")
        return Taken(len(self._new), self.why, tuple(bad))

    def _stands(self, entry: Entry) -> bool:
        """Its predecessor is here; for the first of a chain any entry, or none."""
        if entry.prev in self._mended:
            return True
        if entry.seq == 1:
            return not entry.prev or entry.prev in self._held
        return self._held.get(entry.prev) == (entry.ws, entry.seq - 1)


_STATE = sa.select(hub_state)
_LOCK = _STATE.with_for_update()
_AFTER = (
    sa.select(journal)
    .where(journal.c.hub_no >= sa.bindparam("cursor"))
    .order_by(journal.c.hub_no)
    .limit(sa.bindparam("limit"))
)
_LAST = sa.select(journal.c.hub_no, journal.c.order_hash).order_by(journal.c.hub_no.desc()).limit(1)
_HERE = sa.select(journal.c.hash, journal.c.ws, journal.c.seq).where(
    journal.c.hash.in_(sa.bindparam("hashes", expanding=True))
)
_ORDER_AT = sa.select(journal.c.order_hash).where(journal.c.hub_no == sa.bindparam("no"))


def _order_hash_at(connection: sa.Connection, hub_no: int) -> bytes | None:
    found = connection.execute(_ORDER_AT, {"no": hub_no}).scalar()
    return None if found is None else bytes(found)


def _among(rows: Sequence[BadRow]) -> sa.ColumnElement[bool]:
    return sa.or_(*((bad_row.c.tbl == row.table) & (bad_row.c.key == row.key) for row in rows))
