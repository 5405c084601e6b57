"""The test of a port: real lines, a real simulator, and everything that is usually wrong with them."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import termios
import threading
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.base.clock import SystemClock
from app.base.findings import Mark
from app.base.ports.counters import Counters
from app.base.ports.listed import listed_ports
from app.radio.board import Gateway, GatewaySeen
from app.radio.drivers import DRIVERS
from app.radio.events import Linked
from app.radio.porttest import Asked, Finding, PortTest, Step
from tests.app.radio.simulator_process import SimulatorProcess

HRNP, PEI, NMEA = (DRIVERS[key] for key in ("hrnp", "pei", "nmea"))
_SENTENCE = (
    b"$PKLDS,122434,A,4954.1474,N,11923.6044,W,001.1,194.9,130223,19.20,W00,100,1001,80,00,*60\r\n"
)
_NOISE = bytes(range(0x80, 0xFF)) * 2


def found(asked: Asked, listen_s: float = 8.0, try_s: float = 1.5) -> list[Finding]:
    came: list[Finding] = []
    PortTest(SystemClock(), asked, came.append, listen_s, try_s).run()
    return came


def told(came: list[Finding]) -> list[tuple[Step, Mark, str]]:
    return [(one.step, one.mark, one.code) for one in came]


class FarEnd:
    """A pty that sends `noise` again and again; at the speed `sound_at` it sends whole sentences."""

    def __init__(self, noise: bytes = b"", sound_at: int | None = None) -> None:
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        self.name = os.ttyname(self._slave)
        self._noise, self._sound_at = noise, sound_at
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        while not self._over.wait(0.05):
            speed = termios.tcgetattr(self._master)[4]
            sound = self._sound_at is not None and speed == self._sound_at
            data = _SENTENCE if sound else self._noise
            if data and select.select([], [self._master], [], 0)[1]:
                os.write(self._master, data)

    def close(self) -> None:
        self._over.set()
        self._thread.join()
        os.close(self._slave)
        os.close(self._master)


@pytest.fixture
def silent() -> Iterator[FarEnd]:
    end = FarEnd()
    yield end
    end.close()


@pytest.mark.parametrize("protocol", ["hrnp", "pei"])
def test_a_gateway_that_answers_is_well_in_every_step(tmp_path: Path, protocol: str) -> None:
    simulator = SimulatorProcess(tmp_path / "gateway", (370101,), protocol)
    try:
        came = found(Asked(str(simulator.link), DRIVERS[protocol]))
    finally:
        simulator.close()
    assert told(came) == [
        (Step.OPEN, Mark.GOOD, "opened"),
        (Step.BYTES, Mark.GOOD, "came"),
        (Step.FRAMES, Mark.GOOD, "whole"),
        (Step.ANSWER, Mark.GOOD, "asked"),
    ]
    assert int(came[2].figures["frames"]) > 0


def test_a_device_server_is_asked_through_its_address(tmp_path: Path) -> None:
    simulator = SimulatorProcess(tmp_path / "gateway", (370101,), tcp=True)
    try:
        assert told(found(Asked(simulator.place, HRNP)))[-1] == (Step.ANSWER, Mark.GOOD, "asked")
    finally:
        simulator.close()
    [refused] = found(Asked(simulator.place, HRNP))
    assert (refused.mark, refused.code) == (Mark.BAD, "refused")


def test_what_is_no_port_or_not_there_is_said_at_once(tmp_path: Path) -> None:
    assert told(found(Asked("http://10.0.0.1", HRNP))) == [(Step.PLACE, Mark.BAD, "bad_address")]
    assert told(found(Asked("replay:night.raw", HRNP)))[0][2] == "bad_address"
    missing = found(Asked(str(tmp_path / "ttyUSB9"), HRNP))
    assert told(missing) == [(Step.OPEN, Mark.BAD, "missing")]
    plain = tmp_path / "plain"
    plain.write_bytes(b"")
    assert told(found(Asked(str(plain), HRNP))) == [(Step.OPEN, Mark.BAD, "not_serial")]


_HOLDS = """
import sys, serial, os
if sys.argv[2] == "alone":
    held = serial.Serial(sys.argv[1], exclusive=True)
else:
    held = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize(
    ("how", "step", "code"), [("alone", Step.OPEN, "taken"), ("shared", Step.ALONE, "shared")]
)
def test_another_program_that_has_the_port_is_named(
    silent: FarEnd, how: str, step: Step, code: str
) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", _HOLDS, silent.name, how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert other.stdout is not None
        other.stdout.readline()
        came = found(Asked(silent.name, HRNP), listen_s=0.3)
    finally:
        other.communicate()
    [said] = [one for one in came if one.step is step and one.mark is Mark.BAD]
    assert said.code == code
    assert f"({other.pid})" in said.figures["who"]


