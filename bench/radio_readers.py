"""Ways to read a serial line, each over the same pty that another process fills."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import tty
from collections.abc import Callable
from time import perf_counter

import serial

from app.base.clock import SystemClock
from app.base.ports.line import Port
from app.radio.drivers import DRIVERS
from app.radio.link import RadioLink

_WRITER = """
import os, sys
data, sent = sys.stdin.buffer.read(), 0
while sent < len(data):
    sent += os.write({file}, data[sent:])
"""

Begin = Callable[[], None]
"""The port is open: opening one throws away what had come."""


def byte_by_byte(place: str, count: int, begin: Begin) -> None:
    with serial.Serial(place, 115200, timeout=5) as port:
        begin()
        for _ in range(count):
            port.read(1)


def naive(place: str, count: int, begin: Begin) -> None:
    with serial.Serial(place, 115200, timeout=5) as port:
        begin()
        while count > 0:
            count -= len(port.read(port.in_waiting or 1))


def polled(place: str, count: int, begin: Begin) -> None:
    with serial.Serial(place, 115200, timeout=0, exclusive=True) as port:
        poll = select.poll()
        poll.register(port.fileno(), select.POLLIN)
        begin()
        while count > 0:
            poll.poll(5000)
            count -= len(os.read(port.fileno(), 65536))


def whole_link(place: str, count: int, begin: Begin) -> None:
    """Framer, codec, session and the acknowledgements it writes."""
    driver, clock = DRIVERS["hrnp"], SystemClock()
    link = RadioLink(Port(place), driver.framer(), driver.session("A"), lambda _: None, clock)
    link.start()
    pause = select.poll()
    while not link.counters().openings:
        pause.poll(1)
    begin()
    while link.counters().bytes_in < count:
        pause.poll(1)
    link.stop()


READERS: dict[str, Callable[[str, int, Begin], None]] = {
    "naive": naive,
    "poll": polled,
    "link": whole_link,
    "byte_by_byte": byte_by_byte,
}


def read_all(name: str, data: bytes) -> float:
    """Bytes a second; the slowest way gets a twentieth of them."""
    data = data[: len(data) // 20] if name == "byte_by_byte" else data
    master, slave = os.openpty()
    tty.setraw(slave)
    place = os.ttyname(slave)
    drain = subprocess.Popen(
        [sys.executable, "-c", "import os\nwhile os.read(0, 65536): pass"],
        stdin=master,
        stderr=subprocess.DEVNULL,
    )
    words = [sys.executable, "-c", _WRITER.format(file=master)]
    writer = subprocess.Popen(words, stdin=subprocess.PIPE, pass_fds=(master,))
    begun = [0.0]

    def begin() -> None:
        assert writer.stdin is not None
        begun[0] = perf_counter()
        writer.stdin.write(data)
        writer.stdin.close()

    try:
        READERS[name](place, len(data), begin)
        return len(data) / (perf_counter() - begun[0])
    finally:
        for one in (writer, drain):
            one.kill()
            one.wait()
        os.close(master)
        os.close(slave)
