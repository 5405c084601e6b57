"""Is there a gateway at this port? Opened for some seconds and asked, step by step, as the desk would."""

from __future__ import annotations

import queue
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum

from app.base.clock import Clock
from app.base.findings import Mark, Stopped
from app.base.ports.around import holders, place_key
from app.base.ports.counters import Counters
from app.base.ports.line import Port, PortLine
from app.base.ports.opening import OPEN_S
from app.base.ports.raw import Way
from app.base.ports.transport import Closed, Flow, Kind, place_of
from app.radio.board import GatewaySeen
from app.radio.driver import Driver
from app.radio.events import Command, Emergency, Event, Linked, LinkState

LISTEN_S, SETTLE_S, TRY_S = 10.0, 2.0, 4.0
"""How long a port is heard; so long still after the gateway has answered; and at each of several speeds."""
SPEEDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400)
"""The usual ones, bits per second."""
_LIKELY = (9600, 115200, 38400, 19200, 57600, 4800, 2400, 1200, 230400)
_LOOK_S = 0.1
_NOISE = 0.02
"""Of the bytes: more than that thrown away is said. [choice]"""
_BARS = ("rejected", "closed")
"""A gateway that says so will not say anything else."""


class Step(StrEnum):
    PLACE = "place"
    OPEN = "open"
    ALONE = "alone"
    BYTES = "bytes"
    FRAMES = "frames"
    ANSWER = "answer"
    SPEED = "speed"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one step came to: the window puts `code` with its `figures` into words."""

    step: Step
    mark: Mark
    code: str
    figures: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked at. `baud` 0: the driver's own. `running` are the gateways of this desk: a port that one
    of them holds is not opened a second time."""

    place: str
    driver: Driver
    baud: int = 0
    flow: Flow = Flow.NONE
    running: Sequence[GatewaySeen] = ()
    every_speed: bool = False
    """Not the speed given, but each of the usual ones until the gateway is understood."""

    @property
    def speed(self) -> int:
        return self.baud or self.driver.baud


