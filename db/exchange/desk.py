"""A desk's side: what it has not got confirmed, and what it does with what comes from the hub."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.audit.facts import ConflictsShown, HubWentBack, NameSeenTwice, RunningDeskCloned
from app.base.bus import Changed
from app.base.ids import desk_of
from db.engine import Database
from db.exchange.hub import Placed, WentBack
from db.exchange.mending import MENDED, mend, pass_over, put_right
from db.fold import Place, refold
from db.journal import Effects, Entry, add_many, entry_of, holds, index, order_hash
from db.tables.journal import conflict, desk_state, journal
from db.types import UtcTime

_log = logging.getLogger(__name__)
MOST_TOLD = 200
"""Rows of one table that are told one by one; more are told as the whole table."""


class Broken(Exception):
    """What came from the hub does not hold: the hub, or the way to it, is damaged."""


class DeskSide:
    """The record of one desk as the exchange sees it. Runs on the exchange thread."""

    def __init__(self, db: Database) -> None:
        self._db = db

    @property
    def desk(self) -> str:
        return self._db.desk

    def standing(self) -> tuple[int, int]:
        """(entries that are on this desk only, cursor)."""
        with self._db.read() as connection:
            return connection.execute(_HOW_MANY).scalar_one(), _cursor(connection)[0]

    def cursor(self) -> tuple[int, bytes]:
        """The highest hub_no here and its order hash; (0, b"") before the first."""
        with self._db.read() as connection:
            return _cursor(connection)

    def order_hash_at(self, hub_no: int) -> bytes | None:
        with self._db.read() as connection:
            found = connection.execute(_ORDER_AT, {"no": hub_no}).scalar()
        return None if found is None else bytes(found)

    def hub_id(self, seen: str) -> str:
        """The hub this desk belongs to: the first it ever met."""
        with self._db.read() as connection:
            known = connection.execute(_HUB_ID).scalar()
        if known is None:
            with self._db.writing() as connection:
                connection.execute(desk_state.insert(), {"k": "hub_id", "v": seen})
        return seen if known is None else str(known)

    def forget_hub(self) -> None:
        """The next hub of this county is this desk's."""
        with self._db.writing() as connection:
            connection.execute(desk_state.delete().where(desk_state.c.k == "hub_id"))

    def pending(self, limit: int) -> list[tuple[bytes, Entry]]:
        """What has no place yet, whoever wrote it, in the order it stands here."""
        with self._db.read() as connection:
            rows = connection.execute(_PENDING, {"limit": limit}).all()
        return [(bytes(row.hash), entry_of(row)) for row in rows]

    def mend(self) -> None:
        """Write anew what was damaged on this disk before anybody else had it."""
        mend(self._db)

    def take_in(self, batch: Sequence[Placed]) -> int:
        """Put a batch of the hub into the record; how many entries got their place.

        The first of the batch is the one at the cursor, or any before: what is known must be equal, else
        `WentBack`. Late and repeated batches are harmless. All in one transaction.
        """
        with self._db.writing() as connection:
            arriving = _Arriving(self._db, connection, batch)
            for one in batch:
                arriving.put(one)
            arriving.done()
            shown = self._show_conflicts(connection)
        self._tell(arriving, shown)
        return arriving.entries

    def go_back(self, common: int) -> None:
        """The hub stands at `common` again: what came after is pending once more, in its old order.

        The order as a whole stays, so no row changes and nothing is folded.
        """
        with self._db.writing() as connection:
            cursor, _ = _cursor(connection)
            lowest = connection.execute(sa.select(sa.func.min(journal.c.pos))).scalar()
            done = connection.execute(
                journal.update()
                .where(journal.c.hub_no > common)
                .values(
                    pos=(1 if lowest is None else lowest) - 1 - (cursor - journal.c.hub_no),
                    hub_no=None,
                    order_hash=None,
                )
            )
        _log.info("the hub went back to %d, %d entries given back", common, done.rowcount)
        self._db.tell([HubWentBack(common, done.rowcount), Changed("conflict", "")])

    def _show_conflicts(self, connection: sa.Connection) -> int:
        """Conflicts of what bears this desk's name are to be shown here, once."""
        own = [row for row in connection.execute(_NOT_SHOWN) if desk_of(row.ws) == self.desk]
        if own:
            now = UtcTime().to_json(self._db.clock.now())
            connection.execute(_SHOWN, [{"h": row.hash, "m": row.n, "now": now} for row in own])
        return len(own)

    def _tell(self, arrived: _Arriving, shown: int) -> None:
        tables: dict[str, list[str]] = {}
        for table, key in sorted(arrived.touched):
            tables.setdefault(table, []).append(key)
        facts: list[object] = []
        for table, keys in tables.items():
            facts += [Changed(table, key) for key in (keys if len(keys) <= MOST_TOLD else [""])]
        if shown:
            facts.append(ConflictsShown(shown))
        if arrived.entries:
            facts.append(Changed("conflict", ""))
        if arrived.strange:
            facts.append(NameSeenTwice(self.desk, arrived.strange))
        if arrived.cloned is not None:
            facts.append(RunningDeskCloned(*arrived.cloned))
        self._db.tell(facts)


