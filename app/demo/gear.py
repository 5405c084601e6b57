"""Communication gear of the demonstration: telephones and drones of the units, and what gear.toml lists."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.base.marks import Mark
from app.demo.book import Book, satellite_numbers
from app.demo.ground import Ground, key
from app.demo.units import Units
from app.demo.watch import DAYS, Watch
from app.people.contacts import Org
from app.people.records import Role
from app.rescue.gear import Gear, GearKind, GearOuting, GearTest, Result

WEAK_TOWNS = range(8, 12)
WEAK_PHONES = 2
COUNTY_DRONES = 4
BUREAU = "县应急管理局"

Row = dict[str, Any]


def make_gear(
    folder: Path, ground: Ground, units: Units, book: Book, watch: Watch
) -> dict[str, list[Any]]:
    """`folder` holds gear.toml."""
    plan = tomllib.loads((folder / "gear.toml").read_text(encoding="utf-8"))
    rows = [*_phones(plan, ground, units), *_drones(plan, ground), *plan["gear"]]
    keepers = _Keepers(book)
    made: dict[str, list[Any]] = {"gear": [], "gear_test": [], "gear_outing": []}
    for n, row in enumerate(rows):
        piece = _piece(n, row, units, keepers, watch)
        made["gear"].append(piece)
        if "tested" in row:
            made["gear_test"].append(_test(n, row, piece, watch))
        if "out" in row:
            made["gear_outing"].append(_outing(n, row["out"], piece, watch))
    return made


def drone_code(ground: Ground, n: int) -> str:
    """The camera of the n-th drone: four of the county (00), then one of each township with a drone."""
    if n < COUNTY_DRONES:
        return f"00-U-{n + 1:02d}"
    return f"{ground.data['things']['cameras']['drones'][n - COUNTY_DRONES]:02d}-U-01"


def _phones(plan: Row, ground: Ground, units: Units) -> Iterator[Row]:
    weak = 0
    for n, (number, unit) in enumerate(satellite_numbers(units)):
        town = units.towns.index(unit) + 1 if unit in units.towns else 0
        charge = 60 + ground.draw(f"charge/{n}", 41)
        low = town - 1 in WEAK_TOWNS and weak < WEAK_PHONES
        if low:
            weak += 1
            charge = 15 + ground.draw(f"charge/{n}", 25)
        yield {
            "kind": GearKind.SATPHONE, "name": "手持机", "number": number, "town": town,
            "place": "镇值班室" if town else "应急装备库", "interval": plan["satphone_interval"],
            "tested": plan["satphone_tested"], "words": f"通话正常，电量 {charge}%",
            **({"result": Result.WEAK, "words": f"电量 {charge}%，未充足"} if low else {}),
        }  # fmt: skip


def _drones(plan: Row, ground: Ground) -> Iterator[Row]:
    towns = [0] * COUNTY_DRONES + list(ground.data["things"]["cameras"]["drones"])
    for n, town in enumerate(towns):
        yield {
            "kind": GearKind.UAV, "name": "演示四旋翼", "number": drone_code(ground, n),
            "town": town, "place": "镇应急物资库" if town else "应急装备库",
            "tested": plan["uav_tested"], "words": "试飞图传正常",
        }  # fmt: skip


class _Keepers:
    """Somebody of the unit keeps it, by the number that stands in the book."""

    def __init__(self, book: Book) -> None:
        self._first: dict[Any, str] = {}
        mobiles = {one.person_id: one.value for one in reversed(book.points) if one.person_id}
        self._numbers: dict[Any, str] = {}
        for one in book.persons:
            if one.org_id not in self._first:
                self._first[one.org_id] = one.name
                self._numbers[one.org_id] = mobiles.get(one.id, "")

    def of(self, unit: Org) -> tuple[str, str]:
        return self._first.get(unit.id, ""), self._numbers.get(unit.id, "")


def _piece(n: int, row: Row, units: Units, keepers: _Keepers, watch: Watch) -> Gear:
    town = row.get("town", 0)
    unit = units.towns[town - 1] if town else units.body(BUREAU)
    keeper, phone = keepers.of(unit)
    stopped = row.get("stopped", "")
    when = watch.shifts[DAYS - row["tested"]].starts_at + timedelta(hours=3) if stopped else None
    return Gear(
        key("gear", n), GearKind(row["kind"]), row["name"], row["number"], unit.name,
        unit.name if town else "", keeper, phone, row["place"], row.get("interval"), "",
        stopped, when, True, n, Mark.DEMO,
    )  # fmt: skip


def _test(n: int, row: Row, piece: Gear, watch: Watch) -> GearTest:
    shift, crew = watch.shifts[DAYS - row["tested"]], watch.crews[DAYS - row["tested"]]
    who = crew[Role.PROFESSIONAL]
    return GearTest(
        key("gear_test", n), piece.id, shift.id, shift.starts_at + timedelta(minutes=60 + n),
        Result(row.get("result", Result.GOOD)), row.get("words", ""), str(who.id), who.name,
        Mark.DEMO,
    )  # fmt: skip


def _outing(n: int, row: Row, piece: Gear, watch: Watch) -> GearOuting:
    shift, crew = watch.shifts[DAYS], watch.crews[DAYS]
    who, chief = crew[Role.PROFESSIONAL], crew[Role.CHIEF]
    return GearOuting(
        key("gear_outing", n), piece.id, shift.id, row["to"], row["purpose"], chief.name,
        row["taken_by"], None, shift.starts_at + timedelta(minutes=row["minute"]), None,
        str(who.id), who.name, Mark.DEMO,
    )  # fmt: skip
