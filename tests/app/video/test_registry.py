"""Cameras entered and changed by officers, through the real store."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.base.errors import Conflict, Refused
from app.video.folders import RETIRED
from app.video.registry import Registry
from db.stores.video import CameraRows
from tests.app.video.conftest import a_camera
from tests.rooms import Room

URL = "rtsp://10.0.0.1/main"


@pytest.fixture
def registry(room: Room) -> Registry:
    return Registry(room.db, CameraRows(room.db))


def test_two_officers_never_overwrite_each_other(registry: Registry, room: Room) -> None:
    by = str(room.chief.id)
    made = registry.keep(by, a_camera(URL), None)
    registry.keep(by, replace(made, name="改名的"), made)
    both = registry.keep("other", replace(made, remark="夜间无灯"), made)
    assert both.remark == "夜间无灯"
    (now,) = CameraRows(room.db).cameras()
    assert (now.name, now.remark) == ("改名的", "夜间无灯"), "different fields: both are right"
    with pytest.raises(Conflict) as quarrel:
        registry.keep("other", replace(made, name="另一个名"), made)
    assert (quarrel.value.field, quarrel.value.theirs) == ("name", "改名的")
    assert CameraRows(room.db).cameras() == [now]


def test_out_of_service_and_back_and_retired(registry: Registry, room: Room) -> None:
    by = str(room.chief.id)
    made = registry.keep(by, a_camera(URL), None)
    with pytest.raises(Refused, match="why: missing"):
        registry.put_out(by, made, " ")
    out = registry.put_out(by, made, "线路被挖断")
    assert (out.out_of_service, out.out_since) == ("线路被挖断", room.clock.now())
    back = registry.put_back(by, out)
    assert back == made
    gone = registry.retire(by, back)
    assert gone.out_of_service == RETIRED
    again = registry.keep(by, a_camera(URL), None)
    assert again.code == gone.code, "the number of a retired camera is free"
    with pytest.raises(Refused, match="taken"):
        registry.put_back(by, gone)
    assert room.db.verify().bad is None


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"code": "x" * 25}, "code", "too_long"),
        ({"name": " "}, "name", "missing"),
        ({"lat": 28.0, "lon": None}, "lon", "half"),
        ({"lat": 91.0, "lon": 1.0}, "lat", "range"),
        ({"lat": float("nan"), "lon": 1.0}, "lat", "range"),
        ({"direction_deg": 361.0}, "direction_deg", "range"),
        ({"interval_s": 0.0}, "interval_s", "range"),
        ({"url_main": ""}, "url_main", "not_rtsp"),
        ({"onvif_url": "http://a:b@h/x"}, "onvif_url", "has_password"),
        ({"tags": tuple(map(str, range(13)))}, "tags", "too_many"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    registry: Registry, change: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        registry.keep("x", replace(a_camera(URL), **change), None)
    assert (refusal.value.field, refusal.value.code) == (field, code)


def test_what_was_typed_is_tidied(registry: Registry) -> None:
    typed = replace(
        a_camera(f" {URL} "), name=" 东 桥 ", tags=("汛期", " ", "汛期"), direction_deg=360.0
    )
    made = registry.keep("x", typed, None)
    assert (made.url_main, made.name, made.tags) == (URL, "东 桥", ("汛期",))
    assert made.direction_deg == 0.0
