"""A modem on a telephone line, in its own process: `python -m app.phone.simulator --link PATH`.

One command a line on stdin, answered `ok` or `error why`; `ready NAME` is written when the port is up. It
ends with its stdin. The console's modem never answers a call, so a call ends when the caller hangs up.
"""

from __future__ import annotations

import argparse
import contextlib
import heapq
import os
import select
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

from app.base.clock import Clock, SystemClock
from app.base.ports.pty import Pty

GUIDE = """\
call NUMBER [RINGS]   somebody calls; P for a number that is withheld, O for a line that sends none
hang                  the caller gives up
after SECONDS COMMAND
unplug | replug | silent | speak"""

RINGS = 6
RING_S = 5.0
"""A ring is 1 s on, 4 s off."""
TOLD_S = 1.5
"""After the first ring, before the second: there the line sends the number."""
_KNOWN = ("AT", "ATE0", "AT+VCID=1")
_LINE = 256
_ROUND_MS = 20


class Modem:
    """What is said on the line. `write` takes bytes for the console."""

    def __init__(self, clock: Clock, write: Callable[[bytes], object]) -> None:
        self._clock, self._write = clock, write
        self._due: list[tuple[float, int, Callable[[], object]]] = []
        self._order = count()
        self._call = 0
        self._held = b""
        self._asked = self.silent = False

    def received(self, data: bytes) -> None:
        """Of the console: commands in lines."""
        *lines, held = (self._held + data).split(b"\r")
        self._held = held[-_LINE:]
        for line in lines:
            if command := line.strip().decode("ascii", "replace").upper():
                self._asked = self._asked or command == "AT+VCID=1"
                self._say("OK" if command in _KNOWN else "ERROR")

    def obey(self, line: str) -> str:
        """ "ok", or "error" and why."""
        verb, _, rest = line.strip().partition(" ")
        try:
            match verb:
                case "call":
                    number, *rings = rest.split()
                    self.call(number, int(rings[0]) if rings else RINGS)
                case "hang":
                    self._call += 1
                case "after":
                    seconds, _, command = rest.partition(" ")
                    self._after(float(seconds), lambda: self.obey(command))
                case "silent" | "speak":
                    self.silent = verb == "silent"
                case _:
                    raise ValueError(f"unknown command {verb!r}")
        except ValueError as error:
            return f"error {error}"
        return "ok"

    def call(self, number: str, rings: int) -> None:
        """It rings so often, unless another call comes or the caller hangs up."""
        self._call += 1
        call = self._call
        for n in range(rings):
            self._after(n * RING_S, lambda: self._of(call, "RING"))
        self._after(TOLD_S, lambda: self._tell(call, number))
        self.beat()

    def beat(self) -> None:
        """Once a round: what is due by time."""
        while self._due and self._due[0][0] <= self._clock.monotonic_s():
            heapq.heappop(self._due)[2]()

    def _after(self, seconds: float, act: Callable[[], object]) -> None:
        heapq.heappush(self._due, (self._clock.monotonic_s() + seconds, next(self._order), act))

    def _tell(self, call: int, number: str) -> None:
        """Only to who asked for it."""
        if self._asked:
            self._of(call, f"NMBR = {number}")

    def _of(self, call: int, words: str) -> None:
        if call == self._call:
            self._say(words)

    def _say(self, words: str) -> None:
        if not self.silent:
            self._write(f"\r\n{words}\r\n".encode("ascii", "replace"))


def main() -> None:
    options = argparse.ArgumentParser(
        prog="python -m app.phone.simulator",
        description="A simulated modem that tells who rings.",
        epilog=GUIDE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_argument("--link", type=Path, required=True, help="stable name of a pty")
    port = Pty(options.parse_args().link)
    modem = Modem(SystemClock(), port.write)
    port.plug()
    try:
        with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
            _say(f"ready {port.name}")
            _run(port, modem)
    finally:
        port.unplug()


def _run(port: Pty, modem: Modem) -> None:
    """Until stdin ends, so that it never outlives who started it."""
    waiting, asked = b"", sys.stdin.fileno()
    while True:
        poll = select.poll()
        for file in (asked, *port.files):
            poll.register(file, select.POLLIN)
        ready = dict(poll.poll(_ROUND_MS))
        if asked in ready:
            chunk = os.read(asked, 65536)
            if not chunk:
                return
            *lines, waiting = (waiting + chunk).split(b"\n")
            for told in lines:
                _say(_obey(port, modem, told.decode("utf-8", "replace")))
        if any(file in ready for file in port.files):
            modem.received(port.read() or b"")
        modem.beat()


def _obey(port: Pty, modem: Modem, line: str) -> str:
    act = {"unplug": port.unplug, "replug": port.plug}.get(line.strip())
    if act is None:
        return modem.obey(line)
    act()
    return "ok"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
