"""An entry whose bytes were damaged on this disk before anybody else had it: passed over, written anew.

A row is the fold of its effects, so the tables still tell what the damaged entry did. In its place in the
order comes an entry with those effects and a row of `mended_entry` that names the damaged one. Whatever
stands on that one is taken by every desk and by the hub, so nothing behind it is held up.
"""

from __future__ import annotations

import logging
from typing import Any

import sqlalchemy as sa

from app.audit.facts import EntryMended
from app.base.bus import Changed
from app.base.ids import chain_id, new_id
from db.engine import Database
from db.fold import Effect, Place, fold, histories, parents_first, refold, units
from db.journal import Damaged, Entry, add, canonical, damaged, holds
from db.rows import Row, row_json
from db.tables.journal import GUARDS, conflict, effect, journal
from db.types import UtcTime

_log = logging.getLogger(__name__)
MENDED = "mended_entry"


def mend(db: Database) -> None:
    """Check what is pending here, and write anew what does not hold."""
    with db.read() as connection:
        if not damaged(connection):
            return
    with db.writing() as connection:
        found = damaged(connection)
        _out_of_order(connection, [one.stored for one in found])
        touched: set[Place] = set()
        for one in found:
            touched |= _write_anew(db, connection, one)
        refold(connection, touched)
        db.renew_chain()  # the place of the next entry must not be read from a damaged one
    for one in found:
        _log.error("entry %d of chain %s was damaged and is written anew", one.seq, one.chain)
    db.tell([*(EntryMended(one.chain, one.seq) for one in found), Changed("conflict", "")])


def pass_over(connection: sa.Connection, effects: list[dict[str, Any]]) -> set[Place]:
    """Another desk has written an entry anew: the damaged one stands here no more. Rows to fold again."""
    named = [bytes.fromhex(done["made"]["entry"]) for done in effects if done["table"] == MENDED]
    pending = sa.select(journal.c.hash).where(journal.c.hash.in_(named), journal.c.pos.is_not(None))
    gone = [bytes(row.hash) for row in connection.execute(pending)]
    _out_of_order(connection, gone)
    return _unindexed(connection, gone)


def put_right(
    connection: sa.Connection, digest: bytes, entry: Entry, effects: list[dict[str, Any]]
) -> None:
    """The bytes of an entry that is damaged here came from elsewhere, and give its hash."""
    connection.exec_driver_sql("DROP TRIGGER journal_no_delete")
    connection.execute(journal.delete().where(journal.c.hash == digest))
    connection.execute(effect.delete().where(effect.c.hash == digest))
    connection.exec_driver_sql(GUARDS[0])
    add(connection, digest, entry, effects)


def _known_as(connection: sa.Connection, one: Damaged) -> list[bytes]:
    """Its hash as all others know it: what stands on it tells, where its own was damaged."""
    follows = (journal.c.ws == one.chain) & (journal.c.seq == one.seq + 1)
    stands = follows | journal.c.prev.in_([one.stored, one.computed])
    query = sa.select(journal.c.hash, journal.c.prev).where(stands, journal.c.pos.is_not(None))
    found = {bytes(row.prev) for row in connection.execute(query) if holds(connection, row.hash)}
    return sorted(found) or [one.stored]


def _write_anew(db: Database, connection: sa.Connection, one: Damaged) -> set[Place]:
    known_as = _known_as(connection, one)
    places = _unindexed(connection, [one.stored, one.computed, *known_as])
    effects = [_passed_over(one, digest) for digest in known_as]
    later = _later(connection, one.pos)
    for target in parents_first():
        for table, row_key in sorted(places):
            if table == target.name:
                effects += _recovered(connection, target, row_key, later)
    entry = db.entry(
        ws=chain_id(db.desk),
        seq=1,
        prev=_before(connection, one.pos),
        cmd_id=str(new_id()),
        at_utc=UtcTime().to_json(db.clock.now()),
        by="system",
        what="journal.mend",
        subject_kind="entry",
        subject_id=known_as[0].hex(),
        effects=canonical(effects),
    )
    add(connection, entry.hash(), entry, effects, pos=one.pos)
    return places | {(done["table"], done["key"]) for done in effects}


