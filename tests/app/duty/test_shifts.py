"""A shift is half-open, and belongs to the crew that has not signed over."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.base.clock import SHANGHAI
from app.base.errors import Refused
from app.duty.shifts import STANDARD
from app.people.records import Role
from tests.rooms import Room


@pytest.mark.parametrize(
    ("at", "start_day"),
    [("2026-06-25T08:29:59", 24), ("2026-06-25T08:30:00", 25), ("2026-06-25T00:15:00", 24)],
)
def test_the_interval_is_half_open(at: str, start_day: int) -> None:
    span = STANDARD.holding(datetime.fromisoformat(at).replace(tzinfo=SHANGHAI))
    start = span.starts_at
    assert (start.day, start.hour, start.minute) == (start_day, 8, 30)
    assert span.ends_at - start == timedelta(days=1)


def test_unsigned_crew_stays_responsible_after_the_hour(room: Room) -> None:
    room.clock.forward(timedelta(hours=20))
    held = room.shifts.current()
    assert held is not None
    assert held.id == room.shift.id
    with room.db.change("test", "shift.close", ("shift", str(held.id))) as change:
        change.put("shift", replace(held, closed_at=change.at), seen=held)
    assert room.shifts.open(room.chief).id != room.shift.id


def test_one_person_does_not_hold_two_posts(room: Room) -> None:
    crew = [(Role.CHIEF, room.chief), (Role.DRIVER, room.chief)]
    with pytest.raises(Refused, match="two_posts"):
        room.shifts.plan(room.chief, room.shift.ends_at, crew)
