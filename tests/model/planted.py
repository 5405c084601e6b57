"""Faults that the checker must find: each a way in which the store could have been written wrongly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any
from unittest.mock import patch
from uuid import UUID

import sqlalchemy as sa

import db.change
import db.engine
import db.exchange.desk
import db.exchange.hub
import db.exchange.mending
import db.fold
from app.base.ids import desk_of
from db.engine import Database
from db.exchange.desk import DeskSide, _Arriving
from db.exchange.hub import Hub, WentBack, _Taking
from db.tables.journal import conflict, journal
from tests.model import room
from tests.model.world import World

Patches = list[tuple[Any, str, Any]]


@dataclass(frozen=True)
class Fault:
    """`figure`: after so many histories the design's own model found it; ten times that is allowed here.

    Where that model had no such fault, or another generator, the figure is this checker's own.
    """

    name: str
    figure: int
    plant: Callable[[], Patches]

    @contextmanager
    def planted(self) -> Iterator[None]:
        with ExitStack() as stack:
            for place, name, instead in self.plant():
                stack.enter_context(patch.object(place, name, instead))
            yield


_fold_histories = db.fold.histories
_add = db.engine.add
_add_many = db.exchange.desk.add_many
_refold = db.fold.refold
_arrive = _Arriving.put
_put_known = _Arriving._put_known
_pending = DeskSide.pending
_take = Hub.take
_put = _Taking.put


def _ordered_by(key: Callable[[sa.Connection, bytes], Any]) -> Any:
    def histories(connection: sa.Connection, table: str, keys: Any) -> Any:
        found = _fold_histories(connection, table, keys)
        return {k: sorted(v, key=lambda one: key(connection, one.hash)) for k, v in found.items()}

    return histories


def _by_wall_clock() -> Patches:
    def at(connection: sa.Connection, digest: bytes) -> Any:
        return connection.execute(
            sa.select(journal.c.at_utc).where(journal.c.hash == digest)
        ).scalar()

    return [(db.fold, "histories", _ordered_by(at))]


def _by_arrival() -> Patches:
    came: dict[tuple[int, bytes], int] = {}
    number = count(1)

    def here(connection: sa.Connection) -> int:
        return id(connection.connection.driver_connection)

    def add(connection: sa.Connection, digest: bytes, *told: Any, **place: Any) -> None:
        came[here(connection), digest] = next(number)
        _add(connection, digest, *told, **place)

    def add_many(connection: sa.Connection, many: Any) -> None:
        for digest, *_ in many:
            came[here(connection), digest] = next(number)
        _add_many(connection, many)

    order = _ordered_by(lambda connection, digest: came.get((here(connection), digest), 0))
    return [
        (db.fold, "histories", order),
        (db.engine, "add", add),
        (db.exchange.desk, "add_many", add_many),
        (db.exchange.hub, "add_many", add_many),
    ]


def _no_fit_test() -> Patches:
    return [(db.fold, "fits", lambda row, body: row is None if "made" in body else row is not None)]


def _whole_row() -> Patches:
    note = db.change.OpenChange._note

    def told(change: Any, done: dict[str, Any], row: Any) -> None:
        if "from" in done:
            done["whole"] = {**row, **done["from"]}
        note(change, done, row)

    def fits(row: Any, body: dict[str, Any]) -> bool:
        return row is None if "made" in body else row == body["whole"]

    return [(db.change.OpenChange, "_note", told), (db.fold, "fits", fits)]


def _changed_columns_only() -> Patches:
    def units(_table: str, old: Any, new: Any) -> Any:
        return sorted((name,) for name in new if new[name] != old[name])

    return [(db.change, "_changed_units", units)]


def _own_unindexed() -> Patches:
    def add(
        connection: sa.Connection, digest: bytes, entry: Any, _effects: Any, **place: Any
    ) -> None:
        _add(connection, digest, entry, [], **place)

    return [(db.engine, "add", add)]


def _pulled_unindexed() -> Patches:
    def add_many(connection: sa.Connection, many: Any) -> None:
        _add_many(connection, [(*one[:2], [], one[3]) for one in many])

    return [(db.exchange.desk, "add_many", add_many)]


def _two_transactions() -> Patches:
    def refold(connection: sa.Connection, places: Any) -> Any:
        raw: Any = connection.connection.driver_connection
        raw.commit()
        raw.execute("BEGIN IMMEDIATE")
        return _refold(connection, places)

    return [(db.exchange.desk, "refold", refold)]


def _known_not_folded() -> Patches:
    def put(arriving: Any, one: Any) -> None:
        before = set(arriving.touched)
        _arrive(arriving, one)
        if one.hash in arriving._known:
            arriving.touched = before

    return [(_Arriving, "put", put)]


def _given_back(new_pos: Callable[[int, int, int], Any]) -> Callable[[], Patches]:
    def go_back(desk: DeskSide, common: int) -> None:
        with desk._db.writing() as connection:
            query = sa.select(sa.func.min(journal.c.pos), sa.func.max(journal.c.pos))
            lowest, highest = connection.execute(query).one()
            connection.execute(
                journal.update()
                .where(journal.c.hub_no > common)
                .values(
                    pos=new_pos(lowest or 1, highest or 0, common), hub_no=None, order_hash=None
                )
            )

    return lambda: [(DeskSide, "go_back", go_back)]


def _behind(_lowest: int, highest: int, common: int) -> Any:
    return highest + journal.c.hub_no - common


def _reversed(lowest: int, _highest: int, common: int) -> Any:
    return lowest - journal.c.hub_no + common


def _sent(choose: Callable[[DeskSide, list[Any]], list[Any]]) -> Patches:
    def pending(desk: DeskSide, limit: int) -> Any:
        return choose(desk, _pending(desk, 1000))[:limit]

    return [(DeskSide, "pending", pending)]


def _not_by_pos() -> Patches:
    return _sent(lambda _desk, found: found[::-1])


def _only_own() -> Patches:
    return _sent(lambda desk, found: [one for one in found if desk_of(one[1].ws) == desk.desk])


def _acked_number() -> Patches:
    acked: set[tuple[str, bytes]] = set()

    def take(hub: Hub, cursor: int, order: bytes, batch: Any, via: str) -> Any:
        done = _take(hub, cursor, order, batch, via)
        acked.update((via, digest) for digest, _ in batch)
        return done

    return [
        (Hub, "take", take),
        *_sent(lambda desk, found: [one for one in found if (desk.desk, one[0]) not in acked]),
    ]


class _Equal(bytes):
    def __ne__(self, _other: object) -> bool:
        return False

    __hash__ = bytes.__hash__


def _order_not_compared() -> Patches:
    def take(hub: Hub, _cursor: int, _order: bytes, batch: Any, via: str) -> Any:
        return _take(hub, 0, b"", batch, via)

    return [(Hub, "take", take), (db.exchange.desk, "_order_at", lambda *_: _Equal())]


def _compared_before() -> Patches:
    """The order hash is compared, the transaction ends, and then another one takes the batch."""
    checked: list[Any] = []

    def take(hub: Hub, cursor: int, order: bytes, batch: Any, via: str) -> Any:
        if any(one is batch for one in checked):
            return _take(hub, 0, b"", batch, via)
        checked.append(batch)
        return _take(hub, cursor, order, batch, via)

    return [(Hub, "take", take)]


def _only_by_cursor() -> Patches:
    def take(hub: Hub, cursor: int, _order: bytes, batch: Any, via: str) -> Any:
        if cursor and hub.order_hash_at(cursor) is None:
            raise WentBack
        return _take(hub, 0, b"", batch, via)

    return [(Hub, "take", take), (db.exchange.desk, "_order_at", lambda *_: _Equal())]


def _bare_sequence() -> Patches:
    drawn: dict[int, int] = {}
    begin = _Taking.__init__

    def init(taking: Any, connection: sa.Connection, via: str, batch: Any) -> None:
        begin(taking, connection, via, batch)
        taking._hub_no = max(
            taking._hub_no, drawn.get(id(connection.connection.driver_connection), 0)
        )

    def put(taking: Any, digest: bytes, entry: Any) -> bool:
        done = _put(taking, digest, entry)
        drawn[id(taking._connection.connection.driver_connection)] = taking._hub_no
        return done

    return [(_Taking, "__init__", init), (_Taking, "put", put)]


def _chain_kept() -> Patches:
    return [(db.engine, "chain_id", lambda desk: f"{desk}-{'0' * 16}")]


def _clone_keeps() -> Patches:
    return [(Database, "renew_chain", lambda _db: None)]


def _stops_at_a_fork() -> Patches:
    def put(taking: Any, digest: bytes, entry: Any) -> bool:
        there = (journal.c.ws == entry.ws) & (journal.c.seq == entry.seq)
        held = sa.select(journal.c.hash).where(there, journal.c.hash != digest)
        if taking._connection.execute(held).first() is not None:
            taking.why = "prev"
            return False
        return _put(taking, digest, entry)

    return [(_Taking, "put", put)]


def _shown_again() -> Patches:
    def put_known(arriving: Any, one: Any, effects: Any) -> None:
        _put_known(arriving, one, effects)
        arriving._connection.execute(
            conflict.update().where(conflict.c.hash == one.hash).values(shown_at=None)
        )

    return [(_Arriving, "_put_known", put_known)]


def _conflicts_kept() -> Patches:
    real = db.fold._set_conflicts

    def kept(connection: sa.Connection, table: str, keys: Any, refused: Any) -> None:
        these = (conflict.c.tbl == table) & conflict.c.key.in_(list(keys))
        before = connection.execute(sa.select(conflict).where(these)).all()
        real(connection, table, keys, refused)
        after = set(connection.execute(sa.select(conflict.c.hash, conflict.c.n)).tuples())
        lost = [row._asdict() for row in before if (row.hash, row.n) not in after]
        if lost:
            connection.execute(conflict.insert(), lost)

    return [(db.fold, "_set_conflicts", kept)]


def _natural_key() -> Patches:
    return [(World, "drawn", lambda _world, held: {"id": UUID(int=len(held) + 1)})]


def _unique_number() -> Patches:
    def drawn(_world: World, held: dict[UUID, Any]) -> dict[str, Any]:
        return {"no": f"2026-{len(held) + 1:04}"}

    def unique(image: bytes) -> bytes:
        on = room.wire(image)
        on.ask("CREATE UNIQUE INDEX one_number ON incident (no)")
        return bytes(on.serialize())

    desk, hub = unique(room.empty_desk()), unique(room._empty_hub())
    return [
        (World, "drawn", drawn),
        (room, "_empty_hub", lambda: hub),
        (World, "image", staticmethod(lambda: desk)),
    ]


def _at_the_end() -> Patches:
    def add(connection: sa.Connection, *told: Any, **place: int) -> None:
        if "pos" in place:
            last = connection.execute(sa.select(sa.func.max(journal.c.pos))).scalar()
            place["pos"] = max(last or 0, place["pos"]) + 1
        _add(connection, *told, **place)

    return [(db.exchange.mending, "add", add)]


FAULTS = (
    Fault("fold by wall clock", 1, _by_wall_clock),
    Fault("fold by order of arrival", 2, _by_arrival),
    Fault("fold without the fit test", 2, _no_fit_test),
    Fault("effect compared by the whole row", 2, _whole_row),
    Fault("group: changed columns only", 5, _changed_columns_only),
    Fault("effect index lacks own entries", 1, _own_unindexed),
    Fault("effect index lacks pulled entries", 1, _pulled_unindexed),
    Fault("journal committed first, fold in a second transaction", 6, _two_transactions),
    Fault("no fold when an entry already here gets its hub_no", 40, _known_not_folded),
    Fault("lost entries behind own pending", 3, _given_back(_behind)),
    Fault("lost entries in reverse order", 4, _given_back(_reversed)),
    Fault("replay not in the order of pos", 1, _not_by_pos),
    Fault("only own entries are sent", 4, _only_own),
    Fault("desk trusts its acked number", 2, _acked_number),
    Fault("order_hash not compared at all", 3, _order_not_compared),
    Fault("order_hash compared outside the replay transaction", 3, _compared_before),
    Fault("hub restore seen only by cursor > last hub_no", 3, _only_by_cursor),
    Fault("numbers from a bare sequence", 3, _bare_sequence),
    Fault("chain id kept over a start", 23, _chain_kept),
    Fault("a clone keeps its chain", 41, _clone_keeps),
    Fault("(ws, seq) unique on the hub", 41, _stops_at_a_fork),
    Fault("conflict shown again when confirmed", 2, _shown_again),
    Fault("conflict of a former fold kept", 6, _conflicts_kept),
    Fault("natural key", 1, _natural_key),
    Fault("UNIQUE number for humans", 137, _unique_number),
    Fault(
        "hub refuses what stands on a mended entry",
        20,
        lambda: [(db.exchange.hub, "mended", lambda _connection: set())],
    ),
    Fault("mended entry at the end of the order", 20, _at_the_end),
    Fault(
        "a mended entry stays on other desks",
        40,
        lambda: [(db.exchange.desk, "pass_over", lambda *_: set())],
    ),
    Fault(
        "effects of a mended entry are not recovered",
        20,
        lambda: [(db.exchange.mending, "_recovered", lambda *_: [])],
    ),
    Fault(
        "later effects are not undone when an entry is mended",
        20,
        lambda: [(db.exchange.mending, "_undone", lambda row, _later, _before: row)],
    ),
    Fault(
        "damage is not looked for",
        20,
        lambda: [(db.exchange.mending, "damaged", lambda _connection: [])],
    ),
)
