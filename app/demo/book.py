"""The contact book of the demonstration county: exactly ten thousand persons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.base.marks import Mark
from app.demo.ground import Ground, key
from app.demo.units import ENTERPRISES, Units
from app.people.contacts import ContactPoint, Org, Person, PointKind, PointState, Post
from app.people.pinyin import initials

Duties = list[str | list[str]]
"""A list is a post held by two (one word for both, or a word each); a bare word is one person."""

WRONG = (250, 17)
"""Persons p with p mod 250 = 17 have a wrong number."""
STALE = (83, 5, 9_960)
"""Persons p below 9,960 with p mod 83 = 5 were last verified more than a year ago."""
BOTH_AWAY = (3, 400, 800, 1_200, 1_600)
"""Pairs, in order of creation from 0, of which A and B are both on leave on the start date."""


@dataclass(slots=True)
class Book:
    """Persons in their order, and those of each group of the county's description (1 to 16)."""

    persons: list[Person] = field(default_factory=list)
    groups: dict[int, list[Person]] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    points: list[ContactPoint] = field(default_factory=list)
    duties: dict[tuple[UUID | None, str], list[int]] = field(default_factory=dict)

    def at(self, unit: Org, duty: str) -> list[Person]:
        """Who holds that duty there, in order."""
        return [self.persons[p] for p in self.duties.get((unit.id, duty), ())]


class _Filler:
    """Adds persons one after the other, so that the p-th gets the p-th name."""

    def __init__(self, ground: Ground, start: datetime) -> None:
        self.book = Book()
        self._draw = ground.draw
        names = ground.data["names"]
        self._surnames: list[str] = names["surnames"].split()
        self._marks: str = names["marks"]
        self._given: str = names["given"]
        self._named = {
            (row["unit"], row["duty"], row.get("nth", 1)): row["name"]
            for row in ground.data["people"]["named"]
            if "name" in row
        }
        self._held: dict[tuple[str, str], int] = {}
        self._leave = (start - timedelta(days=1), start + timedelta(days=3))

    def person(self, group: int, unit: Org | str, duty: str, name: str = "") -> Person:
        """`unit` is a text for units outside the county; `name` instead of a drawn one."""
        p = len(self.book.persons)
        home = unit if isinstance(unit, str) else unit.full_name
        nth = self._held[home, duty] = self._held.get((home, duty), 0) + 1
        name = name or self._named.get((home, duty, nth), "") or self._drawn(p)
        one = Person(
            id=key("person", p),
            name=name,
            initials=initials(name),
            org_id=None if isinstance(unit, str) else unit.id,
            unit=unit if isinstance(unit, str) else "",
            duty=duty,
            leave_from=None,
            leave_to=None,
            sort=p,
            mark=Mark.DEMO,
        )
        self.book.persons.append(one)
        self.book.groups.setdefault(group, []).append(one)
        self.book.duties.setdefault((one.org_id, duty), []).append(p)
        return one

    def fill(self, group: int, unit: Org, duties: Duties) -> None:
        for duty in duties:
            if isinstance(duty, str):
                self.person(group, unit, duty)
            else:
                self._pair(group, unit, duty[0], duty[-1])

    def _pair(self, group: int, unit: Org, a_duty: str, b_duty: str) -> None:
        n = len(self.book.posts)
        a = self.person(group, unit, f"{a_duty}A角")
        b = self.person(group, unit, f"{b_duty}B角")
        name = a_duty if a_duty == b_duty else f"{a_duty}/{b_duty}"
        self.book.posts.append(Post(key("post", n), unit.id, name, a.id, b.id, n, Mark.DEMO))
        if n in BOTH_AWAY:
            for one in (a, b):
                gone = replace(one, leave_from=self._leave[0], leave_to=self._leave[1])
                self.book.persons[one.sort] = gone
                group_of = self.book.groups[group]
                group_of[group_of.index(one)] = gone

    def _drawn(self, p: int) -> str:
        surname = self._surnames[self._draw(f"sn/{p}", len(self._surnames))]
        mark = self._marks[self._draw(f"mk/{p}", len(self._marks))]
        return surname + mark + self._given[self._draw(f"gn/{p}", len(self._given))]


def make_book(
    ground: Ground,
    units: Units,
    start: datetime,
    county_teams: list[tuple[Org, int]],
    village_team: dict[tuple[int, int], int],
) -> Book:
    """`start` is the first moment of the start date; team sizes as in `things`."""
    filler = _Filler(ground, start)
    _offices(filler, ground, units)
    _responders(filler, ground, units, county_teams, village_team)
    _watchers(filler, ground, units)
    _others(filler, ground, units)
    book = filler.book
    book.points.extend(_mobiles(ground, book.persons, start))
    book.points.extend(_unit_numbers(ground, units, book, start))
    book.points.extend(_callers(ground, units, book, start))
    return book


def _offices(filler: _Filler, ground: Ground, units: Units) -> None:
    people = ground.data["people"]
    filler.fill(1, units.county, [[duty] for duty in people["county_leaders"]])
    for body in units.bodies:
        filler.fill(2, body, people["body"])
    bureau = units.body("县应急管理局")
    for duty, row in people["crew"].items():
        for n in range(row["count"]):
            filler.person(3, bureau, duty, row["names"][n] if n < len(row["names"]) else "")
    filler.fill(3, bureau, people["bureau_rest"])
    for town in units.towns:
        head = "镇长" if town.name.endswith("镇") else "乡长"
        duties = [
            [word.format(head=head) for word in duty] if isinstance(duty, list) else duty
            for duty in people["township"]
        ]
        filler.fill(4, town, duties)
    for village in ground.villages:
        filler.fill(5, units.of(village), people["village"])


