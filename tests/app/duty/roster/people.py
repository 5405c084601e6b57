"""Forty officers and the rules that ship, for tests of the roster."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from app.base.ids import new_id
from app.base.marks import Mark
from app.duty.holidays import Calendar
from app.duty.roster.conflicts import Around
from app.duty.roster.generate import Drawing, Place, groups
from app.duty.roster.records import Absence, AbsenceKind, RosterSlot
from app.duty.roster.rules import load_rules
from app.people.records import Officer, Role

RULES = load_rules(Path(__file__).parents[4] / "resources" / "rules" / "roster.toml")
SIZES = {Role.LEADER: 10, Role.CHIEF: 10, Role.PROFESSIONAL: 10, Role.DRIVER: 6, Role.RESERVE: 4}


def officers(sizes: dict[Role, int] | None = None) -> list[Officer]:
    made = []
    for role, count in (sizes or SIZES).items():
        for n in range(count):
            permanent = role not in (Role.PROFESSIONAL, Role.DRIVER)
            name = f"{role.value}{n}"
            made.append(
                Officer(new_id(), name, "", role, permanent, len(made), "", True, Mark.TEST)
            )
    return made


def days(year: int, month: int) -> list[date]:
    first = date(year, month, 1)
    return [d for n in range(31) if (d := first + timedelta(days=n)).month == month]


def leave(officer_id: UUID, first: date, last: date) -> Absence:
    return Absence(new_id(), officer_id, first, last, AbsenceKind.LEAVE, "", False, Mark.TEST)


def drawing(everybody: list[Officer], **more: object) -> Drawing:
    around = more.pop("around", None) or Around(
        {one.id: one for one in everybody}, (), (), RULES.permanent_posts(), RULES.a_week
    )
    return Drawing(RULES, Calendar(), around, groups(RULES, everybody, ()), **more)  # type: ignore[arg-type]


def slots_of(places: list[Place]) -> list[RosterSlot]:
    month = new_id()
    return [
        RosterSlot(
            new_id(),
            month,
            p.span.starts_at,
            p.span.ends_at,
            p.post,
            p.sort,
            p.officer_id,
            Mark.TEST,
        )
        for p in places
    ]
