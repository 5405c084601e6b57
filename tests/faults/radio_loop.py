"""A simulated gateway and the conversation with it in one process, on a clock that is put forward.

The world is the simulator's, the framer and session are the driver's own: only port and thread are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from app.base.clock import SteeredClock
from app.radio.driver import Out, Reopen, Send
from app.radio.drivers import found_in
from app.radio.events import Command, Event, Linked, LinkState
from app.radio.simulator.happenings import Radio
from app.radio.simulator.line import Line
from app.radio.simulator.scenario import radios_of
from app.radio.simulator.speakers import SPEAKERS, speaker_named
from app.radio.simulator.world import World

BEGIN = datetime(2026, 6, 24, 12, tzinfo=UTC)
STEP_S = 0.02
TRIED = found_in((Path(__file__).parents[2] / "resources" / "radio",)).drivers
"""The drivers in code, and the one that the example of a table describes."""

E = TypeVar("E")


def spoken() -> list[str]:
    """The drivers whose radio side the simulator can speak."""
    return [key for key in TRIED if key in SPEAKERS]


class Loop:
    """`wire` is everything the gateway has written; `spoil` may change it on its way."""

    def __init__(
        self,
        key: str,
        radios: Iterable[Radio] = (),
        seed: int = 1,
        *,
        hear: bool = True,
        clock: SteeredClock | None = None,
    ) -> None:
        driver = TRIED[key]
        self.clock = clock or SteeredClock(BEGIN)
        self.news: list[dict[str, Any]] = []
        self.world = World(self.clock, self.news.append, radios, seed)
        self.line = Line(self.world, self._written)
        self.speaker = speaker_named(key)(self.world, self.line.put)
        self.world.listen(self.speaker.hear)
        self.framer = driver.framer()
        self.session = driver.session("A")
        self.events: list[Event] = []
        self.wire: list[bytes] = []
        self.plugged = False
        self.ear: Callable[[Event], object] = self.events.append if hear else lambda _: None
        self._incoming: list[bytes] = []
        self._outgoing: list[bytes] = []

    @property
    def now_s(self) -> float:
        return self.clock.monotonic_s()

    def plug(self) -> None:
        self.plugged = True
        self.framer.forget()
        self._take(self.session.opened(self.now_s, self.clock.now()))

    def unplug(self) -> None:
        """Both sides notice."""
        self.plugged = False
        self._incoming.clear()
        self._outgoing.clear()
        self.line.forget()
        self.speaker.unplugged()
        self._take(self.session.lost("unplugged", self.clock.now()))

    def submit(self, command: Command) -> None:
        self._take(self.session.submit(command, self.now_s, self.clock.now()))

    def go_on(self, seconds: float, step_s: float = STEP_S) -> None:
        for _ in range(max(1, round(seconds / step_s))):
            self.clock.forward(timedelta(seconds=step_s))
            self.step()

    def step(self) -> None:
        """One round of both sides at this instant."""
        self.world.beat()
        self.speaker.beat()
        self.line.beat()
        for _ in range(8):  # answers to answers, at once
            heard, self._incoming = self._incoming, []
            for data in heard:
                for frame, raw in self.framer.feed(data, self.now_s):
                    self._take(self.session.on_frame(frame, raw, self.now_s, self.clock.now()))
            for frame, raw in self.framer.tick(self.now_s):
                self._take(self.session.on_frame(frame, raw, self.now_s, self.clock.now()))
            said, self._outgoing = self._outgoing, []
            for data in said:
                if taken := self.line.heard(data):
                    self.speaker.received(taken)
            if not (self._incoming or self._outgoing):
                break
        self._take(self.session.tick(self.now_s, self.clock.now()))

    def up(self) -> None:
        """Plugged in, and the gateway has answered."""
        self.plug()
        for _ in range(500):
            self.go_on(STEP_S)
            if self.session.connected:
                return
        raise AssertionError("the gateway never answered")

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def states(self) -> list[Linked]:
        return [event.state for event in self.of(LinkState)]

    def _written(self, data: bytes) -> int:
        self.wire.append(data)
        if self.plugged:
            self._incoming.append(data)
        return len(data)

    def _take(self, outs: Iterable[Out]) -> None:
        for out in outs:
            if isinstance(out, Send):
                if self.plugged:
                    self._outgoing.append(out.data)
            elif isinstance(out, Reopen):
                self.plugged = False
                self._take(self.session.lost(out.why, self.clock.now()))
                self.plug()
                return
            else:
                self.ear(out)


def said(key: str, happenings: Iterable[Callable[[World], object]], seed: int = 1) -> list[bytes]:
    """What a gateway writes for these, one entry for each frame or line, in a conversation that works."""
    loop = Loop(key, radios_of(range(370001, 370021), seed), seed, hear=False)
    loop.up()
    loop.go_on(5)
    loop.wire.clear()
    for happening in happenings:
        happening(loop.world)
        loop.go_on(STEP_S)
    loop.go_on(5)
    return loop.wire
