"""A base radio on a real pty, in a process of its own, through the link."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.base.clock import SystemClock
from app.base.ids import new_id
from app.base.ports.line import Port
from app.radio.events import (
    AlarmKind,
    AskPosition,
    ControlReply,
    Emergency,
    EmergencyCleared,
    Position,
    SendText,
    StatusIn,
    TalkerEnd,
    TalkerStart,
    TextIn,
    TextState,
    TextStep,
)
from app.radio.link import RadioLink
from app.radio.nmea.driver import driver_of
from app.radio.nmea.profile import Profile
from app.radio.simulator.nmea import CRY
from tests.app.radio.county import Ear
from tests.app.radio.simulator_process import SimulatorProcess

PROFILE = Profile(button=str(CRY), talkgroup=901, patience_s=0, gap_s=0, bump_s=0.05)


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatorProcess]:
    place = tmp_path_factory.mktemp("port") / "base"
    running = SimulatorProcess(place, (370101, 2), protocol="nmea")
    yield running
    running.close()


@pytest.fixture(scope="module")
def ear() -> Ear:
    return Ear()


@pytest.fixture(scope="module")
def link(simulator: SimulatorProcess, ear: Ear) -> Iterator[RadioLink]:
    driver = driver_of(PROFILE)
    session = driver.session("A")
    running = RadioLink(
        Port(str(simulator.link), driver.baud), driver.framer(), session, ear.hear, SystemClock()
    )
    running.start()
    ear.up()
    yield running
    assert running.stop()


def test_what_radios_do_is_heard(link: RadioLink, ear: Ear, simulator: SimulatorProcess) -> None:
    simulator.say("position 370101 28.5011 109.7342 12")
    place = ear.wait(Position)
    assert (place.radio, place.valid) == (370101, True)
    assert place.lat == pytest.approx(28.5011, abs=1e-6)
    simulator.say("bare on")
    simulator.say("status 2 12")
    assert ear.wait(StatusIn).code == 12
    simulator.say("bare off")
    simulator.say("blank 2")
    assert not ear.wait(Position, lambda one: one.lat is None).valid
    simulator.say("text 370101 转移32人")
    assert ear.wait(TextIn).text == "转移32人"
    simulator.say("talk 370101 901 0.2")
    assert ear.wait(TalkerStart).radio == 370101
    assert ear.wait(TalkerEnd).radio == 370101
    simulator.say("emergency 370101 28.6 109.6")
    cry = ear.wait(Emergency)
    assert (cry.radio, cry.kind) == (370101, AlarmKind.BUTTON)
    simulator.say("clear 370101")
    assert ear.wait(EmergencyCleared).radio == 370101


def test_what_the_console_asks_is_answered(
    link: RadioLink, ear: Ear, simulator: SimulatorProcess
) -> None:
    text = SendText(new_id(), 370101, False, "请报转移人数")
    poll = AskPosition(new_id(), 2)
    away = SendText(new_id(), 370999, False, "在吗")
    for command in (text, poll, away):
        assert link.submit(command)
    assert ear.wait(TextState).step is TextStep.DELIVERED
    assert simulator.news.get(timeout=5)["text"]["text"] == "请报转移人数"
    assert ear.wait(ControlReply).result == "ok"
    failed = ear.wait(TextState)
    assert (failed.command, failed.step, failed.code) == (away.id, TextStep.FAILED, "unreached")
    simulator.say("garbage 300")
    simulator.say("cut")
    simulator.say("position 370101 28.5 109.7")
    simulator.say("position 370101 28.6 109.7")
    assert ear.wait(Position, lambda one: one.radio == 370101).lat == pytest.approx(28.6)
