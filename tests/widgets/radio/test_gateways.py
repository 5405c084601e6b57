"""The card of a gateway: what its port counts, what is wrong around it, and its raw record taken away."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.base.ports.around import Around
from app.base.ports.counters import Counters
from app.base.ports.raw import Way
from app.base.ports.record import RawRecord
from app.base.ports.transport import LineErrors
from app.people.records import Officer, Role
from app.radio.board import Gateway, GatewaySeen
from app.radio.events import Linked
from widgets.radio.gateways import GatewayCard, GatewayList


class Port:
    """What a link would count."""

    def __init__(self, desk: Any, folder: Path) -> None:
        last = desk.clock.now() - timedelta(seconds=3)
        self.counters = Counters(
            bytes_in=2048,
            frames=17,
            dropped=99,
            openings=4,
            line=LineErrors(frame=5, overrun=6, parity=7),
            last_byte=last,
        )
        self.record = RawRecord(folder, "A", desk.clock, 1_000_000, threading.Event())
        self.record.keep(Way.IN, b"\xff\x00" * 50)
        self.record.write()
        self.gateway = Gateway(
            "A", "网关 A", "/dev/ttyUSB0", baud=9600, counters=self.told, record=self.record
        )

    def told(self) -> Counters:
        return self.counters


@pytest.fixture
def port(desk: Any, tmp_path: Path) -> Port:
    return Port(desk, tmp_path / "raw")


@pytest.fixture
def card(desk: Any, port: Port, qtbot: Any) -> GatewayCard:
    made = GatewayCard(desk)
    qtbot.addWidget(made)
    made.resize(300, 400)
    made.show()
    return made


def show(card: GatewayCard, desk: Any, port: Port, **told: Any) -> None:
    seen = GatewaySeen(port.gateway, Linked.UP, since=desk.clock.now())
    card.show_gateway(replace(seen, **told), desk.clock.now())


def test_the_card_tells_the_last_byte_the_bit_rate_and_the_radio(
    card: GatewayCard, desk: Any, port: Port
) -> None:
    show(card, desk, port, dbm=-88, battery=40)
    assert card._frame.text() == "last byte 00′03″ ago"
    assert card._baud.text() == "9600 bps"
    assert card._air.text() == "signal -88 dBm · battery 40 %"
    show(card, desk, port, bars=2)
    assert card._air.text() == "signal 2 of 4"
    show(card, desk, port)
    assert card._air.isHidden()


def test_what_is_wrong_around_a_port_is_said_with_what_to_do(
    card: GatewayCard, desk: Any, port: Port
) -> None:
    show(card, desk, port)
    assert card._hint.isHidden()
    port.counters = replace(port.counters, wrong_baud=True)
    card.around = Around(True, "/dev/serial/by-id/radio", ("ModemManager", "brltty"))
    port.record.trouble = "disk_full"
    show(card, desk, port)
    told = card._hint.text().split("\n")
    assert len(told) == 4
    assert "baud" in told[0]
    assert "ModemManager、brltty" in told[1]
    assert told[2].endswith("/dev/serial/by-id/radio")
    assert "raw record" in told[3]


def test_counters_unfold_and_the_raw_record_is_exported_by_who_may(
    card: GatewayCard, desk: Any, port: Port, officer: Officer, tmp_path: Path, said: list[str]
) -> None:
    show(card, desk, port)
    assert not card.details.isVisible()
    card.details_button.click()
    show(card, desk, port)
    show(card, desk, port)
    told = [value.text() for value in card.details._values]
    assert told[0] == "2.0 KB · 00′03″ ago"
    assert told[2:4] == ["17", "99 B"]
    assert told[5:7] == ["frame 5, overrun 6, parity 7", "3 times"]
    button = card.details.export_button
    desk.session.sign_in(replace(officer, role=Role.OBSERVER))
    assert not button.isEnabled()
    desk.session.sign_in(officer)
    assert button.isEnabled()
    place = tmp_path / "out.raw"
    card.details.export(str(place))
    assert place.read_bytes() == b"".join(port.record.whole())
    assert str(place) in said[-1]
    card.details.export(str(tmp_path / "nowhere" / "out.raw"))
    assert "nowhere" not in said[-1]
    assert button.isEnabled()


def test_ports_are_looked_around_for_each_gateway(desk: Any, port: Port, qtbot: Any) -> None:
    gateways = GatewayList(desk)
    qtbot.addWidget(gateways)
    other = replace(port.gateway, port="socket://10.0.0.1:4001")
    seen = [GatewaySeen(port.gateway), GatewaySeen(other)]
    gateways.show_gateways(seen, desk.clock.now())
    assert [card.around.changing for card in gateways._cards] == [True, False]
