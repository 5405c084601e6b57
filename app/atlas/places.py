"""The gazetteer: named points, and which of them is near."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import atan2, cos, degrees, radians, sin
from typing import Protocol
from uuid import UUID

from app.base.earth import distance_km
from app.base.marks import Mark


class PlaceKind(StrEnum):
    TOWNSHIP = "乡镇"
    VILLAGE = "村"
    COMMUNITY = "社区"
    FIRM = "单位"
    SHELTER = "避灾点"
    HAZARD = "隐患点"
    RESERVOIR = "水库山塘"

    @property
    def lived_in(self) -> bool:
        """A village or community: what a point is said to lie near."""
        return self in (PlaceKind.VILLAGE, PlaceKind.COMMUNITY)


_ORDER = {kind: n for n, kind in enumerate(PlaceKind)}


class Bearing(StrEnum):
    """Where something lies, seen from a place; clockwise from north."""

    N = "北"
    NE = "东北"
    E = "东"
    SE = "东南"
    S = "南"
    SW = "西南"
    W = "西"
    NW = "西北"


@dataclass(frozen=True, slots=True)
class Place:
    """A point with a name. WGS-84 degrees. `township` is the township's name, its own for a seat.

    `name` is whole: 落溪坝镇, 上栗坡村.
    """

    id: UUID
    name: str
    kind: PlaceKind
    township: str
    lat: float
    lon: float
    mark: Mark


class PlaceStore(Protocol):
    """Answered by the store; read on the store thread."""

    def places(self) -> list[Place]: ...


@dataclass(frozen=True, slots=True)
class Found:
    """A place, how far it is as the crow flies, and where the point lies seen from the place."""

    place: Place
    distance_km: float
    bearing: Bearing


@dataclass(frozen=True, slots=True)
class Near:
    """What lies around a point; None where the gazetteer has no place of that kind."""

    township: Found | None
    village: Found | None

    def township_name(self) -> str:
        """The township of the nearest village, else of the nearest seat; "" when nothing is known."""
        nearest = self.village or self.township
        return nearest.place.township if nearest else ""

    def words(self) -> str:
        """落溪坝镇上栗坡村东北约 1.2 公里; within 300 m only the place. Chinese, for the record."""
        found = self.village or self.township
        if found is None:
            return ""
        place = found.place
        name = place.name if place.name == place.township else place.township + place.name
        if found.distance_km < 0.3:
            return name
        return f"{name}{found.bearing}约 {found.distance_km:.1f} 公里"


class Gazetteer:
    """Answers from memory: some hundred places, so every question may be asked on the Qt thread."""

    def __init__(self, places: Iterable[Place] = ()) -> None:
        self.places = tuple(places)
        self._seats = [p for p in self.places if p.kind is PlaceKind.TOWNSHIP]
        self._villages = [p for p in self.places if p.kind.lived_in]

    def near(self, lat: float, lon: float) -> Near:
        return Near(_nearest(self._seats, lat, lon), _nearest(self._villages, lat, lon))

    def named(self, text: str, limit: int = 8) -> list[Place]:
        """Places whose name, or township with name, holds `text`; names that begin with it first.

        Two villages of the same name are two answers: the officer has to choose.
        """
        sought = "".join(text.split())
        if not sought:
            return []
        hits = [p for p in self.places if sought in p.name or sought in p.township + p.name]
        hits.sort(key=lambda p: (not p.name.startswith(sought), _ORDER[p.kind]))
        return hits[:limit]

    def told_in(self, text: str, township: str) -> Place | None:
        """The one place of a township that `text` names; None when it names none or several."""
        said = [p for p in self.places if p.township == township and p.name in text]
        longest = max((len(p.name) for p in said), default=0)
        named = [p for p in said if len(p.name) == longest]
        return named[0] if len(named) == 1 else None


def _nearest(places: list[Place], lat: float, lon: float) -> Found | None:
    best = min(places, key=lambda p: distance_km(p.lat, p.lon, lat, lon), default=None)
    if best is None:
        return None
    return Found(
        best,
        distance_km(best.lat, best.lon, lat, lon),
        bearing(best.lat, best.lon, lat, lon),
    )


def bearing(lat1: float, lon1: float, lat2: float, lon2: float) -> Bearing:
    """The eighth of the compass in which the second point lies, seen from the first."""
    a, b, turn = radians(lat1), radians(lat2), radians(lon2 - lon1)
    east = sin(turn) * cos(b)
    north = cos(a) * sin(b) - sin(a) * cos(b) * cos(turn)
    return tuple(Bearing)[round(degrees(atan2(east, north)) / 45) % 8]
