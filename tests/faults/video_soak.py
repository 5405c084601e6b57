"""A day of nine cameras with an outage a minute, compressed: `python -m tests.faults.video_soak [OUTAGES]`.

Each camera is cut again a second after it is back, so that the 1,440 outages of a day come in some four
minutes; nothing else is accelerated. Rings keep the packets as they do on the desk. Memory in use (USS, when
what was freed has been given back, as the wall does after every twenty streams) is held against what it was
after a quarter of the outages, both times with all nine live and their rings full; threads and files against
the beginning. The last line is JSON.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from random import Random
from statistics import median
from threading import Event, Thread

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil

from app.base.clock import SystemClock
from app.base.memory import give_back
from app.video.ring import Rings
from app.video.stream import play
from app.video.wall import Wall
from tests.faults.video import FOLDER, REST_S, camera_threads, run_on_qt
from tests.faults.video_bad_luck import HANG_S, Hand, Wrong, cut
from tests.faults.video_wall import Hall, Server, application

CAMERAS = 9
OUTAGES = 1440
WARM, GROWTH_MAX = 0.25, 0.05
SAMPLES, SAMPLE_S = 5, 0.4
RING_S = 10.0
"""Compressed as well: a ring keeps the track of every connection in it."""
FULL_S = 2.0
"""A ring gives up whole groups of pictures: it is full this much later at the latest."""
MIB = 1024 * 1024


class Day:
    def __init__(self, hall: Hall, server: Server, outages: int) -> None:
        self._hall, self._outages = hall, outages
        self.hands = [Hand(hall, hall.seat(server, f"{n:02d}-M-01")) for n in range(1, CAMERAS + 1)]
        self.outages = 0
        self.slow: list[str] = []
        self.warm_mib = self.end_mib = 0.0
        self.leaked_threads = self.leaked_fds = 0

    def run(self) -> None:
        me = psutil.Process()
        for hand in self.hands:
            hand.live()
        for hand in self.hands:  # what is painted for the first time opens files of its own
            hand.back(hand.drop(), HANG_S)
        gc.collect()  # as the console does once its windows stand
        gc.freeze()
        fds = me.num_fds()
        warm = round(WARM * self._outages)
        self._suffer_all(range(warm))
        self.warm_mib = self._rest(me)
        self._suffer_all(range(warm, self._outages))
        self.end_mib = self._rest(me)
        self._hall.until(lambda: camera_threads() <= CAMERAS, REST_S)
        self.leaked_threads = max(0, camera_threads() - CAMERAS)
        self.leaked_fds = max(0, me.num_fds() - fds)

    def _rest(self, me: psutil.Process) -> float:
        """MiB in use while all live and every ring is full: only like is held against like."""
        for hand in self.hands:
            hand.live()
        Event().wait(RING_S + FULL_S)
        self._hall.until(lambda: camera_threads() <= CAMERAS, REST_S)
        held = []
        for _ in range(SAMPLES):
            Event().wait(SAMPLE_S)
            gc.collect()
            give_back()
            held.append(me.memory_full_info().uss / MIB)
        return median(held)

    def _suffer_all(self, outages: range) -> None:
        tasks = [Thread(target=self._suffer, args=(n, outages)) for n in range(CAMERAS)]
        for task in tasks:
            task.start()
        for task in tasks:
            task.join()

    def _suffer(self, n: int, outages: range) -> None:
        draw = Random(outages.start + n)
        for _ in outages[n::CAMERAS]:
            self.outages += 1
            try:
                cut(self.hands[n], draw)
            except Wrong as error:
                self.slow.append(str(error))


def main(outages: int) -> int:
    app, clock = application(), SystemClock()
    begun_s = clock.monotonic_s()
    server = Server(FOLDER, clock)
    wall = Wall(clock, lambda _fact: None, play, lasting_s=60.0)
    wall.tap_all(Rings(clock, RING_S).tap)
    hall = Hall(clock, wall)
    day = Day(hall, server, outages)
    hall.open()
    run_on_qt(app, day.run)
    growth = day.end_mib / day.warm_mib - 1
    server.close()
    told = {
        "soak": "video",
        "cameras": CAMERAS,
        "outages": day.outages,
        "seconds": round(clock.monotonic_s() - begun_s),
        "warm_mib": round(day.warm_mib, 1),
        "end_mib": round(day.end_mib, 1),
        "growth": round(growth, 4),
        "late_or_lost": len(day.slow),
        "hangs": sum(hand.hangs for hand in day.hands),
        "leaked_threads": day.leaked_threads,
        "leaked_fds": day.leaked_fds,
    }
    keys = ("hangs", "leaked_threads", "leaked_fds")
    failed = [key for key in keys if told[key]]
    failed += ["growth"] if growth > GROWTH_MAX else []
    sys.stdout.write(json.dumps({**told, "failed": failed}) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    code = main(int(sys.argv[1]) if len(sys.argv) > 1 else OUTAGES)
    sys.stdout.flush()
    os._exit(code)
