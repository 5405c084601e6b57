"""A day of nine cameras with an outage a minute, compressed: `python -m tests.faults.video_soak [OUTAGES]`.

Each camera is cut again a second after it is back, so that the 1,440 outages of a day come in some four
minutes; nothing else is accelerated. Rings keep the packets as they do on the desk. Memory in use (USS, when
what was freed has been given back, as the wall does after every twenty streams) at the end is held against
what it was after a quarter of the outages; threads and files against the beginning. The last line is JSON.
"""

from __future__ import annotations

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
SAMPLE_S = 2.0
RING_S = 10.0
"""Compressed as well: a ring keeps the track of every connection in it."""
MIB = 1024 * 1024


class Day:
    def __init__(self, hall: Hall, server: Server, outages: int) -> None:
        self._hall, self._outages = hall, outages
        self.hands = [Hand(hall, hall.seat(server, f"{n:02d}-M-01")) for n in range(1, CAMERAS + 1)]
        self.outages = 0
        self.slow: list[str] = []
        self.samples: list[tuple[int, float]] = []
        self.leaked_threads = self.leaked_fds = 0

    def run(self) -> None:
        me = psutil.Process()
        for hand in self.hands:
            hand.live()
        for hand in self.hands:  # what is painted for the first time opens files of its own
            hand.back(hand.drop(), HANG_S)
        fds = me.num_fds()
        tasks = [Thread(target=self._suffer, args=(n,)) for n in range(CAMERAS)]
        for task in tasks:
            task.start()
        while any(task.is_alive() for task in tasks):
            Event().wait(SAMPLE_S)
            give_back()
            self.samples.append((self.outages, me.memory_full_info().uss / MIB))
        for hand in self.hands:
            hand.live()
        self._hall.until(lambda: camera_threads() <= CAMERAS, REST_S)
        self.leaked_threads = max(0, camera_threads() - CAMERAS)
        self.leaked_fds = max(0, me.num_fds() - fds)

    def _suffer(self, n: int) -> None:
        draw = Random(n)
        for _ in range((self._outages + n) // CAMERAS):
            self.outages += 1
            try:
                cut(self.hands[n], draw)
            except Wrong as error:
                self.slow.append(str(error))


def growth(samples: list[tuple[int, float]], outages: int) -> tuple[float, float]:
    """MiB after the warm-up and at the end, each the median of a tenth of the run."""
    after = [mib for count, mib in samples if WARM * outages <= count < (WARM + 0.1) * outages]
    end = [mib for count, mib in samples if count >= 0.9 * outages]
    return median(after), median(end)


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
    warm_mb, end_mb = growth(day.samples, outages)
    server.close()
    told = {
        "soak": "video",
        "cameras": CAMERAS,
        "outages": day.outages,
        "seconds": round(clock.monotonic_s() - begun_s),
        "warm_mib": round(warm_mb, 1),
        "end_mib": round(end_mb, 1),
        "growth": round(end_mb / warm_mb - 1, 4),
        "late_or_lost": len(day.slow),
        "hangs": sum(hand.hangs for hand in day.hands),
        "leaked_threads": day.leaked_threads,
        "leaked_fds": day.leaked_fds,
    }
    keys = ("hangs", "leaked_threads", "leaked_fds")
    failed = [key for key in keys if told[key]]
    failed += ["growth"] if end_mb / warm_mb - 1 > GROWTH_MAX else []
    sys.stdout.write(json.dumps({**told, "failed": failed}) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    code = main(int(sys.argv[1]) if len(sys.argv) > 1 else OUTAGES)
    sys.stdout.flush()
    os._exit(code)
