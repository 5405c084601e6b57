"""An office with forty officers on a real store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from app.base.marks import Mark
from app.duty.roster.amending import Amending
from app.duty.roster.conflicts import Fault
from app.duty.roster.keeping import Keeping
from app.duty.roster.records import RosterMonth, RosterSlot
from app.duty.roster.service import Roster
from app.duty.roster.view import MonthView
from app.people.records import Officer, Role
from db.stores.roster import RosterRows
from tests.app.duty.roster.people import RULES, officers
from tests.rooms import Room, open_room

JULY = date(2026, 7, 1)


@dataclass(slots=True)
class Bureau:
    """`chief` keeps the roster, `leader` approves. The clock stands at 2026-06-24 20:00."""

    room: Room
    store: RosterRows
    roster: Roster
    amending: Amending
    keeping: Keeping
    officers: list[Officer]

    def of(self, role: Role, nth: int = 0) -> Officer:
        return [one for one in self.officers if one.role is role][nth]

    @property
    def chief(self) -> Officer:
        return self.of(Role.CHIEF)

    @property
    def leader(self) -> Officer:
        return self.of(Role.LEADER)

    def view(self) -> MonthView:
        return self.roster.view(JULY)

    def month(self) -> RosterMonth:
        month = self.view().month
        assert month is not None
        return month

    def slot(self, day: int, post: Role) -> RosterSlot:
        """As really held."""
        rows = [row for row in self.view().rows if row.span.day.day == day]
        served = rows[0].at((post, 0))
        assert served is not None
        return served.slot

    def late(self) -> list[str]:
        return [c.words for c in self.view().conflicts if c.fault is Fault.LATE_LEADER]

    def crew(self, day: int) -> dict[Role, str]:
        """Of the shift itself, as log and handover see it."""
        rows = self.view().rows
        at = next(row.span.starts_at for row in rows if row.span.day.day == day)
        shift = next(s for s in self.store.shifts(at, at.replace(hour=23)))
        return {place.post: place.name for place in self.store.crews([shift.id])}

    def publish(self) -> None:
        self.roster.generate(self.chief, JULY)
        self.roster.publish(self.chief, self.month())


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    room = open_room(tmp_path / "duty.db")
    store = RosterRows(room.db)
    everybody = officers()
    gone = store.everybody()
    with room.db.change("system", "officer.add", ("officer", "all")) as change:
        for one in everybody:
            change.put("officer", one)
    with room.db.change("system", "officer.end", ("officer", "all")) as change:
        for one in gone:
            change.put("officer", replace(one, active=False), seen=one)
    roster = Roster(room.db, store, RULES, room.clock, Mark.TEST)
    amending = Amending(room.db, store, RULES, room.shifts, room.log, room.clock, Mark.TEST)
    yield Bureau(
        room, store, roster, amending, Keeping(room.db, store, room.clock, Mark.TEST), everybody
    )
    room.db.close()
