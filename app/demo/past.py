"""The events of the year and a half before the thirty days: closed, for this year beside the last."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta

from app.base.clock import SHANGHAI, local_day
from app.base.marks import Mark
from app.demo.book import Book
from app.demo.events import STEP, Numbers, make_incident, teller_of
from app.demo.ground import Ground, key
from app.demo.units import Units
from app.demo.watch import Watch, crew_on
from app.incidents.records import Count, Figure, Incident
from app.people.records import Role

FIRST_NO = 1000
"""Their numbers begin here, so that the fifty keep theirs."""


def make_past(
    ground: Ground, units: Units, book: Book, watch: Watch
) -> tuple[list[Incident], list[Figure]]:
    """Oldest first; none of them in the thirty days, which have events of their own."""
    plan = ground.data["past"]
    kinds = [row for row in ground.data["history"]["event"] for _ in range(row["times"])]
    numbers = Numbers.taken_from(book)
    first = date.fromisoformat(plan["first"])
    until = local_day(watch.shifts[0].starts_at)
    incidents: list[Incident] = []
    figures: list[Figure] = []
    of_day: dict[date, int] = {}
    for received in sorted(_times(ground, first, until, plan["events"])):
        n, day = FIRST_NO + len(incidents), local_day(received)
        row = kinds[n * STEP % len(kinds)]
        villages = ground.town(1 + ground.draw(f"ev/{n}/t", 12)).villages
        home = villages[ground.draw(f"ev/{n}/v", len(villages))]
        chief = crew_on(watch.officers, (day - watch.start).days)[Role.CHIEF]
        of_day[day] = of_day.get(day, 0) + 1
        told = teller_of(row, units.of(home), units, book, numbers)
        made = make_incident(ground, n, row, home, received, of_day[day], told, chief)
        incidents.append(made)
        for count, number in row["figures"].items():
            at, label = received + timedelta(minutes=20), key("figure", f"{n}/{count}")
            figures.append(
                Figure(label, made.id, Count(count), number, False, at, "", made.by, Mark.DEMO)
            )
    return incidents, figures


def _times(ground: Ground, first: date, until: date, events: list[int]) -> list[datetime]:
    """So many moments of each month, by day; of the last month only before `until`."""
    found = []
    for n, count in enumerate(events):
        year, month = divmod(first.month - 1 + n, 12)
        begins = date(first.year + year, month + 1, 1)
        days = monthrange(begins.year, begins.month)[1]
        if begins <= until < begins + timedelta(days=days):
            days = (until - begins).days
        for i in range(count):
            day = begins + timedelta(days=ground.draw(f"past/{n}/{i}/day", days))
            minute = 510 + ground.draw(f"past/{n}/{i}/minute", 760)
            found.append(datetime.combine(day, time(), SHANGHAI) + timedelta(minutes=minute))
    return found
