"""What the command line does with sealed passwords: the hub's is taken in, the key is renewed."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from app.base import settings
from app.base.clock import SystemClock
from app.base.errors import Unreachable
from app.base.keyfile import KeyFile, users_key
from app.base.secrets import HUB, Login, SecretKind, Secrets
from app.base.wanted import Wanted
from db.engine import Database
from db.stores.secrets import SecretRows


def keep_hub_password(asked: Wanted) -> str:
    """The first line of standard input, or what is typed unseen; never an argument others could read."""
    password = (
        getpass.getpass("密码：") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    )
    with _secrets(asked) as secrets:
        secrets.keep("system", SecretKind.HUB, HUB, Login("", password))
    return "中心库密码已加密保存"


def renew_key(asked: Wanted) -> str:
    with _secrets(asked) as secrets:
        done, left = secrets.renew_key("system")
    told = f"已换新密钥，{done} 个密码已重新加密"
    return f"{told}，{left} 个无法解开，未动" if left else told


@contextmanager
def _secrets(asked: Wanted) -> Iterator[Secrets]:
    """On the record that is there; one that may not be written raises `Unreachable`."""
    held, _ = settings.load_or_default(asked.folder)
    if not asked.record.is_file():
        raise Unreachable("store", "no_record")
    db = Database(asked.record, held.desk, SystemClock(), lambda fact: None)
    try:
        if db.read_only_why is not None:
            raise Unreachable("store", db.read_only_why)
        yield Secrets(db, SecretRows(db), KeyFile(held.key_file or users_key()))
    finally:
        db.close()
