"""Roll call by data of 200 radios, a fifth of them silent: real engine, session and record, steered time.

`python -m tests.faults.radio_rollcall` runs test 15 of radio.md 10 alone and prints one JSON line.
"""

from __future__ import annotations

import contextlib
import heapq
import json
import queue
import random
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from app.base.bus import Bus
from app.base.clock import SteeredClock, SystemClock
from app.base.ids import new_id
from app.base.jobs import Ticket
from app.base.marks import Mark
from app.base.ports.line import Port
from app.duty.shifts import Shifts
from app.people.records import Officer, Role
from app.radio.board import Gateway
from app.radio.driver import Driver, Reopen, Send
from app.radio.events import Command, Linked
from app.radio.hytera import hdap, hrnp, messages
from app.radio.hytera.driver import HRNP
from app.radio.hytera.hrnp import Frame, Op
from app.radio.hytera.wire import RadioIp
from app.radio.link import RadioLink
from app.radio.rollcall import RadioRolls
from app.radio.rollcall_engine import RollEngine, Turn
from app.radio.rollcall_records import RadioList, RadioPost, RollMode, RollResult
from app.radio.rollcall_rules import RadioRollRules, load_rules
from app.radio.rollcall_runner import RollRunner
from app.radio.service import RadioService
from db.engine import Database
from db.stores.duty import ShiftRows
from db.stores.radio import RadioRows
from db.stores.radio_roll import RadioRollRows
from tests.app.radio.simulator_process import SimulatorProcess
from tests.blank import blank
from tests.conftest import DirectJobs
from tests.faults.radio_test import Figures, Plant, Test, demand

RULES = Path(__file__).parents[2] / "resources" / "rules" / "radio_roll.toml"
STEP = timedelta(milliseconds=50)
TICK_EVERY = 4
LIMIT_S = 360.0
AT_ONCE = 4
FIRST_RADIO = 371001


@dataclass(frozen=True, slots=True)
class Scenario:
    """Which radios answer; of those `once_lost` the first question gets lost."""

    answers: dict[int, bool]
    once_lost: frozenset[int]
    seed: int


