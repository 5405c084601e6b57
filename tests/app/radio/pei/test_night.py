"""One night over a PEI: simulator process, pty, link thread, service and record, with all that goes wrong."""

from __future__ import annotations

import contextlib
import queue
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.base.bus import Bus
from app.base.clock import SystemClock
from app.base.jobs import Worker
from app.base.marks import Mark
from app.base.ports.line import Port
from app.radio.board import Gateway
from app.radio.events import (
    CallKind,
    ControlReply,
    Emergency,
    Event,
    Linked,
    OwnTalk,
    Position,
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
from app.radio.records import HeardKind, RadioEvent, RadioText
from app.radio.service import RadioService
from db.engine import Database
from db.stores.radio import RadioRows
from tests.app.radio.county import Ear
from tests.app.radio.simulator_process import SimulatorProcess
from tests.blank import blank

WHO = ("7", "彭例安")
LONG = (
    "老榆塘6人全部救出，无伤亡；河水仍在上涨，请求增派冲锋舟两艘、救生衣三十件，并通知下游村组立即转移。"
    * 3
)


class Night:
    """A radio that comes up badly: syntax errors at first, every byte echoed, prompts for messages. The
    key stays down until it is let go: no window holds it here."""

    def __init__(self, folder: Path) -> None:
        clock, bus = SystemClock(), Bus(lambda call: call())
        self.radio = SimulatorProcess(folder / "gateway", (370101, 370202), "pei")
        self.ear = Ear()
        self.worker = Worker("store", lambda call: call())
        self.db = Database(blank(folder / "duty.db"), "desk", clock, bus.publish)
        self.rows = RadioRows(self.db)
        self.service = RadioService(
            self.rows, self.db, self.worker, bus, clock, Mark.TEST, guarded=False
        )
        assert PEI.tuned is not None
        driver = PEI.tuned({"quick_gap_s": 0.005, "waits_for_prompt": True})
        port = Port(str(self.radio.link), driver.baud)
        session = driver.session("B")
        self.link = RadioLink(port, driver.framer(), session, self._hear, clock)
        self.service.attach(Gateway("B", "网关 B", port.place, driver), self.link)

    def _hear(self, event: Event) -> None:
        self.service.hear(event)
        self.ear.hear(event)

    def says(self, *lines: str) -> None:
        for line in lines:
            self.radio.say(line)

    def last_step(self, text: RadioText) -> TextState:
        last = (TextStep.DELIVERED, TextStep.FAILED)
        return self.ear.wait(TextState, lambda one: one.command == text.id and one.step in last)

    def talk(self, state: Talking) -> OwnTalk:
        return self.ear.wait(OwnTalk, lambda event: event.state is state)

    def news(self, key: str) -> Any:
        while True:
            told = self.radio.news.get(timeout=10)
            if key in told:
                return told[key]

    def all_news(self) -> list[dict[str, Any]]:
        """That have come until now."""
        found = []
        with contextlib.suppress(queue.Empty):
            while True:
                found.append(self.radio.news.get_nowait())
        return found

    def close(self) -> None:
        assert self.link.stop()
        assert self.worker.close()
        self.radio.close()


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    running = Night(tmp_path)
    yield running
    running.db.close()


def test_a_night_with_everything_that_goes_wrong(night: Night) -> None:
    ear, service = night.ear, night.service
    night.says("errors 9", "echo on", "prompt on")
    night.link.start()
    ear.up()

    night.says("halve", "text 370602 已到位")
    assert ear.wait(TextIn).text == "已到位"
    night.says(f"text 370602 {LONG}")
    assert ear.wait(TextIn).text == LONG
    night.says("position 370302 28.7985 109.4712 12", "status 370101 32772")
    place = ear.wait(Position)
    assert (place.lat, place.lon) == (
        pytest.approx(28.7985, abs=2e-5),
        pytest.approx(109.4712, abs=2e-5),
    )
    assert ear.wait(StatusIn).code == 32772
    night.says("emergency 370101 28.7428 109.5642")
    assert ear.wait(Emergency).radio == 370101

    out = service.send_text(370202, LONG, *WHO)
    assert night.last_step(out).step is TextStep.DELIVERED
    assert night.news("text")["text"] == LONG
    asked = service.send_status(370101, False, 32773, *WHO)
    assert ear.wait(ControlReply, lambda event: event.command == asked).result == "ok"
    assert night.news("status")["code"] == 32773

    night.says("talk 370202 901 0.1")
    assert ear.wait(TalkerStart).radio == 370202
    ear.wait(TalkerEnd)
    service.press(CallKind.GROUP, 902, *WHO)
    night.talk(Talking.ON_AIR)
    assert night.news("talk") == 902
    service.release()
    night.talk(Talking.HANG)
    service.hang_up()
    night.talk(Talking.ENDED)

    service.press(CallKind.GROUP, 902, *WHO)
    night.talk(Talking.ON_AIR)
    night.says("ack 0.6")
    night.all_news()
    flying = service.send_text(370202, "半路", *WHO)
    assert night.news("text")["text"] == "半路", "it is out, and its answer is on the way"
    night.says("unplug")
    assert night.last_step(flying).code == "unconfirmed"
    ear.down()
    waiting = service.send_text(370202, "断线时写的", *WHO)
    night.says("ack yes", "errors 9", "echo on", "prompt on", "replug")
    ear.up()
    assert night.last_step(waiting).step is TextStep.DELIVERED
    call = service.own_call()
    assert call is not None
    assert call.over
    assert not call.pressed
    night.says("text 370602 线又通了")
    assert ear.wait(TextIn).text == "线又通了", "messages come to the port again"
    told = night.all_news()
    sent = [one["text"]["text"] for one in told if "text" in one]
    assert sent == ["断线时写的"], "what may have gone is not sent again"
    assert {"talk": 902, "on": False} in told, "the key that was down is let go"
    night.close()
    kept(night)


def kept(night: Night) -> None:
    """The record has it all, in order."""
    assert night.service.unsaved == 0
    lines = [one for one in night.rows.latest_events(99) if isinstance(one, RadioEvent)]
    words = [
        one.text for one in sorted(lines, key=lambda one: one.at) if one.kind is HeardKind.TEXT
    ]
    assert words == ["已到位", LONG, "线又通了"]
    kinds = {one.kind for one in lines}
    assert {HeardKind.POSITION, HeardKind.STATUS, HeardKind.EMERGENCY, HeardKind.TALK} < kinds
    assert sum(one.kind is HeardKind.OWN_TALK for one in lines) == 2
    steps = {one.text: one.step for one in night.rows.latest_texts(9)}
    assert steps == {
        LONG: TextStep.DELIVERED,
        "半路": TextStep.FAILED,
        "断线时写的": TextStep.DELIVERED,
    }
    assert all(one.raw for one in lines if one.kind is HeardKind.TEXT)
    assert night.db.verify().bad is None
    assert night.service.gateways()[0].state is Linked.DOWN, "the program has ended"
