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
from app.base.kept_gateways import FILE, read, write
from app.base.ports.counters import Counters
from app.base.ports.listed import ListedPort
from app.base.ports.transport import Flow
from app.base.settings import Gateway
from app.people.records import Officer, Role
from app.radio.drivers import DRIVERS
from app.radio.gateway_book import GatewayBook
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
HAND = Gateway("城关", "socket://127.0.0.1:9", 0, "hrnp")


@pytest.fixture
def testing() -> Iterator[Worker]:
    """A thread of its own, as at a real desk."""
    bridge = Bridge()
    worker = Worker("testing", bridge.post)
    yield worker
    assert worker.close()
    bridge.close()


@pytest.fixture
def book(tmp_path: Path) -> GatewayBook:
    made = GatewayBook(tmp_path, (HAND,))
    made.load()
    return made


@pytest.fixture
def card(room: Room, testing: Worker, book: GatewayBook) -> PortCard:
    found = Found({**DRIVERS, "table:x": replace(DRIVERS["nmea"], title="县里的表", baud=2400)})
    rooms = PortRooms(testing, lambda: found, book, lambda: [LISTED])
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
    offered = [card.form.found.combo.itemText(n) for n in range(card.form.found.combo.count())]
    assert offered[1:] == ["FTDI FT232R  /dev/ttyUSB0"]
    card.form.found.set_value(LISTED.path)
    card.form.found.changed.emit()
    assert card.form.port.value() == LISTED.path
    drivers = [card.form.driver.combo.itemText(n) for n in range(card.form.driver.combo.count())]
    assert drivers[-1] == "县里的表（table:x）"
    card.form.driver.set_value("table:x")
    card.form.driver.changed.emit()
    assert "2400" in card.form.speed.combo.itemText(0)
    card.form.speed.set_value("19200")
    card.form.port.set_value("socket://10.0.0.8:4001")
    card.leave()
    room.page.people.ports_button.click()
    kept = [
        card.form.port.value(),
        card.form.driver.value(),
        card.form.speed.value(),
        card.form.found.value(),
    ]
    assert kept == ["socket://10.0.0.8:4001", "table:x", "19200", ""]
    assert not card.extra.isEnabled(), "the speed is set in the server"
    card.leave()


def test_a_gateway_is_tested_step_by_step_without_taking_the_cursor(
    card: PortCard, room: Room, qtbot: Any, tmp_path: Path
) -> None:
    simulator = SimulatorProcess(tmp_path / "gateway", (370101,))
    try:
        card.come(room.page.inside)
        card.form.port.set_value(str(simulator.link))
        card.form.port.setFocus()
        card.go.click()
        assert not card.go.isEnabled()
        assert card.stop_button.isEnabled()
        card.form.port.edit.setFocus()
        verdict = verdict_of(card, qtbot)
    finally:
        simulator.close()
    assert verdict == "The gateway answers at this port."
    assert card.steps.told().splitlines()[::3] == ["√", "√", "√", "√"]
    assert card.form.port.edit.hasFocus() or not card.window().isActiveWindow()
    assert card.form.port.value() == str(simulator.link)
    card.go.click()
    assert "no such port" in verdict_of(card, qtbot)
    assert card.steps.told().splitlines()[0] == "×"


def test_nothing_written_or_no_right_opens_nothing(
    card: PortCard, room: Room, officer: Officer
) -> None:
    card.come(room.page.inside)
    card.go.click()
    assert card.form.port.error()
    assert card._work is None
    room.desk.session.sign_in(replace(officer, role=Role.OFFICER))
    assert not card.go.isEnabled()
    assert not room.page.people.ports_button.isEnabled()
    card.form.port.set_value("/dev/ttyUSB0")
    card.test()
    assert card._work is None


@pytest.mark.parametrize("end", ["stop", "leave", "sign_in"])
def test_a_test_ends_with_the_card_and_with_the_officer(
    card: PortCard, room: Room, officer: Officer, end: str
) -> None:
    card.come(room.page.inside)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        card.form.port.set_value(f"socket://127.0.0.1:{silent.getsockname()[1]}")
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
    assert "x.toml 第 7 行" in card.form.driver.error()