def scenario(count: int, silent_share: float, seed: int) -> Scenario:
    numbers = list(range(FIRST_RADIO, FIRST_RADIO + count))
    draw = random.Random(seed)
    silent = set(draw.sample(numbers, int(count * silent_share)))
    there = [one for one in numbers if one not in silent]
    lost = frozenset(draw.sample(there, len(there) // 20))
    return Scenario({one: one not in silent for one in numbers}, lost, seed)


class FarEnd:
    """The gateway and its radios, in bytes: frames are acknowledged, a radio answers after 0.3 to 2.5 s."""

    def __init__(self, told: Scenario) -> None:
        self._told, self._draw = told, random.Random(told.seed + 1)
        self._lost = set(told.once_lost)
        self._framer = hrnp.Framer()
        self._later: list[tuple[float, int, bytes]] = []
        self._pn = self._n = 0

    def take(self, data: bytes, now_s: float) -> None:
        for frame, _ in self._framer.feed(data, now_s):
            if frame.op == Op.CONNECT:
                self._put(now_s, hrnp.encode(Frame(Op.ACCEPT, 0x10, 0x20, 0)))
            elif frame.op == Op.DATA:
                self._put(now_s + 0.02, hrnp.encode(Frame(Op.DATA_ACK, 0x10, frame.src, frame.pn)))
                packet = hdap.decode(frame.body)
                if isinstance(packet, hdap.Packet):
                    self._obey(packet.body, now_s)

    def due(self, now_s: float) -> bytes:
        """What is on the line by now."""
        out = b""
        while self._later and self._later[0][0] <= now_s:
            out += heapq.heappop(self._later)[2]
        return out

    def _obey(self, body: hdap.Body, now_s: float) -> None:
        match body:
            case messages.OwnQuery(which):
                self._say(now_s, messages.OwnReply(0, which, (370000).to_bytes(4, "little")))
            case messages.BroadcastConfig():
                self._say(now_s, messages.Reply(0x80C9, 0))
            case messages.MessageConfig():
                self._say(now_s, messages.Reply(0x8847, 0))
            case messages.OnlineCheck(RadioIp(_, radio)):
                self._asked(radio, body.ip, now_s)

    def _asked(self, radio: int, ip: RadioIp, now_s: float) -> None:
        if radio in self._lost:
            self._lost.discard(radio)
        elif self._told.answers[radio]:
            self._say(now_s + self._draw.uniform(0.3, 2.5), messages.OnlineAnswer(ip, 0))

    def _say(self, at_s: float, body: hdap.Body) -> None:
        self._pn += 1
        message = hdap.encode(hdap.Packet(body))
        self._put(at_s, hrnp.encode(Frame(Op.DATA, 0x10, 0x20, self._pn & 0xFFFF, message)))

    def _put(self, at_s: float, raw: bytes) -> None:
        self._n += 1
        heapq.heappush(self._later, (at_s, self._n, raw))


@dataclass
class Near:
    """The desk's end of the line: real session and framer, as the link's thread drives them."""

    clock: SteeredClock
    far: FarEnd
    hear: Callable[[Any], None]
    session: Any = field(default_factory=lambda: HRNP.session("A"))
    framer: Any = field(default_factory=HRNP.framer)

    def open(self) -> None:
        self._take(self.session.opened(self.clock.monotonic_s(), self.clock.now()))

    def submit(self, command: Command) -> bool:
        self._take(self.session.submit(command, self.clock.monotonic_s(), self.clock.now()))
        return True

    def step(self) -> None:
        now_s, at = self.clock.monotonic_s(), self.clock.now()
        data = self.far.due(now_s)
        for frame, raw in self.framer.feed(data, now_s) if data else ():
            self._take(self.session.on_frame(frame, raw, now_s, at))
        self._take(self.session.tick(now_s, at))

    def lose(self) -> None:
        self._take(self.session.lost("unplugged", self.clock.now()))

    def _take(self, outs: list[Any]) -> None:
        for out in outs:
            if isinstance(out, Send):
                self.far.take(out.data, self.clock.monotonic_s())
            elif not isinstance(out, Reopen):
                self.hear(out)


class RollRoom:
    """A radio room with one gateway, its record in `path`, and a list of posts as the scenario has radios."""

    jobs: Any = DirectJobs()

    def __init__(
        self,
        path: Path,
        told: Scenario,
        rules: RadioRollRules | None = None,
        clock: Any = None,
        post: Callable[[Callable[[], None]], None] = lambda call: call(),
    ) -> None:
        self.clock = clock or SteeredClock(datetime(2026, 11, 22, 12, 30, tzinfo=UTC))
        self._post = post
        self.bus = Bus(post)
        self.db = Database(blank(path), "desk", self.clock, self.bus.publish)
        self.rules = rules or load_rules(RULES)
        self.lines: list[str] = []
        self.watch = Officer(new_id(), "向示月", "", Role.OFFICER, True, 1, "", True, Mark.TEST)
        with self.db.change("system", "officer.add", ("officer", "all")) as change:
            change.put("officer", self.watch)
        shifts = Shifts(self.db, ShiftRows(self.db), self.clock, Mark.TEST)
        self.shift = shifts.open(self.watch)
        self.far = FarEnd(told)
        self.most_at_once = 0
        self._build()
        self.one = self._enrol(told)

    def _build(self) -> None:
        """As after a start of the desk."""
        self.rows = RadioRows(self.db)
        self.service = RadioService(self.rows, self.db, self.jobs, self.bus, self.clock, Mark.TEST)
        self._connect()
        self.rolls = RadioRolls(
            self.db, RadioRollRows(self.db), self.clock, Mark.TEST, self.rules, "desk",
            lambda change, by, text: self.lines.append(text),
        )  # fmt: skip
        self.runner = RollRunner(self.service, self.rolls, self.jobs, self.bus, self.clock)
        self._open()

    def _connect(self) -> None:
        self.near = Near(self.clock, self.far, self.service.hear)
        self.service.attach(Gateway("A", "网关 A", "/dev/none", HRNP), self.near)

    def _open(self) -> None:
        self.near.open()
        self.run(1.0)

    def restart(self) -> None:
        """The program is gone and comes back over the same record."""
        self.bus = Bus(self._post)
        self._build()
        self.runner.load()

    def _enrol(self, told: Scenario) -> RadioList:
        made = RadioList(
            new_id(), "村级", RollMode.DATA, ("08:30", "20:30"), None, 1, True, Mark.TEST
        )
        with self.db.change("system", "radioroll.list", ("radio_list", str(made.id))) as change:
            change.put("radio_list", made)
            for n, radio in enumerate(told.answers, 1):
                post = RadioPost(
                    new_id(), made.id, n, f"试点{n:03}", "试用乡", radio, None, "", "", "",
                    None, "", True, Mark.TEST,
                )  # fmt: skip
                change.put("radio_post", post)
        return made

    def start(self, mode: RollMode = RollMode.DATA) -> None:
        roll = self.rolls.start(self.watch, self.shift.id, self.one.id, mode)
        self.runner.begin(roll, self.rolls.store.answers(roll.id))

    def run(self, seconds: float, until: Callable[[], bool] = lambda: False) -> float:
        """Lets time pass; how much of it."""
        begun_s, n = self.clock.monotonic_s(), 0
        while self.clock.monotonic_s() - begun_s < seconds and not until():
            self.clock.forward(STEP)
            self.near.step()
            n += 1
            if n % TICK_EVERY == 0:
                self.runner.tick()
                if self.runner.engine is not None:
                    self.most_at_once = max(self.most_at_once, self.runner.engine.outstanding)
        return self.clock.monotonic_s() - begun_s

    def finished(self) -> bool:
        return self.runner.engine is not None and self.runner.engine.finished

    def results(self) -> dict[int, RollResult]:
        """By the record, of the newest calling."""
        roll = self.rolls.store.last_rolls(None, 1)[0]
        return {one.radio or 0: one.result for one in self.rolls.store.answers(roll.id)}

    def close(self) -> None:
        self.db.close()


class Handed(DirectJobs):
    """Work is done where the calls are taken up, in order."""

    def __init__(self, hand: Callable[[Callable[[], Any]], None]) -> None:
        self._hand = hand

    def run(self, *work: Any, **told: Any) -> Ticket:
        self._hand(lambda: DirectJobs.run(self, *work, **told))
        return Ticket()


class RealRoom(RollRoom):
    """The same room in real time: a port, its thread, and the simulator in a process of its own."""

    def __init__(
        self,
        path: Path,
        told: Scenario,
        port: Path,
        driver: Driver = HRNP,
        rules: RadioRollRules | None = None,
    ) -> None:
        self._calls: queue.Queue[Callable[[], None]] = queue.Queue()
        self._port, self._driver = port, driver
        self.jobs = Handed(self._calls.put)
        super().__init__(path, told, rules, SystemClock(), self._calls.put)

    def _connect(self) -> None:
        driver, port = self._driver, str(self._port)
        session = driver.session("A")
        self.link = RadioLink(
            Port(port, driver.baud), driver.framer(), session, self.service.hear, self.clock
        )
        self.service.attach(Gateway("A", "网关 A", port, driver), self.link)

    def _open(self) -> None:
        self.link.start()
        self.run(30.0, lambda: self.service.gateways()[0].state is Linked.UP)

    def run(self, seconds: float, until: Callable[[], bool] = lambda: False) -> float:
        begun_s = self.clock.monotonic_s()
        while self.clock.monotonic_s() - begun_s < seconds and not until():
            with contextlib.suppress(queue.Empty):
                self._calls.get(timeout=0.1)()
            self.runner.tick()
        return float(self.clock.monotonic_s() - begun_s)

    def settle(self) -> None:
        """What waits for this thread is done."""
        while not self._calls.empty():
            self._calls.get()()

    def close(self) -> None:
        self.link.stop()
        self.settle()
        super().close()


def in_real_time(folder: Path, count: int = 12, silent: int = 3) -> Figures:
    """A small list against the simulator's process; those silent are not on the air."""
    told = scenario(count, silent / count, 5)
    there = [radio for radio, answers in told.answers.items() if answers]
    simulator = SimulatorProcess(folder / "gateway", there)
    try:
        room = RealRoom(folder / "real.db", told, folder / "gateway")
        try:
            room.start()
            lasted_s = room.run(120.0, room.finished)
            room.settle()
            roll = room.runner.roll
            assert roll is not None
            room.rolls.end(room.watch, roll.id, room.runner.snapshot(roll.id))
            found = room.results()
        finally:
            room.close()
    finally:
        simulator.close()
    return {"radios": count, "seconds": round(lasted_s, 1), "wrong": wrong(found, told)}


def wrong(found: dict[int, RollResult], told: Scenario) -> int:
    """How many results are not what the scenario has."""
    wanted = {True: RollResult.OK, False: RollResult.SILENT}
    return sum(found[one] is not wanted[there] for one, there in told.answers.items())


def called(folder: Path, told: Scenario, at_once: int) -> dict[str, Any]:
    """One calling to its end, with so many questions outstanding."""
    rules = replace(load_rules(RULES), outstanding=at_once, overlap_from=1)
    room = RollRoom(folder / f"roll-{at_once}.db", told, rules)
    try:
        room.start()
        lasted_s = room.run(3600.0, room.finished)
        room.rolls.end(room.watch, room.runner.roll.id, room.runner.snapshot(room.runner.roll.id))  # type: ignore[union-attr]
        return {
            "minutes": round(lasted_s / 60, 2),
            "wrong": wrong(room.results(), told),
            "at_once": room.most_at_once,
            "line": room.lines[-1][:60],
        }
    finally:
        room.close()


def roll_call_of_200() -> Figures:
    """Test 15: done in 6 minutes with 4 outstanding, every result as the scenario has it."""
    told = scenario(200, 0.2, 15)
    with tempfile.TemporaryDirectory() as folder:
        four, one = called(Path(folder), told, AT_ONCE), called(Path(folder), told, 1)
        real = in_real_time(Path(folder))
    figures: Figures = {
        "radios": len(told.answers),
        "silent": sum(not there for there in told.answers.values()),
        "minutes_4_outstanding": four["minutes"],
        "minutes_1_outstanding": one["minutes"],
        "wrong_4": four["wrong"],
        "wrong_1": one["wrong"],
        "most_outstanding": four["at_once"],
        "real_time": real,
        "line": four["line"],
    }
    demand(four["at_once"] == AT_ONCE, "not as many outstanding as may be", figures)
    demand(four["minutes"] * 60 <= LIMIT_S, "it took too long", figures)
    demand(
        not (four["wrong"] or one["wrong"] or real["wrong"]),
        "a result is not what the scenario has",
        figures,
    )
    return figures


def _silence_is_well() -> None:
    """A radio that never answered is taken for well."""
    missed = RollEngine._missed

    def well(self: RollEngine, turn: Turn, at: datetime, remark: str) -> None:
        missed(self, turn, at, remark)
        if turn.result is RollResult.SILENT:
            turn.result = RollResult.OK

    RollEngine._missed = well  # type: ignore[method-assign]


def _one_by_one() -> None:
    """Questions are never outstanding together."""
    RadioRollRules.at_once = lambda self, radios, asking: 1  # type: ignore[method-assign]


TESTS = (
    Test(
        15,
        "roll call of 200 radios by data, a fifth of them silent",
        roll_call_of_200,
        (Plant("silence is well", _silence_is_well), Plant("one by one", _one_by_one)),
    ),
)


if __name__ == "__main__":
    sys.stdout.write(f"{json.dumps(roll_call_of_200(), ensure_ascii=False)}\n")
