"""Where the tree of entries divides: two entries of a desk stand on one and the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from app.audit.records import Fork, Hand, Side
from app.base.ids import desk_of
from db.rows import batched
from db.tables.journal import journal
from db.types import UtcTime

_MEND = "journal.mend"
"""Stands in the place of a damaged entry, and so beside it: no branch."""
_SIDES = sa.select(
    journal.c.hash, journal.c.prev, journal.c.ws, journal.c.seq,
    journal.c.at_utc, journal.c.by, journal.c.what,
)  # fmt: skip


def forks(connection: sa.Connection, names: Mapping[str, str]) -> list[Fork]:
    """The newest first. `names`: of officers by their id.

    An entry can have two after it only where a chain begins or where one place of a chain is taken twice;
    both are found by the index of chains and places, so a long journal is not read through.
    """
    found: dict[bytes, dict[bytes, Any]] = defaultdict(dict)
    for row in [*_beginnings(connection), *_twins(connection)]:
        found[bytes(row.prev)][bytes(row.hash)] = row
    stems: dict[bytes, Any] = {}
    for some in batched(sorted(found)):
        stands = journal.c.hash.in_(some)
        stems.update((bytes(row.hash), row) for row in connection.execute(_SIDES.where(stands)))
        for row in connection.execute(_going_on(some)):
            found[bytes(row.prev)][bytes(row.hash)] = row
    made = [_fork(stem, list(found[key].values()), names) for key, stem in stems.items()]
    divided = [one for one in made if len(one.sides) > 1]
    return sorted(divided, key=lambda one: one.sides[-1].by.at, reverse=True)


def _beginnings(connection: sa.Connection) -> list[Any]:
    """The first entry of every chain; from chain to chain by the index."""
    chains = sa.select(sa.func.min(journal.c.ws).label("ws")).cte("chains", recursive=True)
    after = sa.select(sa.func.min(journal.c.ws)).where(journal.c.ws > chains.c.ws)
    chains = chains.union_all(
        sa.select(after.correlate(chains).scalar_subquery()).where(chains.c.ws.is_not(None))
    )
    first = (journal.c.ws == chains.c.ws) & (journal.c.seq == 1)
    return list(connection.execute(_SIDES.join(chains, first)))


def _twins(connection: sa.Connection) -> list[Any]:
    """Entries that share their place in a chain with another: a running machine was copied."""
    count, last = sa.func.count(), sa.func.max(journal.c.seq)
    doubled = sa.select(journal.c.ws).group_by(journal.c.ws).having(count > last).subquery()
    place = (journal.c.ws, journal.c.seq)
    in_one = sa.select(*place).where(journal.c.ws.in_(sa.select(doubled.c.ws)))
    taken = in_one.group_by(*place).having(count > 1).subquery()
    same = (journal.c.ws == taken.c.ws) & (journal.c.seq == taken.c.seq)
    return list(connection.execute(_SIDES.join(taken, same)))


def _going_on(stems: Sequence[bytes]) -> sa.Select[Any]:
    """The next entries of the same chain."""
    stem = journal.alias()
    following = (journal.c.ws == stem.c.ws) & (journal.c.seq == stem.c.seq + 1)
    stands = (journal.c.prev == stem.c.hash) & stem.c.hash.in_(stems)
    return _SIDES.join(stem, following & stands)


def _fork(stem: Any, rows: list[Any], names: Mapping[str, str]) -> Fork:
    told = [row for row in rows if row.what != _MEND]
    sides = tuple(sorted((_side(row, names) for row in told), key=lambda side: side.by.at))
    places = [(row.ws, row.seq) for row in told]
    return Fork(bytes(stem.hash).hex(), _side(stem, names), sides, len(set(places)) < len(places))


def _side(row: Any, names: Mapping[str, str]) -> Side:
    at = UtcTime().from_json(row.at_utc)
    return Side(Hand(names.get(row.by, row.by), desk_of(row.ws), at), row.what)
