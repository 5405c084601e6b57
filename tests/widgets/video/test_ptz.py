"""Turning a camera by hand: whatever takes the hand away stops it; devices found become cameras."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.base.errors import Unreachable
from app.base.marks import Mark
from app.base.secrets import Login
from app.video.address import NoLogins
from app.video.facts import CameraTurned
from app.video.onvif import About, Answered, Preset, Profile
from app.video.records import Camera
from tests.app.video.conftest import a_camera
from tests.jobs import JobsInOrder
from widgets.video.devicesview import DevicesView
from widgets.video.ptz import PtzPad

SERVICE = "http://127.0.0.1:1/onvif/device_service"


class Device:
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.deaf = 0

    def turn(self, profile: str, pan: float, tilt: float, zoom: float) -> None:
        self.told.append(f"turn {profile} {pan:g} {tilt:g} {zoom:g}")

    def stop(self, profile: str) -> None:
        if self.deaf:
            self.deaf -= 1
            raise Unreachable("onvif", "silent")
        self.told.append("stop")

    def presets(self, profile: str) -> list[Preset]:
        return [Preset("1", "大桥")]

    def go(self, profile: str, preset: str) -> None:
        self.told.append(f"go {preset}")

    def keep(self, profile: str, name: str) -> None:
        self.told.append(f"keep {name}")

    def about(self) -> About:
        main = Profile("p1", "main", "H264", "1920×1080", "rtsp://h/1", turns=True)
        return About("厂家", "型号", "1", "2", (main, replace(main, token="p2", url="rtsp://h/2")))

    def close(self) -> None:
        self.told.append("close")


@pytest.fixture
def device() -> Device:
    return Device()


@pytest.fixture
def camera() -> Camera:
    return replace(a_camera("rtsp://h/x"), onvif_url=SERVICE, profile="p1")


@pytest.fixture
def pad(desk, room, device, camera, qtbot) -> Iterator[PtzPad]:
    desk.session.sign_in(room.chief)
    made = PtzPad(desk, desk.disk, NoLogins(), lambda service, login: device)
    qtbot.addWidget(made)
    made.show()
    made.show_camera(camera)
    yield made
    made.hide()


def test_it_turns_while_the_button_is_held_and_is_told_again(pad, device, qtbot) -> None:
    QTest.mousePress(pad.buttons["left"], Qt.MouseButton.LeftButton)
    assert device.told == ["turn p1 -0.5 0 0"]
    pad._again.timeout.emit()
    QTest.mouseRelease(pad.buttons["left"], Qt.MouseButton.LeftButton)
    assert device.told == ["turn p1 -0.5 0 0", "turn p1 -0.5 0 0", "stop"]
    assert not pad._again.isActive()
    pad.speed.set_value("fast")
    QTest.keyPress(pad, Qt.Key.Key_PageUp)
    QTest.keyRelease(pad, Qt.Key.Key_PageUp)
    assert device.told[-2:] == ["turn p1 0 0 1", "stop"]


def test_an_arrow_in_the_field_of_names_turns_nothing(pad, device) -> None:
    """Its release may go to whatever has the keyboard by then, and the camera would turn on."""
    pad.name.edit.setFocus()
    QTest.keyPress(pad.name.edit, Qt.Key.Key_Up)
    assert (pad.way, device.told) == ("", [])


def test_presets_that_come_late_are_not_shown_of_another_camera(pad, camera, monkeypatch) -> None:
    def silent(profile: str) -> list[Preset]:
        raise Unreachable("onvif", "silent")

    pad._jobs = jobs = JobsInOrder()
    jobs.hold = True
    pad.read_presets()
    pad._make = lambda service, login: other
    other = Device()
    monkeypatch.setattr(other, "presets", silent)
    pad.show_camera(replace(camera, onvif_url=SERVICE + "2"))
    jobs.finish()
    assert pad.presets.combo.count() == 0
    assert not pad.go.isEnabled()


def test_whatever_takes_the_hand_away_stops_it(pad, device, desk, room, camera) -> None:
    def lose_keyboard() -> None:
        QApplication.sendEvent(pad, QFocusEvent(QEvent.Type.FocusOut))

    for leave in (
        lose_keyboard,
        lambda: desk.session.sign_in(room.watch),
        lambda: desk.session.sign_in(None),
        lambda: pad.show_camera(a_camera("rtsp://h/other")),
        pad.hide,
    ):
        desk.session.sign_in(room.chief)
        pad.show()
        pad.show_camera(camera)
        device.told.clear()
        pad.turn("up")
        leave()
        assert device.told[:2] == ["turn p1 0 0.5 0", "stop"], leave
        assert pad.way == ""


def test_a_stop_that_does_not_arrive_is_tried_again_and_then_told(pad, device, said) -> None:
    device.deaf = 2
    pad.turn("up")
    pad.halt()
    assert device.told[-1] == "stop"
    assert said == []
    device.deaf = 3
    pad.turn("up")
    pad.halt()
    assert "did not arrive" in said[-1]


def test_presets_and_who_may_not(pad, device, desk, camera) -> None:
    turned: list[CameraTurned] = []
    desk.bus.listen(CameraTurned, turned.append)
    pad.go.click()
    assert device.told == ["go 1"]
    pad.turn("up")
    pad.halt()
    assert turned == [CameraTurned(camera.id)] * 2
    device.told.clear()
    pad.name.set_value("水尺")
    pad._keep()
    assert "keep 水尺" in device.told
    desk.session.sign_in(None)
    pad.turn("up")
    assert not any(one.startswith("turn") for one in device.told)


def test_a_device_that_is_found_becomes_a_camera(desk, room, device, qtbot) -> None:
    desk.session.sign_in(room.chief)
    found = [Answered(SERVICE, "东桥", "型号")]
    view = DevicesView(desk, desk.disk, Mark.TEST, lambda service, login: device, lambda: found)
    qtbot.addWidget(view)
    assert view.found.records == ()
    view.service.set_value("rtsp://h/x")
    view.read()
    assert view.service.error()
    view.search.click()
    view.found.select(SERVICE)
    view.user.set_value("duty")
    view.password.set_value("Zq7")
    view.read()
    got: list[tuple[Camera, Login]] = []
    view.wanted.connect(lambda camera, login: got.append((camera, login)))
    view.take()
    camera, login = got[0]
    assert (camera.url_main, camera.url_sub, camera.profile) == ("rtsp://h/1", "rtsp://h/2", "p1")
    assert (camera.onvif_url, login) == (SERVICE, Login("duty", "Zq7"))
    desk.session.sign_in(None)
    assert view.password.edit.text() == ""
