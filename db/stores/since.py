"""What the journal says has changed since somebody left: read backwards, only as far as needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.base.clock import local
from app.handover.since import More, RowChange, Rows
from app.people.records import Outcome
from db.change import record_of
from db.past import bodies
from db.stores.reader import Reader
from db.tables import metadata
from db.tables.contacts import org, person
from db.tables.duty import crew_place, shift
from db.tables.incidents import incident
from db.tables.journal import journal
from db.tables.people import login_attempt, officer
from db.types import Kept, UtcTime

MOST = 20_000
"""Entries that are read at the most: weeks of a busy room."""
NAMED = 100
"""Rows of one table that are told one by one; an import of thousands is counted."""
LARGE = 20_000
"""Bytes of an entry that is an import or a month of a roster: its rows are counted, not read."""
OLD_IN_A_ROW = 200
"""An entry of another desk may have come later than it was written: so many older ones end the reading."""

_READ = sa.select(journal.c.at_utc, journal.c.effects, journal.c.schema_no)
_BACKWARDS = (
    _READ.where(journal.c.pos.is_not(None)).order_by(journal.c.pos.desc()),
    _READ.where(journal.c.hub_no.is_not(None)).order_by(journal.c.hub_no.desc()),
)
"""What is on this desk only, then what all desks have."""


class SinceRows(Reader):
    """Answers `app.handover.since.SinceStore`."""

    def last_end(self, officer_id: UUID, now: datetime) -> datetime | None:
        ended = sa.func.coalesce(shift.c.closed_at, shift.c.ends_at)
        over = shift.c.closed_at.is_not(None) | (
            (shift.c.ends_at <= now) & shift.c.opened_at.is_(None)
        )
        mine = (crew_place.c.officer_id == officer_id) & crew_place.c.active
        query = sa.select(sa.func.max(ended, type_=UtcTime())).select_from(
            shift.join(crew_place, crew_place.c.shift_id == shift.c.id)
        )
        with self._db.read() as connection:
            found: datetime | None = connection.execute(query.where(mine, over)).scalar()
        return found

    def last_sign_in(self, officer_id: UUID, before: datetime) -> datetime | None:
        mine = (login_attempt.c.officer_id == officer_id) & (login_attempt.c.at < before)
        query = sa.select(sa.func.max(login_attempt.c.at, type_=UtcTime()))
        with self._db.read() as connection:
            found: datetime | None = connection.execute(
                query.where(mine, login_attempt.c.outcome == Outcome.GOOD)
            ).scalar()
        return found

    def changed(self, since: datetime, tables: tuple[str, ...]) -> Rows:
        touched: dict[tuple[str, str], _Touched] = {}
        held: Counter[str] = Counter()
        more: dict[str, More] = {}
        cut = False
        with self._db.read() as connection:
            for entry in _after(connection, UtcTime().to_json(since), tables):
                if entry is None:
                    cut = True
                    continue
                at, told, counted = entry
                for table, count in counted.items():
                    _add(more, table, count, at)
                for body in reversed(told):
                    place = (body["table"], body["key"])
                    if body["table"] not in tables:
                        continue
                    if place not in touched:
                        if held[body["table"]] >= NAMED:
                            _add(more, body["table"], 1, at)
                            continue
                        held[body["table"]] += 1
                        touched[place] = _Touched(at)
                    touched[place].earlier(body)
            changes = tuple(_with_records(connection, touched))
            return Rows(changes, cut, _names(connection, changes), more)


def _add(more: dict[str, More], table: str, count: int, at: str) -> None:
    known = more.get(table)
    last = UtcTime().from_json(at) if known is None else known.at
    more[table] = More(count + (known.count if known else 0), last)


class _Touched:
    """One row, told from its last change backwards."""

    def __init__(self, at: str) -> None:
        self.at = at
        self.made = False
        self.before: dict[str, Any] = {}
        self.after: dict[str, Any] = {}

    def earlier(self, body: dict[str, Any]) -> None:
        if "made" in body:
            self.made = True
            self.after = {**body["made"], **self.after}
        else:
            self.after = {**body["to"], **self.after}
            self.before.update(body["from"])


def _after(
    connection: sa.Connection, since: str, tables: tuple[str, ...]
) -> Iterator[tuple[str, list[dict[str, Any]], dict[str, int]] | None]:
    """Entries of these tables written since, the newest first; of a large one only how many rows of each
    table it touched. None where there were too many to be read."""
    marks = {table: f'"table":"{table}"'.encode() for table in tables}
    for query in _BACKWARDS:
        older = 0
        for read, (at, effects, schema_no) in enumerate(connection.execute(query), 1):
            older = older + 1 if at <= since else 0
            if older >= OLD_IN_A_ROW:
                break
            if read > MOST:
                yield None
                break
            if older:
                continue
            counts = {table: n for table, mark in marks.items() if (n := effects.count(mark))}
            if counts:
                large = len(effects) > LARGE
                yield at, [] if large else bodies(effects, schema_no), counts if large else {}


def _with_records(
    connection: sa.Connection, touched: dict[tuple[str, str], _Touched]
) -> Iterator[RowChange]:
    """Only what is still there: a change that was not let through has no row."""
    records: dict[tuple[str, str], Any] = {}
    for name in {table for table, _ in touched}:
        target = metadata.tables[name]
        kind: Any = target.c.id.type
        keys = [key for table, key in touched if table == name]
        for start in range(0, len(keys), 500):
            some = [kind.from_json(key) for key in keys[start : start + 500]]
            for row in connection.execute(sa.select(target).where(target.c.id.in_(some))):
                records[name, str(row.id)] = record_of(name, row._mapping)
    for (name, key), one in touched.items():
        if (name, key) in records:
            yield RowChange(
                table=name,
                key=key,
                at=UtcTime().from_json(one.at),
                made=one.made,
                before=_values(name, one.before),
                after=_values(name, one.after),
                record=records[name, key],
            )


def _values(table: str, row: dict[str, Any]) -> dict[str, Any]:
    columns = metadata.tables[table].c
    values = {}
    for name, value in row.items():
        kind = columns[name].type
        assert isinstance(kind, Kept)
        values[name] = None if value is None else kind.from_json(value)
    return values


def _names(connection: sa.Connection, changes: Iterable[RowChange]) -> dict[UUID, str]:
    """Of whatever the records point at."""
    wanted: set[UUID] = set()
    for change in changes:
        for column in (
            "applicant_id", "counterpart_id", "officer_id", "person_id", "org_id", "incident_id", "shift_id",
        ):  # fmt: skip
            if (key := getattr(change.record, column, None)) is not None:
                wanted.add(key)
    names: dict[UUID, str] = {}
    keys = sorted(wanted)
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        for target, word in (
            (officer, officer.c.name),
            (person, person.c.name),
            (org, org.c.name),
            (incident, incident.c.title),
        ):
            asked = sa.select(target.c.id, word).where(target.c.id.in_(some))
            names.update((key, name) for key, name in connection.execute(asked))
        asked = sa.select(shift.c.id, shift.c.starts_at).where(shift.c.id.in_(some))
        names.update(
            (key, f"{local(starts):%m-%d} 班") for key, starts in connection.execute(asked)
        )
    return names