def test_the_test_runs_off_the_windows_thread(
    card: PortCard, room: Room, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[threading.Thread] = []
    monkeypatch.setattr(
        "app.radio.porttest.PortTest.run", lambda _: ran.append(threading.current_thread())
    )
    card.come(room.page.inside)
    card.form.port.set_value("/dev/none")
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


def choose(card: PortCard, name: str) -> None:
    card.form.which.set_value(name)
    card.form.which.changed.emit()


def test_a_gateway_is_kept_changed_and_removed_at_the_desk(
    card: PortCard, room: Room, tmp_path: Path, said: list[str]
) -> None:
    card.come(room.page.inside)
    card.form.port.set_value("/dev/serial/by-id/usb-1")
    card.keep_button.click()
    assert card.form.name.error(), "a name is missing"
    assert read(tmp_path).gateways == ()
    card.form.name.set_value("东山")
    card.form.driver.set_value("pei")
    card.form.flow.set_value("rtscts")
    card.keep_button.click()
    kept = Gateway("东山", "/dev/serial/by-id/usb-1", 0, "pei", Flow.RTSCTS)
    assert read(tmp_path).gateways == (kept,)
    assert said[-1] == "Gateway 东山 is kept; it holds from the next start."
    assert card.form.which.value() == "东山"
    card.form.speed.set_value("9600")
    card.keep_button.click()
    assert read(tmp_path).gateways == (replace(kept, baud=9600),)
    card.drop_button.click()
    assert read(tmp_path).gateways == ()
    assert card.form.which.value() == ""
    assert card.form.name.value() == "东山", "a mistake can be taken back"
    card.keep_button.click()
    assert read(tmp_path).gateways == (replace(kept, baud=9600),)


def test_what_is_typed_of_one_gateway_stays_while_another_is_looked_at(
    card: PortCard, room: Room, tmp_path: Path
) -> None:
    write(tmp_path, (Gateway("东山", "/dev/a", 4800, "table:gone"),))
    card.come(room.page.inside)
    card.form.name.set_value("新的")
    card.form.port.set_value("/dev/new")
    choose(card, "东山")
    assert (card.form.port.value(), card.form.speed.value()) == ("/dev/a", "4800")
    assert card.form.driver.value() == "table:gone"
    card.go.click()
    assert card.form.driver.error()
    choose(card, "城关")
    assert "settings.toml" in card.steps.verdict.text()
    assert not card.keep_button.isEnabled()
    assert not card.drop_button.isEnabled()
    assert card.go.isEnabled()
    choose(card, "")
    assert (card.form.name.value(), card.form.port.value()) == ("新的", "/dev/new")
    assert card.keep_button.isEnabled()


def test_who_may_not_keep_devices_keeps_none(
    card: PortCard, room: Room, officer: Officer, tmp_path: Path
) -> None:
    card.come(room.page.inside)
    card.form.name.set_value("东山")
    card.form.port.set_value("/dev/a")
    room.desk.session.sign_in(replace(officer, role=Role.OFFICER))
    assert not card.keep_button.isEnabled()
    card.keep()
    assert read(tmp_path).gateways == ()
    room.desk.session.sign_in(officer)
    assert card.form.name.value() == "东山"
    card.keep_button.click()
    assert [one.name for one in read(tmp_path).gateways] == ["东山"]


def test_a_refusal_stands_under_its_field_and_a_broken_file_is_not_written_over(
    card: PortCard, room: Room, tmp_path: Path
) -> None:
    card.come(room.page.inside)
    card.form.name.set_value("城关")
    card.form.port.set_value("/dev/a")
    card.keep_button.click()
    assert "城关" in card.form.name.error()
    card.form.name.set_value("东山")
    card.form.port.set_value(HAND.port)
    card.keep_button.click()
    assert "城关" in card.form.port.error()
    (tmp_path / FILE).write_text("[[gateway]\n", encoding="utf-8")
    card.form.port.set_value("/dev/a")
    card.keep_button.click()
    assert "第 1 行" in card._trouble.text()
    assert (tmp_path / FILE).read_text(encoding="utf-8") == "[[gateway]\n"
    assert card.form.name.value() == "东山"


def test_a_desk_that_keeps_none_asks_for_the_port_only(room: Room, testing: Worker) -> None:
    made = PortCard(
        room.desk, room.page, room.service, PortRooms(testing, lambda: Found(dict(DRIVERS)))
    )
    made.come(room.page.inside)
    assert not made.keep_button.isVisible()
    assert not made.drop_button.isVisible()
    assert list(made.fields) == ["found", "port", "driver", "speed", "flow"]


def test_a_button_that_is_shut_leaves_the_cursor_in_the_card(
    card: PortCard, room: Room, qtbot: Any
) -> None:
    room.page.activateWindow()
    card.come(room.page.inside)
    card.form.name.set_value("东山")
    card.form.port.set_value("/dev/none")
    window = card.window()
    card.go.setFocus()
    card.go.click()
    assert window.focusWidget() is card.stop_button
    verdict_of(card, qtbot)
    assert window.focusWidget() is card.go
    card.keep_button.setFocus()
    card.keep_button.click()
    assert window.focusWidget() in (card.go, card.keep_button)
    card.drop_button.setFocus()
    card.drop_button.click()
    assert window.focusWidget() is card.go
    card.form.name.setFocus()
    card.keep()
    assert window.focusWidget() is card.form.name.editor
    card.form.port.set_value("")
    card.go.setFocus()
    card.go.click()
    assert window.focusWidget() is card.form.port.editor, "what is missing is asked for"


def test_a_port_that_a_gateway_of_the_desk_holds_shows_that_gateway(
    card: PortCard, room: Room, qtbot: Any
) -> None:
    room.up()
    card.come(room.page.inside)
    card.form.port.set_value("/dev/serial/by-id/a")
    card.go.click()
    assert verdict_of(card, qtbot) == "The gateway 网关 A works。"
    assert "bytes received" not in card.steps.told(), "nothing was counted yet"
    counters = Counters(bytes_in=40, frames=2, openings=1)
    held = room.service.gateways()[0].gateway
    room.service.attach(replace(held, counters=lambda: counters), room.line)
    room.up()
    card.go.click()
    assert verdict_of(card, qtbot) == "The gateway 网关 A works。"
    assert "40 bytes received" in card.steps.told()
