"""The simulated modem over its real port: what the console hears of a call."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from types import SimpleNamespace
from typing import Any

import pytest

from app.base.clock import SystemClock
from app.base.settings import Phone
from app.demo.child import Child
from app.phone.modem import ModemLink, ModemProfile, ModemState, Rang, RingEnded, Told
from app.phone.records import Heard
from app.phone.telephones import Telephones

LINE = "值班电话"


class Hall:
    """The modem in its own process, and what the room is told of it."""

    def __init__(self, folder: Path) -> None:
        link = folder / "modem"
        self.modem = Child("app.phone.simulator", "--link", str(link))
        self.modem.start()
        self.told: Queue[Any] = Queue()
        book: Any = SimpleNamespace(hear=lambda _line, event: self.told.put(event))
        profile = ModemProfile(answer_s=0.5, ring_gap_s=2.0)
        self.phones = Telephones(book, SystemClock(), (Phone(LINE, str(link)),), profile)
        self.phones.start()

    def hears(self, kind: type) -> Any:
        while not isinstance(event := self.told.get(timeout=10), kind):
            pass
        return event

    def up(self) -> None:
        while self.hears(ModemLink).state is not ModemState.UP:
            pass


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path)
    yield made
    made.phones.stop()
    made.modem.stop()


def test_a_call_rings_then_tells_its_number_and_ends(hall) -> None:
    hall.up()
    hall.modem.say("call 000-0002-0003 1")
    assert hall.hears(Rang).no == 1
    assert hall.hears(Told).number == "00000020003"
    assert hall.hears(RingEnded).rings == 1


def test_a_cable_pulled_and_a_number_withheld(hall) -> None:
    hall.up()
    hall.modem.say("unplug")
    while hall.hears(ModemLink).state is not ModemState.DOWN:
        pass
    hall.modem.say("replug")
    hall.up()
    hall.modem.say("after 0.01 call P")
    told = hall.hears(Told)
    assert (told.number, told.heard) == ("", Heard.WITHHELD)