def _passed_over(one: Damaged, digest: bytes) -> dict[str, Any]:
    key = str(new_id())
    made = {"id": key, "entry": digest.hex(), "chain": one.chain, "seq": one.seq}
    return {"table": MENDED, "key": key, "made": made}


def _recovered(
    connection: sa.Connection, target: sa.Table, key: str, later: set[bytes]
) -> list[dict[str, Any]]:
    """What happened to the row between the entries before and those after."""
    story = histories(connection, target.name, [key]).get(key, [])
    before, _ = fold(one for one in story if one.hash not in later)
    refused = _refused(connection, target.name, key)
    after = _undone(
        _stands(connection, target, key),
        [one for one in story if one.hash in later and (one.hash, one.n) not in refused],
        before,
    )
    if after is None or after == before:
        return []
    body: dict[str, Any] = {"table": target.name, "key": key}
    if before is None:
        return [{**body, "made": after}]
    changed = {name for name in after if after[name] != before[name]}
    names = {name for unit in units(target.name, changed) for name in unit}
    return [
        {
            **body,
            "from": {name: before[name] for name in names},
            "to": {name: after[name] for name in names},
        }
    ]


def _undone(row: Row | None, later: list[Effect], before: Row | None) -> Row | None:
    """The row as it stood before the later effects that were put on it.

    A value that stood `before` and that a later effect sets again may have stood there all the time.
    """
    for one in reversed(later):
        if row is None or "made" in one.body:
            return None
        row = dict(row)
        for unit in units(one.body["table"], one.body["to"]):
            names = unit & one.body["to"].keys()
            if before is None or any(before[name] != one.body["to"][name] for name in names):
                row |= {name: one.body["from"][name] for name in names}
    return row


def _stands(connection: sa.Connection, target: sa.Table, key: str) -> Row | None:
    wanted = target.c.id.type.from_json(key)  # type: ignore[attr-defined]
    found = connection.execute(sa.select(target).where(target.c.id == wanted)).mappings().first()
    return None if found is None else row_json(target, dict(found))


def _refused(connection: sa.Connection, table: str, key: str) -> set[tuple[bytes, int]]:
    these = (conflict.c.tbl == table) & (conflict.c.key == key)
    rows = connection.execute(sa.select(conflict.c.hash, conflict.c.n).where(these))
    return {(bytes(row.hash), row.n) for row in rows}


def _later(connection: sa.Connection, pos: int) -> set[bytes]:
    rows = connection.execute(sa.select(journal.c.hash).where(journal.c.pos > pos))
    return {bytes(row.hash) for row in rows}


def _before(connection: sa.Connection, pos: int) -> bytes:
    """The entry before that place in the order."""
    for query in (
        sa.select(journal.c.hash).where(journal.c.pos < pos).order_by(journal.c.pos.desc()),
        sa.select(journal.c.hash)
        .where(journal.c.hub_no.is_not(None))
        .order_by(journal.c.hub_no.desc()),
    ):
        if (found := connection.execute(query.limit(1)).scalar()) is not None:
            return bytes(found)
    return b""


def _out_of_order(connection: sa.Connection, hashes: list[bytes]) -> None:
    connection.execute(journal.update().where(journal.c.hash.in_(hashes)).values(pos=None))


def _unindexed(connection: sa.Connection, hashes: list[bytes]) -> set[Place]:
    """Forget which rows these entries touch; returns them."""
    these = effect.c.hash.in_(hashes)
    rows = connection.execute(sa.select(effect.c.tbl, effect.c.key).where(these))
    places = {(row.tbl, row.key) for row in rows}
    connection.execute(effect.delete().where(these))
    return places
