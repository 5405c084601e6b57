"""A change of an incident and its line in the log, together or not at all, and the checks they share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.base.clock import Clock
from app.base.errors import Refused
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.duty.log import DutyLog, Line
from app.duty.records import Category, Handling, Way
from app.incidents.records import Incident
from app.people.records import Officer

AHEAD = timedelta(minutes=1)
"""A time may lie so far in the future, for clocks that are read with the eye."""
MOST = 99_999


class Traced:
    """Runs on the store thread."""

    def __init__(self, ledger: Ledger, log: DutyLog, clock: Clock, mark: Mark) -> None:
        self._ledger = ledger
        self._log = log
        self._clock = clock
        self._mark = mark

    def _put(
        self,
        by: Officer,
        shift_id: UUID,
        incident: Incident | None,
        what: str,
        rows: Mapping[str, Any],
        said: str | Line,
    ) -> None:
        """`rows` table -> record, or (record, what was seen), or a list of new ones. No words: no line."""
        key = None if incident is None else incident.id
        entry = None
        if said:
            line = said if isinstance(said, Line) else line_of(said, key)
            shift = self._log.shift_for(shift_id)
            entry = self._log.make(shift, line, str(by.id), by.name)
        first = next(iter(rows.values()))
        made = first[0] if isinstance(first, tuple) else first
        with self._ledger.change(str(by.id), what, subject_of(key, made.id)) as change:
            for table, row in rows.items():
                if isinstance(row, list):
                    change.put_many(table, row)
                    continue
                record, seen = row if isinstance(row, tuple) else (row, None)
                change.put(table, record, seen=seen)
            if entry is not None:
                self._log.put(change, entry)

    def _past(self, field: str, at: datetime) -> datetime:
        if at - self._clock.now() > AHEAD:
            raise Refused(field, "in_the_future")
        return at


def settled(at: datetime, *before: datetime | None) -> datetime:
    """`at` as an officer tells it, to the minute: within the minute of what went before it is that moment,
    for 14:05 is not earlier than 14:05:30."""
    last = max((one for one in before if one is not None), default=at)
    return last if last.replace(second=0, microsecond=0) <= at < last else at


def subject_of(incident_id: UUID | None, other: UUID) -> tuple[str, str]:
    return ("incident", str(incident_id)) if incident_id else ("command", str(other))


def line_of(words: str, incident_id: UUID | None) -> Line:
    return Line(
        words,
        Way.INSIDE,
        category=Category.INCIDENT,
        status=Handling.DONE,
        incident_id=incident_id,
    )


def filled(**fields: str) -> None:
    for name, words in fields.items():
        if not words.strip():
            raise Refused(name, "empty")


def counted(**fields: int | None) -> None:
    for name, number in fields.items():
        if number is not None and not 0 <= number <= MOST:
            raise Refused(name, "absurd_number", number=number)
