"""The hub's password and the key from the command line, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.base.errors import Unreachable
from app.base.keyfile import KeyFile
from app.base.secrets import Login, SecretKind, Secrets
from app.base.settings import HubPlace
from db.engine import Database
from db.exchange.whole import password_for
from db.stores.secrets import SecretRows

ROOT = Path(__file__).parents[2]
PLANTED = "Xk9-密码-Qz7"


def told(folder: Path, task: str, words: str = "") -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "main.py", "--data", str(folder / "data"), task],
        cwd=ROOT,
        input=words,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        env={**os.environ, "XDG_CONFIG_HOME": str(folder / "config"), "PYTHONUTF8": "1"},
    )
    assert PLANTED not in done.stdout + done.stderr
    return done.returncode, done.stdout.strip() + done.stderr


@pytest.fixture
def db(tmp_path: Path, clock) -> Database:
    made = Database(tmp_path / "data" / "duty.db", "desk-a", clock, lambda _: None)
    yield made
    made.close()


def test_the_hubs_password_is_sealed_and_the_key_renewed(tmp_path: Path, db: Database) -> None:
    assert told(tmp_path, "hub-password", f"{PLANTED}\n") == (0, "中心库密码已加密保存")
    keys = KeyFile(tmp_path / "config" / "dutyroom" / "dutyroom.key")
    secrets = Secrets(db, SecretRows(db), keys)
    assert secrets.hub_password() == PLANTED
    before = keys.newest()
    secrets.keep("x", SecretKind.CAMERA, "c", Login("a", "b"))
    assert told(tmp_path, "new-key") == (0, "已换新密钥，2 个密码已重新加密")
    assert keys.newest() != before
    assert secrets.hub_password() == PLANTED
    for file in (tmp_path / "data").rglob("*"):
        assert not file.is_file() or PLANTED.encode() not in file.read_bytes()


def test_what_cannot_be_done_is_said(tmp_path: Path, db: Database) -> None:
    assert told(tmp_path, "hub-password", "\n") == (1, "未完成：没有输入密码")
    assert told(tmp_path / "empty", "new-key")[0] == 1
    assert not (tmp_path / "empty" / "data").exists()


def test_the_line_to_the_hub_takes_the_sealed_password(tmp_path: Path, db: Database) -> None:
    secrets = Secrets(db, SecretRows(db), KeyFile(tmp_path / "k"))
    password = password_for(HubPlace("127.0.0.1", "430000"), tmp_path, secrets.hub_password)
    with pytest.raises(Unreachable, match="no_password"):
        password()
    secrets.keep("x", SecretKind.HUB, "hub", Login("", PLANTED))
    assert password() == PLANTED
    (tmp_path / "k").unlink()
    with pytest.raises(Unreachable, match="password_sealed"):
        password()
