"""Shifts and crews: who is responsible now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from typing import Protocol
from uuid import UUID

from app.base.clock import Clock
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.duty.periods import Periods, changing_at
from app.duty.records import CrewPlace, Shift
from app.people.records import Officer, Role

CHANGE_AT = time(8, 30)
"""Default hour of change, 24-hour shifts [choice]; places differ."""
STANDARD = changing_at(CHANGE_AT)


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


def answerable(shifts: Iterable[Shift], instant: datetime) -> Shift | None:
    """Who answers at `instant`: the crew that was opened and has not been signed over, whatever the hour
    and the roster say; else the shift that holds the moment."""
    newest = sorted(shifts, key=lambda shift: shift.starts_at, reverse=True)
    held = (one for one in newest if one.opened_at is not None and one.closed_at is None)
    found = next(held, None)
    if found is not None:
        return found
    return next((one for one in newest if one.starts_at <= instant < one.ends_at), None)


class Shifts:
    """Finds and opens shifts. Runs on the store thread."""

    def __init__(
        self,
        ledger: Ledger,
        store: ShiftStore,
        clock: Clock,
        mark: Mark,
        periods: Callable[[], Periods] = lambda: STANDARD,
    ) -> None:
        self._ledger = ledger
        self._store = store
        self._clock = clock
        self._mark = mark
        self._periods = periods

    def current(self) -> Shift | None:
        """Responsibility stays with the crew that has not signed over; else the shift of the hour."""
        now = self._clock.now()
        held = (self._store.responsible(), self._store.shift_at(now))
        return answerable((one for one in held if one is not None), now)

    def at(self, instant: datetime) -> Shift | None:
        """The shift of an hour, planned ones too."""
        return self._store.shift_at(instant)

    def shift(self, key: UUID) -> Shift | None:
        return self._store.shift(key)

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
                span = self._periods().holding(now)
                opened = Shift(key, span.starts_at, span.ends_at, change.at, None, self._mark)
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
