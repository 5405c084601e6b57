"""Starts the gateway simulator in its own process and speaks its console: for the tests."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.base.errors import Unreachable

_ROOT = Path(__file__).parents[3]
_ANSWER_S = 10.0


class SimulatorProcess:
    """A running simulator whose port has the stable name `link`, or with `tcp` the address `place`.

    `radios` are numbers that are on the air from the start. `news` gets what radios received, as
    dicts. Raises `Unreachable` when it does not come up or does not answer.
    """

    def __init__(
        self,
        link: Path,
        radios: Sequence[int] = (),
        protocol: str = "hrnp",
        tcp: bool = False,
    ) -> None:
        self.link = link
        self.news: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._lock = threading.Lock()
        where = ["--tcp", "0"] if tcp else ["--link", str(link)]
        command = [sys.executable, "-m", "app.radio.simulator", *where]
        command += ["--numbers", ",".join(map(str, radios)), "--protocol", protocol]
        self._process = subprocess.Popen(
            command,
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self._reader = threading.Thread(target=self._read, name="gateway simulator", daemon=True)
        self._reader.start()
        self.pid = self._process.pid
        ready, _, self.place = self._answer().partition(" ")
        if ready != "ready":
            self.close()
            raise Unreachable("simulator", "not_ready")

    def say(self, line: str) -> None:
        """One console command, e.g. "text 370602 已到位". ValueError when it is refused."""
        with self._lock:
            try:
                self._stdin.write(line + "\n")
                self._stdin.flush()
            except OSError as error:
                raise Unreachable("simulator", "gone") from error
            answer = self._answer()
        if answer != "ok":
            raise ValueError(answer)

    def close(self) -> None:
        """Ends it; its port goes away."""
        with contextlib.suppress(OSError):
            self._stdin.close()
        try:
            self._process.wait(_ANSWER_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join(_ANSWER_S)
        if self._process.stdout is not None:
            self._process.stdout.close()

    @property
    def _stdin(self) -> Any:
        assert self._process.stdin is not None
        return self._process.stdin

    def _answer(self) -> str:
        try:
            return self._answers.get(timeout=_ANSWER_S)
        except queue.Empty:
            raise Unreachable("simulator", "no_answer") from None

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("{"):
                self.news.put(json.loads(line))
            else:
                self._answers.put(line.strip())
        self._answers.put("gone")
