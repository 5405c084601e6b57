"""Who talks over a base radio: simulator, port, driver, service, record and page."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from typing import Any

import pytest

from app.base.clock import SystemClock
from app.base.ports.line import Port
from app.radio import facts
from app.radio.board import Gateway
from app.radio.events import Event, Linked, LinkState, TalkerEnd, TalkerStart
from app.radio.link import RadioLink
from app.radio.nmea.driver import driver_of
from app.radio.nmea.profile import Profile
from app.radio.records import HeardKind
from tests.app.radio.simulator_process import SimulatorProcess
from tests.widgets.radio.room import Room

GROUP = 911
WAIT_MS = 10_000


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatorProcess]:
    running = SimulatorProcess(tmp_path_factory.mktemp("port") / "base", (371105,), protocol="nmea")
    yield running
    running.close()


class Net:
    """The page behind a base radio on a port; what the port's thread tells is heard on this one, when a test
    asks for it: so no state is passed over, however long this thread was away."""

    def __init__(self, room: Room, simulator: SimulatorProcess, bump_s: float) -> None:
        self.room = room
        room.service.lists.put_group(None, GROUP, "防汛一组", 1, "system")
        driver = driver_of(Profile(talkgroup=GROUP, patience_s=0, bump_s=bump_s))
        self.events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.link = RadioLink(
            Port(str(simulator.link), driver.baud),
            driver.framer(),
            driver.session("B"),
            self.events.put,
            SystemClock(),
        )
        room.service.attach(Gateway("B", "网关 B", str(simulator.link), driver), self.link)
        self.link.start()
        while room.service.gateways()[1].state is not Linked.UP:
            self.hears(LinkState)

    def hears(self, kind: type[Event]) -> Any:
        """The next of this kind, with all before it."""
        while True:
            event = self.events.get(timeout=WAIT_MS / 1000)
            self.room.service.hear(event)
            if isinstance(event, kind):
                return event

    def who(self) -> str:
        """What the groups' list says of who talks; "" = nobody."""
        model = self.room.page.groups.table.model
        if not model.rowCount() or model.index(0, 0).data() != "is talking":
            return ""
        return str(model.columns[1].second(model.records[0]))

    def talks_kept(self) -> list[int | None]:
        """Their seconds, as the record has them."""
        kept = self.room.rows.latest_events(9)
        return [line.seconds for line in kept if line.kind is HeardKind.TALK]


@pytest.fixture
def net_of(room: Room, simulator: SimulatorProcess) -> Iterator[Any]:
    made: list[Net] = []

    def make(bump_s: float) -> Net:
        made.append(Net(room, simulator, bump_s))
        return made[-1]

    yield make
    for net in made:
        assert net.link.stop()


def test_a_talker_stands_there_at_once_and_a_bump_leaves_nothing(
    room: Room, net_of: Any, simulator: SimulatorProcess, qtbot: Any
) -> None:
    net = net_of(30.0)  # it cannot have been waited for
    told: list[object] = []
    room.desk.bus.listen(facts.RadioTalked, told.append)
    simulator.say(f"talk 371105 {GROUP} 1")
    net.hears(TalkerStart)
    qtbot.waitUntil(lambda: net.who() == "麻栗溪乡 村队长  is talking", timeout=WAIT_MS)
    assert room.service.seen(371105).talking
    assert net.hears(TalkerEnd).bump
    qtbot.waitUntil(lambda: net.who() == "", timeout=WAIT_MS)
    assert not room.service.seen(371105).talking
    assert room.service.groups()[0].last is None
    assert (net.talks_kept(), told) == ([], [])
    room.page.shown.pick("all")
    assert room.whats() == ["链路正常"]


def test_what_lasted_is_a_line_of_page_and_record(
    room: Room, net_of: Any, simulator: SimulatorProcess, qtbot: Any
) -> None:
    net = net_of(0.05)
    simulator.say(f"talk 371105 {GROUP} 0.3")
    net.hears(TalkerEnd)
    qtbot.waitUntil(lambda: net.who() == "", timeout=WAIT_MS)
    (seconds,) = net.talks_kept()
    qtbot.waitUntil(lambda: f"Call, {seconds} s" in room.whats(), timeout=WAIT_MS)
    last = room.service.groups()[0].last
    assert last is not None
    assert last.radio == 371105
