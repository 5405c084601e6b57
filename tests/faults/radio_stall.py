"""Bad luck with the screen: it stands still while the line is full, or the line takes nothing.

Tests 8 and 12 of radio.md 10, over a real port with the simulator in its own process.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

from app.base.ids import new_id
from app.base.ports import line as ports
from app.base.ports.counters import Counters
from app.base.ports.silence import LineTime, Ready
from app.radio.events import Event, SendText, TextState
from app.radio.hytera.asked import ends
from app.radio.link import RadioLink
from tests.app.radio.county import Ear
from tests.app.radio.simulator_process import SimulatorProcess
from tests.faults.radio_line import CLOCK, RADIOS, all_news, ms_since, simulator_in, up
from tests.faults.radio_test import Figures, Plant, Test, demand
from widgets.shell.bridge import Bridge

SORTED = 400_000
"""So many numbers take longer than a frame may pause."""

# --- 8: the windows stand still ---------------------------------------------------------


def blocked() -> Figures:
    """115200 baud, flat out; the Qt thread sleeps for 2 s, then calculates for 2 s. On a busy machine the
    simulator pauses within frames: so many may be given up, and no more."""
    app = QCoreApplication([])
    asleep = threading.Event()
    figures: Figures = {}
    for kind, stand in (("asleep", lambda: asleep.wait(2)), ("loop", _calculate)):
        with tempfile.TemporaryDirectory() as folder, simulator_in(Path(folder)) as simulator:
            ear = ToQt()
            with up(simulator, ear) as link:
                ear.through_qt = True
                for line in ("baud 115200", "window 2000", "storm 220 4"):
                    simulator.say(line)
                _spin(app, 1.0)
                stand()
                _spin(app, 4.0)
                counted, seen = _both_counted(app, simulator, link)
            ear.bridge.close()
        figures |= {
            f"{kind}_bytes": seen.bytes_in,
            f"{kind}_lost": counted["lost"] + counted["written"] - seen.bytes_in,
            f"{kind}_dropped": seen.dropped,
            f"{kind}_given_up": seen.timeouts,
            f"{kind}_far_pauses": counted["pauses"],
            f"{kind}_events": ear.seen,
        }
        demand(seen.bytes_in > 30_000, "too little traffic", figures)
        demand(figures[f"{kind}_lost"] == 0, "bytes were lost", figures)
        demand(
            seen.timeouts <= counted["pauses"] and (seen.timeouts or not seen.dropped),
            "frames were given up though the line never paused",
            figures,
        )
    return figures


def _both_counted(
    app: QCoreApplication, simulator: SimulatorProcess, link: RadioLink
) -> tuple[dict[str, Any], Counters]:
    """What was written and what was read; looked at anew while something is still on its way."""
    for _ in range(20):
        simulator.say("count")
        counted = next(news for news in all_news(simulator) if "lost" in news)
        seen = link.counters()
        if counted["lost"] + counted["written"] == seen.bytes_in:
            break
        _spin(app, 0.1)
    return counted, seen


WAITS = threading.Event()


class ToQt(Ear):
    """Hands events to the Qt thread, as the console does; with the plant the line waits for it."""

    def __init__(self) -> None:
        super().__init__()
        self.bridge = Bridge()
        self.through_qt = False
        self.seen = 0

    def hear(self, event: Event) -> None:
        super().hear(event)
        if self.through_qt:
            done = threading.Event()
            self.bridge.post(lambda: self._see(done))
            if WAITS.is_set():
                done.wait(10)

    def _see(self, done: threading.Event) -> None:
        self.seen += 1
        done.set()


def _calculate() -> None:
    """Now and then in one long piece that lets no other thread of ours come round."""
    begun_s, total, chance = CLOCK.monotonic_s(), 0, Random(8)
    unsorted = [chance.random() for _ in range(SORTED)]
    while CLOCK.monotonic_s() - begun_s < 2:
        total += sum(n * n for n in range(50_000))
        sorted(unsorted)


def _spin(app: QCoreApplication, seconds: float) -> None:
    loop = QEventLoop(app)
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


# --- 12: a port that takes nothing ------------------------------------------------------


def full_port() -> Figures:
    """The gateway stops reading, the port fills up, and a text is to go out."""
    app = QCoreApplication([])
    with tempfile.TemporaryDirectory() as folder, simulator_in(Path(folder)) as simulator:
        ear = Ear()
        with up(simulator, ear) as link:
            link.submit(SendText(new_id(), RADIOS[0], False, "先来一条"))
            ear.wait(TextState, lambda event: ends(event))
            _spin(app, 0.5)
            os.kill(simulator.pid, signal.SIGSTOP)
            fill(os.readlink(simulator.link))
            gaps = _Gaps(app)
            text = SendText(new_id(), RADIOS[0], False, "没人收")
            begun_s = CLOCK.monotonic_s()
            link.submit(text)
            submit_ms = ms_since(begun_s)
            failed_ms: int | None = None
            code = ""
            while failed_ms is None and ms_since(begun_s) < 5000:
                _spin(app, 0.02)
                for event in ear.now():
                    if isinstance(event, TextState) and event.command == text.id and ends(event):
                        failed_ms, code = ms_since(begun_s), event.code
            most_gap_ms = gaps.most_ms
    figures: Figures = {
        "submit_ms": submit_ms,
        "failed_ms": failed_ms,
        "code": code,
        "ui_gap_ms_most": most_gap_ms,
    }
    demand(submit_ms <= 100, "the one who sends has to wait", figures)
    demand(failed_ms is not None and failed_ms <= 1000, "the text did not fail in 1 s", figures)
    demand(most_gap_ms <= 300, "the windows stood still", figures)
    return figures


class _Gaps:
    """How long the Qt thread did not come round, at most."""

    def __init__(self, app: QCoreApplication) -> None:
        self.most_ms = 0
        self._last_s = CLOCK.monotonic_s()
        self._timer = QTimer(app)
        self._timer.setInterval(10)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        self.most_ms = max(self.most_ms, ms_since(self._last_s))
        self._last_s = CLOCK.monotonic_s()


def fill(port: str) -> None:
    """The kernel moves bytes on: it is full when it stays full."""
    handle = os.open(port, os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
    room = select.poll()
    room.register(handle, select.POLLOUT)
    while room.poll(100):
        with contextlib.suppress(BlockingIOError):
            os.write(handle, bytes(4096))
    os.close(handle)


def _never_stuck() -> None:
    ports._OUT_STUCK_S = 60.0


def _our_absence_is_silence() -> None:
    """The time of the line is the clock's."""

    def watched(
        self: LineTime, poll: Callable[[int], Ready], port: int, wait_ms: int, clock_s: Any
    ) -> Ready:
        ready = poll(wait_ms)
        self.now_s = clock_s()
        return ready

    LineTime.watched = watched  # type: ignore[method-assign]


TESTS = (
    Test(
        8,
        "blocked screen",
        blocked,
        (
            Plant("the line waits for the screen", WAITS.set),
            Plant("our absence is silence", _our_absence_is_silence),
        ),
    ),
    Test(12, "full port", full_port, (Plant("never stuck", _never_stuck),)),
)
