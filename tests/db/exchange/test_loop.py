"""The exchange thread on a real PostgreSQL: it wakes, waits, comes back, and never holds anybody up."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from threading import Event
from typing import TypeVar

import pytest
import sqlalchemy as sa

from app.audit.facts import HubChanged, HubReturned
from app.audit.records import HubState, Phase
from app.base.clock import SystemClock
from app.base.errors import Unreachable
from app.base.settings import HubPlace
from db.exchange.line import Line
from db.exchange.loop import Exchange
from tests.faults.proxy import Proxy
from tests.postgres import HOST, PASSWORD, Cluster

F = TypeVar("F")


class Bringing:
    """Brings numbers to a table; as simple a meeting as there is."""

    def __init__(self) -> None:
        self.waiting: list[int] = []
        self.met = queue.Queue[int]()
        self.why: str | Exception = ""
        self.photos = 0
        self.arrived = 0

    def arrive(self) -> None:
        self.arrived += 1

    def exchange(self, hub: sa.Engine) -> None:
        if isinstance(self.why, Exception):
            raise self.why
        if self.why:
            raise Unreachable("hub", self.why)
        with hub.begin() as connection:
            for number in tuple(self.waiting):
                connection.execute(sa.text("INSERT INTO taken VALUES (:n)"), {"n": number})
        self.waiting.clear()
        self.met.put(self.photos)

    def aside(self, hub: sa.Engine) -> bool:
        self.photos = max(0, self.photos - 1)
        return self.photos > 0

    def standing(self) -> tuple[int, int]:
        return len(self.waiting), 0


class Heard:
    """The facts that were published, in order."""

    def __init__(self) -> None:
        self._facts = queue.Queue[object]()
        self.publish: Callable[[object], None] = self._facts.put

    def next(self, kind: type[F]) -> F:
        while True:
            fact = self._facts.get(timeout=15)
            if isinstance(fact, kind):
                return fact

    def phase(self, phase: Phase) -> HubState:
        while (state := self.next(HubChanged).state).phase is not phase:
            pass
        return state


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    own = Cluster()
    with own.connect() as connection:
        connection.execute("CREATE TABLE taken (n int)")
    yield own
    own.remove()


@pytest.fixture
def proxy(cluster: Cluster) -> Iterator[Proxy]:
    made = Proxy(cluster.port)
    yield made
    made.close()


@pytest.fixture
def bringing() -> Bringing:
    return Bringing()


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def exchange(proxy: Proxy, bringing: Bringing, heard: Heard) -> Iterator[Exchange]:
    place = HubPlace(HOST, "430000", "", proxy.port, "postgres", "postgres", "disable")
    line = Line(place, lambda: PASSWORD, "desk-1")
    made = Exchange(line, bringing, SystemClock(), heard.publish)
    yield made
    proxy.restore()
    assert made.stop(10)


def taken(cluster: Cluster) -> list[int]:
    with cluster.connect() as connection:
        return [n for (n,) in connection.execute("SELECT n FROM taken")]


def test_what_is_written_is_brought_at_once(
    exchange: Exchange, bringing: Bringing, cluster: Cluster
) -> None:
    exchange.start()
    assert exchange.settled.wait(10)
    bringing.met.get(timeout=5)
    bringing.waiting.append(7)
    exchange.wake()
    bringing.met.get(timeout=2)
    assert 7 in taken(cluster)


def test_what_another_desk_brought_is_fetched_at_once(
    exchange: Exchange, bringing: Bringing, cluster: Cluster, heard: Heard
) -> None:
    exchange.start()
    assert heard.phase(Phase.UP).pending == 0
    bringing.met.get(timeout=5)
    with cluster.connect() as other:
        other.execute("NOTIFY dutyroom")
    bringing.met.get(timeout=2)


def test_a_cut_is_told_and_over_with_one_line_of_how_long_and_how_many(
    exchange: Exchange,
    bringing: Bringing,
    proxy: Proxy,
    heard: Heard,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO", "db.exchange.loop")
    exchange.start()
    heard.phase(Phase.UP)
    proxy.refuse()
    assert heard.phase(Phase.AWAY).why in {"cut", "refused_connection"}
    bringing.waiting += [1, 2, 3]
    exchange.wake()
    while heard.phase(Phase.AWAY).pending != 3:
        pass
    proxy.restore()
    assert heard.phase(Phase.UP).pending == 0
    returned = heard.next(HubReturned)
    assert returned.entries == 3
    assert returned.at > returned.since
    lines = [line for line in caplog.messages if "back" in line]
    assert len(lines) == 1
    assert "3 entries" in lines[0]
    assert bringing.arrived == 2


def test_a_hub_that_is_not_there_does_not_hold_up_the_opening_or_the_end(
    exchange: Exchange, proxy: Proxy, heard: Heard
) -> None:
    proxy.refuse()
    exchange.start()
    assert exchange.settled.wait(5)
    assert exchange.state.phase is Phase.AWAY
    assert exchange.stop(1)


def test_the_end_does_not_wait_for_a_silent_hub(
    exchange: Exchange, proxy: Proxy, heard: Heard
) -> None:
    exchange.start()
    heard.phase(Phase.UP)
    proxy.silence()
    exchange.wake()
    begun = SystemClock().monotonic_s()
    exchange.stop(0.3)
    assert SystemClock().monotonic_s() - begun < 1


def test_what_a_person_must_decide_stops_it_until_then(
    exchange: Exchange, bringing: Bringing, heard: Heard
) -> None:
    bringing.why = "other_county"
    exchange.start()
    assert heard.phase(Phase.STOPPED).why == "other_county"
    bringing.waiting.append(1)
    exchange.wake()
    assert heard.phase(Phase.STOPPED).pending == 1
    bringing.why = ""
    exchange.try_now()
    assert heard.phase(Phase.UP).pending == 0


def test_a_bug_is_logged_and_the_exchange_goes_on(
    exchange: Exchange, bringing: Bringing, heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    bringing.why = ValueError("a bug")
    exchange.start()
    assert heard.phase(Phase.AWAY).why == "failed"
    assert "a bug" in caplog.text
    bringing.why = ""
    heard.phase(Phase.UP)


def test_the_record_goes_before_photos(exchange: Exchange, bringing: Bringing) -> None:
    bringing.photos = 3
    exchange.start()
    assert [bringing.met.get(timeout=5) for _ in range(3)] == [3, 2, 1]


def test_a_thousand_wakes_are_one(exchange: Exchange, bringing: Bringing, heard: Heard) -> None:
    for _ in range(100_000):
        exchange.wake()
    exchange.start()
    heard.phase(Phase.UP)
    bringing.met.get(timeout=5)
    bringing.met.get(timeout=5)
    Event().wait(0.2)
    assert bringing.met.empty()
