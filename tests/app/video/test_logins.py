"""Camera passwords are kept apart, and only for this account."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.base.errors import Refused, Unreachable
from app.video.address import Login
from app.video.logins import EVERY, LoginFile


def test_a_login_is_kept_and_forgotten(tmp_path: Path) -> None:
    place = tmp_path / "keys" / "cameras.json"
    file = LoginFile(place)
    assert file.of("01-F-07") is None
    file.keep("01-F-07", Login("admin", "密码@1"))
    file.keep(EVERY, Login("duty", "secret"))
    again = LoginFile(place)
    assert again.of("01-F-07") == Login("admin", "密码@1")
    assert again.of("02-F-01") == Login("duty", "secret")
    again.keep("01-F-07", None)
    assert LoginFile(place).of("01-F-07") == Login("duty", "secret")


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    file = LoginFile(tmp_path / "cameras.json")
    file.keep("01-F-07", Login("admin", "secret"))
    assert (tmp_path / "cameras.json").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["cameras.json"]


@pytest.mark.parametrize("text", ["{", "[]", '{"a": 1}', '{"a": ["x"]}', "密"])
def test_a_damaged_file_is_told_and_not_overwritten(tmp_path: Path, text: str) -> None:
    place = tmp_path / "cameras.json"
    place.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refusal:
        LoginFile(place)
    assert refusal.value.code == "broken"
    assert place.read_text(encoding="utf-8") == text


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="ascii")
    with pytest.raises(Unreachable):
        LoginFile(tmp_path / "file" / "cameras.json").keep("a", Login("u", "p"))
