"""What can be called upon, and what may need it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.base.marks import Mark
from app.rescue import records as r
from db.tables.base import feature_table, refers
from db.types import Choice, Id, Kept, Real, UtcTime, Whole, Words


def _columns(**kinds: type[Kept] | Kept) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False) for name, kind in kinds.items()]


def _links(**tables: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, Id, refers(to), nullable=False) for name, to in tables.items()]


_PLACE = frozenset({"lat", "lon"})


def _end() -> list[sa.Column[Any]]:
    return _columns(sort=Whole, mark=Choice(Mark))


def _place() -> list[sa.Column[Any]]:
    return _columns(township=Words, lat=Real, lon=Real)


team = feature_table(
    "team",
    r.Team,
    *_columns(name=Words, team_class=Choice(r.TeamClass), kind=Words),
    *_links(org_id="org"),
    *_place(),
    *_columns(base=Words, size=Whole),
    *_links(a_person="person", b_person="person"),
    sa.Column("ready_min", Whole),
    *_columns(vehicles=Whole, status=Choice(r.TeamStatus)),
    *_end(),
    groups=(_PLACE,),
    indexes=(("org_id",), ("a_person",), ("b_person",)),
)

team_member = feature_table(
    "team_member",
    r.TeamMember,
    *_links(team_id="team", person_id="person"),
    *_end(),
    indexes=(("team_id",), ("person_id",)),
)

warehouse = feature_table(
    "warehouse",
    r.Warehouse,
    *_columns(name=Words),
    *_links(org_id="org"),
    *_place(),
    *_end(),
    groups=(_PLACE,),
    indexes=(("org_id",),),
)

item = feature_table("item", r.Item, *_columns(name=Words, unit=Words), *_end())

stock = feature_table(
    "stock",
    r.Stock,
    *_links(warehouse_id="warehouse", item_id="item"),
    *_columns(holding=Choice(r.Holding), quantity=Whole),
    sa.Column("expires_at", UtcTime),
    *_end(),
    indexes=(("warehouse_id",), ("item_id",)),
)

shelter = feature_table(
    "shelter",
    r.Shelter,
    *_columns(name=Words),
    *_links(org_id="org"),
    *_place(),
    *_columns(capacity=Whole),
    *_end(),
    groups=(_PLACE,),
    indexes=(("org_id",),),
)

expert = feature_table(
    "expert",
    r.Expert,
    *_links(person_id="person"),
    *_columns(name=Words, speciality=Words),
    *_end(),
    indexes=(("person_id",),),
)

hazard_point = feature_table(
    "hazard_point",
    r.HazardPoint,
    *_columns(name=Words, kind=Choice(r.HazardKind)),
    *_links(org_id="org", watcher="person"),
    *_place(),
    *_columns(households=Whole, people=Whole),
    *_end(),
    groups=(_PLACE,),
    indexes=(("org_id",), ("watcher",)),
)

reservoir = feature_table(
    "reservoir",
    r.Reservoir,
    *_columns(name=Words, kind=Choice(r.ReservoirKind)),
    *_links(org_id="org", patroller="person"),
    *_place(),
    *_end(),
    groups=(_PLACE,),
    indexes=(("org_id",), ("patroller",)),
)

helipad = feature_table(
    "helipad", r.Helipad, *_columns(name=Words), *_place(), *_end(), groups=(_PLACE,)
)

vehicle = feature_table(
    "vehicle",
    r.Vehicle,
    *_columns(name=Words, kind=Words),
    sa.Column("team_id", Id, refers("team")),
    *_links(org_id="org"),
    *_columns(township=Words),
    *_end(),
    indexes=(("team_id",), ("org_id",)),
)

uav = feature_table("uav", r.Uav, *_columns(code=Words, model=Words, township=Words), *_end())

satphone = feature_table(
    "satphone",
    r.SatPhone,
    *_columns(number=Words),
    *_links(org_id="org"),
    *_columns(township=Words, charge_pct=Whole, checked_at=UtcTime),
    *_end(),
    groups=(frozenset({"charge_pct", "checked_at"}),),
    indexes=(("org_id",),),
)
