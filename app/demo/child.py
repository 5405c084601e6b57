"""A simulator in a process of its own, told what to do line by line."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from pathlib import Path

from app.base.errors import Unreachable

ROOT = Path(__file__).resolve().parents[2]


class Child:
    """`python -m module args…`; says `ready …` when it is up, and ends when its stdin is closed.

    So it ends with this process, however that ends. Not for the Qt thread: `start` waits.
    """

    def __init__(self, module: str, *args: str) -> None:
        self._command = [sys.executable, "-m", module, *args]
        self._name = module
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None

    def start(self, wait_s: float = 30.0, first_line: str | None = None) -> list[str]:
        """Start it, say `first_line` to it and wait for its `ready` line; the words after `ready`."""
        self._process = subprocess.Popen(
            self._command,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            bufsize=1,
        )
        if first_line is not None:
            self.say(first_line)
        self._reader = threading.Thread(
            target=self._read, args=(self._process,), name=f"{self._name} lines", daemon=True
        )
        self._reader.start()
        while (line := self._next(wait_s)) is not None:
            if line.startswith("ready"):
                return line.split()[1:]
        raise Unreachable(self._name, "ended")

    def say(self, line: str) -> None:
        """One command line; the answer is not waited for."""
        if self._process is None or self._process.stdin is None:
            raise Unreachable(self._name, "not_started")
        try:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise Unreachable(self._name, "ended") from error

    def stop(self, wait_s: float = 3.0) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(wait_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(wait_s)
        if self._reader is not None:
            self._reader.join(wait_s)
        if process.stdout is not None:
            process.stdout.close()

    def _next(self, wait_s: float) -> str | None:
        try:
            return self._lines.get(timeout=wait_s)
        except queue.Empty:
            raise Unreachable(self._name, "not_ready") from None

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self._lines.put(line.rstrip("\n"))
        self._lines.put(None)
