"""The key of our own call on real parts, with its figures: simulator process, pty, link thread, store."""

from __future__ import annotations

import statistics
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.base.bus import Bus
from app.base.clock import SystemClock
from app.base.jobs import Worker
from app.base.marks import Mark
from app.base.ports.line import Port
from app.base.ports.raw import Way
from app.radio import facts
from app.radio.board import Gateway
from app.radio.calls import Guard
from app.radio.drivers import DRIVERS
from app.radio.events import CallKind, Heard, Linked, Online, Position, Talking
from app.radio.hytera import hdap, messages
from app.radio.link import RadioLink
from app.radio.records import ControlKind, ControlStep, HeardKind
from app.radio.rules import load_rules
from app.radio.service import RadioService
from db.engine import Database
from db.stores.radio import RadioRows
from tests.app.radio.room import RULES
from tests.app.radio.simulator_process import SimulatorProcess
from tests.blank import blank

WHO = ("7", "彭例安")
HRNP = DRIVERS["hrnp"]
CLOCK = SystemClock()
WAIT_S = 10.0


def wire(body: hdap.Body) -> bytes:
    return hdap.encode(hdap.Packet(body))


CALL, UP = wire(messages.CallRequest(1, 901)), wire(messages.Button(3, 0))


class Scribe:
    """Keeps what the link wrote, and when (monotonic seconds)."""

    def __init__(self) -> None:
        self.written: list[tuple[float, bytes]] = []

    def keep(self, way: Way, data: bytes) -> None:
        if way == Way.OUT:
            self.written.append((CLOCK.monotonic_s(), data))

    def after(self, start_s: float, what: bytes) -> list[float]:
        return [at_s - start_s for at_s, data in self.written if at_s >= start_s and what in data]


class Net:
    """A desk's radio room on the simulator, with a key that nobody looks after but the service."""

    def __init__(self, folder: Path, port: Path) -> None:
        self.bus = Bus(lambda call: call())
        self.worker = Worker("store", lambda call: call())
        self.db = Database(blank(folder / "duty.db"), "desk", CLOCK, self.bus.publish)
        self.rows, self.scribe = RadioRows(self.db), Scribe()
        rules = load_rules(RULES)
        rules = replace(rules, talk=replace(rules.talk, hold_s=0.3))
        self.service = RadioService(
            self.rows, self.db, self.worker, self.bus, CLOCK, Mark.TEST, rules, lambda _by: "值班长"
        )
        self.link = RadioLink(
            Port(str(port)), HRNP.framer(), HRNP.session("A"), self.service.hear, CLOCK, self.scribe
        )
        self.service.attach(Gateway("A", "网关 A", str(port)), self.link)
        self.told = threading.Condition()
        for kind in vars(facts).values():
            if isinstance(kind, type) and kind.__name__.startswith("Radio"):
                self.bus.listen(kind, self._tell)

    def _tell(self, _fact: Any) -> None:
        with self.told:
            self.told.notify_all()

    def until(self, fits: Callable[[], bool]) -> None:
        with self.told:
            assert self.told.wait_for(fits, WAIT_S)

    def held(self, fits: Callable[[], bool]) -> None:
        """As `until`, while the window says that the key is down."""
        end_s = CLOCK.monotonic_s() + WAIT_S
        while CLOCK.monotonic_s() < end_s:
            self.service.hold()
            with self.told:
                if self.told.wait_for(fits, 0.1):
                    return
        raise AssertionError("it did not come")

    def state(self) -> Talking | None:
        call = self.service.own_call()
        return call.state if call else None

    def close(self) -> None:
        assert self.link.stop()
        assert self.worker.close()
        self.db.close()


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatorProcess]:
    running = SimulatorProcess(tmp_path_factory.mktemp("sim") / "gateway", (371105, 371102))
    yield running
    running.close()


@pytest.fixture
def net(county: SimulatorProcess, tmp_path: Path) -> Iterator[Net]:
    made = Net(tmp_path, county.link)
    made.link.start()
    made.until(lambda: made.service.gateways()[0].state == Linked.UP)
    yield made
    made.close()


