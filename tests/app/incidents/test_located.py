"""Positions as they are read out on the telephone, pasted from a map, or named."""

from __future__ import annotations

import pytest

from app.atlas.gcj import to_gcj
from app.base.earth import distance_km
from app.base.ids import new_id
from app.base.marks import Mark
from app.incidents.located import System, position_said, village_place
from app.people.contacts import Org, OrgKind

HERE = 28.742778, 109.564167


@pytest.mark.parametrize(
    "words",
    [
        "28.742778,109.564167",
        "109.564167， 28.742778",
        "在 28.742778 109.564167 这个点",
        "北纬28.742778度，东经109.564167度",
        "东经109度33分51秒 北纬28度44分34秒",
        "N28°44′34″ E109°33′51″",
        "28°44'34\"N, 109°33'51\"E",
        "28°44.5667′N 109°33.85′E",
        "北纬二十八度四十四分三十四秒，东经一百零九度三十三分五十一秒",
        "北纬二十八点七四二七七八、东经一百零九点五六四一六七",
        "纬度：28.742778 经度：109.564167",
        "先说的28.1000,109.1000不对，是28.742778,109.564167",
        "两个人，电话13800000000，位置 28.742778,109.564167，水深1.5米",
    ],
)
def test_one_place_in_many_words(words: str) -> None:
    found = position_said(words)
    assert found is not None
    assert distance_km(found.lat, found.lon, *HERE) < 0.02
    assert found.system is System.UNSAID


@pytest.mark.parametrize(
    "words",
    [
        "",
        "铜鼓坪镇老榆塘村",
        "28人被困，109人转移",
        "28.7,109.5",
        "2026.06.24 20.30",
        "死亡28.000,36.000",
        "北纬109.564167，东经28.742778",
        "28.742778,191.564167",
        "北纬28度75分，东经109度33分",
        "S303线28.742公里，109.564167",
        "28.742778",
        "35.5000,45.1000",
        "192.168.28.742",
    ],
)
def test_what_is_no_position_of_china_stays_words(words: str) -> None:
    assert position_said(words) is None


def test_shifted_coordinates_are_brought_back_and_baidu_is_told() -> None:
    lat, lon = to_gcj(*HERE)
    shifted = f"高德定位 {lat:.6f},{lon:.6f}"
    found = position_said(shifted)
    assert found is not None
    assert found.system is System.GCJ
    assert distance_km(found.lat, found.lon, *HERE) < 0.001
    for words, system in (("GPS", System.WGS), ("百度地图", System.BAIDU), ("微信", System.GCJ)):
        said = position_said(f"{words}位置 28.742778,109.564167")
        assert said is not None
        assert said.system is system


def _unit(name: str, kind: OrgKind, town: str, lat: float | None = 28.6) -> Org:
    return Org(new_id(), name, "", "", kind, None, town, "", None, None, lat, 109.6, 1, Mark.TEST)


def test_a_village_is_a_place_when_there_is_one_of_the_name() -> None:
    units = [
        _unit("云洛镇", OrgKind.TOWNSHIP, "云洛镇"),
        _unit("老榆塘村", OrgKind.VILLAGE, "云洛镇"),
        _unit("河边村", OrgKind.VILLAGE, "云洛镇"),
        _unit("河边村", OrgKind.VILLAGE, "己塘镇"),
        _unit("无名村", OrgKind.VILLAGE, "己塘镇", None),
    ]
    found = village_place(units, "老榆塘村", "")
    assert found is not None
    assert (found.lat, found.system, found.name) == (28.6, None, "云洛镇老榆塘村")
    assert village_place(units, "河边村", "") is None
    assert village_place(units, "河边村", "己塘镇") is not None
    assert village_place(units, "", "云洛镇") is not None
    assert village_place(units, "无名村", "") is None
    assert village_place(units, "", "") is None
