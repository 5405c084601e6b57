"""The key lies apart, for this account only; a token without its key says so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.base.errors import Unreachable
from app.base.keyfile import KeyFile, users_key


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "config" / "dutyroom.key"


def test_what_was_sealed_opens_again(place: Path) -> None:
    assert not place.exists()
    key_id, token = KeyFile(place).seal("密码@1")
    assert "密码" not in token
    assert KeyFile(place).open(key_id, token) == "密码@1"


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_nobody_else_may_read_it(place: Path) -> None:
    keys = KeyFile(place)
    sealed = keys.seal("x")
    assert place.stat().st_mode & 0o777 == 0o600
    assert place.parent.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in place.parent.iterdir()] == [place.name]
    place.chmod(0o644)
    assert keys.open(*sealed) == "x"
    assert place.stat().st_mode & 0o777 == 0o600


def test_after_a_new_key_the_older_tokens_still_open(place: Path) -> None:
    keys = KeyFile(place)
    old = keys.seal("x")
    keys.renew()
    new = keys.seal("y")
    assert old[0] != new[0] == keys.newest()
    assert (keys.open(*old), keys.open(*new)) == ("x", "y")


def why(keys: KeyFile, sealed: tuple[str, str]) -> str:
    with pytest.raises(Unreachable) as told:
        keys.open(*sealed)
    assert told.value.what == "secret"
    return told.value.why


def test_a_token_that_cannot_be_opened_says_why(place: Path, tmp_path: Path) -> None:
    keys = KeyFile(place)
    key_id, token = keys.seal("x")
    assert why(keys, (key_id, token[:-4] + "AAA=")) == "damaged"
    stranger = KeyFile(tmp_path / "other.key")
    assert why(stranger, (key_id, token)) == "key_missing"
    stranger.renew()
    assert why(stranger, (key_id, token)) == "other_key"


@pytest.mark.parametrize("text", ["", "not a key\n", "密"])
def test_a_file_without_keys_is_damaged_and_left_alone(place: Path, text: str) -> None:
    place.parent.mkdir()
    place.write_text(text, encoding="utf-8")
    keys = KeyFile(place)
    with pytest.raises(Unreachable, match="damaged"):
        keys.seal("x")
    assert place.read_text(encoding="utf-8") == text


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="ascii")
    with pytest.raises(Unreachable):
        KeyFile(tmp_path / "file" / "k").seal("x")


def test_the_key_of_a_demonstration_is_written_nowhere(tmp_path: Path) -> None:
    keys = KeyFile(None)
    assert keys.open(*keys.seal("x")) == "x"


def test_by_itself_it_lies_in_the_configuration_of_the_account(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("APPDATA", str(tmp_path))
    assert users_key() == tmp_path / "dutyroom" / "dutyroom.key"
