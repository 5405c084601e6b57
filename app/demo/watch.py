"""Officers of the demonstration room, their shifts and crews for a month before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from argon2 import PasswordHasher

from app.base.clock import SHANGHAI
from app.base.marks import Mark
from app.demo.book import Book
from app.demo.ground import Ground, key
from app.duty.records import CrewPlace, Shift
from app.duty.shifts import CHANGE_AT
from app.people.records import Officer, Role

DEMO_PIN = "0000"
"""Of every officer; README and `make run` tell it."""

DAYS = 30
"""The roster is filled for so many days before and after the start date."""

LEADER_GROUPS = 4
POSTS = (Role.LEADER, Role.CHIEF, Role.PROFESSIONAL, Role.DRIVER)
PERMANENT = frozenset({Role.LEADER, Role.CHIEF, Role.RESERVE})


@dataclass(frozen=True, slots=True)
class Watch:
    """`shifts` by day, DAYS before the start date first; `crews` beside them."""

    start: date
    officers: list[Officer]
    shifts: list[Shift]
    crews: list[dict[Role, Officer]]
    places: list[CrewPlace]


def pin_hash() -> str:
    """One cheap hash with a fixed salt for everybody: this PIN guards nothing."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return quick.hash(DEMO_PIN, salt=b"demonstration")


def make_watch(ground: Ground, book: Book, start: date) -> Watch:
    officers = _officers(ground, book)
    watch = Watch(start, officers, [], [], [])
    for n in range(2 * DAYS + 1):
        day = n - DAYS
        begins = datetime.combine(start + timedelta(days=day), CHANGE_AT, SHANGHAI)
        ends = begins + timedelta(days=1)
        shift = Shift(
            key("shift", day),
            begins,
            ends,
            begins if day <= 0 else None,
            ends if day < 0 else None,
            Mark.DEMO,
        )
        crew = crew_on(officers, day)
        watch.shifts.append(shift)
        watch.crews.append(crew)
        for sort, (role, one) in enumerate(crew.items()):
            place = key("crew_place", f"{day}/{role.name}")
            watch.places.append(CrewPlace(place, shift.id, role, one.id, one.name, sort, Mark.DEMO))
    return watch


def crew_on(officers: list[Officer], day: int) -> dict[Role, Officer]:
    """Whose turn it is so many days after the start date."""
    by_role = {role: [one for one in officers if one.role is role] for role in POSTS}
    return {role: held[_turn(role, day, len(held))] for role, held in by_role.items()}


def _turn(role: Role, day: int, count: int) -> int:
    """Whose day it is: leaders rotate in four groups and inside their group, the others in turn."""
    if role is not Role.LEADER:
        return day % count
    group = day % LEADER_GROUPS
    size = len(range(group, count, LEADER_GROUPS))
    return group + LEADER_GROUPS * (day // LEADER_GROUPS % size)


def _officers(ground: Ground, book: Book) -> list[Officer]:
    """The first persons of the bureau's own group, under the same names."""
    secret = pin_hash()
    count = sum(row["count"] for row in ground.data["people"]["crew"].values())
    return [
        Officer(
            id=key("officer", n),
            name=one.name,
            initials=one.initials,
            role=Role(one.duty),
            permanent=Role(one.duty) in PERMANENT,
            sort=n,
            pin_hash=secret,
            active=True,
            mark=Mark.DEMO,
        )
        for n, one in enumerate(book.groups[3][:count])
    ]
