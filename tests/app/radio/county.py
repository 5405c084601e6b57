"""A real gateway simulator in its own process, and a link that listens to it."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from app.base.clock import SystemClock
from app.radio.events import Event, Linked, LinkState
from app.radio.link import RadioLink
from app.radio.session import HrnpSession, Profile

E = TypeVar("E")
WAIT_S = 10.0


class Simulator:
    """`say` waits for the answer; `news` are the JSON lines it writes."""

    def __init__(self, link: Path, *options: str) -> None:
        self.link = link
        self.news: queue.Queue[dict[str, Any]] = queue.Queue()
        self._answers: queue.Queue[str] = queue.Queue()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "app.radio.simulator", "--link", str(link), *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        assert self._answers.get(timeout=WAIT_S).startswith("ready /dev/pts/")

    def say(self, line: str) -> str:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._answers.get(timeout=WAIT_S)

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        try:
            self._process.wait(WAIT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join(WAIT_S)
        self._process.stdout.close()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("{"):
                self.news.put(json.loads(line))
            else:
                self._answers.put(line.strip())


class Ear:
    """Keeps every event in order; `wait` gives the next that fits and drops those before it."""

    def __init__(self) -> None:
        self._events: queue.Queue[Event] = queue.Queue()
        self.passed: list[Event] = []

    def hear(self, event: Event) -> None:
        self._events.put(event)

    def wait(
        self, kind: type[E], fits: Callable[[E], bool] = lambda _: True, wait_s: float = WAIT_S
    ) -> E:
        while True:
            event = self._events.get(timeout=wait_s)
            self.passed.append(event)
            if isinstance(event, kind) and fits(event):
                return event

    def up(self) -> LinkState:
        return self.wait(LinkState, lambda event: event.state == Linked.UP)

    def down(self) -> LinkState:
        return self.wait(LinkState, lambda event: event.state == Linked.DOWN)


def link_to(port: Path, ear: Ear, profile: Profile | None = None) -> RadioLink:
    return RadioLink(str(port), HrnpSession("A", profile), ear.hear, SystemClock())
