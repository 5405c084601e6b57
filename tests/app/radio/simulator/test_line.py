"""What a bad line does to bytes, and the two kinds of port."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.base.clock import SteeredClock
from app.base.ports.pty import Pty
from app.radio.simulator.line import Line
from app.radio.simulator.ports import Tcp
from app.radio.simulator.world import World

FRAME = bytes(range(1, 41))


class Wire:
    """A line of which every write can be seen; `room` bytes are taken at most at once."""

    def __init__(self) -> None:
        self.clock = SteeredClock(datetime(2026, 6, 24, tzinfo=UTC))
        self.world = World(self.clock, lambda news: None, seed=3)
        self.out: list[bytes] = []
        self.room = 1 << 20
        self.line = Line(self.world, self._take)

    def _take(self, data: bytes) -> int:
        taken = min(self.room, len(data))
        self.out.append(data[:taken])
        return taken

    def go_on(self, seconds: float) -> None:
        self.clock.forward(timedelta(seconds=seconds))
        self.world.beat()
        self.line.beat()

    def said(self) -> bytes:
        said, self.out = b"".join(self.out), []
        return said


@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        (lambda line: setattr(line, "cut_next", True), FRAME[:20] + FRAME),
        (lambda line: setattr(line, "double_next", True), FRAME * 3),
        (lambda line: setattr(line, "silent", True), b""),
        (lambda line: setattr(line, "delete", 1.0), b""),
    ],
)
def test_faults_of_one_frame(fault: Callable[[Line], None], seen: bytes) -> None:
    wire = Wire()
    fault(wire.line)
    wire.line.put(FRAME)
    wire.line.put(FRAME)
    assert wire.said() == seen


def test_a_spoilt_frame_and_two_that_change_places() -> None:
    wire = Wire()
    wire.line.bad_next = True
    wire.line.put(FRAME)
    assert sum(a != b for a, b in zip(wire.said(), FRAME, strict=True)) == 1
    wire.line.swap_next = True
    wire.line.put(b"first")
    wire.line.put(b"second")
    wire.line.put(b"third")
    assert wire.said() == b"secondfirstthird"


def test_noise_hits_as_often_as_it_says() -> None:
    wire = Wire()
    wire.line.noise(0.03)
    wire.line.flip, wire.line.insert, wire.line.delete = 0.0, 0.0, 0.03
    wire.line.put(bytes(100_000))
    assert len(wire.said()) == pytest.approx(97_000, abs=400)
    wire.line.delete, wire.line.flip = 0.0, 0.03
    wire.line.put(bytes(100_000))
    assert sum(map(bool, wire.said())) == pytest.approx(3_000, abs=400)


def test_answers_are_lost_late_or_double_and_news_is_not() -> None:
    wire = Wire()
    for acks, said in (("no", b"news"), ("double", b"ackacknews"), ("yes", b"acknews")):
        wire.line.acks = acks
        wire.line.put(b"ack", answer=True)
        wire.line.put(b"news")
        assert wire.said() == said
    wire.line.acks = 2.0
    wire.line.put(b"ack", answer=True)
    wire.line.put(b"news")
    assert wire.said() == b"news"
    wire.go_on(2)
    assert wire.said() == b"ack"


def test_pieces_pace_stall_and_echo() -> None:
    wire = Wire()
    wire.line.piece = 1
    wire.line.put(FRAME)
    while wire.line.waiting:
        wire.go_on(0.001)
    assert [len(one) for one in wire.out] == [1] * len(FRAME)
    assert wire.said() == FRAME
    wire.line.piece, wire.line.baud = 0, 9600
    wire.line.put(bytes(9600))
    for _ in range(50):
        wire.go_on(0.02)
    assert len(wire.said()) == pytest.approx(960, abs=120)
    wire.line.forget()
    wire.line.baud = 0
    wire.line.stall(1)
    wire.line.put(FRAME)
    assert wire.said() == b""
    wire.go_on(1)
    assert wire.said() == FRAME
    wire.line.echo = True
    assert wire.line.heard(b"AT\r\n") == b"AT\r\n" == wire.said()


def test_what_finds_no_room_is_lost_unless_the_line_is_patient() -> None:
    wire = Wire()
    wire.room = 25
    wire.line.put(FRAME)
    assert (wire.said(), wire.line.lost) == (FRAME[:25], 15)
    wire.line.patient = True
    wire.line.put(FRAME)
    wire.line.put(FRAME)
    while wire.line.waiting:
        wire.go_on(0.001)
    assert (wire.said(), wire.line.lost) == (FRAME + FRAME, 15)


def test_a_pty_comes_back_under_the_same_link(tmp_path: Path) -> None:
    port = Pty(tmp_path / "gateway")
    port.plug()
    port.plug()
    other = os.open(tmp_path / "gateway", os.O_RDWR | os.O_NOCTTY)
    assert port.write(b"hello") == 5
    assert os.read(other, 9) == b"hello"
    port.unplug()
    port.unplug()
    os.close(other)
    assert (port.files, port.write(b"x"), (tmp_path / "gateway").is_symlink()) == ((), 0, False)
    port.plug()
    assert port.read() == b""
    port.unplug()


def test_a_tcp_port_serves_one_console_and_comes_back_at_its_number() -> None:
    port = Tcp(0)
    port.plug()
    host, number = port.name.removeprefix("socket://").split(":")
    with socket.create_connection((host, int(number)), timeout=5) as first:
        assert port.read() is None  # a new console: nothing of the old one counts
        assert port.write(b"hello") == 5
        assert first.recv(9) == b"hello"
        with socket.create_connection((host, int(number)), timeout=5) as second:
            assert port.read() is None
            assert first.recv(9) == b""
            second.sendall(b"AT")
            port.read()
        port.unplug()
        assert port.files == ()
    port.plug()
    assert port.name == f"socket://127.0.0.1:{number}"
    port.unplug()
