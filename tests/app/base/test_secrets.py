"""Passwords go into the record as tokens; nothing anywhere holds the words themselves."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.base import trace
from app.base.errors import Refused, Unreachable
from app.base.ids import new_id
from app.base.keyfile import KeyFile
from app.base.secrets import HUB, Login, SecretKind, Secrets
from app.people.passwords import DevicePasswords
from app.people.records import Role
from app.video.logins import EVERY, CameraLogins
from db.stores.secrets import SecretRows
from tests.rooms import Room, officer, open_room

PLANTED = "Xk9-密码-Qz7"
CAMERA = new_id()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = open_room(tmp_path / "data" / "duty.db")
    yield made
    made.db.close()


@pytest.fixture
def keys(tmp_path: Path) -> KeyFile:
    return KeyFile(tmp_path / "config" / "k")


@pytest.fixture
def secrets(room: Room, keys: KeyFile) -> Secrets:
    return Secrets(room.db, SecretRows(room.db), keys)


def cameras(secrets: Secrets) -> CameraLogins:
    made = CameraLogins(lambda: secrets.read(SecretKind.CAMERA))
    made.load()
    return made


def test_a_login_is_kept_replaced_and_forgotten(secrets: Secrets) -> None:
    for password in ("one", "two"):
        secrets.keep("x", SecretKind.CAMERA, str(CAMERA), Login("admin", password))
    secrets.keep("x", SecretKind.CAMERA, EVERY, Login("duty", "all"))
    held = cameras(secrets)
    assert held.of(CAMERA) == Login("admin", "two")
    assert held.of(new_id()) == Login("duty", "all")
    assert (held.has_own(CAMERA), held.has_own(new_id())) == (True, False)
    secrets.keep("x", SecretKind.CAMERA, str(CAMERA), None)
    assert cameras(secrets).of(CAMERA) == Login("duty", "all")


@pytest.mark.parametrize(
    ("login", "field"), [(Login("", "x"), "user"), (Login("a", ""), "password")]
)
def test_half_a_login_is_refused(secrets: Secrets, login: Login, field: str) -> None:
    with pytest.raises(Refused) as told:
        secrets.keep("x", SecretKind.CAMERA, "c", login)
    assert (told.value.field, told.value.code) == (field, "missing")


def test_without_the_key_the_holder_is_told_and_the_rest_works(
    secrets: Secrets, room: Room, tmp_path: Path
) -> None:
    secrets.keep("x", SecretKind.CAMERA, str(CAMERA), Login("a", "b"))
    other = Secrets(room.db, SecretRows(room.db), KeyFile(tmp_path / "elsewhere" / "k"))
    with pytest.raises(Unreachable, match="key_missing"):
        cameras(other).of(CAMERA)
    other.keep("x", SecretKind.CAMERA, EVERY, Login("c", "d"))
    with pytest.raises(Unreachable, match="other_key"):
        cameras(other).of(CAMERA)
    assert cameras(other).of(new_id()) == Login("c", "d")


def test_a_token_that_was_moved_to_another_camera_opens_nothing(
    secrets: Secrets, room: Room
) -> None:
    from dataclasses import replace

    secrets.keep("x", SecretKind.CAMERA, str(CAMERA), Login("a", "b"))
    (held,) = SecretRows(room.db).secrets()
    with room.db.change("x", "moved", ("secret", "x")) as change:
        change.put("secret", replace(held, id=new_id(), holder=EVERY))
    with pytest.raises(Unreachable, match="damaged"):
        cameras(secrets).of(new_id())


def test_a_new_key_seals_everything_anew(secrets: Secrets, keys: KeyFile, room: Room) -> None:
    secrets.keep("x", SecretKind.CAMERA, str(CAMERA), Login("a", "b"))
    secrets.keep("x", SecretKind.HUB, HUB, Login("", "hub"))
    assert secrets.renew_key("x") == (2, 0)
    assert {one.key_id for one in SecretRows(room.db).secrets()} == {keys.newest()}
    assert cameras(secrets).of(CAMERA) == Login("a", "b")


def test_the_password_of_the_hub_is_kept_in_the_record(secrets: Secrets) -> None:
    assert secrets.hub_password() == ""
    secrets.keep("x", SecretKind.HUB, HUB, Login("", "sealed"))
    assert secrets.hub_password() == "sealed"


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DRIVER, Role.AUDITOR])
def test_who_may_not_is_refused(secrets: Secrets, role: Role) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        DevicePasswords(secrets).keep(officer("某", role), SecretKind.CAMERA, "c", Login("a", "b"))
    assert secrets.read(SecretKind.CAMERA) == {}


def test_a_planted_password_is_nowhere_but_in_the_token(
    secrets: Secrets, room: Room, tmp_path: Path
) -> None:
    """Record with its write-ahead log, journal, log files and everything that can be printed."""
    login = Login("admin-Planted", PLANTED)
    root = logging.getLogger()
    before = list(root.handlers)
    trace.start(tmp_path / "data" / "logs")
    try:
        secrets.keep("x", SecretKind.CAMERA, str(CAMERA), login)
        held = cameras(secrets)
        log = logging.getLogger("test")
        log.error("%r %r %r %r", login, held.of(CAMERA), secrets, vars(secrets))
        try:
            secrets.keep("x", SecretKind.CAMERA, "\0", login)
        except Refused as refused:
            log.exception("refused %r %s", refused, refused.figures)
        log.error("%r", SecretRows(room.db).secrets())
    finally:
        for handler in [one for one in root.handlers if one not in before]:
            root.removeHandler(handler)
            handler.close()
    room.db.close()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"duty.db", "dutyroom.log", "k"}
    words = [PLANTED.encode(), PLANTED.encode("utf-16-le"), b"admin-Planted"]
    words += [PLANTED.encode("unicode_escape")]
    for path in files:
        content = path.read_bytes()
        assert not any(word in content for word in words), path.name
    assert PLANTED not in repr(login) + repr(held) + str(vars(held))
