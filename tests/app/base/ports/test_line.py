"""The thread of a port over real sockets, real pseudo terminals and recordings."""

from __future__ import annotations

import os
import socket
import threading
import tty
from itertools import pairwise
from pathlib import Path

import pytest

from app.base.clock import SystemClock
from app.base.ports.counters import BaudWatch
from app.base.ports.line import Port, PortLine
from app.base.ports.talk import Stats
from app.base.ports.transport import Closed, Kind, Place, place_of, reason_of
from tests.app.base.ports.parrot import Heard, Lines, Parrot, line_to
from tests.app.base.ports.servers import EchoServer, Rfc2217Server

ALL_BYTES = bytes(byte for byte in range(256) if byte != 0x0A)


def test_a_port_is_named_by_a_path_or_an_address() -> None:
    assert place_of("/dev/serial/by-id/x") == Place(Kind.DEVICE, path="/dev/serial/by-id/x")
    assert place_of("socket://10.0.0.9:4001") == Place(Kind.SOCKET, host="10.0.0.9", number=4001)
    assert place_of("rfc2217://[::1]:4001") == Place(Kind.RFC2217, host="::1", number=4001)
    assert place_of("replay:/a b.raw?fast") == Place(Kind.REPLAY, path="/a b.raw", fast=True)
    for bad in ("", " ", "a\0b", "socket://host", "socket://:1", "socket://h:99999", "ftp://h:1"):
        with pytest.raises(Closed, match="bad_address"):
            place_of(bad)
    for bad in ("replay:", "replay:x?slow", "socket://me@h:1", "socket://h:1/path", "rfc2217://["):
        with pytest.raises(Closed, match="bad_address"):
            place_of(bad)


def test_reasons_come_from_what_the_system_raised() -> None:
    assert reason_of(ConnectionRefusedError(111, "no")) == "refused"
    assert reason_of(socket.gaierror(-2, "who")) == "no_host"
    assert reason_of(TimeoutError()) == "unreachable"
    assert reason_of(ConnectionResetError(104, "gone")) == "cut"
    assert reason_of(Closed("played")) == "played"


def test_a_server_that_is_started_again_five_times_loses_nothing_that_was_said_after() -> None:
    threads, files = threading.active_count(), len(os.listdir("/proc/self/fd"))
    server, heard = EchoServer(), Heard()
    line = line_to(f"socket://127.0.0.1:{server.number}", heard)
    line.start()
    for n in range(5):
        heard.wait(b"opened")
        for word in range(20):
            assert line.submit(b"%d %d" % (n, word))
            heard.wait(b"%d %d" % (n, word))
        server.close()
        assert heard.wait(b"lost cut") == []
        server = EchoServer(server.number)
    heard.wait(b"opened")
    counted = line.counters()
    assert (counted.reopened, counted.frames, counted.bytes_in) == (5, 100, counted.bytes_out)
    assert counted.last_byte is not None
    assert line.stop()
    server.close()
    assert (threading.active_count(), len(os.listdir("/proc/self/fd"))) == (threads, files)


def test_an_address_nobody_answers_is_told_and_does_not_hold_the_end_up() -> None:
    heard = Heard()
    with socket.create_server(("127.0.0.1", 0)) as ear:
        number = ear.getsockname()[1]
    for place, why in (
        (f"socket://127.0.0.1:{number}", b"lost refused"),
        (f"rfc2217://127.0.0.1:{number}", b"lost refused"),
        ("socket://no..where:4001", b"lost no_host"),
        ("socket://127.0.0.1", b"lost bad_address"),
    ):
        line = line_to(place, heard)
        line.start()
        heard.wait(why)
        assert line.stop()


