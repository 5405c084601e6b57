"""Bad luck with cameras: real fake cameras, the real engine, real tiles, and an observer between them.

`python -m tests.faults.video [--cuts 500] [--seed 6] [--plant NAME]`. Every camera shows a film
whose pictures bear their number, and its server tells when which one left; so the observer knows how
old the picture on a tile really is, whatever engine and tile believe. First each kind of bad luck on a
camera of its own, beside it a server that is killed, stopped and dies; then random cuts on all cameras
at once, in real time. `--plant` breaks one guard: the run must fail then. `--plants` tries them all. When
the machine stops the whole process for a third of a second or more (`machine_stalls`), what the clock says is
not held against the engine (`noisy`). The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from threading import Thread
from threading import enumerate as threads

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.base.clock import SystemClock
from app.video.stream import play
from app.video.wall import Wall
from tests.faults.video_bad_luck import ALONE, BACK_S, HANG_S, TOGETHER, Hand, Wrong, cut
from tests.faults.video_plants import PLANTS
from tests.faults.video_wall import LIVE_MAX_S, Hall, Server, application

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build" / "cameras"
CUTS = 500
AT_ONCE = 4
"""Cameras of the server that is killed."""
REST_S = 12.0
"""What is abandoned has gone by itself after this."""


class Run:
    """The whole run, on a thread of its own; the Qt thread shows and observes."""

    def __init__(self, hall: Hall, servers: tuple[Server, Server], cuts: int, seed: int) -> None:
        self._hall, self._servers = hall, servers
        self._cuts, self._draw = cuts, Random(seed)
        self._seeds = [self._draw.random() for _ in ALONE]
        self.hands = [Hand(hall, hall.seat(servers[0], f"{n:02d}-M-01"))
                      for n in range(1, len(ALONE) + 1)]  # fmt: skip
        self.others = [Hand(hall, hall.seat(servers[1], f"{n:02d}-M-02"))
                       for n in range(1, AT_ONCE + 1)]  # fmt: skip
        self.passed: list[str] = []
        self.failed: list[str] = []
        self.cuts = 0
        self.leaked_threads = self.leaked_fds = 0

    def run(self) -> None:
        everybody = self.hands + self.others
        for hand in everybody:
            self._try("beginning", hand.live)
        for hand in everybody:  # what is painted for the first time opens files of its own
            hand.drop()
        for hand in everybody:
            self._try("beginning", lambda hand=hand: hand.back(hand.now_s(), HANG_S))
            hand.back_s.clear()
        self._hall.hangs.clear()
        fds = psutil.Process().num_fds()
        tasks = [Thread(target=self._alone, args=(n,)) for n in range(len(ALONE))]
        tasks.append(Thread(target=self._together))
        _all(tasks)
        _all([Thread(target=self._cut, args=(n,)) for n in range(len(self.hands))])
        for hand in everybody:
            self._try("end", hand.live)
        self._hall.until(lambda: camera_threads() == len(everybody), REST_S)
        self.leaked_threads = max(0, camera_threads() - len(everybody))
        self.leaked_fds = max(0, psutil.Process().num_fds() - fds)

    def rest(self) -> None:
        """After the tiles have been emptied nothing is left of them."""
        self._hall.until(lambda: camera_threads() == 0, REST_S)
        self.leaked_threads += camera_threads()

    def _alone(self, n: int) -> None:
        hand, luck = self.hands[n], ALONE[n]
        self._try(luck.__name__, lambda: luck(hand))
        hand.say("clear")
        hand.wait(2.0)
        hand.seat.unreadable = False

    def _together(self) -> None:
        for luck in TOGETHER:
            self._try(luck.__name__, lambda luck=luck: luck(self.others))

    def _cut(self, n: int) -> None:
        hand, draw = self.hands[n], Random(self._seeds[n])
        for _ in range((self._cuts + n) // len(self.hands)):
            self.cuts += 1
            self._try("cut", lambda: cut(hand, draw))

    def _try(self, name: str, what) -> None:
        try:
            what()
        except (Wrong, ValueError, OSError) as error:
            self.failed.append(name)
            sys.stdout.write(f"{name}: {error}\n")
            sys.stdout.flush()
        else:
            self.passed.append(name)


def _all(tasks: list[Thread]) -> None:
    for task in tasks:
        task.start()
    for task in tasks:
        task.join()


def camera_threads() -> int:
    return sum(thread.name.startswith("camera-") for thread in threads())


def main(argv: list[str]) -> int:
    ask = argparse.ArgumentParser(prog="python -m tests.faults.video")
    ask.add_argument("--cuts", type=int, default=CUTS)
    ask.add_argument("--seed", type=int, default=6)
    ask.add_argument("--plant", choices=sorted(PLANTS))
    ask.add_argument("--plants", action="store_true", help="each must be found out")
    asked = ask.parse_args(argv)
    if asked.plants:
        return _all_plants()
    if asked.plant:
        PLANTS[asked.plant]()
    told = play_out(asked.cuts, asked.seed)
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    fatal = [key for key in ("hangs", "leaked_threads", "leaked_fds") if told[key]]
    return 1 if fatal or (told["failed"] and not told["noisy"]) else 0


def play_out(cuts: int, seed: int) -> dict[str, object]:
    app, clock = application(), SystemClock()
    begun_s = clock.monotonic_s()
    servers = Server(FOLDER, clock), Server(FOLDER, clock)
    wall = Wall(clock, lambda _fact: None, play, lasting_s=60.0)
    hall = Hall(clock, wall)
    run = Run(hall, servers, cuts, seed)
    hall.open()
    run_on_qt(app, run.run)
    seats = hall.seats
    hall.empty()
    run_on_qt(app, run.rest)
    wall.close()
    for server in servers:
        server.close()
    return judged(run, hall, seats, clock.monotonic_s() - begun_s)


def run_on_qt(app: QApplication, work: Callable[[], None]) -> None:
    """`work` on a thread of its own, while the Qt thread shows; back when it is done."""
    task = Thread(target=work, daemon=True)
    task.start()
    timer = QTimer()
    timer.timeout.connect(lambda: None if task.is_alive() else app.quit())
    timer.start(20)
    app.exec()


def judged(run: Run, hall: Hall, seats, took_s: float) -> dict[str, object]:
    hands = run.hands + run.others
    back = [took for hand in hands for took in hand.back_s]
    worst = max(seats, key=lambda seat: seat.stale_s)
    figures = {
        "stale_shown_max_s": round(worst.stale_s, 2),
        "back_max_s": round(max(back), 2),
        "hangs": sum(hand.hangs for hand in hands) + len(hall.hangs),
        "leaked_threads": run.leaked_threads,
        "leaked_fds": run.leaked_fds,
        "false_live": sum(seat.false_live for seat in seats),
    }
    most = {"stale_shown_max_s": LIVE_MAX_S, "back_max_s": BACK_S}
    failed = run.failed + [key for key, value in figures.items() if value > most.get(key, 0)]
    for where in hall.hangs:
        sys.stdout.write(f"the screen waited in\n{where}")
    if worst.stale_s > LIVE_MAX_S:
        sys.stdout.write(f"{worst.worst}\n")
    return {
        "faults": "video",
        **figures,
        "cuts": run.cuts,
        "cameras": len(hands),
        "back_bar_s": round(BACK_S, 2),
        "back_median_s": round(sorted(back)[len(back) // 2], 2),
        "machine_stalls": hall.stalls,
        "noisy": bool(hall.stalls),
        "load": round(os.getloadavg()[0], 1),
        "seconds": round(took_s),
        "passed": len(run.passed),
        "failed": failed,
    }


def _all_plants() -> int:
    found = {}
    for name in PLANTS:
        words = [sys.executable, "-m", "tests.faults.video", "--cuts", "32", "--plant", name]
        done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
        told = json.loads(done.stdout.splitlines()[-1])
        found[name] = sorted(set(told["failed"]))
        sys.stdout.write(f"{name}: {found[name]}\n")
    missed = [name for name, failed in found.items() if not failed]
    sys.stdout.write(json.dumps({"plants": len(found), "missed": missed}) + "\n")
    return 1 if missed else 0


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)
