"""The directory in folders."""

from __future__ import annotations

from dataclasses import replace

from app.video.folders import ALL, RETIRED, By, Folder, counted, sought, within
from app.video.records import Camera, CameraKind
from tests.app.video.conftest import a_camera


def _state(_camera: Camera) -> str:
    return "正常"


def test_a_camera_lies_in_every_folder_it_tells_and_a_retired_one_only_in_its_state() -> None:
    one = replace(a_camera("rtsp://h/1", code="1"), owner="水利局", tags=("汛期", "铁路"))
    two = replace(a_camera("rtsp://h/2", code="2"), kind=CameraKind.BODY, township="")
    gone = replace(a_camera("rtsp://h/3", code="3"), out_of_service=RETIRED)
    most, found = counted([one, two, gone], lambda c: c.out_of_service or "正常")
    assert most == 2
    assert found[By.TOWNSHIP] == [("云洛镇", 1), ("", 1)], "the unnamed last"
    assert found[By.TAG] == [("汛期", 1), ("铁路", 1), ("", 1)]
    assert found[By.STATE] == [("已撤除", 1), ("正常", 2)]
    for folder in (Folder(By.OWNER, "水利局"), Folder(By.TAG, "铁路"), ALL):
        assert within(one, folder, _state)
    assert within(two, Folder(By.TOWNSHIP, ""), _state)
    assert not within(gone, ALL, _state)


def test_a_search_looks_through_words_and_never_through_addresses() -> None:
    one = replace(a_camera("rtsp://10.0.0.9/x"), tags=("汛期",), owner="水利局")
    assert all(word in sought(one) for word in ("汛期", "水利局", "云洛", "01-f-07", "固定"))
    assert "10.0.0.9" not in sought(one)