def test_the_key_is_on_the_line_within_fifty_milliseconds_and_always_let_go(net: Net) -> None:
    service, down, up = net.service, [], []
    for n in range(20):
        service.send_text(371105, f"第 {n} 条", *WHO)
    for _ in range(5):
        service.hang_up()
        start_s = CLOCK.monotonic_s()
        service.press(CallKind.GROUP, 901, *WHO)
        net.held(lambda: net.state() == Talking.ON_AIR)
        down += net.scribe.after(start_s, CALL)[:1]
        start_s = CLOCK.monotonic_s()
        service.release()
        net.until(lambda: net.state() == Talking.HANG)
        up += net.scribe.after(start_s, UP)[:1]
    assert statistics.median(down) <= 0.05, down
    assert statistics.median(up) <= 0.05, up
    start_s = CLOCK.monotonic_s()
    service.press(CallKind.GROUP, 901, *WHO)  # and the window freezes
    net.until(lambda: not service.own_call().pressed)
    net.until(lambda: net.state() == Talking.HANG)
    assert service.own_call().code == "hold"
    assert 0.29 <= net.scribe.after(start_s, UP)[0] <= 1.0
    start_s = CLOCK.monotonic_s()
    service.press(CallKind.GROUP, 901, *WHO)
    net.held(lambda: net.state() == Talking.ON_AIR)
    service.release("stopped")
    assert net.link.stop()
    assert net.scribe.after(start_s, UP), "written before the port was closed"


def test_a_fault_while_the_key_is_looked_after_does_not_leave_it_alone() -> None:
    looks, done = [], threading.Event()

    def look() -> bool:
        looks.append(1)
        if len(looks) == 1:
            raise ValueError("planted")
        done.set()
        return False

    Guard(look).wake()
    assert done.wait(WAIT_S)


def test_a_talker_is_shown_within_three_hundred_milliseconds_and_a_radio_is_stunned_by_air(
    net: Net, county: SimulatorProcess
) -> None:
    service = net.service
    shown = []
    for _ in range(3):
        start_s = CLOCK.monotonic_s()
        county.say("talk 371105 901 0.1")
        net.until(lambda: service.seen(371105).talking)
        shown.append(CLOCK.monotonic_s() - start_s)
        assert service.groups()[0].talker.radio == 371105
        net.until(lambda: not service.seen(371105).talking)
    assert statistics.median(shown) <= 0.3, shown
    control = service.propose_control(ControlKind.STUN, 371102, "终端被盗", *WHO)
    service.confirm_control(control.id, "9", "田值班长")
    net.until(lambda: service.controls()[0].step == ControlStep.DONE)
    back = service.propose_control(ControlKind.REVIVE, 371102, "已找回", *WHO)
    service.confirm_control(back.id, "9", "田值班长")
    net.until(lambda: service.controls()[0].step == ControlStep.DONE)
    ended: list[str] = []
    net.bus.listen(facts.RadioAskEnded, lambda fact: ended.append(fact.result))
    service.check_air(371105, *WHO)
    service.ask_positions(371105, 5, *WHO)
    service.ask_positions(371105, 0, *WHO)
    net.until(lambda: len(ended) == 3)
    assert ended == ["ok", "ok", "ok"]


def test_five_hundred_radios_come_at_once_and_what_they_say_is_in_the_store_in_time(
    tmp_path: Path,
) -> None:
    net = Net(tmp_path, tmp_path / "none")
    service, heard = net.service, lambda: Heard("A", CLOCK.now(), "7e0400")
    start_s = CLOCK.monotonic_s()
    for number in range(370001, 370501):
        service.hear(Online(heard(), number, 300))
    assert len(service.roster()) == 500
    assert CLOCK.monotonic_s() - start_s <= 0.5
    with net.told:
        net.told.wait_for(lambda: not service._keeper.waiting, 0.0)
    kept: list[float] = []
    for burst in range(5):
        for number in range(370001, 370051):
            at = CLOCK.now()
            lat, lon = 28.5 + burst / 100, 109.7
            service.hear(Position(heard(), number, lat, lon, at, True, 0.0, 0, None))
        start_s = CLOCK.monotonic_s()
        done = threading.Event()
        net.worker.run(lambda: None, then=lambda _nothing, done=done: done.set())
        assert done.wait(WAIT_S)
        kept.append(CLOCK.monotonic_s() - start_s)
    assert statistics.median(kept) <= 0.25, kept
    net.worker.close()
    assert len(net.rows.latest_events(2000)) == 750
    assert {event.kind for event in net.rows.latest_events(200)} == {HeardKind.POSITION}
    net.db.close()
