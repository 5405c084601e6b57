"""A desk's side: what it has not got confirmed, and what it does with what comes from the hub."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.audit.facts import ConflictsShown, HubWentBack, NameSeenTwice, RunningDeskCloned
from app.base.bus import Changed
from app.base.ids import desk_of
from db.engine import Database
from db.exchange.hub import Placed, WentBack
from db.exchange.mending import MENDED, mend, pass_over, put_right
from db.fold import Place, refold
from db.journal import Entry, add, entry_of, holds, index, order_hash
from db.tables.journal import conflict, desk_state, journal
from db.types import UtcTime

_log = logging.getLogger(__name__)
MOST_TOLD = 200
"""Rows of one table that are told one by one; more are told as the whole table."""


class Broken(Exception):
    """What came from the hub does not hold: the hub, or the way to it, is damaged."""


@dataclass(slots=True)
class _Arrived:
    """What a batch brought, until it is committed."""

    touched: set[Place] = field(default_factory=set)
    entries: int = 0
    strange: int = 0
    cloned: tuple[str, int] | None = None


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
            pending = connection.execute(_PENDING.with_only_columns(sa.func.count())).scalar_one()
            return pending, _cursor(connection)[0]

    def cursor(self) -> tuple[int, bytes]:
        """The highest hub_no here and its order hash; (0, b"") before the first."""
        with self._db.read() as connection:
            return _cursor(connection)

    def order_hash_at(self, hub_no: int) -> bytes | None:
        query = sa.select(journal.c.order_hash).where(journal.c.hub_no == hub_no)
        with self._db.read() as connection:
            found = connection.execute(query).scalar()
        return None if found is None else bytes(found)

    def hub_id(self, seen: str) -> str:
        """The hub this desk belongs to: the first it ever met."""
        held = sa.select(desk_state.c.v).where(desk_state.c.k == "hub_id")
        with self._db.read() as connection:
            known = connection.execute(held).scalar()
        if known is None:
            with self._db.writing() as connection:
                connection.execute(desk_state.insert(), {"k": "hub_id", "v": seen})
        return seen if known is None else str(known)

    def pending(self, limit: int) -> list[tuple[bytes, Entry]]:
        """What has no place yet, whoever wrote it, in the order it stands here."""
        with self._db.read() as connection:
            rows = connection.execute(_PENDING.order_by(journal.c.pos).limit(limit)).all()
        return [(bytes(row.hash), entry_of(row)) for row in rows]

    def mend(self) -> None:
        """Write anew what was damaged on this disk before anybody else had it."""
        mend(self._db)

    def take_in(self, batch: Sequence[Placed]) -> int:
        """Put a batch of the hub into the record; how many entries got their place.

        The first of the batch is the one at the cursor, or any before: what is known must be equal, else
        `WentBack`. Late and repeated batches are harmless. All in one transaction.
        """
        arrived = _Arrived()
        with self._db.writing() as connection:
            cursor, order = _cursor(connection)
            if cursor and not any(one.hub_no <= cursor for one in batch):
                raise WentBack
            for one in batch:
                if one.hub_no <= cursor:
                    if _order_at(connection, one.hub_no) != one.order_hash:
                        raise WentBack
                    continue
                cursor, order = cursor + 1, order_hash(order, cursor + 1, one.hash)
                if (one.hub_no, one.order_hash) != (cursor, order) or one.entry.hash() != one.hash:
                    raise Broken(f"the hub's entry {one.hub_no} does not hold")
                self._place(connection, one, arrived)
            refold(connection, arrived.touched)
            shown = self._show_conflicts(connection)
        self._tell(arrived, shown)
        return arrived.entries

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

    def _place(self, connection: sa.Connection, one: Placed, arrived: _Arrived) -> None:
        place = {"hub_no": one.hub_no, "order_hash": one.order_hash}
        effects = json.loads(one.entry.effects)
        here = sa.select(journal.c.pos, journal.c.hub_no).where(journal.c.hash == one.hash)
        known = connection.execute(here).first()
        if known is None:
            try:
                add(connection, one.hash, one.entry, effects, **place)
            except IntegrityError as error:
                raise Broken(f"the hub's entry {one.hub_no} stands on nothing") from error
            self._look_whose(one.entry, arrived)
        else:
            if not holds(connection, one.hash):
                put_right(connection, one.hash, one.entry, effects)
            elif known.pos is None:
                index(connection, [(one.hash, effects)])
            connection.execute(
                journal.update().where(journal.c.hash == one.hash).values(pos=None, **place)
            )
        arrived.entries += 1
        places = {(done["table"], done["key"]) for done in effects}
        arrived.touched |= places
        if any(table == MENDED for table, _ in places):
            refold(connection, places)  # the next entries may stand on it
            arrived.touched |= pass_over(connection, effects)

    def _look_whose(self, entry: Entry, arrived: _Arrived) -> None:
        if entry.ws == self._db.chain:
            arrived.cloned = (entry.ws, entry.seq)
            self._db.renew_chain()
        elif desk_of(entry.ws) == self.desk:
            arrived.strange += 1

    def _show_conflicts(self, connection: sa.Connection) -> int:
        """Conflicts of what bears this desk's name are to be shown here, once."""
        new = connection.execute(
            sa.select(conflict.c.hash, conflict.c.n, journal.c.ws)
            .join(journal, journal.c.hash == conflict.c.hash)
            .where(conflict.c.shown_at.is_(None))
        ).all()
        own = [row for row in new if desk_of(row.ws) == self.desk]
        if own:
            connection.execute(
                conflict.update()
                .where(conflict.c.hash == sa.bindparam("h"), conflict.c.n == sa.bindparam("m"))
                .values(shown_at=UtcTime().to_json(self._db.clock.now())),
                [{"h": row.hash, "m": row.n} for row in own],
            )
        return len(own)

    def _tell(self, arrived: _Arrived, shown: int) -> None:
        tables: dict[str, list[str]] = {}
        for table, key in sorted(arrived.touched):
            tables.setdefault(table, []).append(key)
        facts: list[object] = []
        for table, keys in tables.items():
            facts += [Changed(table, key) for key in (keys if len(keys) <= MOST_TOLD else [""])]
        if arrived.entries:
            facts.append(Changed("conflict", ""))
        if arrived.strange:
            facts.append(NameSeenTwice(self.desk, arrived.strange))
        if arrived.cloned is not None:
            facts.append(RunningDeskCloned(*arrived.cloned))
        if shown:
            facts.append(ConflictsShown(shown))
        self._db.tell(facts)


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


_PENDING = sa.select(journal).where(journal.c.pos.is_not(None))


def _cursor(connection: sa.Connection) -> tuple[int, bytes]:
    query = sa.select(journal.c.hub_no, journal.c.order_hash)
    last = connection.execute(
        query.where(journal.c.hub_no.is_not(None)).order_by(journal.c.hub_no.desc()).limit(1)
    ).first()
    return (0, b"") if last is None else (last.hub_no, bytes(last.order_hash))


def _order_at(connection: sa.Connection, hub_no: int) -> bytes:
    query = sa.select(journal.c.order_hash).where(journal.c.hub_no == hub_no)
    return bytes(connection.execute(query).scalar_one())
