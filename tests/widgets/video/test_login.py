"""A camera's password: who may enter it, what is shown of it, and that the camera is asked at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from app.base.bus import Changed
from app.base.keyfile import KeyFile
from app.base.secrets import Login, SecretKind, Secrets
from app.people.passwords import DevicePasswords
from app.video.logins import CameraLogins
from app.video.records import Camera
from app.video.states import Reason, State
from app.video.stream import play
from app.video.wall import Wall
from db.stores.secrets import SecretRows
from tests.app.video.conftest import PASSWORD, USER, a_camera, cameras  # noqa: F401
from tests.rooms import Room
from widgets.shell.bridge import Bridge
from widgets.video.login import LoginCard
from widgets.video.page import VideoPage
from widgets.wiring.logins import Logins


@pytest.fixture
def four(cameras) -> list[Camera]:  # noqa: F811
    """One camera that asks for a password."""
    return [a_camera(cameras.url("01-F-07", "main"))]


@pytest.fixture
def secrets(room: Room, tmp_path: Path, desk) -> Secrets:
    room.db._publish = desk.bus.publish
    return Secrets(room.db, SecretRows(room.db), KeyFile(tmp_path / "config" / "k"))


@pytest.fixture
def logins(secrets: Secrets) -> CameraLogins:
    return CameraLogins(lambda: secrets.read(SecretKind.CAMERA))


@pytest.fixture
def wall(desk, clock, logins, qapp) -> Iterator[Wall]:
    bridge = Bridge()
    made = Wall(clock, lambda fact: bridge.post(lambda: desk.bus.publish(fact)), play, logins)
    wiring = Logins(desk, logins, made)
    yield made
    wiring.deleteLater()
    bridge.close()
    made.close()


@pytest.fixture
def page(desk, wall, board, logins, secrets, qtbot) -> Iterator[VideoPage]:
    made = VideoPage(
        desk, wall, board, lambda camera: None, lambda camera, shot: None,
        lambda page: LoginCard(desk, page, DevicePasswords(secrets), logins),
    )  # fmt: skip
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    yield made
    made.preview.hang(None)


def enter(qtbot, page: VideoPage, user: str, password: str) -> None:
    page.ask_login()
    qtbot.keyClicks(page.login.user.edit, user)
    qtbot.keyClicks(page.login.password.edit, password)
    qtbot.keyClick(page.login.password.edit, Qt.Key.Key_Return)


def test_a_password_that_is_entered_is_tried_at_once(qtbot, page, four, secrets, said) -> None:
    assert page.list.table.select(four[0].id)
    seen = page.preview.seen
    qtbot.waitUntil(lambda: seen().state is State.AUTH_FAILED, timeout=8000)
    enter(qtbot, page, USER, PASSWORD)
    assert not page.login.isVisible()
    qtbot.waitUntil(lambda: seen().state is State.LIVE, timeout=8000)
    assert secrets.read(SecretKind.CAMERA) == {str(four[0].id): Login(USER, PASSWORD)}
    page.ask_login()
    assert page.login.user.edit.text() == page.login.password.edit.text() == ""
    assert page.login.extra.isVisible()


def test_what_is_typed_is_not_shown_and_not_kept_in_the_window(qtbot, page, four) -> None:
    page.list.table.select(four[0].id)
    page.ask_login()
    assert page.login.password.edit.echoMode() is QLineEdit.EchoMode.Password
    qtbot.keyClicks(page.login.password.edit, "secret")
    qtbot.keyClick(page.login, Qt.Key.Key_Escape)
    assert page.login.password.edit.text() == ""
    assert page.inside.isEnabled()


def test_half_a_login_is_refused_at_its_field(qtbot, page, four) -> None:
    page.list.table.select(four[0].id)
    enter(qtbot, page, "", "x")
    assert page.login.isVisible()
    assert page.login.user.error()


def test_who_may_not_is_told_at_the_place(page, four, desk, room) -> None:
    page.list.table.select(four[0].id)
    desk.session.sign_in(room.watch)
    page.ask_login()
    assert not page.login.isVisible()
    assert room.watch.role.value in page.beside.said


def test_a_token_under_another_key_is_told_by_its_camera(
    qtbot, page, four, secrets, tmp_path
) -> None:
    secrets.keep("x", SecretKind.CAMERA, str(four[0].id), Login(USER, PASSWORD))
    (tmp_path / "config" / "k").unlink()
    page._desk.bus.publish(Changed("secret", ""))
    page.list.table.select(four[0].id)
    qtbot.waitUntil(lambda: page.preview.camera is not None)
    qtbot.waitUntil(lambda: page._wall.status(four[0].id).reason is Reason.SEALED, timeout=8000)
    page.ask_login()
    assert "cannot be opened" in page.login._note.text()
