"""Gateways that are kept at the desk: checked, written, and at work at once where that can be."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from app.base.clock import SystemClock
from app.base.errors import Refused
from app.base.kept_gateways import FILE, read
from app.base.ports.record import RawRecords
from app.base.settings import Gateway
from app.radio.gateway_book import GatewayBook, Known
from app.radio.gateways import Gateways
from tests.app.radio.simulator_process import SimulatorProcess
from tests.app.radio.test_gateways import Service

HAND = Gateway("手写", "/dev/serial/by-id/hand")
NEW = Gateway("城关", "/dev/serial/by-id/new", 38400, "pei")
WHO = ("id-1", "彭例安")


@pytest.fixture
def book(tmp_path: Path) -> GatewayBook:
    made = GatewayBook(tmp_path, (HAND,))
    assert made.load() == (HAND,)
    return made


def refused(book: GatewayBook, seen: Gateway | None, new: Gateway) -> tuple[str, str]:
    with pytest.raises(Refused) as error:
        book.put(seen, new, *WHO)
    return error.value.field, error.value.code


def test_it_is_kept_changed_and_removed_and_each_stands_in_the_run_log(
    book: GatewayBook, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    assert not book.put(None, NEW, *WHO), "nothing runs that could take it in"
    assert book.known() == [Known(HAND, by_hand=True), Known(NEW)]
    changed = replace(NEW, name="城关二", baud=9600)
    assert not book.put(NEW, changed, *WHO)
    assert read(tmp_path).gateways == (changed,)
    assert GatewayBook(tmp_path, (HAND,)).load() == (HAND, changed)
    book.drop(changed, *WHO)
    assert book.known() == [Known(HAND, by_hand=True)]
    assert [record.message.split()[2] for record in caplog.records] == ["kept", "kept", "taken"]
    assert all("彭例安" in record.message for record in caplog.records)


def test_a_name_or_a_port_is_given_once(book: GatewayBook, tmp_path: Path) -> None:
    book.put(None, NEW, *WHO)
    assert refused(book, None, replace(NEW, port="/dev/other")) == ("name", "name_taken")
    assert refused(book, None, replace(HAND, port="/dev/other")) == ("name", "name_taken")
    alias = tmp_path / "alias"
    alias.symlink_to(NEW.port)
    assert refused(book, None, Gateway("东", str(alias))) == ("port", "port_taken")
    assert refused(book, None, Gateway("东", "")) == ("name", "bad_value")
    assert not book.put(NEW, replace(NEW, baud=0), *WHO), "its own name and port are no other's"


def test_nothing_is_written_over_what_has_to_be_mended_or_was_changed(
    book: GatewayBook, tmp_path: Path
) -> None:
    book.put(None, NEW, *WHO)
    text = (tmp_path / FILE).read_text(encoding="utf-8")
    (tmp_path / FILE).write_text(text.replace("38400", "19200"), encoding="utf-8")
    assert refused(book, NEW, replace(NEW, baud=0)) == ("file", "changed")
    (tmp_path / FILE).write_text(broken := text.replace("38400", "fast"), encoding="utf-8")
    assert refused(book, None, Gateway("东", "/dev/x")) == ("file", "unreadable")
    assert (tmp_path / FILE).read_text(encoding="utf-8") == broken
    fresh = GatewayBook(tmp_path, (HAND,))
    assert fresh.load() == (HAND,)
    assert "第 8 行" in fresh.rejected[0]


def test_a_new_one_is_at_work_at_once(book: GatewayBook, tmp_path: Path) -> None:
    simulator = SimulatorProcess(tmp_path / "gateway", (370101,))
    service = Service()
    records = RawRecords(tmp_path / "radio", SystemClock(), 1_000_000)
    gateways = Gateways(service, SystemClock(), (), records)  # type: ignore[arg-type]
    gateways.start()
    book.tie(gateways.join)
    try:
        assert book.put(None, one := Gateway("城关", str(simulator.link)), *WHO)
        assert service.up().heard.gateway == "城关"
        [(seen, _)] = service.attached
        assert seen.counters().frames > 0
        assert not book.put(one, replace(one, baud=9600), *WHO), "what runs goes on as it is"
        assert not book.put(None, Gateway("东", "/dev/none", driver="table:none"), *WHO)
        assert len(service.attached) == 1
    finally:
        gateways.stop()
        simulator.close()
    assert b"opened" in b"".join(seen.record.whole())


def test_one_that_is_kept_before_the_others_start_starts_with_them(tmp_path: Path) -> None:
    service = Service()
    records = RawRecords(tmp_path / "radio", SystemClock(), 1_000_000)
    gateways = Gateways(service, SystemClock(), (), records)  # type: ignore[arg-type]
    assert gateways.join(replace(HAND, port=str(tmp_path / "none")))
    gateways.start()
    assert service.down().why == "missing"
    gateways.stop()
    assert not gateways.join(replace(HAND, name="东")), "all have ended"
