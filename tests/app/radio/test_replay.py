"""A recorded night is played again: the same events, in the same order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from app.base.clock import SystemClock
from app.base.ids import new_id
from app.base.ports.line import Port
from app.base.ports.record import RawRecords
from app.radio.events import (
    CallEnd,
    ControlReply,
    Emergency,
    EmergencyCleared,
    Event,
    Heard,
    LinkState,
    Online,
    Position,
    SendText,
    TalkerEnd,
    TextIn,
    TextState,
    TextStep,
)
from app.radio.hytera.hrnp import Framer
from app.radio.hytera.session import HrnpSession
from app.radio.link import RadioLink
from tests.app.radio.county import Ear
from tests.app.radio.simulator_process import SimulatorProcess

SAME = Heard("A", SystemClock().now())


def heard_by_air(ear: Ear) -> list[Any]:
    """Without what is about the link, and without when it came; a radio's position is when it says."""
    ours = (LinkState, TextState, ControlReply)
    return [_timeless(event) for event in ear.passed if not isinstance(event, ours)]


def _timeless(event: Event) -> Event:
    same = replace(event, heard=replace(SAME, raw=event.heard.raw))
    if isinstance(same, Emergency) and same.position is not None:
        return replace(same, position=replace(same.position, heard=SAME))
    return same


def test_live_traffic_recorded_and_played_again_gives_the_same_events(
    simulator: SimulatorProcess, ear: Ear, tmp_path: Path
) -> None:
    records = RawRecords(tmp_path / "raw", SystemClock(), 1_000_000)
    record = records.of("A")
    records.start()
    clock, port = SystemClock(), Port(str(simulator.link))
    link = RadioLink(port, Framer(), HrnpSession("A"), ear.hear, clock, record)
    link.start()
    ear.up()
    ear.wait(Online)
    ear.wait(Online)
    simulator.say("text 370101 上游水位上涨")
    simulator.say("group 370202 901 全体注意")
    simulator.say("garbage 300")
    simulator.say("position 370202 28.8369 109.6301 12")
    simulator.say("talk 370101 901 0.1")
    simulator.say("emergency 370202 28.5011 109.7342")
    simulator.say("clear 370202")
    wanted = [TextIn, TextIn, Position, TalkerEnd, Emergency, EmergencyCleared, EmergencyCleared]
    while wanted:
        event = ear.wait(object)
        if type(event) in wanted:
            wanted.remove(type(event))
    link.submit(SendText(new_id(), 370101, False, "收到"))
    ear.wait(TextState, lambda state: state.step is TextStep.DELIVERED)
    assert link.stop()
    assert records.stop()
    assert record.trouble == ""
    live = heard_by_air(ear)
    file = tmp_path / "night.raw"
    file.write_bytes(b"".join(record.whole()))
    again = Ear()
    player = RadioLink(Port(f"replay:{file}?fast"), Framer(), HrnpSession("A"), again.hear, clock)
    player.start()
    again.wait(LinkState, lambda state: state.why == "played")
    counted = player.counters()
    assert player.stop()
    assert heard_by_air(again) == live
    assert counted.bytes_in == link.counters().bytes_in
    assert CallEnd in {type(event) for event in live}
