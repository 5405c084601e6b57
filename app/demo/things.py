"""Supplies, shelters, danger points, experts and landing places of the demonstration county."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from app.base.marks import Mark
from app.demo.book import Book
from app.demo.ground import Ground, away, key
from app.demo.units import Units
from app.rescue.records import (
    Expert,
    HazardKind,
    HazardPoint,
    Helipad,
    Holding,
    Item,
    Reservoir,
    ReservoirKind,
    Shelter,
    Stock,
    Warehouse,
)

Rows = dict[str, list[Any]]
"""Table -> its records in their order."""

SOON_EXPIRED = 5
"""So many rows of stock, the first with an expiry, run out within thirty days of the start."""


def make_things(ground: Ground, units: Units, book: Book, start: datetime) -> Rows:
    """`start` is the first moment of the start date."""
    rows: Rows = {}
    _supplies(rows, ground, units, start)
    _places(rows, ground, units, book)
    _equipment(rows, ground, book)
    return rows


def _supplies(rows: Rows, ground: Ground, units: Units, start: datetime) -> None:
    plan = ground.data["things"]["stock"]
    seat = ground.town(1)
    homes = [(name, units.county, seat) for name in plan["county"]]
    homes += [
        (f"{town.name}物资库", unit, town)
        for town, unit in zip(ground.towns, units.towns, strict=True)
    ]
    rows["warehouse"] = [
        Warehouse(key("warehouse", w), name, unit.id, town.name, town.lat, town.lon, w, Mark.DEMO)
        for w, (name, unit, town) in enumerate(homes)
    ]
    rows["item"] = [
        Item(key("item", i), name, measure, i, Mark.DEMO)
        for i, (name, measure, _) in enumerate(plan["items"])
    ]
    rows["stock"] = [
        Stock(
            key("stock", f"{w}/{i}/{holding.name}"),
            rows["warehouse"][w].id,
            rows["item"][i].id,
            holding,
            quantity,
            until,
            n,
            Mark.DEMO,
        )
        for n, (w, i, holding, quantity, until) in enumerate(_holdings(ground, len(homes), start))
    ]


def _holdings(
    ground: Ground, warehouses: int, start: datetime
) -> Iterator[tuple[int, int, Holding, int, datetime | None]]:
    """Warehouse and item by number, how it is held, how much, and until when it is good."""
    plan = ground.data["things"]["stock"]
    soon = iter(range(SOON_EXPIRED))
    for w in range(warehouses):
        of_county = w < len(plan["county"])
        times = plan["county_times"] if of_county else plan["township_times"]
        for i, (name, _, base) in enumerate(plan["items"]):
            part = 70 + ground.draw(f"stock/{w}/{i}", 61)
            quantity = int(Decimal(base) * times * part / 100)
            until = None
            if name in plan["expiring"]:
                days = 90 + ground.draw(f"exp/{w}/{i}", 700)
                n = next(soon, None)
                until = start + timedelta(days=days if n is None else 5 * (n + 1))
            yield w, i, Holding.REAL, quantity, until
            if of_county and name in plan["contract"]:
                yield w, i, Holding.CONTRACT, quantity, None


def _places(rows: Rows, ground: Ground, units: Units, book: Book) -> None:
    shelters: list[Shelter] = rows.setdefault("shelter", [])
    hazards: list[HazardPoint] = rows.setdefault("hazard_point", [])
    for town in ground.towns:
        for i in range(town.shelters):
            home = town.village(i)
            name = f"{home.name}避灾点" if i else f"{town.name}中心小学"
            room = 60 + 20 * ground.draw(f"sh/{town.no}/{i}", 13) if i else 300
            n = len(shelters)
            place = (units.of(home).id, town.name, home.lat, home.lon)
            shelters.append(Shelter(key("shelter", n), name, *place, room, n, Mark.DEMO))
        for _ in range(town.hazard_points):
            i = len(hazards)
            home = town.village(i)
            households = 3 + ground.draw(f"hh/hz/{i}", 18)
            kind = _hazard_kind(i)
            at = away(home.lat, home.lon, 300, ground.draw(f"hz/{i}", 360))
            name = f"{home.name}{i + 1:03d}号{kind.value}" + (
                "" if kind is HazardKind.FLOOD_REACH else "隐患点"
            )
            hazards.append(
                HazardPoint(
                    key("hazard_point", i),
                    name,
                    kind,
                    units.of(home).id,
                    town.name,
                    *at,
                    households,
                    households * 4 - ground.draw(f"pp/hz/{i}", 3),
                    book.groups[10][i].id,
                    i,
                    Mark.DEMO,
                )
            )
    _reservoirs(rows.setdefault("reservoir", []), ground, units, book)


def _hazard_kind(i: int) -> HazardKind:
    m = 37 * i % 93
    for below, kind in (
        (59, HazardKind.LANDSLIDE),
        (75, HazardKind.COLLAPSE),
        (86, HazardKind.DEBRIS_FLOW),
    ):
        if m < below:
            return kind
    return HazardKind.FLOOD_REACH


def _reservoirs(reservoirs: list[Reservoir], ground: Ground, units: Units, book: Book) -> None:
    plan = ground.data["things"]["reservoirs"]
    for town in ground.towns:
        kinds = [
            *[ReservoirKind.MEDIUM] * (town.no == plan["medium"]["town"]),
            *[ReservoirKind.SMALL_1] * plan["small_1"].count(town.no),
            *[ReservoirKind.SMALL_2] * plan["small_2"].count(town.no),
        ]
        kinds += [ReservoirKind.POND] * (town.reservoirs - len(kinds))
        for i, kind in enumerate(kinds):
            n = len(reservoirs)
            home = town.village(i)
            stem = home.name.removesuffix("村").removesuffix("社区")
            name = stem + ("山塘" if kind is ReservoirKind.POND else "水库")
            if kind is ReservoirKind.MEDIUM:
                name = plan["medium"]["name"]
            at = away(home.lat, home.lon, 400, ground.draw(f"rs/{n}", 360))
            reservoirs.append(
                Reservoir(
                    key("reservoir", n),
                    name,
                    kind,
                    units.of(home).id,
                    town.name,
                    *at,
                    book.groups[11][n].id,
                    n,
                    Mark.DEMO,
                )
            )


def _equipment(rows: Rows, ground: Ground, book: Book) -> None:
    plan = ground.data["things"]
    experts: list[Expert] = rows.setdefault("expert", [])
    for n, one in enumerate(book.groups[12]):
        speciality = one.duty.removesuffix("专家")
        experts.append(Expert(key("expert", n), one.id, one.name, speciality, n, Mark.DEMO))
    rows["helipad"] = [
        Helipad(
            key("helipad", n),
            name,
            ground.town(no).name,
            *away(ground.town(no).lat, ground.town(no).lon, 400, ground.draw(f"pad/{n}", 360)),
            n,
            Mark.DEMO,
        )
        for n, (name, no) in enumerate(plan["helipads"].items())
    ]