def _responders(
    filler: _Filler,
    ground: Ground,
    units: Units,
    county_teams: list[tuple[Org, int]],
    village_team: dict[tuple[int, int], int],
) -> None:
    teams = [(6, units.towns[town.no - 1], town.team) for town in ground.towns]
    teams += [(7, units.of(v), village_team[v.t, v.k]) for v in ground.villages]
    teams += [(8, unit, size) for unit, size in county_teams]
    for group, unit, size in teams:
        for duty in ["救援队队长", "救援队副队长", *["救援队员"] * (size - 2)][:size]:
            filler.person(group, unit, duty)
    for grid in units.grids:
        filler.fill(9, grid, ground.data["people"]["grid"])


def _watchers(filler: _Filler, ground: Ground, units: Units) -> None:
    i = 0
    for town in ground.towns:
        for _ in range(town.hazard_points):
            filler.person(10, units.of(town.village(i)), "地灾点监测员")
            i += 1
    for town in ground.towns:
        for n in range(town.reservoirs):
            filler.person(11, units.of(town.village(n)), "水库山塘巡查员")


def _others(filler: _Filler, ground: Ground, units: Units) -> None:
    people = ground.data["people"]
    for speciality, count in ground.data["things"]["experts"].items():
        for _ in range(count):
            filler.person(12, units.county, f"{speciality}专家")
    for kind, duties in (("学校", people["school"]), ("卫生院", people["health_station"])):
        for firm in units.of_kind(kind):
            filler.fill(13, firm.org, duties)
    for kind in ENTERPRISES:
        for firm in units.of_kind(kind):
            filler.fill(14, firm.org, people["enterprise"])
    for row in people["outside"]:
        for _ in range(row["persons"]):
            filler.person(15, row["unit"], "值班员")
    for duty in people["volunteers"]:
        for town in units.towns:
            for _ in range(5):
                filler.person(16, town, duty)


def _mobiles(ground: Ground, persons: Iterable[Person], start: datetime) -> Iterator[ContactPoint]:
    every, rest, below = STALE
    for p, one in enumerate(persons):
        days = 1 + ground.draw(f"verified/{p}", 180)
        if p % every == rest and p < below:
            days += 365
        state = PointState.WRONG if p % WRONG[0] == WRONG[1] else PointState.GOOD
        yield _point(
            f"mobile/{p}",
            PointKind.MOBILE,
            f"000-0000-{p:04d}",
            start - timedelta(days=days),
            person=one.id,
            state=state,
        )


def _unit_numbers(
    ground: Ground, units: Units, book: Book, start: datetime
) -> Iterator[ContactPoint]:
    """Duty telephones and satellite telephones; the first of a unit is dialled first."""
    checked = start - timedelta(days=30)
    rows = ground.data["units"]["body"]
    fixed = {row["number"] for row in rows if "number" in row}
    free = iter(n for n in range(20, 56) if n not in fixed)
    duty = [("000-0002-0000", units.body("县应急管理局"))]
    duty += [
        (f"000-0002-{row.get('number') or next(free):04d}", body)
        for row, body in zip(rows, units.bodies, strict=True)
    ]
    duty += [(f"000-0002-{n:04d}", town) for n, town in enumerate(units.towns, 1)]
    for number, unit in duty:
        yield _point(
            f"duty/{number}", PointKind.DUTY, number, checked, unit=unit.id, label="值班室"
        )
    for number, unit in satellite_numbers(units):
        yield _point(f"sat/{number}", PointKind.SATELLITE, number, checked, unit=unit.id, sort=1)
    for row in ground.data["people"]["outside"]:
        if "number" in row:
            first = next(one for one in book.groups[15] if one.unit == row["unit"])
            yield _point(
                f"duty/{row['number']}", PointKind.DUTY, row["number"], checked, person=first.id
            )


def satellite_numbers(units: Units) -> list[tuple[str, Org]]:
    """Six of the county, two of each township, in that order."""
    county = [(f"000-0009-{20 + n:04d}", units.body("县应急管理局")) for n in range(6)]
    towns = [
        (f"000-0009-{n + 100 * nth:04d}", town)
        for n, town in enumerate(units.towns, 1)
        for nth in range(2)
    ]
    return county + towns


def _callers(ground: Ground, units: Units, book: Book, start: datetime) -> Iterator[ContactPoint]:
    """Numbers that ring in the scripts, so that a ringing number finds its unit."""
    for row in ground.data["people"]["named"]:
        if "number" in row:
            who = book.at(units.named(row["unit"]), row["duty"])[row.get("nth", 1) - 1]
            yield _point(
                f"caller/{row['number']}", PointKind.CALLER, row["number"], start, who.id, sort=2
            )
    for row in ground.data["people"]["caller"]:
        home = units.named(row["unit"]).id if row["unit"] else None
        yield _point(
            f"caller/{row['number']}",
            PointKind.CALLER,
            row["number"],
            start,
            unit=home,
            label=row["label"],
            sort=2,
        )


def _point(
    label_key: str,
    kind: PointKind,
    value: str,
    verified_at: datetime,
    person: UUID | None = None,
    unit: UUID | None = None,
    **more: Any,
) -> ContactPoint:
    rest = {"label": "", "state": PointState.GOOD, "sort": 0, **more}
    return ContactPoint(
        id=key("contact_point", label_key),
        person_id=person,
        org_id=unit,
        kind=kind,
        value=value,
        verified_at=verified_at,
        mark=Mark.DEMO,
        **rest,
    )