@pytest.mark.filterwarnings("ignore:setDaemon|setName:DeprecationWarning")
def test_rfc2217_carries_every_byte_and_sets_the_bit_rate() -> None:
    threads, files = threading.active_count(), len(os.listdir("/proc/self/fd"))
    server, heard = Rfc2217Server(), Heard()
    line = line_to(f"rfc2217://127.0.0.1:{server.number}", heard)
    line.start()
    heard.wait(b"opened")
    for _ in range(3):
        assert line.submit(ALL_BYTES)
        assert heard.wait(ALL_BYTES) == []
    assert 115200 in server.bauds
    server.close()
    heard.wait(b"lost cut")
    assert line.stop()
    for thread in threading.enumerate():
        if "rfc2217" in thread.name:
            thread.join(5)
    assert (threading.active_count(), len(os.listdir("/proc/self/fd"))) == (threads, files)


def test_what_waits_at_the_end_is_still_written() -> None:
    master, slave = os.openpty()
    tty.setraw(slave)
    heard = Heard()
    line = line_to(os.ttyname(slave), heard)
    line.start()
    heard.wait(b"opened")
    assert line.submit(b"release")
    assert line.stop()
    assert os.read(master, 100) == b"release\n"
    os.close(master)
    os.close(slave)


def test_a_recording_is_played_once_with_or_without_its_pauses(tmp_path: Path) -> None:
    record = tmp_path / "night.raw"
    record.write_text(
        "# dutyroom raw 1\n"
        "2026-06-24T07:22:03.000000Z = opened\n"
        "2026-06-24T07:22:03.100000Z < 6f6e650a74\n"
        "nonsense\n"
        "2026-06-24T07:22:03.150000Z > 6f75740a\n"
        "2026-06-24T07:22:03.200000Z < 776f0a\n"
        "2026-06-24T07:22:04.200000Z < 66",
        encoding="ascii",
    )
    for how in ("", "?fast"):
        heard = Heard()
        line = line_to(f"replay:{record}{how}", heard)
        line.start()
        assert heard.wait(b"lost played") == [b"opened", b"one", b"two"]
        assert line.stop()
        assert heard.wait(b"lost stopped") == []
    record.write_text("something else", encoding="ascii")
    heard = Heard()
    line = line_to(f"replay:{record}", heard)
    line.start()
    heard.wait(b"lost not_record")
    assert line.stop()


def test_bytes_that_mean_nothing_suggest_another_bit_rate() -> None:
    watch, stats = BaudWatch(), Stats()
    for second in range(8):
        stats.bytes_in += 50
        stats.dropped += 48
        watch.look(stats, float(second))
        assert watch.wrong == (second >= 5)
    stats.frames += 1
    watch.look(stats, 8.0)
    assert not watch.wrong
    for second in range(20, 40):  # silence is no sign of a wrong bit rate
        watch.look(stats, float(second))
    assert not watch.wrong


class Listening(Lines):
    """Keeps the pauses of the line as it was told them."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[float] = []

    def feed(self, data: bytes, now_s: float) -> list[tuple[bytes, bytes]]:
        self.times.append(now_s)
        return super().feed(data, now_s)


def test_a_pause_of_ours_is_not_taken_for_one_of_the_line() -> None:
    """The line speaks every 5 ms; who listens is away for longer, then there again, then away."""
    master, slave = os.openpty()
    tty.setraw(slave)
    away, framer, talking = threading.Event(), Listening(), Heard()

    def hear(event: bytes) -> None:
        talking.told.put(event)
        if event.endswith(b"away"):
            away.wait(0.12)

    line: PortLine[bytes, bytes] = PortLine(
        "parrot", Port(os.ttyname(slave)), framer, Parrot(), hear, SystemClock()
    )
    line.start()
    talking.wait(b"opened")
    said = [SystemClock().monotonic_s()]
    for n in range(60):
        os.write(master, b"away\n" if n % 20 == 5 else b"x")
        away.wait(0.005)
        said.append(SystemClock().monotonic_s())
    os.write(master, b"\nend\n")
    talking.wait(b"end")
    assert line.stop()
    told, true = ([b - a for a, b in pairwise(times)] for times in (framer.times, said))
    assert max(told) < max(true) + 0.03
    assert len(told) > 5
    os.close(master)
    os.close(slave)
