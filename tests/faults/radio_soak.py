"""A day of radio, compressed: test 14 of radio.md 10.

A day at five events a second with the plug pulled every hour, on a clock that is put forward: simulator,
framer, session, service and a record on the disk are the real ones; port and thread are left out, they have
their own tests (6 and `make soak`). An emergency is raised in every hour, now and then just as the plug is
pulled; each must come out as an alarm. Memory is what the process uses after the first two hours
against the end, both times when everything has been written.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from random import Random
from typing import Any

import psutil

from app.base.memory import give_back
from app.radio.simulator.scenario import Traffic, flood, radios_of
from tests.faults.radio_loop import Loop
from tests.faults.radio_room import Room, room
from tests.faults.radio_test import Figures, Plant, Test, demand

NUMBERS = range(370001, 370201)
HOURS_SET = "RADIO_SOAK_HOURS"
"""In the environment: how many hours are played; else a day."""
PER_S = 5.0
STEP_S = 0.2
OUT_S = 20.0
WRITE_S = 10.0
WARM_HOURS = 2
GROWTH_MAX_MB = 20.0
MIX = {"position": 0.8, "text": 0.1, "talk": 0.05, "status": 0.05}


class _Nobody:
    """A line that takes nothing: the loop is the line."""

    def submit(self, command: Any) -> bool:
        return False


def soak() -> Figures:
    chance, hours = Random(14), int(os.environ.get(HOURS_SET, "24"))
    loop = Loop("hrnp", radios_of(NUMBERS, 14), 14, hear=False)
    alarmed: set[int] = set()
    with room(loop.clock) as here:
        here.attach("hrnp", _Nobody())
        here.enrol(NUMBERS)
        loop.ear = here.service.hear
        loop.up()
        warm_mb = 0.0
        for hour in range(hours):
            if hour == WARM_HOURS:
                warm_mb = _in_use_mb()
            alarmed.add(_hour(loop, here, chance, hour))
        grown_mb = _in_use_mb() - warm_mb
        raised = {alarm.radio for alarm in here.service.alarms()}
        figures: Figures = {
            "hours": hours,
            "events": loop.world.happened,
            "unplugged": hours,
            "alarms": len(alarmed),
            "alarms_lost": len(alarmed - raised),
            "grown_mb": round(grown_mb, 1),
            "waiting": here.service._keeper.waiting,
        }
    demand(not alarmed - raised, "alarms are lost", figures)
    demand(grown_mb < GROWTH_MAX_MB, "memory grows", figures)
    demand(not figures["waiting"], "lines were not written", figures)
    return figures


def _hour(loop: Loop, here: Room, chance: Random, hour: int) -> int:
    """An hour of traffic with one outage; gives the radio that cried for help in it."""
    flood(loop.world, Traffic(0.0, 3600.0, PER_S, MIX))
    out_s = chance.uniform(300, 3000)
    number = NUMBERS[(hour * 7) % len(NUMBERS)]
    _go(loop, here, out_s)
    if hour % 3 == 0:
        loop.world.alarm(number, 28.5, 109.7)  # written as the plug is pulled
        loop.unplug()
    else:
        loop.unplug()
        if hour % 3 == 1:
            loop.world.alarm(number, 28.5, 109.7)  # while it is out
    _go(loop, here, OUT_S)
    loop.plug()
    if hour % 3 == 2:
        loop.world.alarm(number, 28.5, 109.7)  # before it is up again
    _go(loop, here, 3600.0 - out_s - OUT_S)
    return number


def _go(loop: Loop, here: Room, seconds: float) -> None:
    """The record is written every ten seconds, as by a store that has much to do."""
    left_s = seconds
    while left_s > 0:
        here.jobs.hold = True
        loop.go_on(min(WRITE_S, left_s), STEP_S)
        here.service.tick()
        here.jobs.finish()
        loop.wire.clear()
        loop.news.clear()
        left_s -= WRITE_S


def _in_use_mb() -> float:
    gc.collect()
    give_back()
    return float(psutil.Process().memory_full_info().uss) / (1 << 20)


# --- guards taken away --------------------------------------------------------------------


def _short(put: Callable[[], None]) -> Callable[[], None]:
    """With what is broken a few hours are enough."""

    def planted() -> None:
        os.environ.setdefault(HOURS_SET, "4")
        put()

    return planted


def _leaking_service() -> None:
    """Every event is remembered for ever, with a kilobyte more."""
    from app.radio.service import RadioService

    hear, held = RadioService.hear, []

    def hoarding(service: Any, event: Any) -> None:
        held.append((event, bytearray(1024)))
        hear(service, event)

    RadioService.hear = hoarding  # type: ignore[method-assign]


def _forgetful_gateway() -> None:
    """What was on its way when the plug was pulled is not said again."""
    from app.radio.simulator.hytera import HrnpSpeaker

    unplugged = HrnpSpeaker.unplugged

    def forgetting(speaker: Any) -> None:
        speaker._flights.clear()
        unplugged(speaker)
        speaker._queue.clear()

    HrnpSpeaker.unplugged = forgetting  # type: ignore[method-assign]


TESTS = (
    Test(
        14,
        "soak",
        soak,
        (
            Plant("leaking service", _short(_leaking_service)),
            Plant("forgetful gateway", _short(_forgetful_gateway)),
        ),
    ),
)
