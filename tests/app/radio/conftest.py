"""Simulator, ear and link of one test, ended after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.base.bus import Bus
from app.base.clock import SteeredClock
from app.radio.link import RadioLink
from tests.app.radio.county import Ear, link_to
from tests.app.radio.room import Room
from tests.app.radio.simulator_process import SimulatorProcess


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[SimulatorProcess]:
    running = SimulatorProcess(tmp_path / "gateway", (370101, 370202))
    yield running
    running.close()


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def link(simulator: SimulatorProcess, ear: Ear) -> Iterator[RadioLink]:
    """Started, up, and both radios registered."""
    running = link_to(simulator.link, ear)
    running.start()
    ear.up()
    yield running
    assert running.stop()


@pytest.fixture
def make_desk(tmp_path: Path, clock: SteeredClock, jobs: Any) -> Iterator[Callable[[str], Room]]:
    """Desks by their names; all of them over one record."""
    rooms: list[Room] = []

    def make(desk: str) -> Room:
        rooms.append(Room(tmp_path / "duty.db", Bus(lambda call: call()), clock, jobs, desk))
        return rooms[-1]

    yield make
    for room in rooms:
        room.db.close()


@pytest.fixture
def make_room(make_desk: Callable[[str], Room]) -> Callable[[], Room]:
    return lambda: make_desk("")


@pytest.fixture
def room(make_room: Callable[[], Room]) -> Room:
    made = make_room()
    made.enrol(371105, 371102)
    made.service.load()
    return made
