"""The gazetteer out of the contact book."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.atlas.places import Gazetteer, PlaceKind
from app.base.clock import SystemClock
from app.base.ids import new_id
from app.base.marks import Mark
from app.people.contacts import Org, OrgKind
from db.engine import Database
from db.stores.atlas import PlaceRows

SEAT = Org(
    id=new_id(),
    name="云洛镇",
    also="",
    initials="ylz",
    kind=OrgKind.TOWNSHIP,
    parent_id=None,
    township="云洛镇",
    code="",
    people=None,
    households=None,
    lat=28.7428,
    lon=109.5642,
    sort=1,
    mark=Mark.TEST,
)


def unit(name: str, kind: OrgKind, sort: int, lat: float | None, lon: float | None) -> Org:
    return replace(SEAT, id=new_id(), name=name, kind=kind, sort=sort, lat=lat, lon=lon)


def test_seats_and_villages_with_a_position_are_places(tmp_path: Path) -> None:
    db = Database(tmp_path / "duty.db", "desk-a", SystemClock(), lambda _: None)
    with db.change("system", "org.add", ("org", "all")) as change:
        change.put("org", unit("上栗坡村", OrgKind.VILLAGE, 3, 28.8, 109.5))
        change.put("org", unit("上桐溪社区", OrgKind.VILLAGE, 2, 28.7458, 109.5491))
        change.put("org", unit("无名村", OrgKind.VILLAGE, 4, None, None))
        change.put("org", unit("县水利局", OrgKind.BODY, 5, 28.74, 109.56))
        change.put("org", SEAT)
    places = PlaceRows(db).places()
    db.close()
    assert [(p.name, p.kind) for p in places] == [
        ("云洛镇", PlaceKind.TOWNSHIP),
        ("上桐溪社区", PlaceKind.COMMUNITY),
        ("上栗坡村", PlaceKind.VILLAGE),
    ]
    assert Gazetteer(places).near(28.7458, 109.5491).words() == "云洛镇上桐溪社区"
