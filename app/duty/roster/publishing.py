"""From the roster to the shifts: the crew of the next shift is there by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from app.base.ids import new_id
from app.base.ledger import Change
from app.base.marks import Mark
from app.duty.records import CrewPlace, Shift
from app.duty.roster.changes import Served
from app.duty.roster.store import RosterStore
from app.people.records import Officer


class Crews:
    """Writes shifts and crews as the roster has them. What was opened already is never touched."""

    def __init__(self, store: RosterStore, mark: Mark) -> None:
        self._store = store
        self._mark = mark

    def write(self, change: Change, served: Sequence[Served]) -> None:
        """All shifts of `served` whose crew differs; whole crews, or places would be missed."""
        if not served:
            return
        starts = sorted({one.slot.starts_at for one in served})
        end = max(one.slot.ends_at for one in served)
        shifts = {shift.starts_at: shift for shift in self._store.shifts(starts[0], end)}
        places: dict[UUID, list[CrewPlace]] = {}
        for place in self._store.crews([shift.id for shift in shifts.values()]):
            places.setdefault(place.shift_id, []).append(place)
        officers = {one.id: one for one in self._store.everybody()}
        for start in starts:
            crew = sorted(
                (one for one in served if one.slot.starts_at == start), key=lambda s: s.slot.sort
            )
            shift = shifts.get(start)
            if shift is None:
                shift = self._new_shift(change, crew[0])
            if shift.opened_at is None:
                self._crew(change, shift, crew, places.get(shift.id, []), officers)

    def _new_shift(self, change: Change, first: Served) -> Shift:
        slot = first.slot
        made = Shift(new_id(), slot.starts_at, slot.ends_at, None, None, self._mark)
        change.put("shift", made)
        return made

    def _crew(
        self,
        change: Change,
        shift: Shift,
        crew: Sequence[Served],
        there: Iterable[CrewPlace],
        officers: dict[UUID, Officer],
    ) -> None:
        free = sorted(there, key=lambda place: place.sort)
        for one in crew:
            officer = officers[one.slot.officer_id] if one.slot.officer_id else None
            if officer is None:
                continue
            seen = next((place for place in free if place.post is one.slot.post), None)
            if seen is None:
                place = CrewPlace(
                    new_id(),
                    shift.id,
                    one.slot.post,
                    officer.id,
                    officer.name,
                    one.slot.sort,
                    self._mark,
                )
                change.put("crew_place", place)
                continue
            free.remove(seen)
            place = replace(seen, officer_id=officer.id, name=officer.name, sort=one.slot.sort)
            if place != seen:
                change.put("crew_place", place, seen=seen)
        for left in free:
            change.put("crew_place", replace(left, active=False), seen=left)
