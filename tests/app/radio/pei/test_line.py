"""The whole driver over a real pty against the simulated radio in its own process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.base.clock import SystemClock
from app.base.ids import new_id
from app.base.ports.line import Port
from app.radio.events import (
    AlarmKind,
    CallEnd,
    CallKind,
    ChooseGroup,
    Command,
    ControlReply,
    Emergency,
    EndCall,
    Groups,
    Linked,
    LinkState,
    OwnTalk,
    Position,
    PressTalk,
    ReleaseTalk,
    SendStatus,
    SendText,
    StatusIn,
    TalkerEnd,
    TalkerStart,
    Talking,
    TextIn,
    TextState,
    TextStep,
)
from app.radio.link import RadioLink
from app.radio.pei.driver import PEI
from tests.app.radio.county import Ear
from tests.app.radio.simulator_process import SimulatorProcess

LONG = (
    "老榆塘6人全部救出，无伤亡；河水仍在上涨，请求增派冲锋舟两艘、救生衣三十件，并通知下游三个村组立即转移，"
    * 3
)


class Bench:
    def __init__(self, folder: Path) -> None:
        self.radio = SimulatorProcess(folder / "gateway", (370101, 370202), "pei")
        self.ear = Ear()
        assert PEI.tuned is not None
        driver = PEI.tuned({"quick_gap_s": 0.005})
        port = Port(str(self.radio.link), driver.baud)
        session = driver.session("B")
        self.link = RadioLink(port, driver.framer(), session, self.ear.hear, SystemClock())
        self.link.start()
        self.ear.up()

    def done(self, command: Command) -> str:
        self.link.submit(command)
        mine = self.ear.wait(ControlReply, lambda event: event.command == command.id)
        return mine.result

    def steps(self, command: SendText, count: int) -> list[TextStep]:
        self.link.submit(command)
        mine = [
            self.ear.wait(TextState, lambda one: one.command == command.id) for _ in range(count)
        ]
        return [one.step for one in mine]

    def talk(self, state: Talking) -> OwnTalk:
        return self.ear.wait(OwnTalk, lambda event: event.state == state)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    running = Bench(tmp_path_factory.mktemp("pei"))
    yield running
    assert running.link.stop()
    running.radio.close()


def test_texts_statuses_and_groups_go_out(bench: Bench) -> None:
    groups = bench.ear.wait(Groups, lambda event: len(event.groups) == 3)
    assert groups.groups[0] == (901, "县级联络")
    all_three = [TextStep.ACCEPTED, TextStep.SENT, TextStep.DELIVERED]
    assert bench.steps(SendText(new_id(), 370202, False, "请报转移人数"), 3) == all_three
    told = {"to": 370202, "group": False, "from": 370000, "text": "请报转移人数"}
    assert bench.radio.news.get(timeout=5)["text"] == told
    assert bench.steps(SendText(new_id(), 370202, False, LONG), 3) == all_three
    assert bench.radio.news.get(timeout=5)["text"]["text"] == LONG
    assert bench.steps(SendText(new_id(), 902, True, "全体注意"), 2) == all_three[:2]
    away = SendText(new_id(), 379999, False, "在吗")
    assert bench.steps(away, 3)[-1] == TextStep.FAILED
    assert bench.ear.passed[-1].code == "sds_5a"  # type: ignore[union-attr]
    assert bench.done(SendStatus(new_id(), 370101, False, 0x8004)) == "ok"
    assert bench.done(ChooseGroup(new_id(), 902)) == "ok"
    assert bench.done(ChooseGroup(new_id(), 555)) == "refused"


def test_what_radios_say_comes_in(bench: Bench) -> None:
    bench.radio.say("halve")
    bench.radio.say("text 370602 已到位")
    text = bench.ear.wait(TextIn)
    assert (text.radio, text.target, text.group, text.text) == (370602, 370000, False, "已到位")
    bench.radio.say(f"group 370602 901 {LONG}")
    assert bench.ear.wait(TextIn).text == LONG
    bench.radio.say("odd on")
    bench.radio.say("position 370302 28.7985 109.4712 12")
    bench.radio.say("odd off")
    place = bench.ear.wait(Position)
    assert (place.lat, place.lon) == (
        pytest.approx(28.7985, abs=2e-5),
        pytest.approx(109.4712, abs=2e-5),
    )
    assert (place.speed_kmh, place.valid, place.radio) == (12, True, 370302)
    bench.radio.say("status 370101 32772")
    assert bench.ear.wait(StatusIn).code == 0x8004
    bench.radio.say("emergency 370101 28.7428 109.5642")
    alarm = bench.ear.wait(Emergency)
    assert (alarm.radio, alarm.kind, alarm.code) == (370101, AlarmKind.STATUS, 2)
    assert alarm.position is not None
    bench.radio.say("emergency 370505")
    assert bench.ear.wait(Emergency).position is None
    received = [bench.radio.news.get(timeout=5) for _ in range(5)]
    assert {"answered": 370602, "result": 0} in received, "its receipt was sent"


def test_calls_come_in_and_the_key_goes_out(bench: Bench) -> None:
    bench.radio.say("talk 370202 901 0.1")
    start = bench.ear.wait(TalkerStart)
    assert (start.radio, start.target, start.group) == (370202, 901, True)
    assert bench.ear.wait(TalkerEnd).call == start.call
    bench.radio.say("shout 370202 904 0.1")
    assert bench.ear.wait(Emergency).kind == AlarmKind.CALL
    bench.ear.wait(TalkerEnd)
    assert bench.done(PressTalk(new_id(), CallKind.GROUP, 903)) == "ok"
    bench.talk(Talking.ON_AIR)
    assert bench.done(ReleaseTalk(new_id())) == "ok"
    assert bench.done(PressTalk(new_id(), CallKind.GROUP, 903)) == "ok"
    bench.talk(Talking.ON_AIR)
    assert bench.done(EndCall(new_id())) == "ok"
    bench.ear.wait(CallEnd)
    assert bench.done(PressTalk(new_id(), CallKind.PRIVATE, 379999)) == "ok"
    assert bench.talk(Talking.REFUSED).code == "cause_3"


def test_faults_of_the_radio(bench: Bench) -> None:
    bench.radio.say("lie")
    arrived = SendText(new_id(), 370202, False, "请回话")
    assert bench.steps(arrived, 2) == [TextStep.SENT, TextStep.DELIVERED]
    bench.radio.say("prompt on")
    waited = SendText(new_id(), 370202, False, "提示符也行")
    assert bench.steps(waited, 3)[-1] == TextStep.DELIVERED
    bench.radio.say("echo on")
    echoed = SendText(new_id(), 370202, False, "有回显也行")
    assert bench.steps(echoed, 3)[-1] == TextStep.DELIVERED
    bench.radio.say("echo off")
    bench.radio.say("network off")
    off = bench.ear.wait(LinkState)
    assert (off.state, off.why) == (Linked.DEGRADED, "no_network")
    bench.radio.say("network on")
    bench.ear.up()
    bench.radio.say("unplug")
    bench.ear.down()
    bench.radio.say("errors 5")
    bench.radio.say("replug")
    bench.ear.up()
