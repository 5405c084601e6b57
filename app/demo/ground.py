"""Townships and villages of the demonstration county, and how anything is drawn in it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import cos, radians, sin, sqrt
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

_COUNTY = UUID("3d4e9a52-0b52-5c8e-9d0e-439901000000")
_KM_PER_LON = 111.320 * cos(radians(28.7))
_KM_PER_LAT = 110.574
_TURN_DEG = 137.508


def key(table: str, label: object) -> UUID:
    """The same row has the same key in every demonstration, whatever the seed."""
    return uuid5(_COUNTY, f"{table}/{label}")


@dataclass(frozen=True, slots=True)
class Draw:
    """Choice by hash. The seed changes names, attributes and positions, never a count or a village."""

    seed: str

    def __call__(self, label: str, n: int) -> int:
        """0 to n - 1."""
        digest = sha256(f"dutyroom/{self.seed}/{label}".encode()).digest()
        return int.from_bytes(digest[:8], "big") % n


@dataclass(frozen=True, slots=True)
class Village:
    """Village `k` (from 1) of township `t`; WGS-84, four decimals."""

    t: int
    k: int
    name: str
    township: str
    lon: float
    lat: float
    households: int
    people: int


@dataclass(frozen=True, slots=True)
class Town:
    """Township `no` (1 to 12) with the sizes that other rows follow."""

    no: int
    name: str
    lon: float
    lat: float
    people: int
    team: int
    hazard_points: int
    shelters: int
    reservoirs: int
    cameras: int
    radios: int
    villages: tuple[Village, ...]

    def village(self, i: int) -> Village:
        """The i-th (from 0), going round."""
        return self.villages[i % len(self.villages)]


@dataclass(frozen=True, slots=True)
class Ground:
    """What everything else stands on. `data` are the tables of resources/demo by file name."""

    draw: Draw
    towns: tuple[Town, ...]
    data: dict[str, dict[str, Any]]

    @property
    def villages(self) -> list[Village]:
        return [village for town in self.towns for village in town.villages]

    def town(self, no: int) -> Town:
        return self.towns[no - 1]


def lay(folder: Path, seed: str) -> Ground:
    """Read the tables of `folder` (resources/demo) and lay out the townships."""
    data = {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.toml"))
    }
    draw = Draw(seed)
    return Ground(draw, tuple(_town(draw, row) for row in data["towns"]["town"]), data)


def away(lat: float, lon: float, metres: float, angle_deg: float) -> tuple[float, float]:
    """(lat, lon) of the point `metres` away; the angle counts from east, anticlockwise."""
    east, north = (metres / 1000 * turn(radians(angle_deg)) for turn in (cos, sin))
    return round(lat + north / _KM_PER_LAT, 5), round(lon + east / _KM_PER_LON, 5)


def _town(draw: Draw, row: dict[str, Any]) -> Town:
    t, names = row["no"], row["villages"]
    homes = [70 + draw(f"hh/{t}/{k}", 160) for k in range(1, len(names) + 1)]
    people = share(row["people"], homes)
    villages = []
    for k, name in enumerate(names, 1):
        angle = radians((_TURN_DEG * k + 30 * t) % 360)
        r_km = 0.8 + (row["radius_km"] - 0.8) * sqrt((k - 0.5) / len(names))
        lon = round(row["lon"] + r_km * cos(angle) / _KM_PER_LON, 4)
        lat = round(row["lat"] + r_km * sin(angle) / _KM_PER_LAT, 4)
        villages.append(Village(t, k, name, row["name"], lon, lat, homes[k - 1], people[k - 1]))
    sizes = {
        name: row[name]
        for name in (
            "people",
            "team",
            "hazard_points",
            "shelters",
            "reservoirs",
            "cameras",
            "radios",
        )
    }
    return Town(t, row["name"], row["lon"], row["lat"], villages=tuple(villages), **sizes)


def share(total: int, weights: Sequence[int]) -> list[int]:
    """`total` shared out by `weights` to the last one: largest remainder, the first of equals."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    rest = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in rest[: total - sum(parts)]:
        parts[i] += 1
    return parts
