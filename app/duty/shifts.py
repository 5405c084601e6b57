"""Shifts and crews: who is responsible now."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Protocol
from uuid import UUID

from app.base.clock import SHANGHAI, Clock, local
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.duty.records import CrewPlace, Shift
from app.people.records import Officer, Role

CHANGE_AT = time(8, 30)
"""Default hour of change, 24-hour shifts [choice]; places differ."""


class ShiftStore(Protocol):
    def shift(self, key: UUID) -> Shift | None: ...

    def shift_at(self, instant: datetime) -> Shift | None:
        """The shift whose half-open interval holds `instant`."""
        ...

    def responsible(self) -> Shift | None:
        """The shift that was opened and is not yet signed over: still responsible, whatever the hour."""
        ...

    def crew(self, shift_id: UUID) -> list[CrewPlace]:
        """In official order."""
        ...


def interval(instant: datetime, change_at: time = CHANGE_AT) -> tuple[datetime, datetime]:
    """The 24-hour shift [start, end) that holds `instant`, in Shanghai time."""
    there = local(instant)
    start = datetime.combine(there.date(), change_at, SHANGHAI)
    if there < start:
        start -= timedelta(days=1)
    return start, start + timedelta(days=1)


class Shifts:
    """Finds and opens shifts. Runs on the store thread."""

    def __init__(self, ledger: Ledger, store: ShiftStore, clock: Clock, mark: Mark) -> None:
        self._ledger = ledger
        self._store = store
        self._clock = clock
        self._mark = mark

    def current(self) -> Shift | None:
        """Responsibility stays with the crew that has not signed over; else the shift of the hour."""
        return self._store.responsible() or self._store.shift_at(self._clock.now())

    def crew(self, shift_id: UUID) -> list[CrewPlace]:
        return self._store.crew(shift_id)

    def open(self, by: Officer) -> Shift:
        """The current shift, opened; a first one is made when the record has none for this hour."""
        found = self.current()
        if found is not None and found.opened_at is not None:
            return found
        now = self._clock.now()
        key = found.id if found else new_id()
        with self._ledger.change(str(by.id), "shift.open", ("shift", str(key))) as change:
            if found is None:
                start, end = interval(now)
                opened = Shift(key, start, end, change.at, None, self._mark)
                change.put("shift", opened)
                change.put("crew_place", self._place(key, by.role, by, 0))
            else:
                opened = Shift(
                    found.id, found.starts_at, found.ends_at, change.at, None, found.mark
                )
                change.put("shift", opened, seen=found)
        return opened

    def plan(self, by: Officer, starts_at: datetime, crew: list[tuple[Role, Officer]]) -> Shift:
        """Write down a coming shift of 24 hours and its crew. One person holds one post only."""
        names = [officer.id for _, officer in crew]
        if len(set(names)) < len(names):
            raise Refused("crew", "two_posts")
        key = new_id()
        planned = Shift(key, starts_at, starts_at + timedelta(days=1), None, None, self._mark)
        with self._ledger.change(str(by.id), "shift.plan", ("shift", str(key))) as change:
            change.put("shift", planned)
            for sort, (post, officer) in enumerate(crew):
                change.put("crew_place", self._place(key, post, officer, sort))
        return planned

    def _place(self, shift_id: UUID, post: Role, officer: Officer, sort: int) -> CrewPlace:
        return CrewPlace(new_id(), shift_id, post, officer.id, officer.name, sort, self._mark)
