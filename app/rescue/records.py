"""Records of what can be called upon, and of what may need it. Fields after domain.md 5."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from app.base.marks import Mark


class TeamClass(StrEnum):
    """Letters after "1+1+Z+X+S" of the provincial scheme; the rest in words."""

    COUNTY = "1"
    PROFESSIONAL = "Z"
    FIRE = "综合消防"
    AIR = "航空"
    TOWNSHIP = "X"
    VILLAGE = "V"
    SOCIAL = "S"
    EXPERT = "专家"


class TeamStatus(StrEnum):
    READY = "待命"
    GATHERING = "集结"
    OUT = "出动"
    ARRIVED = "到达"
    WORKING = "作业"
    RETURNING = "归队"
    RESTING = "休整"
    DISABLED = "停用"


@dataclass(frozen=True, slots=True)
class Team:
    """`size` counts its own people; `ready_min` None = not agreed. Base in WGS-84."""

    id: UUID
    name: str
    team_class: TeamClass
    kind: str
    org_id: UUID
    township: str
    base: str
    lat: float
    lon: float
    size: int
    a_person: UUID
    b_person: UUID
    ready_min: int | None
    vehicles: int
    status: TeamStatus
    sort: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class TeamMember:
    id: UUID
    team_id: UUID
    person_id: UUID
    sort: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Warehouse:
    id: UUID
    name: str
    org_id: UUID
    township: str
    lat: float
    lon: float
    sort: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Item:
    """A kind of supply and the unit it is counted in."""

    id: UUID
    name: str
    unit: str
    sort: int
    mark: Mark


class Holding(StrEnum):
    """How a quantity is held: on the shelf, by contract, or as capacity to produce."""

    REAL = "实物"
    CONTRACT = "协议"
    CAPACITY = "产能储备"


@dataclass(frozen=True, slots=True)
class Stock:
    """`expires_at` None = does not expire; else the end of its last good day."""

    id: UUID
    warehouse_id: UUID
    item_id: UUID
    holding: Holding
    quantity: int
    expires_at: datetime | None
    sort: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Shelter:
    id: UUID
    name: str
    org_id: UUID
    township: str
    lat: float
    lon: float
    capacity: int
    sort: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Expert:
    id: UUID
    person_id: UUID
    name: str
    speciality: str
    sort: int
    mark: Mark


class HazardKind(StrEnum):
    LANDSLIDE = "滑坡"
    COLLAPSE = "崩塌"
    DEBRIS_FLOW = "泥石流"
    FLOOD_REACH = "易涝河段"


@dataclass(frozen=True, slots=True)
class HazardPoint:
    """`households`, `people`: who lives under it. `watcher` is the person who keeps an eye on it."""

    id: UUID
    name: str
    kind: HazardKind
    org_id: UUID
    township: str
    lat: float
    lon: float
    households: int
    people: int
    watcher: UUID
    sort: int
    mark: Mark


class ReservoirKind(StrEnum):
    MEDIUM = "中型"
    SMALL_1 = "小(一)型"
    SMALL_2 = "小(二)型"
    POND = "山塘"


@dataclass(frozen=True, slots=True)
class Reservoir:
    id: UUID
    name: str
    kind: ReservoirKind
    org_id: UUID
    township: str
    lat: float
    lon: float
    patroller: UUID
    sort: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Helipad:
    id: UUID
    name: str
    township: str
    lat: float
    lon: float
    sort: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Vehicle:
    """`team_id` None = at the disposal of the unit."""

    id: UUID
    name: str
    kind: str
    team_id: UUID | None
    org_id: UUID
    township: str
    sort: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Uav:
    """Of records from before schema 6 only: `app.rescue.gear` keeps drones now. `code` is its camera's."""

    id: UUID
    code: str
    model: str
    township: str
    sort: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class SatPhone:
    """Of records from before schema 6 only: `app.rescue.gear` keeps satellite telephones now."""

    id: UUID
    number: str
    org_id: UUID
    township: str
    charge_pct: int
    checked_at: datetime
    sort: int
    mark: Mark


class RescueKind(StrEnum):
    """What is listed under 资源; the value is the name of the table."""

    TEAM = "team"
    WAREHOUSE = "warehouse"
    STOCK = "stock"
    SHELTER = "shelter"
    EXPERT = "expert"
    HAZARD_POINT = "hazard_point"
    RESERVOIR = "reservoir"
    HELIPAD = "helipad"
    VEHICLE = "vehicle"


class RescueStore(Protocol):
    def counts(self) -> dict[RescueKind, int]: ...

    def listed(self, kind: RescueKind) -> list[Any]:
        """The records of one kind in their order: `Team` for TEAM and so on."""
        ...