class _Arriving:
    """One batch of the hub on its way into the record: asked for at once, written at once."""

    def __init__(self, db: Database, connection: sa.Connection, batch: Sequence[Placed]) -> None:
        self._db = db
        self._connection = connection
        self._cursor, self._order = _cursor(connection)
        if self._cursor and not any(one.hub_no <= self._cursor for one in batch):
            raise WentBack
        beyond = [one.hash for one in batch if one.hub_no > self._cursor]
        self._known = {
            bytes(row.hash): row.pos
            for row in (connection.execute(_KNOWN, {"hashes": beyond}) if beyond else ())
        }
        self._new: list[tuple[bytes, Entry, Effects, dict[str, Any]]] = []
        self._placed: list[dict[str, Any]] = []
        self.touched: set[Place] = set()
        self.entries = 0
        self.strange = 0
        self.cloned: tuple[str, int] | None = None

    def put(self, one: Placed) -> None:
        if one.hub_no <= self._cursor:
            if _order_at(self._connection, one.hub_no) != one.order_hash:
                raise WentBack
            return
        self._cursor += 1
        self._order = order_hash(self._order, self._cursor, one.hash)
        if (one.hub_no, one.order_hash) != (self._cursor, self._order):
            raise Broken(f"the hub's entry {one.hub_no} is not in order")
        if one.entry.hash() != one.hash:
            raise Broken(f"the hub's entry {one.hub_no} does not give its hash")
        effects = json.loads(one.entry.effects)
        if one.hash in self._known:
            self._put_known(one, effects)
        else:
            place = {"hub_no": one.hub_no, "order_hash": one.order_hash}
            self._new.append((one.hash, one.entry, effects, place))
            self._look_whose(one.entry)
        self.entries += 1
        places = {(done["table"], done["key"]) for done in effects}
        self.touched |= places
        if any(table == MENDED for table, _ in places):  # the next entries may stand on it
            self._write()
            refold(self._connection, places)
            self.touched |= pass_over(self._connection, effects)

    def done(self) -> None:
        self._write()
        refold(self._connection, self.touched)

    def _put_known(self, one: Placed, effects: Effects) -> None:
        """It leaves the pending; one that is damaged or was passed over here is put right."""
        if not holds(self._connection, one.hash):
            put_right(self._connection, one.hash, one.entry, effects)
        elif self._known[one.hash] is None:
            index(self._connection, [(one.hash, effects)])
        self._placed.append({"h": one.hash, "no": one.hub_no, "order": one.order_hash})

    def _look_whose(self, entry: Entry) -> None:
        if entry.ws == self._db.chain:
            self.cloned = (entry.ws, entry.seq)
            self._db.renew_chain()
        elif desk_of(entry.ws) == self._db.desk:
            self.strange += 1

    def _write(self) -> None:
        """First what is known: the new may stand on it, and no number is taken twice."""
        if self._placed:
            self._connection.execute(_CONFIRM, self._placed)
        try:
            add_many(self._connection, self._new)
        except IntegrityError as error:
            raise Broken("an entry of the hub stands on nothing") from error
        self._placed, self._new = [], []


def common_point(
    at_hub: Callable[[int], bytes | None], at_desk: Callable[[int], bytes | None], cursor: int
) -> int:
    """The highest number at which both stand equal; 0 when they never did. About 20 questions a million."""
    low, high = 0, cursor
    while low < high:
        middle = (low + high + 1) // 2
        if at_hub(middle) == at_desk(middle) is not None:
            low = middle
        else:
            high = middle - 1
    return low


_CONFIRM = (
    journal.update()
    .where(journal.c.hash == sa.bindparam("h"))
    .values(pos=None, hub_no=sa.bindparam("no"), order_hash=sa.bindparam("order"))
)
_KNOWN = sa.select(journal.c.hash, journal.c.pos).where(
    journal.c.hash.in_(sa.bindparam("hashes", expanding=True))
)
_PENDING = (
    sa.select(journal)
    .where(journal.c.pos.is_not(None))
    .order_by(journal.c.pos)
    .limit(sa.bindparam("limit"))
)
_HOW_MANY = sa.select(sa.func.count()).where(journal.c.pos.is_not(None))
_ORDER_AT = sa.select(journal.c.order_hash).where(journal.c.hub_no == sa.bindparam("no"))
_HUB_ID = sa.select(desk_state.c.v).where(desk_state.c.k == "hub_id")
_NOT_SHOWN = (
    sa.select(conflict.c.hash, conflict.c.n, journal.c.ws)
    .join(journal, journal.c.hash == conflict.c.hash)
    .where(conflict.c.shown_at.is_(None))
)
_SHOWN = (
    conflict.update()
    .where(conflict.c.hash == sa.bindparam("h"), conflict.c.n == sa.bindparam("m"))
    .values(shown_at=sa.bindparam("now"))
)
_LAST = (
    sa.select(journal.c.hub_no, journal.c.order_hash)
    .where(journal.c.hub_no.is_not(None))
    .order_by(journal.c.hub_no.desc())
    .limit(1)
)


def _cursor(connection: sa.Connection) -> tuple[int, bytes]:
    last = connection.execute(_LAST).first()
    return (0, b"") if last is None else (last.hub_no, bytes(last.order_hash))


def _order_at(connection: sa.Connection, hub_no: int) -> bytes:
    return bytes(connection.execute(_ORDER_AT, {"no": hub_no}).scalar_one())
