"""端口测试 over the page 电台: what an administrator sees, types and keeps."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.base.clock import SystemClock
from app.base.jobs import Worker
from app.base.ports.listed import ListedPort
from app.people.records import Officer, Role
from app.radio.drivers import DRIVERS
from app.radio.table.finding import Found
from app.radio.table.section import Problem
from tests.app.radio.simulator_process import SimulatorProcess
from tests.widgets.radio.room import Room
from widgets.kit.words import read_words
from widgets.radio import porttest_words
from widgets.radio.port_rooms import PortRooms
from widgets.radio.portcard import PortCard
from widgets.shell.bridge import Bridge

LISTED = ListedPort("/dev/serial/by-id/usb-FTDI", "/dev/ttyUSB0", "FTDI FT232R")


@pytest.fixture
def testing() -> Iterator[Worker]:
    """A thread of its own, as at a real desk."""
    bridge = Bridge()
    worker = Worker("testing", bridge.post)
    yield worker
    assert worker.close()
    bridge.close()


@pytest.fixture
def card(room: Room, testing: Worker) -> PortCard:
    found = Found({**DRIVERS, "table:x": replace(DRIVERS["nmea"], title="县里的表", baud=2400)})
    rooms = PortRooms(testing, lambda: found, lambda: [LISTED])
    desk = replace(room.desk, clock=SystemClock())
    made = PortCard(desk, room.page, room.service, rooms)
    room.page.people.ports_button.clicked.connect(lambda: made.come(room.page.inside))
    return made


def verdict_of(card: PortCard, qtbot: Any) -> str:
    qtbot.waitUntil(lambda: card._work is None, timeout=30_000)
    return card.steps.verdict.text()


def test_what_is_found_here_is_offered_and_what_is_typed_stays(card: PortCard, room: Room) -> None:
    room.page.people.ports_button.click()
    assert card.isVisible()
    offered = [card.found.combo.itemText(n) for n in range(card.found.combo.count())]
    assert offered[1:] == ["FTDI FT232R  /dev/ttyUSB0"]
    card.found.set_value(LISTED.path)
    card.found.changed.emit()
    assert card.port.value() == LISTED.path
    drivers = [card.driver.combo.itemText(n) for n in range(card.driver.combo.count())]
    assert drivers[-1] == "县里的表（table:x）"
    card.driver.set_value("table:x")
    card.driver.changed.emit()
    assert "2400" in card.speed.combo.itemText(0)
    card.speed.set_value("19200")
    card.port.set_value("socket://10.0.0.8:4001")
    card.leave()
    room.page.people.ports_button.click()
    kept = [card.port.value(), card.driver.value(), card.speed.value(), card.found.value()]
    assert kept == ["socket://10.0.0.8:4001", "table:x", "19200", ""]
    assert not card.extra.isEnabled(), "the speed is set in the server"
    card.leave()


def test_a_gateway_is_tested_step_by_step_without_taking_the_cursor(
    card: PortCard, room: Room, qtbot: Any, tmp_path: Path
) -> None:
    simulator = SimulatorProcess(tmp_path / "gateway", (370101,))
    try:
        card.come(room.page.inside)
        card.port.set_value(str(simulator.link))
        card.port.setFocus()
        card.go.click()
        assert not card.go.isEnabled()
        assert card.stop_button.isEnabled()
        card.port.edit.setFocus()
        verdict = verdict_of(card, qtbot)
    finally:
        simulator.close()
    assert verdict == "The gateway answers at this port."
    assert card.steps.told().splitlines()[::3] == ["√", "√", "√", "√"]
    assert card.port.edit.hasFocus() or not card.window().isActiveWindow()
    assert card.port.value() == str(simulator.link)
    card.go.click()
    assert "no such port" in verdict_of(card, qtbot)
    assert card.steps.told().splitlines()[0] == "×"


def test_nothing_written_or_no_right_opens_nothing(
    card: PortCard, room: Room, officer: Officer
) -> None:
    card.come(room.page.inside)
    card.go.click()
    assert card.port.error()
    assert card._work is None
    room.desk.session.sign_in(replace(officer, role=Role.OFFICER))
    assert not card.go.isEnabled()
    assert not room.page.people.ports_button.isEnabled()
    card.port.set_value("/dev/ttyUSB0")
    card.test()
    assert card._work is None


@pytest.mark.parametrize("end", ["stop", "leave", "sign_in"])
def test_a_test_ends_with_the_card_and_with_the_officer(
    card: PortCard, room: Room, officer: Officer, end: str
) -> None:
    card.come(room.page.inside)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        card.port.set_value(f"socket://127.0.0.1:{silent.getsockname()[1]}")
        card.test()
        work = card._work
        assert work is not None
        _end(card, room, officer, end)
    assert card._work is None
    assert work._stopped
    assert card.steps.verdict.text() == "The test was called off."
    assert card.go.isEnabled()


def _end(card: PortCard, room: Room, officer: Officer, end: str) -> None:
    ends: dict[str, Callable[[], object]] = {
        "stop": card.stop_button.click,
        "leave": card.leave,
        "sign_in": lambda: room.desk.session.sign_in(officer),
    }
    ends[end]()


def test_a_table_that_cannot_be_used_is_said(card: PortCard, room: Room) -> None:
    broken = Found(dict(DRIVERS), (Problem("x.toml", 7, "name", "没有"),))
    card._rooms = replace(card._rooms, drivers=lambda: broken)
    card.come(room.page.inside)
    assert "x.toml 第 7 行" in card.driver.error()


def test_the_test_runs_off_the_windows_thread(
    card: PortCard, room: Room, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[threading.Thread] = []
    monkeypatch.setattr(
        "app.radio.porttest.PortTest.run", lambda _: ran.append(threading.current_thread())
    )
    card.come(room.page.inside)
    card.port.set_value("/dev/none")
    card.test()
    verdict_of(card, qtbot)
    assert ran[0] is not threading.main_thread()


def test_every_code_of_a_test_has_words_and_a_next_step() -> None:
    meant = set(porttest_words._MEANS)
    followed = {step for step, code in porttest_words._NEXT if code == "any"}
    good = {"opened", "ours", "came", "whole", "asked", "heard", "ours_up", "understood"}
    told_elsewhere = {"ours_down", "nothing", "no_bytes"}
    for step, code in meant:
        if code not in good | told_elsewhere:
            assert (step, code) in porttest_words._NEXT or step in followed, (step, code)
    chinese = read_words(Path(__file__).parents[3] / "resources" / "translations" / "zh_CN")
    assert all(words in chinese for words in porttest_words._MEANS.values())
