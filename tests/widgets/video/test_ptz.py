"""Turning a camera by hand: whatever takes the hand away stops it; devices found become cameras."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QMouseEvent
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
from widgets.video.badges import Badges
from widgets.video.devicesview import DevicesView
from widgets.video.ptz import PtzPad
from widgets.video.tile import Tile
from widgets.video.turning import STILL

LEFT = Qt.MouseButton.LeftButton
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
def tile(desk, wall, qtbot) -> Tile:
    """The preview: 400 x 400, so full speed lies 200 away."""
    made = Tile(desk.theme.in_mode("wall"), desk.clock, wall, Badges(None))
    qtbot.addWidget(made)
    made.resize(400, 400)
    made.setMouseTracking(True)
    made.show()
    return made


@pytest.fixture
def pad(desk, room, device, camera, tile, qtbot) -> Iterator[PtzPad]:
    desk.session.sign_in(room.chief)
    tile.hang(camera)
    made = PtzPad(desk, desk.disk, NoLogins(), lambda service, login: device, tile)
    qtbot.addWidget(made)
    made.show()
    made.show_camera(camera)
    yield made
    made.hide()


def test_it_turns_while_the_button_is_held_and_is_told_again(pad, device, qtbot) -> None:
    QTest.mousePress(pad.buttons["left"], Qt.MouseButton.LeftButton)
    assert device.told == ["turn p1 -0.5 0 0"]
    pad.turner.again.timeout.emit()
    QTest.mouseRelease(pad.buttons["left"], Qt.MouseButton.LeftButton)
    assert device.told == ["turn p1 -0.5 0 0", "turn p1 -0.5 0 0", "stop"]
    assert not pad.turner.again.isActive()
    pad.speed.set_value("fast")
    QTest.keyPress(pad, Qt.Key.Key_PageUp)
    QTest.keyRelease(pad, Qt.Key.Key_PageUp)
    assert device.told[-2:] == ["turn p1 0 0 1", "stop"]


def test_an_arrow_in_the_field_of_names_turns_nothing(pad, device) -> None:
    """Its release may go to whatever has the keyboard by then, and the camera would turn on."""
    pad.name.edit.setFocus()
    QTest.keyPress(pad.name.edit, Qt.Key.Key_Up)
    assert (pad.turner.wanted, device.told) == (STILL, [])


def test_presets_that_come_late_are_not_shown_of_another_camera(pad, camera, monkeypatch) -> None:
    def silent(profile: str) -> list[Preset]:
        raise Unreachable("onvif", "silent")

    pad.turner._jobs = jobs = JobsInOrder()
    jobs.hold = True
    pad.read_presets()
    pad.turner._make = lambda service, login: other
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
        assert pad.turner.wanted == STILL


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


def test_a_device_that_comes_too_late_is_let_go_and_told_to_stop_before(pad, camera) -> None:
    """One that is slow to answer, and the officer has gone to another camera meanwhile."""
    made: list[Device] = []
    pad.turner._make = lambda service, login: made.append(Device()) or made[-1]
    pad.turner._jobs = jobs = JobsInOrder()
    jobs.hold = True
    for service in ("2", "3"):
        pad.show_camera(replace(camera, onvif_url=SERVICE + service))
    pad.show_camera(replace(camera, onvif_url=SERVICE + "3"))
    jobs.finish()
    assert [one.told for one in made] == [["close"], [], ["close"]]
    assert pad.turner.device is made[1]
    made[1].deaf = 2
    pad.turn("up")
    pad.close_down()
    assert made[1].told == ["turn p1 0 0.5 0", "stop", "close"]


def draw(tile: Tile, *way: tuple[int, int]) -> None:
    QTest.mousePress(tile, LEFT, pos=QPoint(200, 200))
    for x, y in way:
        move(tile, 200 + x, 200 + y)


def move(tile: Tile, x: int, y: int, held: Qt.MouseButton = LEFT) -> None:
    at = QPointF(x, y)
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(
        tile, QMouseEvent(QEvent.Type.MouseMove, at, at, Qt.MouseButton.NoButton, held, none)
    )


def test_drawing_on_the_picture_turns_as_far_as_is_drawn(pad, tile, device) -> None:
    tile.zoom(2.0)
    part = tile.crop
    heard: list[object] = []
    for signal in (tile.pressed, tile.dragged, tile.dropped, tile.opened):
        signal.connect(lambda *_: heard.append(1))
    draw(tile, (5, 0), (100, 0), (101, 0), (0, -200), (3, 3), (-80, 60))
    assert device.told == [
        "turn p1 0.5 0 0", "turn p1 0 1 0", "stop", "turn p1 -0.4 -0.3 0"
    ], "as a lever: right, up at full speed, let stand, left and down"  # fmt: skip
    QTest.mouseRelease(tile, LEFT, pos=QPoint(120, 260))
    assert device.told[-1] == "stop"
    QTest.mouseDClick(tile, LEFT, pos=QPoint(200, 200))
    assert (tile.crop, heard) == (part, []), "neither moved nor drawn to another place"
    pad.hide()
    device.told.clear()
    draw(tile, (100, 0))
    QTest.mouseRelease(tile, LEFT)
    assert device.told == []
    assert tile.crop != part, "without the pad the part is drawn about again"
    assert heard


def test_whatever_takes_the_hand_from_the_picture_stops_it(pad, tile, device, desk, room) -> None:
    def lock() -> None:
        desk.session.sign_in(None)

    def lose_keyboard() -> None:
        QApplication.sendEvent(pad, QFocusEvent(QEvent.Type.FocusOut))

    for leave in (
        lambda: move(tile, 401, 200),
        lambda: move(tile, 300, 200, Qt.MouseButton.NoButton),
        lambda: QTest.mousePress(tile, Qt.MouseButton.RightButton, pos=QPoint(250, 200)),
        lambda: QApplication.sendEvent(tile, QEvent(QEvent.Type.WindowDeactivate)),
        lambda: tile.setEnabled(False),
        lambda: tile.hide(),
        lose_keyboard,
        lock,
        pad.hide,
    ):
        desk.session.sign_in(room.chief)
        pad.show()
        pad.show_camera(pad.turner.camera)
        device.told.clear()
        draw(tile, (100, 0))
        leave()
        move(tile, 340, 200)
        assert device.told == ["turn p1 0.5 0 0", "stop"], leave
        tile.setEnabled(True)
        tile.show()
        QTest.mouseRelease(tile, LEFT)


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
    asked: list[str] = []

    def seek(host: str) -> list[Answered]:
        asked.append(host)
        return found

    view = DevicesView(desk, desk.disk, Mark.TEST, lambda service, login: device, seek)
    qtbot.addWidget(view)
    assert view.found.records == ()
    view.service.set_value("rtsp://h/x")
    view.read()
    assert view.service.error()
    view.service.set_value("10.0.0.9")
    view.search.click()
    view.found.select(SERVICE)
    view.search.click()
    assert asked == ["10.0.0.9", ""], "what stands at an address; then the whole network"
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
