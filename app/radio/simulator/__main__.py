"""A gateway with radios, in its own process: `python -m app.radio.simulator --link PATH | --tcp PORT`.

It speaks as the radio side of a protocol and takes one command a line on stdin, answered `ok` or `error
why`. `ready NAME` is written when the port is up. What radios receive is written as JSON. It ends with
its stdin.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import select
import sys
from pathlib import Path

from app.base.clock import SystemClock
from app.base.ports.pty import Pty
from app.radio.simulator.console import GUIDE, Console, radios_listed
from app.radio.simulator.happenings import Radio
from app.radio.simulator.line import Line
from app.radio.simulator.ports import Port, Tcp
from app.radio.simulator.scenario import FIRST, play, radios_of, read_scenario
from app.radio.simulator.speaker import Speaker
from app.radio.simulator.speakers import SPEAKERS, speaker_named
from app.radio.simulator.world import News, World

_ROUND_MS = 20
_BACKLOG_MS = 1
MOST = 500


def arguments() -> argparse.Namespace:
    options = argparse.ArgumentParser(
        prog="python -m app.radio.simulator",
        description="A simulated 370 MHz gateway with its radios.",
        epilog=GUIDE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    where = options.add_mutually_exclusive_group(required=True)
    where.add_argument("--link", type=Path, help="stable name of a pty")
    where.add_argument("--tcp", type=int, help="port on the loopback; 0: the system chooses")
    options.add_argument("--protocol", default="hrnp", help=", ".join(SPEAKERS))
    options.add_argument("--radios", type=int, default=0, help="so many, on the air and about")
    options.add_argument("--numbers", default="", help="radios that are on the air, with commas")
    options.add_argument("--radio-file", type=Path, help="one radio a line: number online lat lon")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--scenario", type=Path, help="a file of resources/simulator")
    options.add_argument("--speed", type=float, default=1.0, help="of the scenario")
    chosen = options.parse_args()
    if not 0 <= chosen.radios <= MOST:
        options.error(f"0 to {MOST} radios")
    return chosen


def radios_from(chosen: argparse.Namespace) -> list[Radio]:
    radios = list(radios_of(range(FIRST, FIRST + chosen.radios), chosen.seed))
    radios += [Radio(int(number), True) for number in chosen.numbers.split(",") if number]
    if chosen.radio_file is not None:
        radios += radios_listed(chosen.radio_file.read_text(encoding="utf-8"))
    return radios


def main() -> None:
    chosen = arguments()
    port: Port = Pty(chosen.link) if chosen.link is not None else Tcp(chosen.tcp)
    world = World(SystemClock(), _tell, radios_from(chosen), chosen.seed)
    line = Line(world, port.write)
    speaker = speaker_named(chosen.protocol)(world, line.put)
    world.listen(speaker.hear)
    console = Console(world, speaker, line, port, _tell)
    if chosen.scenario is not None:
        play(world, read_scenario(chosen.scenario, chosen.seed), console.obey, chosen.speed)
    port.plug()
    try:
        with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
            _say(f"ready {port.name}")
            _run(port, world, line, speaker, console)
    finally:
        port.unplug()


def _run(port: Port, world: World, line: Line, speaker: Speaker, console: Console) -> None:
    """Until stdin ends, so that it never outlives who started it."""
    waiting = b""
    asked = sys.stdin.fileno()
    while True:
        poll = select.poll()
        poll.register(asked, select.POLLIN)
        for file in port.files:
            poll.register(file, select.POLLIN)
        round_ms = _BACKLOG_MS if line.waiting else min(_ROUND_MS, world.next_s * 1000)
        ready = dict(poll.poll(round_ms))
        if asked in ready:
            chunk = os.read(asked, 65536)
            if not chunk:
                return
            *lines, waiting = (waiting + chunk).split(b"\n")
            for told in lines:
                _say(console.obey(told.decode("utf-8", "replace")))
        if any(ready.get(file, 0) & select.POLLIN for file in port.files):
            _read(port, line, speaker)
        world.beat()
        speaker.beat()
        line.beat()


def _read(port: Port, line: Line, speaker: Speaker) -> None:
    data = port.read()
    if data is None:
        line.forget()
        speaker.unplugged()
    elif heard := line.heard(data):
        speaker.received(heard)


def _tell(news: News) -> None:
    _say(json.dumps(news, ensure_ascii=False))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    main()
