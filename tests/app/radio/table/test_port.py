"""The invented gateway of the example on a real pty, in a process of its own, through link and table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.base.clock import SystemClock
from app.base.ids import new_id
from app.base.ports.line import Port
from app.radio.drivers import found_in
from app.radio.events import (
    AskPosition,
    CallKind,
    CheckRadio,
    ChooseGroup,
    ControlReply,
    Emergency,
    Groups,
    Offline,
    Online,
    OwnTalk,
    Position,
    PressTalk,
    RawUnknown,
    ReleaseTalk,
    SendText,
    Stun,
    TalkerEnd,
    TalkerStart,
    Talking,
    TextIn,
    TextState,
    TextStep,
)
from app.radio.link import RadioLink
from tests.app.radio.county import Ear
from tests.app.radio.simulator_process import SimulatorProcess

FOLDER = Path(__file__).parents[4] / "resources" / "radio"
KEY = "table:example"


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatorProcess]:
    place = tmp_path_factory.mktemp("port") / "gateway"
    running = SimulatorProcess(place, (370101, 370202), protocol=KEY)
    yield running
    running.close()


@pytest.fixture(scope="module")
def ear() -> Ear:
    return Ear()


@pytest.fixture(scope="module")
def link(simulator: SimulatorProcess, ear: Ear) -> Iterator[RadioLink]:
    driver = found_in((FOLDER,)).drivers[KEY]
    port = Port(str(simulator.link), driver.baud)
    running = RadioLink(port, driver.framer(), driver.session("A"), ear.hear, SystemClock())
    running.start()
    ear.up()
    yield running
    assert running.stop()


def test_what_radios_do_is_heard(link: RadioLink, ear: Ear, simulator: SimulatorProcess) -> None:
    assert {ear.wait(Online).radio, ear.wait(Online).radio} == {370101, 370202}
    simulator.say("position 370101 28.5011 109.7342 12 -88")
    place = ear.wait(Position)
    assert (place.radio, place.valid, place.rssi_dbm) == (370101, True, -88)
    assert place.lat == pytest.approx(28.5011, abs=1e-6)
    simulator.say("text 370101 转移32人，安置点正常")
    assert ear.wait(TextIn).text == "转移32人，安置点正常"
    simulator.say("talk 370101 901 0.1")
    assert ear.wait(TalkerStart).target == 901
    assert ear.wait(TalkerEnd).radio == 370101
    simulator.say("emergency 370101 28.6 109.6")
    cry = ear.wait(Emergency)
    assert cry.position is not None
    assert cry.position.lon == pytest.approx(109.6)
    simulator.say("chatter 1")
    ear.wait(RawUnknown)
    simulator.say("offline 370202")
    assert ear.wait(Offline).radio == 370202
    simulator.say("garbage 300")
    simulator.say("online 370202")
    simulator.say("online 370202")
    assert ear.wait(Online).radio == 370202


def test_what_the_console_asks_is_answered(
    link: RadioLink, ear: Ear, simulator: SimulatorProcess
) -> None:
    text = SendText(new_id(), 370101, False, "请报,转移人数")
    assert link.submit(text)
    steps = [ear.wait(TextState).step for _ in range(2)]
    assert steps == [TextStep.ACCEPTED, TextStep.DELIVERED]
    assert simulator.news.get(timeout=5)["text"]["text"] == "请报，转移人数"
    assert link.submit(replace(text, id=new_id(), target=370999))
    steps = [ear.wait(TextState).step for _ in range(2)]
    assert steps == [TextStep.ACCEPTED, TextStep.FAILED]
    assert link.submit(replace(text, id=new_id(), target=901, group=True))
    assert ear.wait(TextState).step is TextStep.SENT
    for command in (
        AskPosition(new_id(), 370101),
        CheckRadio(new_id(), 370101),
        Stun(new_id(), 370101),
    ):
        assert link.submit(command)
        assert ear.wait(ControlReply, lambda one, key=command.id: one.command == key).result == "ok"
    assert link.submit(AskPosition(new_id(), 370999))
    assert ear.wait(ControlReply).result == "refused"
    assert link.submit(ChooseGroup(new_id(), 902))
    groups = ear.wait(Groups)
    assert (groups.groups, groups.chosen) == (((901, "县级联络"), (902, "防汛抗旱")), 902)
    assert ear.wait(ControlReply).result == "ok"
    assert link.submit(PressTalk(new_id(), CallKind.GROUP, 901))
    talk = ear.wait(OwnTalk)
    assert (talk.state, talk.target) == (Talking.ON_AIR, 901)
    assert link.submit(ReleaseTalk(new_id()))
    assert ear.wait(OwnTalk).state is Talking.ENDED
