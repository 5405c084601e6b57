"""Starts the fake cameras as a process of their own and tells them what to do."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from app.base.errors import Unreachable

_ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class Sent:
    """`pictures` so far; the newest one at `last_s` (the machine's monotonic seconds), place `last_n` of
    the film."""

    viewers: int
    pictures: int
    last_s: float
    last_n: int


class FakeCameras:
    """Owns the process. Construct, `say` and `close` block for disk and pipe: never on the UI thread.

    The first start paints the `warm` scenes (about a second each) into `folder`; later ones read them.
    Attributes: `port`; `user`, `password` (digest; empty lets everybody in).
    """

    def __init__(
        self,
        folder: Path,
        *,
        port: int = 0,
        warm: Sequence[str] = (),
        user: str = "",
        password: str = "",
        films: Path | None = None,
    ) -> None:
        self.user = user
        self.password = password
        self._lock = Lock()
        command = [sys.executable, "-m", "app.video.simulator", "--port", str(port)]
        command += ["--folder", str(folder), "--warm", ",".join(warm)]
        if films is not None:
            command += ["--films", str(films)]
        if user:
            command += ["--user", user, "--password-from-stdin"]
        self._process = subprocess.Popen(
            command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        if user:
            self._write(password)
        word, _, rest = self._read().partition(" ")
        if word != "ready":
            self.close()
            raise Unreachable("cameras", rest or "ended")
        self.port = int(rest)

    @property
    def pid(self) -> int:
        return self._process.pid

    def url(self, code: str, shape: str = "main") -> str:
        return f"rtsp://127.0.0.1:{self.port}/{code}/{shape}"

    def say(self, verb: str, where: str = "", word: str | float = "") -> None:
        """A verb of `python -m app.video.simulator --help`, with its path and its word.

        `drop` cuts once, `lose` cuts and stays away until `clear`, which takes all faults of the
        path away. Returns when it is done; `ValueError` for what was not understood.
        """
        answer = self._answer(f"{verb} {where} {word}".strip())
        if answer != "ok":
            raise ValueError(f"{verb} {where}: {answer or 'the cameras have ended'}")

    def sent(self) -> dict[str, Sent]:
        """What each path has sent; paths that nobody looks at any more included."""
        told = json.loads(self._answer("sent"))
        return {path: Sent(*figures) for path, figures in told.items()}

    def close(self) -> None:
        """End the process: it leaves by itself when its standard input closes."""
        if self._process.stdin is not None:
            with suppress(OSError):  # it has been killed
                self._process.stdin.close()
        try:
            self._process.wait(3.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _answer(self, line: str) -> str:
        with self._lock:
            self._write(line)
            return self._read()

    def _write(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()
