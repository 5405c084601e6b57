"""Bad luck with the line itself: pulled out, taken, silent, and a thousand files open beside it.

Tests 6, 7, 9 and 11 of radio.md 10, each over a real port with the simulator in its own process.
"""

from __future__ import annotations

import contextlib
import os
import resource
import select
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QCoreApplication

from app.base.clock import SystemClock
from app.base.ids import new_id
from app.base.ports import device
from app.base.ports import line as ports
from app.base.ports.device import Device
from app.base.ports.line import Port
from app.radio.driver import Driver
from app.radio.events import Linked, LinkState, Online, SendText, TextState, TextStep
from app.radio.hytera.asked import ends
from app.radio.hytera.driver import HRNP
from app.radio.hytera.session import HrnpSession
from app.radio.link import RadioLink
from app.radio.pei.driver import PEI
from app.radio.records import link_words
from tests.app.radio.county import Ear
from tests.app.radio.simulator_process import SimulatorProcess
from tests.faults.radio_test import Figures, Plant, Test, demand
from widgets.kit import words as kit_words
from widgets.radio import words

CLOCK = SystemClock()
CYCLES = 100
RADIOS = (370101, 370202)
RESOURCES = Path(__file__).parents[2] / "resources"


@contextlib.contextmanager
def simulator_in(folder: Path, protocol: str = "hrnp") -> Iterator[SimulatorProcess]:
    running = SimulatorProcess(folder / "gateway", RADIOS, protocol)
    try:
        yield running
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(running.pid, signal.SIGCONT)
        running.close()


def link_to(port: object, ear: Ear, driver: Driver = HRNP) -> RadioLink:
    return RadioLink(Port(str(port)), driver.framer(), driver.session("A"), ear.hear, CLOCK)


@contextlib.contextmanager
def up(simulator: SimulatorProcess, ear: Ear) -> Iterator[RadioLink]:
    link = link_to(simulator.link, ear)
    link.start()
    try:
        ear.up()
        ear.wait(Online)
        yield link
    finally:
        link.stop()


def ms_since(begun_s: float) -> int:
    return round((CLOCK.monotonic_s() - begun_s) * 1000)


# --- 6: pulled out and plugged in again -------------------------------------------------


def unplugged() -> Figures:
    """A text is on its way at each cut, another is written while there is no port."""
    with tempfile.TemporaryDirectory() as folder, simulator_in(Path(folder)) as simulator:
        ear = Ear()
        with up(simulator, ear) as link:
            simulator.say(f"storm 40 {CYCLES * 10}")
            threads, files = threading.active_count(), len(os.listdir("/proc/self/fd"))
            lost_ms, up_ms, names, written, flying = [], [], [os.readlink(simulator.link)], [], []
            holder: tuple[int, ...] = ()
            for n in range(CYCLES):
                flying.append(SendText(new_id(), RADIOS[0], False, f"路上{n}"))
                link.submit(flying[-1])
                begun_s = CLOCK.monotonic_s()
                simulator.say("unplug")
                ear.down()
                lost_ms.append(ms_since(begun_s))
                written.append(SendText(new_id(), RADIOS[1], False, f"断线{n}"))
                link.submit(written[-1])
                let_go(holder)
                holder = take(names[-1])
                begun_s = CLOCK.monotonic_s()
                simulator.say("replug")
                names.append(os.readlink(simulator.link))
                ear.up()
                up_ms.append(ms_since(begun_s))
                demand(up_ms[-1] <= 2000, "a port was up again late", {"up_ms": up_ms[-1]})
                more = len(os.listdir("/proc/self/fd")) - files - len(holder)
                demand(more < 10, "files leak", {"files": more, "cycles": n})
                key = written[-1].id
                ear.wait(TextState, lambda event, key=key: event.command == key and ends(event))
            let_go(holder)
            leaked_threads = threading.active_count() - threads
            leaked_files = len(os.listdir("/proc/self/fd")) - files
        got = Counter(news["text"]["text"] for news in all_news(simulator) if "text" in news)
        ended = Counter(
            event.command for event in ear.passed if isinstance(event, TextState) and ends(event)
        )
    figures: Figures = {
        "cycles": len(up_ms),
        "new_ptys": sum(a != b for a, b in pairwise(names)),
        "lost_ms_most": max(lost_ms),
        "up_ms_most": max(up_ms),
        "leaked_threads": leaked_threads,
        "leaked_files": leaked_files,
        "queued_texts_once": sum(got[text.text] == 1 for text in written),
        "texts_twice": sum(count > 1 for count in got.values()),
        "ends_per_text": sorted(set(ended.values())),
    }
    demand(max(lost_ms) <= 1000, "a loss was shown late", figures)
    demand(leaked_threads == 0 and leaked_files == 0, "something leaks", figures)
    demand(figures["queued_texts_once"] == CYCLES, "a queued text was lost or doubled", figures)
    demand(figures["texts_twice"] == 0, "a text was sent twice", figures)
    demand(figures["ends_per_text"] == [1], "a text has two ends", figures)
    demand(figures["new_ptys"] == CYCLES, "the same pty again", figures)
    return figures


