"""A gateway with radios, in its own process on a pty: `python -m app.radio.simulator --link PATH`.

It speaks HRNP/HDAP as the radio side and takes one command a line on stdin, answered `ok` or
`error why`. `ready PTS` is written when the port is up. What radios receive is written as JSON.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import select
import sys
import tty
from collections.abc import Callable
from pathlib import Path

from app.base.clock import SystemClock
from app.radio.simulated import Gateway, Set

_ROUND_MS = 20


class Port:
    """The pty behind a stable name; `plug` makes a new one, `unplug` takes it away."""

    def __init__(self, link: Path) -> None:
        self._link = link
        self._slave = -1
        self.master = -1
        self.name = ""

    def plug(self) -> None:
        """Under another pts than before, when it is plugged again."""
        if self.master >= 0:
            return
        self.master, self._slave = os.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self.master, False)
        self.name = os.ttyname(self._slave)
        aside = self._link.with_name(self._link.name + ".new")
        aside.unlink(missing_ok=True)
        aside.symlink_to(self.name)
        aside.replace(self._link)

    def unplug(self) -> None:
        if self.master < 0:
            return
        self._link.unlink(missing_ok=True)
        os.close(self._slave)
        os.close(self.master)
        self.master = self._slave = -1

    def write(self, data: bytes) -> None:
        """What does not fit is lost, as on a line without flow control."""
        if self.master >= 0:
            with contextlib.suppress(BlockingIOError):
                os.write(self.master, data)

    def read(self) -> bytes:
        try:
            return os.read(self.master, 65536)
        except BlockingIOError:
            return b""


class Console:
    """Commands, one a line. `VERBS` is the list with their arguments."""

    def __init__(self, gateway: Gateway, port: Port) -> None:
        self._gateway = gateway
        self._port = port

    def obey(self, line: str) -> str:
        """ "ok", or "error" and why."""
        verb, _, rest = line.strip().partition(" ")
        act = self._verbs().get(verb)
        if act is None:
            return f"error unknown command {verb!r}"
        try:
            act(rest)
        except (ValueError, IndexError, OverflowError) as error:
            return f"error {error}"
        return "ok"

    def _verbs(self) -> dict[str, Callable[[str], None]]:
        gateway = self._gateway
        return {
            "online": lambda rest: self._each(rest, gateway.register),
            "offline": lambda rest: self._each(rest, gateway.leave),
            "text": self._text,
            "group": self._group,
            "position": self._position,
            "emergency": self._emergency,
            "clear": self._clear,
            "talk": self._talk,
            "noise": lambda rest: setattr(gateway, "noise", float(rest)),
            "cut": lambda rest: setattr(gateway, "cut_next", True),
            "double": lambda rest: setattr(gateway, "double_next", True),
            "garbage": lambda rest: gateway.garbage(int(rest)),
            "stall": lambda rest: gateway.stall(float(rest)),
            "silent": lambda rest: setattr(gateway, "silent", True),
            "speak": lambda rest: setattr(gateway, "silent", False),
            "unplug": lambda rest: self._unplug(),
            "replug": lambda rest: self._port.plug(),
        }

    def _each(self, rest: str, act: Callable[[int], None]) -> None:
        for number in rest.split():
            act(int(number))

    def _text(self, rest: str) -> None:
        number, _, words = rest.partition(" ")
        self._gateway.text(int(number), words)

    def _group(self, rest: str) -> None:
        number, group, words = rest.split(" ", 2)
        self._gateway.text(int(number), words, int(group))

    def _position(self, rest: str) -> None:
        number, lat, lon, *more = rest.split()
        speed_kmh = float(more[0]) if more else 0.0
        rssi_dbm = int(more[1]) if len(more) > 1 else None
        self._gateway.move(int(number), float(lat), float(lon), speed_kmh, rssi_dbm)

    def _emergency(self, rest: str) -> None:
        number, *place = rest.split()
        lat, lon = (float(place[0]), float(place[1])) if place else (None, None)
        self._gateway.emergency(int(number), lat, lon)

    def _clear(self, rest: str) -> None:
        number, *times = rest.split()
        self._gateway.clear(int(number), int(times[0]) if times else 2)

    def _talk(self, rest: str) -> None:
        number, group, seconds = rest.split()
        self._gateway.talk(int(number), int(group), float(seconds))

    def _unplug(self) -> None:
        self._port.unplug()
        self._gateway.unplugged()


def sets_of(text: str) -> list[Set]:
    """Radios, one a line: `370101 online 28.7428 109.5642` (state and place may be left out)."""
    sets = []
    for line in text.splitlines():
        number, *more = line.split() or [""]
        if not number or number.startswith("#"):
            continue
        lat, lon = (float(more[1]), float(more[2])) if len(more) >= 3 else (None, None)
        sets.append(Set(int(number), "online" in more[:1], lat, lon))
    return sets


def main() -> None:
    options = argparse.ArgumentParser(description="370 MHz gateway simulator")
    options.add_argument("--link", type=Path, required=True, help="stable name of the port")
    options.add_argument("--radios", default="", help="numbers that are online, with commas")
    options.add_argument("--radio-file", type=Path, help="one radio a line, see sets_of")
    options.add_argument("--valid", type=int, default=300, help="registered again in half of it, s")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    sets = [Set(int(number), True) for number in chosen.radios.split(",") if number]
    if chosen.radio_file is not None:
        sets += sets_of(chosen.radio_file.read_text(encoding="utf-8"))
    port = Port(chosen.link)
    gateway = Gateway(port.write, SystemClock(), sets, _tell, chosen.valid, chosen.seed)
    port.plug()
    try:
        with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
            _say(f"ready {port.name}")
            _run(port, gateway, Console(gateway, port))
    finally:
        port.unplug()


def _run(port: Port, gateway: Gateway, console: Console) -> None:
    """Until stdin ends, so that it never outlives who started it."""
    waiting = b""
    asked = sys.stdin.fileno()
    while True:
        poll = select.poll()
        poll.register(asked, select.POLLIN)
        if port.master >= 0:
            poll.register(port.master, select.POLLIN)
        ready = dict(poll.poll(_ROUND_MS))
        if asked in ready:
            chunk = os.read(asked, 65536)
            if not chunk:
                return
            *lines, waiting = (waiting + chunk).split(b"\n")
            for line in lines:
                _say(console.obey(line.decode("utf-8", "replace")))
        if ready.get(port.master, 0) & select.POLLIN:
            gateway.received(port.read())
        gateway.beat()


def _tell(news: dict[str, object]) -> None:
    _say(json.dumps(news, ensure_ascii=False))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    main()
