"""The duty log in its order, read shift by shift."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.duty.reading import Part, Place, Sieve
from app.duty.records import Handling, LogEntry
from app.incidents.records import TO_THE_SECOND
from db.change import record_of
from db.rows import batched
from db.stores.reader import Reader
from db.tables.duty import log_entry, shift
from db.tables.incidents import incident
from db.types import Id, UtcTime

SHIFTS_AT_ONCE = 48
"""Shifts that one question looks through before it answers: what is rare must not hold up the room."""

OPEN = (Handling.TODO, Handling.DOING)
"""Named, not "all but done": these few are found by the index in a record of a million lines."""

EARLY = timedelta(days=1)
"""A shift may be taken over before its hour; its first lines are older than it."""

_correcting = log_entry.alias("correcting")


_HOLDING = (
    sa.select(shift.c.id)
    .where(shift.c.opened_at.is_not(None), shift.c.closed_at.is_(None))
    .order_by(shift.c.starts_at.desc())
    .limit(1)
)


class LogRows(Reader):
    """Answers `app.duty.log.LogStore`."""

    _numbered = (log_entry.c.seq.desc(), log_entry.c.written_at.desc(), log_entry.c.id.desc())
    """By the number, not the time: a clock that ran ahead and was put back must not mix the lines."""
    _newest = sa.select(log_entry).join(shift).order_by(shift.c.starts_at.desc(), *_numbered)

    def next_seq(self, shift_id: UUID) -> int:
        highest = sa.func.coalesce(sa.func.max(log_entry.c.seq), 0)
        return self._number(sa.select(highest + 1).where(log_entry.c.shift_id == shift_id))

    def entry(self, key: UUID) -> LogEntry | None:
        return self._one("log_entry", sa.select(log_entry).where(log_entry.c.id == key))

    def latest(self, count: int, shift_id: UUID | None = None) -> list[LogEntry]:
        """Shift by shift, so that a long record is not sorted for its newest lines."""
        shifts = sa.select(shift.c.id).order_by(shift.c.starts_at.desc())
        newest: list[LogEntry] = []
        with self._db.read() as connection:
            for held in [shift_id] if shift_id else connection.execute(shifts).scalars():
                query = sa.select(log_entry).where(log_entry.c.shift_id == held)
                query = query.order_by(*self._numbered).limit(count - len(newest))
                newest += _entries(connection, query)
                if len(newest) >= count:
                    break
        return newest

    def part(self, sieve: Sieve, after: Place | None, count: int) -> Part:
        entries: list[LogEntry] = []
        wanted = sa.select(log_entry).where(*_passing(sieve)).order_by(*self._numbered)
        with self._db.read() as connection:
            shifts = connection.execute(_shifts(sieve, after)).all()
            for key, starts_at in shifts[:SHIFTS_AT_ONCE]:
                query = wanted.where(log_entry.c.shift_id == key)
                if after is not None and after.shift_id == key and after.seq is not None:
                    query = query.where(*_below(after))
                entries += _entries(connection, query.limit(count - len(entries)))
                if len(entries) >= count:
                    last = entries[-1]
                    going_on: Place | None = Place(
                        key, starts_at, last.seq, last.written_at, last.id
                    )
                    break
            else:
                more = shifts[SHIFTS_AT_ONCE:]
                going_on = Place(more[0].id, more[0].starts_at) if more else None
            corrected = _corrected(connection, [entry.id for entry in entries])
            grave = _grave(connection, [one.incident_id for one in entries if one.incident_id])
        return Part(tuple(entries), corrected, grave, going_on)

    def grave(self, keys: list[UUID]) -> frozenset[UUID]:
        with self._db.read() as connection:
            return _grave(connection, keys)

    def corrected(self, keys: list[UUID]) -> dict[UUID, int]:
        with self._db.read() as connection:
            return _corrected(connection, keys)

    def revisions(self, key: UUID) -> list[LogEntry]:
        found: dict[UUID, LogEntry] = {}
        asked, ask = set[UUID](), {key}
        with self._db.read() as connection:
            while ask:
                asked |= ask
                near = log_entry.c.id.in_(ask) | log_entry.c.corrects.in_(ask)
                found |= {
                    one.id: one for one in _entries(connection, sa.select(log_entry).where(near))
                }
                ask = (
                    found.keys() | {one.corrects for one in found.values() if one.corrects}
                ) - asked
        return sorted(found.values(), key=lambda one: (one.written_at, one.seq))

    def of_incident(self, incident_id: UUID) -> list[LogEntry]:
        return self._all("log_entry", self._newest.where(log_entry.c.incident_id == incident_id))

    def count(self, shift_id: UUID) -> int:
        return self._number(
            sa.select(sa.func.count())
            .select_from(log_entry)
            .where(log_entry.c.shift_id == shift_id)
        )

    def open_of_instruction(self, instruction_id: UUID) -> list[LogEntry]:
        replaced = sa.exists().where(_correcting.c.corrects == log_entry.c.id)
        held = log_entry.c.status.in_(OPEN) & (log_entry.c.instruction_id == instruction_id)
        return self._all("log_entry", sa.select(log_entry).where(held, ~replaced))

    def closed(self, shift_id: UUID) -> bool:
        held = (shift.c.id == shift_id) & shift.c.closed_at.is_not(None)
        return bool(self._number(sa.select(sa.func.count()).where(held)))

    def holding(self) -> UUID | None:
        with self._db.read() as connection:
            return connection.execute(_HOLDING).scalar_one_or_none()

    def begins(self, shift_id: UUID) -> datetime | None:
        with self._db.read() as connection:
            query = sa.select(shift.c.starts_at, shift.c.opened_at).where(shift.c.id == shift_id)
            times = connection.execute(query).one_or_none() or ()
            return min((time for time in times if time is not None), default=None)


def _entries(connection: sa.Connection, query: sa.Select[Any]) -> list[LogEntry]:
    return [record_of("log_entry", row._mapping) for row in connection.execute(query)]


def _grave(connection: sa.Connection, keys: list[UUID]) -> frozenset[UUID]:
    asked = list(dict.fromkeys(keys))
    found: set[UUID] = set()
    for some in batched(asked):
        held = incident.c.id.in_(some) & (incident.c.level.in_(TO_THE_SECOND))
        found.update(connection.execute(sa.select(incident.c.id).where(held)).scalars())
    return frozenset(found)


def _corrected(connection: sa.Connection, keys: list[UUID]) -> dict[UUID, int]:
    found: dict[UUID, int] = {}
    for some in batched(keys):
        query = sa.select(log_entry.c.corrects, sa.func.max(log_entry.c.seq))
        query = query.where(log_entry.c.corrects.in_(some)).group_by(log_entry.c.corrects)
        found |= {row[0]: row[1] for row in connection.execute(query)}
    return found


def _shifts(sieve: Sieve, after: Place | None) -> sa.Select[Any]:
    """Newest first, from `after` on, one more than is looked through; those that cannot hold a line of
    the period are left out: a line is never much older than its shift, nor younger than its end."""
    query = sa.select(shift.c.id, shift.c.starts_at)
    if sieve.shift_id is not None:
        query = query.where(shift.c.id == sieve.shift_id)
    if sieve.until is not None:
        query = query.where(shift.c.starts_at < sieve.until + EARLY)
    if sieve.since is not None:
        query = query.where(shift.c.closed_at.is_(None) | (shift.c.closed_at >= sieve.since))
    if after is not None:
        at = sa.literal(after.starts_at, UtcTime), sa.literal(after.shift_id, Id)
        query = query.where(shift.c.starts_at <= after.starts_at)
        query = query.where(sa.tuple_(shift.c.starts_at, shift.c.id) <= sa.tuple_(*at))
    return query.order_by(shift.c.starts_at.desc(), shift.c.id.desc()).limit(SHIFTS_AT_ONCE + 1)


def _below(place: Place) -> tuple[sa.ColumnElement[bool], ...]:
    columns = sa.tuple_(log_entry.c.seq, log_entry.c.written_at, log_entry.c.id)
    at = (
        sa.literal(place.seq),
        sa.literal(place.written_at, UtcTime),
        sa.literal(place.key, Id),
    )
    return log_entry.c.seq <= place.seq, columns < sa.tuple_(*at)


def _passing(sieve: Sieve) -> list[sa.ColumnElement[bool]]:
    columns = log_entry.c
    asked: list[sa.ColumnElement[bool]] = []
    if sieve.since is not None:
        asked.append(columns.at >= sieve.since)
    if sieve.until is not None:
        asked.append(columns.at < sieve.until)
    for column, value in (
        (columns.way, sieve.way),
        (columns.category, sieve.category),
        (columns.channel, sieve.channel),
        (columns.incident_id, sieve.incident_id),
    ):
        if value is not None:
            asked.append(column == value)
    if sieve.open_only:
        asked.append(columns.status != Handling.DONE)
        asked.append(~sa.exists().where(_correcting.c.corrects == columns.id))
    if words := sieve.person.strip():
        named = (columns.unit, columns.person, columns.by_name, columns.responsible)
        asked.append(sa.or_(*(name.icontains(words, autoescape=True) for name in named)))
    return asked