class PortTest:
    """`run` blocks for seconds: on a thread of its own. `found` gets each finding as it is made, on that
    thread; `stop` and `counters` may be called from any other."""

    def __init__(
        self,
        clock: Clock,
        asked: Asked,
        found: Callable[[Finding], None],
        listen_s: float = LISTEN_S,
        try_s: float = TRY_S,
    ) -> None:
        self.asked = asked
        self.understood = 0
        """The speed at which the gateway was understood; 0: at none."""
        self.ours = False
        """A gateway of this desk holds the port."""
        self._clock, self._found = clock, found
        self._listen_s, self._try_s = listen_s, try_s
        self._stopped = False
        self._line: PortLine[Command, Event] | None = None

    def stop(self) -> None:
        self._stopped = True

    @property
    def counters(self) -> Counters:
        """Of the port that is open just now."""
        line = self._line
        return Counters() if line is None else line.counters()

    def run(self) -> None:
        with suppress(Stopped):
            try:
                place = place_of(self.asked.place)
            except Closed as closed:
                self._say(Step.PLACE, Mark.BAD, closed.why)
                return
            if place.kind is Kind.REPLAY:
                self._say(Step.PLACE, Mark.BAD, "bad_address")
            elif (ours := self._ours()) is not None:
                self._tell_ours(ours)
            elif self.asked.every_speed:
                self._speeds()
            else:
                self._once(_Visit(self, self.asked.speed))

    # -- a port that is ours already -----------------------------------------------------------

    def _ours(self) -> GatewaySeen | None:
        wanted = place_key(self.asked.place)
        return next(
            (one for one in self.asked.running if place_key(one.gateway.port) == wanted), None
        )

    def _tell_ours(self, seen: GatewaySeen) -> None:
        self.ours, well = True, seen.state is Linked.UP
        self._say(Step.OPEN, Mark.GOOD, "ours", name=seen.gateway.name)
        counters = seen.gateway.counters()
        if counters.bytes_in:
            self._count(counters, seen.gateway.baud, heard=True)
        self._say(
            Step.ANSWER, Mark.GOOD if well else Mark.ODD, "ours_up" if well else "ours_down",
            name=seen.gateway.name, why=seen.why,
        )  # fmt: skip

    # -- a port that is opened for the test ----------------------------------------------------

    def _once(self, visit: _Visit) -> None:
        with visit:
            if not self._opened(visit):
                return
            ended = self._listen(visit, self._listen_s, patient=True)
            counters = visit.line.counters()
            if ended:
                self._say(Step.OPEN, Mark.BAD, ended)
            self._count(counters, visit.baud, heard=visit.up)
            self._answered(visit, counters)

    def _speeds(self) -> None:
        """One after the other; the port is opened anew for each."""
        for n, baud in enumerate(one for one in _LIKELY if one != self.asked.speed):
            with _Visit(self, baud) as visit:
                if not self._opened(visit, first=n == 0):
                    return
                self._listen(visit, self._try_s, patient=False)
                counters = visit.line.counters()
                good = visit.understood
                code = "understood" if good else "nothing" if counters.bytes_in else "no_bytes"
                self._say(
                    Step.SPEED, Mark.GOOD if good else Mark.ODD, code, baud=f"{baud}",
                    bytes=f"{counters.bytes_in}", frames=f"{counters.frames}",
                )  # fmt: skip
                if good:
                    self.understood = baud
                    return
        self._say(Step.SPEED, Mark.BAD, "none")

    def _opened(self, visit: _Visit, *, first: bool = True) -> bool:
        place = self.asked.place
        device = place_of(place).kind is Kind.DEVICE
        why = visit.wait_open(OPEN_S + 1)
        if why:
            others = holders(place) if device and why == "taken" else ()
            self._say(Step.OPEN, Mark.BAD, why, who="、".join(others))
        elif first:
            self._say(Step.OPEN, Mark.GOOD, "opened")
            others = holders(place) if device else ()
            if others:
                self._say(Step.ALONE, Mark.BAD, "shared", who="、".join(others))
        return not why

    def _listen(self, visit: _Visit, for_s: float, *, patient: bool) -> str:
        """Until all is known. The code tells why the port was lost meanwhile, "" when it was not."""
        clock = self._clock
        end_s = clock.monotonic_s() + for_s
        while clock.monotonic_s() < end_s:
            why = visit.next_note()
            self._heed(visit)
            if why in _BARS:
                visit.refused = why
                return ""
            if why and why not in ("opened", "silent"):
                return why
            if visit.understood:
                if not patient:
                    break
                end_s = min(end_s, visit.settled(clock.monotonic_s()))
            if visit.line.counters().wrong_baud:
                break
        return ""

    def _heed(self, visit: _Visit) -> None:
        """Nobody else hears this port: an emergency that comes now is at least said."""
        if self._stopped:
            raise Stopped
        while visit.emergencies:
            radio = visit.emergencies.pop()
            self._say(Step.EMERGENCY, Mark.BAD, "emergency", radio=f"{radio}")

    # -- what was counted ----------------------------------------------------------------------

    def _count(self, counters: Counters, baud: int, *, heard: bool) -> None:
        figures = {
            "bytes": f"{counters.bytes_in}",
            "sent": f"{counters.bytes_out}",
            "frames": f"{counters.frames}",
            "dropped": f"{counters.dropped}",
            "checksum": f"{counters.bad_checksum}",
            "contents": f"{counters.bad_message}",
            "cut": f"{counters.timeouts}",
            "baud": f"{baud}",
        }
        if not counters.bytes_in:
            asks = counters.bytes_out > 0
            mark, code = (Mark.BAD, "none") if asks else (Mark.ODD, "quiet")
            self._say(Step.BYTES, mark, code, **figures)
            return
        self._say(Step.BYTES, Mark.GOOD, "came", **figures)
        if counters.wrong_baud or (not counters.frames and not heard):
            fixed = place_of(self.asked.place).kind is Kind.SOCKET
            code = "senseless" if counters.wrong_baud else "none"
            self._say(Step.FRAMES, Mark.BAD, f"{code}_far" if fixed else code, **figures)
        elif counters.dropped > _NOISE * counters.bytes_in:
            self._say(Step.FRAMES, Mark.ODD, "noisy", **figures)
        else:
            self._say(Step.FRAMES, Mark.GOOD, "whole", **figures)

    def _answered(self, visit: _Visit, counters: Counters) -> None:
        if visit.understood:
            self.understood = visit.baud
            self._say(Step.ANSWER, Mark.GOOD, "asked" if counters.bytes_out else "heard")
        elif visit.refused:
            self._say(Step.ANSWER, Mark.BAD, visit.refused)
        elif counters.bytes_in or counters.bytes_out:
            self._say(Step.ANSWER, Mark.BAD, "told" if visit.why else "none", why=visit.why)
        else:
            self._say(Step.ANSWER, Mark.ODD, "listens")

    def _say(self, step: Step, mark: Mark, code: str, **figures: str) -> None:
        if self._stopped:
            raise Stopped
        self._found(Finding(step, mark, code, figures))


class _Visit:
    """The port open at one speed, with what its thread tells; closed at the end of `with`."""

    def __init__(self, test: PortTest, baud: int) -> None:
        asked = test.asked
        self._test, self.baud = test, baud
        self._notes: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._settled_s: float | None = None
        self.emergencies: list[int] = []
        self.up = False
        self.why = self.refused = ""
        port = Port(asked.place, baud, asked.flow)
        driver, clock = asked.driver, test._clock
        self.line: PortLine[Command, Event] = PortLine(
            "test", port, driver.framer(), driver.session("test"), self._hear, clock, self
        )

    def __enter__(self) -> _Visit:
        self._test._line = self.line
        self.line.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.line.stop()

    @property
    def understood(self) -> bool:
        return self.up and self.line.counters().frames > 0

    def keep(self, way: Way, data: bytes) -> None:
        """On the port's thread. The bytes of a test are kept nowhere."""
        if way is Way.NOTE:
            self._notes.put(data.decode())

    def next_note(self) -> str:
        """Why the port was lost, or that it is open; "" when nothing has happened for a moment."""
        with suppress(queue.Empty):
            return self._notes.get(timeout=_LOOK_S)
        return ""

    def wait_open(self, for_s: float) -> str:
        """Why it cannot be opened; "" when it is open."""
        clock = self._test._clock
        end_s = clock.monotonic_s() + for_s
        while clock.monotonic_s() < end_s:
            if self._test._stopped:
                raise Stopped
            note = self.next_note()
            if note:
                return "" if note == "opened" else note
        return "unreachable"

    def settled(self, now_s: float) -> float:
        """When enough was heard after the gateway was first understood."""
        if self._settled_s is None:
            self._settled_s = now_s + SETTLE_S
        return self._settled_s

    def _hear(self, event: Event) -> None:
        if isinstance(event, LinkState):
            self.up = self.up or event.state is Linked.UP
            self.why = event.why
        elif isinstance(event, Emergency):
            self.emergencies.append(event.radio)
