"""Cameras of the demonstration county, and which of them are silent when it begins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.base.marks import Mark
from app.demo.ground import Ground, Village, away, key
from app.demo.units import Units
from app.video.records import Camera, CameraKind

_Spot = tuple[float, float] | tuple[None, None]
_Row = tuple[str, CameraKind, str, str, _Spot]
"""Code, kind, name, township (empty = of the county), place (none for what moves)."""


def make_cameras(ground: Ground, units: Units, at: str) -> list[Camera]:
    """`at` is where their pictures come from: rtsp://host:port, without a slash at the end."""
    return [
        Camera(
            id=key("camera", code),
            code=code,
            name=name,
            kind=kind,
            township=township,
            url_main=f"{at}/{code}/main",
            url_sub=f"{at}/{code}/sub",
            lat=spot[0],
            lon=spot[1],
            mark=Mark.DEMO,
        )
        for code, kind, name, township, spot in _cameras(ground, units)
    ]


def silent_cameras(ground: Ground) -> frozenset[str]:
    """Codes of the cameras that are off-line when the demonstration begins."""
    return frozenset(ground.data["things"]["cameras"]["offline"])


def _cameras(ground: Ground, units: Units) -> Iterator[_Row]:
    plan = ground.data["things"]["cameras"]
    views: list[str] = plan["fixed"]
    special: dict[str, Any] = {row["code"]: row for row in plan["fixed_name"]}
    for town in ground.towns:
        for i in range(town.cameras):
            code = f"{town.no:02d}-F-{i + 1:02d}"
            home, view = town.village(i), views[i % len(views)]
            if row := special.get(code):
                home = next(v for v in town.villages if v.name == row["village"])
                view = row["view"]
            spot = _beside(ground, home, code)
            yield code, CameraKind.FIXED, home.name + view, town.name, spot
    for town in ground.towns:
        for i in range(4):
            code, home = f"{town.no:02d}-G-{i + 1:02d}", town.village(i)
            spot = _beside(ground, home, code)
            yield code, CameraKind.LOOKOUT, home.name + plan["high"], town.name, spot
    for town in ground.towns:
        for i in range(2):
            code, name = f"{town.no:02d}-D-{i + 1:02d}", f"{town.name}单兵{i + 1}号"
            yield code, CameraKind.BODY, name, town.name, (None, None)
    for i in range(4):
        code, home = f"00-B-{i + 1:02d}", ground.town(1).village(i)
        spot = _beside(ground, home, code)
        yield code, CameraKind.DOME, f"县布控球{i + 1}号（{home.name}）", "", spot
    for town in ground.towns:
        code, home = f"{town.no:02d}-B-01", town.village(0)
        spot = _beside(ground, home, code)
        yield code, CameraKind.DOME, f"{town.name}布控球（{home.name}）", town.name, spot
    yield from _moving(ground)
    yield from _firms(ground, units)


def _moving(ground: Ground) -> Iterator[_Row]:
    """Drones, senders and command vehicles: nobody knows where they will stand."""
    nowhere = (None, None)
    for i in range(4):
        yield f"00-U-{i + 1:02d}", CameraKind.DRONE, f"县无人机{i + 1}号", "", nowhere
    for no in ground.data["things"]["cameras"]["drones"]:
        town = ground.town(no)
        yield f"{no:02d}-U-01", CameraKind.DRONE, f"{town.name}无人机", town.name, nowhere
    for i in range(6):
        yield f"00-T-{i + 1:02d}", CameraKind.SENDER, f"5G图传仪{i + 1}号", "", nowhere
    for i in range(2):
        yield f"00-V-{i + 1:02d}", CameraKind.VEHICLE, f"通信指挥车{i + 1}号", "", nowhere


def _firms(ground: Ground, units: Units) -> Iterator[_Row]:
    count: dict[int, int] = {}
    for name in ground.data["things"]["cameras"]["enterprises"]:
        firm = next(firm for firm in units.firms if firm.org.name == name)
        no = firm.town.no
        count[no] = count.get(no, 0) + 1
        assert firm.org.lat is not None
        assert firm.org.lon is not None
        spot = (firm.org.lat, firm.org.lon)
        yield f"{no:02d}-E-{count[no]:02d}", CameraKind.FIRM, f"{name}厂区", firm.town.name, spot


def _beside(ground: Ground, home: Village, code: str) -> tuple[float, float]:
    return away(home.lat, home.lon, 200, ground.draw(f"cam/{code}", 360))
