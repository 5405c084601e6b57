"""The camera directory, through the real store."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.base.errors import Refused
from app.base.marks import Mark
from app.video.directory import Directory
from db.stores.video import CameraRows
from tests.app.video.conftest import a_camera
from tests.rooms import Room

URL = "rtsp://10.0.0.1/main"


@pytest.fixture
def directory(room: Room) -> Directory:
    return Directory(room.db, CameraRows(room.db), Mark.TEST)


def test_cameras_are_entered_in_one_change_and_read_by_code(
    directory: Directory, room: Room
) -> None:
    two, one = a_camera(URL, code="02-F-01"), replace(a_camera(URL, code="01-F-01"), lat=None)
    directory.enter("system", [two, replace(one, lon=None)])
    assert directory.cameras() == [replace(one, lon=None), two]
    assert room.db.verify().bad is None


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"code": " "}, "code", "missing"),
        ({"code": "01-F-07"}, "code", "taken"),
        ({"code": "01-F-08", "name": ""}, "name", "missing"),
        ({"code": "01-F-08", "url_main": "rtsp://a:secret@h/x"}, "url_main", "has_password"),
        ({"code": "01-F-08", "url_sub": "http://h/x"}, "url_sub", "not_rtsp"),
    ],
)
def test_a_wrong_camera_is_refused_and_none_is_kept(
    directory: Directory, change: dict[str, str], field: str, code: str
) -> None:
    directory.enter("system", [a_camera(URL)])
    with pytest.raises(Refused) as refusal:
        directory.enter("system", [a_camera(URL, code="09-F-09"), replace(a_camera(URL), **change)])
    assert (refusal.value.field, refusal.value.code) == (field, code)
    assert [camera.code for camera in directory.cameras()] == ["01-F-07"]
