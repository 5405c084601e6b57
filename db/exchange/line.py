"""The line to the hub: from settings to a connection that never waits long, and a code for what fails."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import psycopg
import sqlalchemy as sa
from psycopg.abc import PQGen
from psycopg.conninfo import make_conninfo
from psycopg.errors import ConnectionTimeout, _WaitTimeout
from sqlalchemy.exc import DBAPIError

from app.base.errors import Unreachable
from app.base.settings import HubPlace
from db.exchange.hub import CHANNEL

CONNECT_S = 3
CALL_S = 4.0
OLDEST = 13
"""The oldest PostgreSQL this is written for."""
_SESSION = (
    "-c statement_timeout=4000 -c lock_timeout=2000"
    " -c idle_in_transaction_session_timeout=5000 -c timezone=UTC"
)

R = TypeVar("R")


class Watched(psycopg.Connection[Any]):
    """Gives up a call after `CALL_S` and closes.

    A peer that lives but is silent outlasts keepalives and the server's own timeouts: without this a
    call takes as long as the silence.
    """

    def wait(self, gen: PQGen[R], interval: float = 0.1, timeout: float | None = None) -> R:
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, CALL_S)
        except _WaitTimeout:
            self.close()
            raise ConnectionTimeout(f"no answer within {CALL_S:.0f} s") from None


class Line:
    """How this desk reaches the hub. `password` is asked at every connect, so a new one needs no restart."""

    def __init__(self, place: HubPlace, password: Callable[[], str], desk: str) -> None:
        self._place = place
        self._password = password
        self._desk = desk
        self.own_pid = 0
        """The server's process behind the engine's connection: whose notices are of our own making."""

    def engine(self) -> sa.Engine:
        """For the exchange thread alone: one connection, opened again when it was lost."""
        return sa.create_engine(
            "postgresql+psycopg://",
            creator=self._open,
            pool_size=1,
            max_overflow=0,
            hide_parameters=True,
        )

    def listen(self) -> Watched:
        """A connection on which the hub tells that entries came: wait until it can be read."""
        with told():
            connection = self._connect()
            connection.autocommit = True
            connection.execute(f"LISTEN {CHANNEL}")
        return connection

    def _open(self) -> Watched:
        connection = self._connect()
        self.own_pid = connection.info.backend_pid
        return connection

    def _connect(self) -> Watched:
        place = self._place
        connection = Watched.connect(
            make_conninfo(sslrootcert=place.root_cert or None),
            host=place.host,
            port=place.port,
            dbname=place.database,
            user=place.user,
            password=self._password(),
            sslmode=place.sslmode,
            gssencmode="disable",
            target_session_attrs="read-write",
            connect_timeout=CONNECT_S,
            keepalives=1,
            keepalives_idle=3,
            keepalives_interval=1,
            keepalives_count=3,
            tcp_user_timeout=3000,
            application_name=f"dutyroom {self._desk}",
            options=_SESSION,
        )
        if connection.info.server_version < OLDEST * 10000:
            connection.close()
            raise Unreachable("hub", "too_old")
        return connection


def password_of(file: Path) -> str:
    """The first line of a file that only this account may read."""
    try:
        if os.name == "posix" and file.stat().st_mode & 0o077:
            raise Unreachable("hub", "password_exposed")
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Unreachable("hub", "no_password") from error
    if not lines or not lines[0]:
        raise Unreachable("hub", "no_password")
    return lines[0]


@contextmanager
def told() -> Iterator[None]:
    """What fails on the line is `Unreachable` with a code; an error in our own SQL is a bug and passes."""
    try:
        yield
    except (DBAPIError, psycopg.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        code = why(cause) if isinstance(cause, psycopg.Error) else ""
        if not code:
            raise
        raise Unreachable("hub", code) from error


def why(error: psycopg.Error) -> str:
    """The code of what went wrong on the line; empty for what is not the line's fault."""
    if isinstance(error, ConnectionTimeout):
        return "silent"
    if error.sqlstate is not None:
        return _STATES.get(error.sqlstate) or _STATES.get(error.sqlstate[:2], "")
    if not isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return ""
    text = str(error)
    return next((code for signs, code in _SIGNS if any(s in text for s in signs)), "cut")


_STATES = {
    "08": "cut",
    "28": "wrong_password",
    "3D": "no_database",
    "57": "cut",
    "25P03": "cut",
    "25006": "standby",
    "40": "busy",
    "55P03": "busy",
    "57014": "silent",
    "57P03": "starting",
    "42501": "no_right",
    "42P01": "not_set_up",
    "53100": "disk_full",
    "53": "full",
}
"""SQLSTATE, or its class, of what happens once the connection stands."""

_SIGNS = (
    (("pg_hba.conf",), "not_admitted"),
    (("SSL", "certificate", "TLS"), "tls"),
    (("refused",), "refused_connection"),
    (("resolve", "translate host", "unreachable", "No route"), "wrong_address"),
    (("authentication failed", "认证失败"), "wrong_password"),
    (("starting up", "shutting down", "recovery", "启动中", "停止中", "恢复"), "starting"),
    (("too many clients", "connection slots", "太多的客户", "连接位置"), "full"),
    (("read-only", "standby"), "standby"),
    (("database", "数据库"), "no_database"),
    (("timeout", "timed out"), "silent"),
)
"""What a failed attempt to connect says: there libpq gives words only, the server's own ones in English
or in the Chinese of a Chinese server. Tried in this order."""
