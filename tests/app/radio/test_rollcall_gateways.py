"""Roll calls by data over every protocol: the simulator's radios, the driver, the room, the record."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.radio.board import Gateway
from app.radio.driver import Driver
from app.radio.events import Command, Linked
from app.radio.nmea.driver import driver_of
from app.radio.nmea.profile import Profile
from app.radio.records import HeardKind
from app.radio.rollcall_records import RollResult
from app.radio.rollcall_rules import load_rules
from app.radio.simulator.happenings import Radio
from tests.app.radio.simulator_process import SimulatorProcess
from tests.faults.radio_loop import TRIED, Loop
from tests.faults.radio_rollcall import (
    FIRST_RADIO,
    RULES,
    RealRoom,
    RollRoom,
    Scenario,
    scenario,
    wrong,
)

BY_HAND = (2.0, 12.0)
BY_ITSELF = (0.3, 2.5)


class Near(Loop):
    """Of the silent every second is switched off; the others are on the air and nobody answers."""

    def __init__(self, key: str, told: Scenario, clock: Any, hear: Any) -> None:
        answer_s = BY_HAND if key == "pei" else BY_ITSELF
        radios = [
            Radio(number, online=there or bool(number % 2), answers=there, answer_s=answer_s)
            for number, there in told.answers.items()
        ]
        super().__init__(key, radios, told.seed, clock=clock)
        self.ear = hear
        lost, ask = set(told.once_lost), self.world.ask

        def once_lost(number: int, answered: Any) -> None:
            if number in lost:
                lost.discard(number)
            else:
                ask(number, answered)

        self.world.ask = once_lost  # type: ignore[method-assign]

    def submit(self, command: Command) -> bool:  # type: ignore[override]
        super().submit(command)
        return True


class Simulated(RollRoom):
    """A room whose gateway and radios are the simulator's, in steered time."""

    def __init__(self, path: Path, told: Scenario, key: str) -> None:
        self._key, self._told = key, told
        super().__init__(path, told)

    def _connect(self) -> None:
        self.near: Any = Near(self._key, self._told, self.clock, self.service.hear)
        self.service.attach(Gateway("A", "网关 A", "/dev/none", TRIED[self._key]), self.near)

    def _open(self) -> None:
        self.near.plug()
        self.run(30.0, lambda: self.service.gateways()[0].state is Linked.UP)


@pytest.mark.parametrize(
    ("key", "minutes"), [("hrnp", 2.5), ("pei", 2.5), ("nmea", 5.0), ("table:example", 2.5)]
)
def test_results_are_those_of_the_scenario_in_good_time(
    key: str, minutes: float, tmp_path: Path
) -> None:
    told = scenario(40, 0.2, 7)
    room = Simulated(tmp_path / "duty.db", told, key)
    room.start()
    took_s = room.run(3600.0, room.finished)
    roll = room.runner.roll
    assert roll is not None
    room.rolls.end(room.watch, roll.id, room.runner.snapshot(roll.id))
    assert wrong(room.results(), told) == 0
    assert "正常32个；应答率 32/40 80%；未应答8个" in room.lines[-1]
    assert took_s < minutes * 60
    assert room.service.unanswered() == 0, "an answer in a roll call waits for nobody"
    room.close()


def quick() -> dict[str, Driver]:
    """Their waits short: who is silent here is so for good."""
    nmea = driver_of(Profile(patience_s=0, answer_s=0.8, late_s=0.1, gap_s=0.05))
    return TRIED | {"nmea": nmea}


@pytest.mark.parametrize("key", ["pei", "nmea", "table:example"])
def test_the_same_over_a_real_port(key: str, tmp_path: Path) -> None:
    """One is switched off, and one answers nobody."""
    off, mute = FIRST_RADIO + 1, FIRST_RADIO + 3
    told = Scenario({FIRST_RADIO + n: n not in (1, 3) for n in range(5)}, frozenset(), 1)
    rules = replace(load_rules(RULES), timeout_s=0.8, status_s=0.8, gap_s=0.1, retries=1)
    there = [number for number in told.answers if number != off]
    simulator = SimulatorProcess(tmp_path / "gateway", there, protocol=key)
    simulator.say(f"answers {mute} 0")
    try:
        room = RealRoom(tmp_path / "real.db", told, tmp_path / "gateway", quick()[key], rules)
        try:
            room.start()
            room.run(60.0, room.finished)
            room.settle()
            roll = room.runner.roll
            assert roll is not None
            room.rolls.end(room.watch, roll.id, room.runner.snapshot(roll.id))
            assert wrong(room.results(), told) == 0
            held = {one.radio: one for one in room.rolls.store.answers(roll.id)}
            assert {held[number].tries for number in (off, mute)} == {2}
            assert {one.gateway for one in held.values()} == {"A"}
            assert room.db.verify().bad is None
        finally:
            room.close()
    finally:
        simulator.close()


def test_a_status_nobody_asked_for_waits_for_an_officer(tmp_path: Path) -> None:
    told = Scenario({FIRST_RADIO: True}, frozenset(), 1)
    room = Simulated(tmp_path / "duty.db", told, "pei")
    room.start()
    room.run(60.0, room.finished)
    assert room.results() == {FIRST_RADIO: RollResult.OK}
    (answer,) = (line for line in room.rows.latest_events(99) if line.kind is HeardKind.STATUS)
    assert (answer.text, answer.answered_name) == ("状态 1", "点名应答")
    room.near.world.report(FIRST_RADIO, 1)
    room.run(1.0)
    assert room.service.unanswered() == 1
    room.close()