def take(name: str) -> tuple[int, ...]:
    """The pty of this name, which is free, so that the next one gets another."""
    others: list[int] = []
    for _ in range(64):
        pair = os.openpty()
        if os.ttyname(pair[1]) == name:
            let_go(others)
            return pair
        others += pair
    let_go(others)
    return ()


def let_go(handles: Iterable[int]) -> None:
    for handle in handles:
        os.close(handle)


def all_news(simulator: SimulatorProcess) -> Iterator[dict[str, Any]]:
    while not simulator.news.empty():
        yield simulator.news.get()


# --- 7: another program holds the port --------------------------------------------------


def taken() -> Figures:
    """A process that holds the port, then this one; then the other way round."""
    app = QCoreApplication([])
    kit_words.install(app, RESOURCES / "translations", "zh_CN")
    hold = (
        "import serial, sys; port = serial.Serial(sys.argv[1], exclusive=True);"
        "print('held', flush=True); sys.stdin.read()"
    )
    with tempfile.TemporaryDirectory() as folder, simulator_in(Path(folder)) as simulator:
        ear = Ear()
        second = [sys.executable, "-c", hold, str(simulator.link)]
        holder = subprocess.Popen(second, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert holder.stdout is not None
        demand(holder.stdout.readline() == b"held\n", "the port could not be held")
        link = link_to(simulator.link, ear)
        begun_s = CLOCK.monotonic_s()
        link.start()
        told = ear.wait(LinkState, lambda event: event.state is not Linked.OPENING)
        told_ms = ms_since(begun_s)
        holder.communicate()
        begun_s = CLOCK.monotonic_s()
        if told.state is not Linked.UP:
            ear.up()
        figures: Figures = {
            "told": told.why,
            "told_ms": told_ms,
            "record": link_words(told.state, told.why),
            "advice": words.what_to_do(told.why),
            "up_after_it_was_freed_ms": ms_since(begun_s),
        }
        refused = subprocess.run(second, capture_output=True, stdin=subprocess.DEVNULL, check=False)
        figures["second_refused"] = refused.returncode != 0
        link.stop()
    demand(told.why == "taken", "both have the port", figures)
    advice = str(figures["advice"])
    demand("占用" in advice and not any("a" <= one <= "z" for one in advice), "no words", figures)
    demand(refused.returncode != 0, "a second program opened the port beside us", figures)
    return figures


def not_exclusive() -> None:
    plain = device.serial.Serial
    device.serial = SimpleNamespace(Serial=lambda *a, **k: plain(*a, **k | {"exclusive": None}))


# --- 9: nobody answers ------------------------------------------------------------------


NAMES = ("line", "server", "pei")


def silent() -> Figures:
    """Gateways that fall silent on their line, and one behind a server whose process stands still."""
    figures: Figures = {}
    with contextlib.ExitStack() as stack:
        folders = [Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(3)]
        line = stack.enter_context(simulator_in(folders[0]))
        pei = stack.enter_context(simulator_in(folders[2], "pei"))
        server = SimulatorProcess(folders[1] / "gateway", RADIOS, tcp=True)
        stack.callback(server.close)
        stack.callback(os.kill, server.pid, signal.SIGCONT)
        links = []
        for place, driver in ((line.link, HRNP), (server.place, HRNP), (pei.link, PEI)):
            ear = Ear()
            link = link_to(place, ear, driver)
            link.start()
            stack.callback(link.stop)
            ear.up()
            links.append((link, ear))
        links[0][1].wait(Online)
        line.say("silent")
        pei.say("silent")
        os.kill(server.pid, signal.SIGSTOP)
        begun_s = CLOCK.monotonic_s()
        told: dict[str, float] = {}
        while CLOCK.monotonic_s() - begun_s < 33 and len(told) < 2 * len(NAMES):
            threading.Event().wait(0.02)
            for name, (link, ear) in zip(NAMES, links, strict=True):
                for event in ear.now():
                    if isinstance(event, LinkState) and event.state is Linked.DEGRADED:
                        told.setdefault(f"{name}_degraded_s", ms_since(begun_s) / 1000)
                if link.counters().reopened:
                    told.setdefault(f"{name}_reopened_s", ms_since(begun_s) / 1000)
    figures |= told
    for name in NAMES:
        demand(told.get(f"{name}_degraded_s", 99) <= 15, f"{name}: not told in 15 s", figures)
        demand(told.get(f"{name}_reopened_s", 99) <= 30, f"{name}: not reopened in 30 s", figures)
    return figures


# --- 11: very many files ----------------------------------------------------------------


def many_files() -> Figures:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    with tempfile.TemporaryDirectory() as folder, simulator_in(Path(folder)) as simulator:
        held = [os.open("/dev/null", os.O_RDONLY) for _ in range(1100)]
        ear = Ear()
        with up(simulator, ear) as link:
            text = SendText(new_id(), RADIOS[0], False, "文件很多")
            link.submit(text)
            last = ear.wait(TextState, lambda event: ends(event))
            simulator.say("unplug")
            ear.down()
            simulator.say("replug")
            ear.up()
            highest = max(int(name) for name in os.listdir("/proc/self/fd"))
        for handle in held:
            os.close(handle)
    figures: Figures = {"files": len(held), "highest_fd": highest, "text": last.step.value}
    demand(highest > 1023, "the files were not that many", figures)
    demand(last.step is TextStep.DELIVERED, "the text did not go out", figures)
    return figures


def select_is_used() -> None:
    """As pyserial's own read does."""

    class Poll:
        def __init__(self) -> None:
            self._files: dict[int, int] = {}

        def register(self, file: int, events: int) -> None:
            self._files[file] = events

        def poll(self, wait_ms: int) -> list[tuple[int, int]]:
            files = list(self._files)
            ready, _, _ = select.select(files, [], [], wait_ms / 1000)
            return [(file, select.POLLIN) for file in ready]

    ports.select = type("select", (), {"poll": Poll, "POLLIN": 1, "POLLOUT": 4, "POLLHUP": 16,
                                       "POLLERR": 8, "POLLNVAL": 32})  # fmt: skip


def _slow_to_come_back() -> None:
    ports._BACK_OFF_S = (3.0,)


def _never_closed() -> None:
    kept: list[Device] = []
    Device.close = lambda self: kept.append(self)  # what nobody holds any more closes by itself


def _never_asks() -> None:
    HrnpSession._watch = lambda self, now_s, at: []


TESTS = (
    Test(6, "unplugged", unplugged, (
        Plant("port is never closed", _never_closed),
        Plant("back after 3 s", _slow_to_come_back),
    )),
    Test(7, "second process", taken, (Plant("not exclusive", not_exclusive),)),
    Test(9, "silent peer", silent, (Plant("nobody is asked", _never_asks),)),
    Test(11, "many files", many_files, (Plant("select", select_is_used),)),
)  # fmt: skip
