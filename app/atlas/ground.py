"""What the map stands on: the files of the base map, and the own county's border."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Point = tuple[float, float]
"""(lat, lon) in degrees."""

Ring = tuple[Point, ...]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Site:
    """Where this desk stands. `county` is the source's code: "156" and six digits.

    `name` is what the county is called on screen; the source's own name is never shown.
    """

    base: Path
    county: str
    name: str


@dataclass(frozen=True, slots=True)
class Ground:
    """`files` by their name in the base map; none of them is there when no base map was made.

    `districts` gives west, south, east, north for each province's file of districts.
    """

    files: dict[str, Path] = field(default_factory=dict)
    districts: dict[str, list[float]] = field(default_factory=dict)
    border: tuple[Ring, ...] = ()
    source: str = ""
    licence: str = ""

    @property
    def there(self) -> bool:
        return bool(self.files)


def read_ground(site: Site, points: Iterable[Point] = ()) -> Ground:
    """Reads the disk, so not on the Qt thread. Never raises for a base map that is absent or damaged.

    Without it the border is the hull of `points` (the villages).
    """
    try:
        meta = json.loads((site.base / "meta.json").read_text(encoding="utf-8"))
        border = _border(site)
        return Ground(
            files=_files(site.base),
            districts=dict(meta["districts"]),
            border=border or _hull_ring(points),
            source=str(meta["source"]),
            licence=str(meta["licence"]),
        )
    except FileNotFoundError:
        _log.info("no base map in %s", site.base)
    except (OSError, ValueError, KeyError, TypeError) as error:
        _log.warning("the base map in %s cannot be read: %s", site.base, error)
    return Ground(border=_hull_ring(points))


def hull(points: Iterable[Point]) -> Ring:
    """The convex hull, anticlockwise and not closed; what has no area is returned as it is."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return tuple(ordered)
    lower, upper = _half(ordered), _half(ordered[::-1])
    return tuple(lower[:-1] + upper[:-1])


def _half(points: list[Point]) -> list[Point]:
    kept: list[Point] = []
    for point in points:
        while len(kept) > 1 and _turn(kept[-2], kept[-1], point) <= 0:
            kept.pop()
        kept.append(point)
    return kept


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _hull_ring(points: Iterable[Point]) -> tuple[Ring, ...]:
    ring = hull(points)
    return (ring,) if len(ring) > 2 else ()


def _files(base: Path) -> dict[str, Path]:
    names = ["province.json", "city.json"]
    names += [f"district/{path.name}" for path in sorted((base / "district").glob("*.json"))]
    return {name: base / name for name in names if (base / name).is_file()}


def _border(site: Site) -> tuple[Ring, ...]:
    """The outer rings of the county; empty when the base map does not know its code."""
    path = site.base / "district" / f"{site.county[3:5]}.json"
    held = json.loads(path.read_text(encoding="utf-8"))
    for feature in held["features"]:
        if feature["properties"]["gb"] == site.county:
            return tuple(_outer(part) for part in feature["geometry"]["coordinates"])
    _log.warning("the base map knows no county %s", site.county)
    return ()


def _outer(polygon: list[Any]) -> Ring:
    return tuple((lat, lon) for lon, lat in polygon[0])
