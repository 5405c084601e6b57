"""Teams of the demonstration county, their people and vehicles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from app.base.marks import Mark
from app.demo.book import Book
from app.demo.ground import Ground, Town, Village, key
from app.demo.units import Units
from app.people.contacts import Org, Person
from app.rescue.records import Team, TeamClass, TeamMember, TeamStatus, Vehicle


@dataclass(frozen=True, slots=True)
class Plan:
    """A team before it has people. `unit` is who it belongs to; `ready_min` None = not agreed."""

    team_class: TeamClass
    name: str
    kind: str
    size: int
    ready_min: int | None
    vehicles: int
    unit: Org


def county_teams(ground: Ground, units: Units) -> list[Plan]:
    """The teams whose people are group 8, in the order of those people; the social ones last."""
    bureau = units.body("县应急管理局")
    teams = []
    for row in ground.data["things"]["team"]:
        sizes = row.get("sizes") or {row["kind"]: row["size"]}
        for kind, size in sizes.items():
            name = row.get("name") or f"县{kind}专业队"
            unit = next((body for body in units.bodies if body.name == name), bureau)
            letter, ready = TeamClass(row["class"]), row.get("ready_min")
            teams.append(Plan(letter, name, kind, size, ready, row["vehicles"], unit))
    for row in ground.data["things"]["social"]:
        social = TeamClass.SOCIAL
        teams.append(Plan(social, row["name"], row["kind"], row["size"], 40, 1, bureau))
    return teams


def village_sizes(ground: Ground) -> dict[tuple[int, int], int]:
    """Ten volunteers a village, eleven in the first four of the county seat."""
    return {(v.t, v.k): 11 if v.t == 1 and v.k <= 4 else 10 for v in ground.villages}


@dataclass(slots=True)
class Teams:
    teams: list[Team] = field(default_factory=list)
    members: list[TeamMember] = field(default_factory=list)
    vehicles: list[Vehicle] = field(default_factory=list)

    def add(
        self, plan: Plan, crew: Iterable[Person], base: Town | Village, status: str, experts: bool
    ) -> None:
        """`crew` are its people, or (`experts`) those it is called together from."""
        people = list(crew)
        n = len(self.teams)
        team = Team(
            id=key("team", n),
            name=plan.name,
            team_class=plan.team_class,
            kind=plan.kind,
            org_id=plan.unit.id,
            township=plan.unit.township,
            base=base.name,
            lat=base.lat,
            lon=base.lon,
            size=plan.size,
            a_person=people[0].id,
            b_person=people[1].id,
            ready_min=plan.ready_min,
            vehicles=plan.vehicles,
            status=TeamStatus(status),
            sort=n,
            mark=Mark.DEMO,
        )
        self.teams.append(team)
        for one in () if experts else people:
            m = len(self.members)
            self.members.append(TeamMember(key("team_member", m), team.id, one.id, m, Mark.DEMO))
        for _ in range(plan.vehicles):
            self.vehicle("队伍车辆", team, plan.unit)

    def vehicle(self, kind: str, team: Team | None, unit: Org) -> None:
        n = len(self.vehicles)
        name = f"示范-{n + 1:03d}"
        owner = team.id if team else None
        self.vehicles.append(
            Vehicle(key("vehicle", n), name, kind, owner, unit.id, unit.township, n, Mark.DEMO)
        )


def make_teams(ground: Ground, units: Units, book: Book) -> Teams:
    made = Teams()
    things = ground.data["things"]
    seat = ground.town(1)
    people = {group: iter(book.groups[group]) for group in (6, 7, 8)}

    def add(plan: Plan, group: int, base: Town | Village) -> None:
        crew = _take(people[group], plan.size)
        made.add(plan, crew, base, things["status"].get(plan.name, "待命"), experts=False)

    own = county_teams(ground, units)
    for plan in own:
        if plan.team_class is not TeamClass.SOCIAL:
            add(plan, 8, seat)
    for town, unit in zip(ground.towns, units.towns, strict=True):
        name = f"{town.name}应急救援队"
        add(Plan(TeamClass.TOWNSHIP, name, "综合", town.team, 20, 1, unit), 6, town)
    sizes = village_sizes(ground)
    for v in ground.villages:
        name, size = f"{v.name}应急分队", sizes[v.t, v.k]
        add(Plan(TeamClass.VILLAGE, name, "志愿", size, 30, 0, units.of(v)), 7, v)
    for plan in own:
        if plan.team_class is TeamClass.SOCIAL:
            add(plan, 8, seat)
    for kind in ("水利", "地质"):
        experts = [one for one in book.groups[12] if one.duty == f"{kind}专家"]
        plan = Plan(TeamClass.EXPERT, f"{kind}专家待命组", kind, 0, None, 0, units.county)
        made.add(plan, experts, seat, "待命", experts=True)
    bureau = units.body("县应急管理局")
    for kind, count in things["vehicles"].items():
        for _ in range(count):
            made.vehicle(kind, None, bureau)
    return made


def _take(people: Iterator[Person], count: int) -> list[Person]:
    return [next(people) for _ in range(count)]
