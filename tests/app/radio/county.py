"""An ear for what a link tells, and a link to a simulator."""

from __future__ import annotations

import contextlib
import queue
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from app.base.clock import SystemClock
from app.base.ports.line import Port
from app.radio.events import Event, Linked, LinkState
from app.radio.hytera.hrnp import Framer
from app.radio.hytera.session import HrnpSession, Profile
from app.radio.link import RadioLink

E = TypeVar("E")
WAIT_S = 10.0


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

    def now(self) -> list[Event]:
        """What has come until now, without waiting."""
        come = []
        with contextlib.suppress(queue.Empty):
            while True:
                come.append(self._events.get_nowait())
        self.passed += come
        return come

    def up(self) -> LinkState:
        return self.wait(LinkState, lambda event: event.state == Linked.UP)

    def down(self) -> LinkState:
        return self.wait(LinkState, lambda event: event.state == Linked.DOWN)


def link_to(port: Path, ear: Ear, profile: Profile | None = None) -> RadioLink:
    return RadioLink(Port(str(port)), Framer(), HrnpSession("A", profile), ear.hear, SystemClock())
