"""The tree of units of the demonstration county: 1,311 of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.base.marks import Mark
from app.demo.ground import Ground, Town, Village, away, key
from app.people.contacts import Org, OrgKind
from app.people.pinyin import initials

CODE = "439901"
"""Invented, like every code made from it."""


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm or public place with its township and what it deals in (学校, 危化 …)."""

    org: Org
    town: Town
    kind: str


@dataclass(slots=True)
class Units:
    """All units in official order, and the ways other rows find theirs. `also`: name -> other name."""

    also: dict[str, str]
    rows: list[Org] = field(default_factory=list)
    bodies: list[Org] = field(default_factory=list)
    towns: list[Org] = field(default_factory=list)
    villages: dict[tuple[int, int], Org] = field(default_factory=dict)
    grids: list[Org] = field(default_factory=list)
    firms: list[Firm] = field(default_factory=list)

    def add(
        self,
        label: str,
        name: str,
        kind: OrgKind,
        parent: Org | None,
        township: str = "",
        *,
        also: str = "",
        code: str = "",
        people: int | None = None,
        households: int | None = None,
        at: tuple[float, float] | tuple[None, None] = (None, None),
    ) -> Org:
        org = Org(
            id=key("org", label),
            name=name,
            also=also or self.also.get(name, ""),
            initials=initials(name),
            kind=kind,
            parent_id=parent.id if parent else None,
            township=township,
            code=code,
            people=people,
            households=households,
            lat=at[0],
            lon=at[1],
            sort=len(self.rows),
            mark=Mark.DEMO,
        )
        self.rows.append(org)
        return org

    @property
    def county(self) -> Org:
        return self.rows[0]

    def named(self, full_name: str) -> Org:
        """By name with the township in front."""
        return next(org for org in self.rows if org.full_name == full_name)

    def body(self, name: str) -> Org:
        return next(org for org in self.bodies if org.name == name)

    def of(self, village: Village) -> Org:
        return self.villages[village.t, village.k]

    def of_kind(self, kind: str) -> list[Firm]:
        return [firm for firm in self.firms if firm.kind == kind]


ENTERPRISES = ("危化", "矿山", "烟花", "工贸", "燃气")


def make_units(ground: Ground) -> Units:
    units = Units(also=ground.data["units"]["also"])
    _county(units, ground)
    for town in ground.towns:
        org = units.add(
            f"town/{town.no}",
            town.name,
            OrgKind.TOWNSHIP,
            units.county,
            town.name,
            code=f"{CODE}{100 + town.no}",
            people=town.people,
            households=sum(village.households for village in town.villages),
            at=(town.lat, town.lon),
        )
        units.towns.append(org)
    for village in ground.villages:
        units.villages[village.t, village.k] = units.add(
            f"village/{village.t}/{village.k}",
            village.name,
            OrgKind.VILLAGE,
            units.towns[village.t - 1],
            village.township,
            code=f"{CODE}{100 + village.t}{village.k:03d}",
            people=village.people,
            households=village.households,
            at=(village.lat, village.lon),
        )
    for village in ground.villages:
        home = units.of(village)
        for n, name in enumerate(ground.data["units"]["grid"]["names"]):
            label = f"grid/{village.t}/{village.k}/{n}"
            grid = units.add(label, village.name + name, OrgKind.GRID, home, village.township)
            units.grids.append(grid)
    for n, (name, kind, town, spot) in enumerate(_firms(ground)):
        at = away(*spot, 150, ground.draw(f"firm/{n}", 360))
        township = "" if name.startswith("县") else town.name
        home = units.towns[town.no - 1]
        org = units.add(f"firm/{n}", name, OrgKind.FIRM, home, township, at=at)
        units.firms.append(Firm(org, town, kind))
    return units


def _county(units: Units, ground: Ground) -> None:
    county = units.add(
        "county",
        ground.data["units"]["county"],
        OrgKind.COUNTY,
        None,
        code=CODE,
        people=sum(town.people for town in ground.towns),
        households=sum(village.households for village in ground.villages),
    )
    for n, row in enumerate(ground.data["units"]["body"]):
        also = row.get("also", "")
        units.bodies.append(units.add(f"body/{n}", row["name"], OrgKind.BODY, county, also=also))


def _firms(ground: Ground) -> Iterator[tuple[str, str, Town, tuple[float, float]]]:
    """Name, kind, township, and the seat or village (lat, lon) each lies at."""
    for kind, name in (("学校", "中心小学"), ("卫生院", "卫生院")):
        for town in ground.towns:
            yield town.name + name, kind, town, (town.lat, town.lon)
    for row in ground.data["units"]["firm"]:
        town = ground.town(row["town"])
        homes = {village.name: (village.lat, village.lon) for village in town.villages}
        for name in row["names"]:
            yield name, row["kind"], town, homes.get(row.get("village"), (town.lat, town.lon))
