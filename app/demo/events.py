"""The fifty events of the thirty days before the start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.base.clock import local
from app.base.marks import Mark
from app.demo.book import Book
from app.demo.ground import Ground, Village, away, key
from app.demo.units import Units
from app.demo.watch import Watch
from app.incidents.records import (
    Count,
    EventClass,
    Figure,
    Incident,
    IncidentStatus,
    Level,
    Source,
    Trend,
)
from app.people.contacts import Org, Person, PointKind
from app.people.records import Role

STEP = 17
"""Kinds of events are taken in steps of this, so that equal ones do not follow each other."""

_OPEN = {46: "处置中", 47: "处置中", 48: "处置中", 49: "待核实"}
"""Which of them are not closed when the demonstration begins."""

_SPEAKS = {
    "122": "县交警大队",
    "119": "县消防救援大队",
    "110转警": "县公安局",
    "电力设施故障": "县供电公司",
    "疑似食物中毒": "县疾控中心",
    "动物疫情": "县农业农村局",
}
"""Which body tells of it, by source or by kind."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """First number of each person and unit."""

    of: dict[Any, str]

    @staticmethod
    def taken_from(book: Book) -> Numbers:
        held: dict[Any, str] = {}
        for point in book.points:
            if point.kind in (PointKind.MOBILE, PointKind.DUTY):
                held.setdefault(point.person_id or point.org_id, point.value)
        return Numbers(held)


def make_events(
    ground: Ground, units: Units, book: Book, watch: Watch
) -> tuple[list[Incident], list[Figure]]:
    rows = ground.data["history"]["event"]
    kinds = [row for row in rows for _ in range(row["times"])]
    numbers = Numbers.taken_from(book)
    times = sorted(
        watch.shifts[n * 30 // len(kinds)].starts_at
        + timedelta(minutes=35 + ground.draw(f"ev/{n}/at", 760))
        for n in range(len(kinds))
    )
    incidents: list[Incident] = []
    figures: list[Figure] = []
    for n, received in enumerate(times):
        row = kinds[n * STEP % len(kinds)]
        villages = ground.town(1 + ground.draw(f"ev/{n}/t", 12)).villages
        home = villages[ground.draw(f"ev/{n}/v", len(villages))]
        chief = watch.crews[_day_of(watch, received)][Role.CHIEF]
        teller = teller_of(row, units.of(home), units, book, numbers)
        today = sum(local(one.received_at).date() == local(received).date() for one in incidents)
        made = make_incident(ground, n, row, home, received, today + 1, teller, chief)
        incidents.append(made)
        for count, number in row["figures"].items():
            label = key("figure", f"{n}/{count}")
            at = received + timedelta(minutes=20)
            figures.append(
                Figure(label, made.id, Count(count), number, False, at, "", made.by, Mark.DEMO)
            )
    return incidents, figures


def _day_of(watch: Watch, at: datetime) -> int:
    return (at - watch.shifts[0].starts_at).days


def teller_of(
    row: dict[str, Any], village: Org, units: Units, book: Book, numbers: Numbers
) -> tuple[str, str, str]:
    """Unit, name and number of who told of it."""

    def say(unit: Org, duty: str) -> tuple[str, str, str]:
        who: Person = book.at(unit, duty)[0]
        number = numbers.of.get(unit.id) or numbers.of[who.id]
        return unit.full_name, who.name, number

    source = row["source"]
    if body := _SPEAKS.get(source) or _SPEAKS.get(row["kind"]):
        return say(units.body(body), "值班室")
    if source == Source.TOWNSHIP:
        return say(units.named(village.township), "值班室")
    if source == Source.HOTLINE:
        return "12345热线", "", "12345"
    unit, name, number = say(village, "预警员A角" if source == Source.CITIZEN else "支书A角")
    return (f"{unit}施工单位", "", number) if source == Source.ENTERPRISE else (unit, name, number)


def make_incident(
    ground: Ground,
    n: int,
    row: dict[str, Any],
    home: Village,
    received: datetime,
    nth: int,
    teller: tuple[str, str, str],
    chief: Any,
) -> Incident:
    draw = ground.draw
    status = IncidentStatus(_OPEN.get(n, "办结"))
    place = home.township + home.name
    gaps = {"place": place, "n": 5 + draw(f"ev/{n}/n", 40), "m": 2 + draw(f"ev/{n}/m", 7)}
    lat, lon = away(home.lat, home.lon, 150, draw(f"ev/{n}/angle", 360))
    hurt = bool(row["figures"].get("轻伤"))
    closed = status is IncidentStatus.CLOSED
    return Incident(
        id=key("incident", n),
        no=f"{local(received):%Y-%m%d}-{nth:02d}",
        title=f"{place}{row['kind']}",
        event_class=EventClass(row["class"]),
        kind=row["kind"],
        status=status,
        level=Level.IV if hurt and closed else Level.NONE,
        level_possible=Level.IV if hurt else Level.NONE,
        happened_at=received - timedelta(minutes=6 + draw(f"ev/{n}/before", 25)),
        happened_about=True,
        received_at=received,
        place=place,
        township=home.township,
        lat=lat,
        lon=lon,
        source=Source(row["source"]),
        reporter_unit=teller[0],
        reporter_name=teller[1],
        reporter_phone=teller[2],
        callback=teller[2],
        course=row["course"].format(**gaps),
        commander="",
        commander_phone="",
        trend=Trend.WEAKER if closed else Trend.STEADY,
        dangers=(),
        measures=row["measures"].format(**gaps) if closed else "",
        needs="",
        told="带班领导、市应急管理局",
        repeated=True,
        called_back=status is not IncidentStatus.TO_VERIFY,
        by=str(chief.id),
        by_name=chief.name,
        closed_at=received + timedelta(minutes=180 + draw(f"ev/{n}/end", 240)) if closed else None,
        mark=Mark.DEMO,
    )
