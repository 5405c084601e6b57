"""Simulator, ear and link of one test, ended after it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.radio.link import RadioLink
from tests.app.radio.county import Ear, link_to
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