def test_a_silent_port_is_told_apart_by_whether_the_driver_asks(silent: FarEnd) -> None:
    asking = told(found(Asked(silent.name, PEI), listen_s=2.5))
    assert asking[1] == (Step.BYTES, Mark.BAD, "none")
    assert asking[-1][:2] == (Step.ANSWER, Mark.BAD)
    listening = told(found(Asked(silent.name, NMEA), listen_s=0.5))
    assert listening[1:] == [
        (Step.BYTES, Mark.ODD, "quiet"),
        (Step.ANSWER, Mark.ODD, "listens"),
    ]


def test_noise_is_told_as_a_speed_that_may_be_wrong_and_the_right_one_is_found() -> None:
    end = FarEnd(_NOISE, sound_at=termios.B19200)
    try:
        came = found(Asked(end.name, NMEA, 115200))
        assert (Step.FRAMES, Mark.BAD, "senseless") in told(came)
        came = []
        search = PortTest(
            SystemClock(), Asked(end.name, NMEA, 115200, every_speed=True), came.append, try_s=1.0
        )
        search.run()
    finally:
        end.close()
    assert search.understood == 19200
    assert [one.figures["baud"] for one in came if one.step is Step.SPEED] == [
        "9600",
        "38400",
        "19200",
    ]
    assert told(came)[-1] == (Step.SPEED, Mark.GOOD, "understood")


def test_a_port_of_a_running_gateway_is_not_opened_a_second_time(tmp_path: Path) -> None:
    device = tmp_path / "tty"
    device.write_bytes(b"")
    alias = tmp_path / "by-id"
    alias.symlink_to(device)
    counters = Counters(bytes_in=90, bytes_out=7, frames=4, openings=1)
    running = [
        GatewaySeen(Gateway("A", "网关 A", str(device), counters=lambda: counters), Linked.UP),
        GatewaySeen(Gateway("B", "网关 B", "socket://10.0.0.1:4001"), Linked.DOWN, "unreachable"),
    ]
    came = found(Asked(str(alias), HRNP, running=running))
    assert told(came) == [
        (Step.OPEN, Mark.GOOD, "ours"),
        (Step.BYTES, Mark.GOOD, "came"),
        (Step.FRAMES, Mark.GOOD, "whole"),
        (Step.ANSWER, Mark.GOOD, "ours_up"),
    ]
    assert came[1].figures["bytes"] == "90"
    came = found(Asked("rfc2217://10.0.0.1:4001", HRNP, running=running))
    assert told(came)[0][2] == "ours"
    assert came[-1].figures["why"] == "unreachable"


def test_an_emergency_that_comes_during_the_test_is_said(tmp_path: Path) -> None:
    simulator = SimulatorProcess(tmp_path / "gateway", (370101,))
    came: list[Finding] = []

    def hear(one: Finding) -> None:
        if one.step is Step.OPEN:
            simulator.say("emergency 370101")
        came.append(one)

    try:
        PortTest(SystemClock(), Asked(str(simulator.link), HRNP), hear).run()
    finally:
        simulator.close()
    [alarm] = [one for one in came if one.step is Step.EMERGENCY]
    assert alarm.figures["radio"] == "370101"


def test_who_calls_it_off_waits_for_nothing_and_the_port_is_free(silent: FarEnd) -> None:
    work = PortTest(SystemClock(), Asked(silent.name, HRNP), lambda _: work.stop(), 60.0)
    work.run()
    assert told(found(Asked(silent.name, HRNP), listen_s=0.3))[0][2] == "opened"


def test_ports_are_listed_by_the_name_that_stays(tmp_path: Path) -> None:
    device = tmp_path / "ttyUSB0"
    device.write_bytes(b"")
    by_id = tmp_path / "by-id"
    by_id.mkdir()
    (by_id / "usb-FTDI").symlink_to(device)

    class Chip:
        def __init__(self, place: Path | str, maker: str | None, about: str) -> None:
            self.device, self.manufacturer, self.description = str(place), maker, about
            self.serial_number = None

    chips = [Chip("/dev/ttyS9", None, "n/a"), Chip(device, "FTDI", "FT232R")]
    first, second = listed_ports(lambda: chips, by_id)
    assert (first.path, first.device, first.about) == (
        str(by_id / "usb-FTDI"),
        str(device),
        "FTDI FT232R",
    )
    assert (second.path, second.about) == ("/dev/ttyS9", "")
