"""What recording costs: the engine's CPU for each picture with it and without it, in turns.

`python -m bench.video_recording [--turns N] [--measure S]`. Each run is a process of its own that shows its
cameras as bench.video does; one of each pair also holds all of them in rings and records them by the
product's recorder. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory

from app.video.simulator.remote import FakeCameras
from bench.video import MEASURE_S, ROOT, WARM_S, subject
from bench.video_films import films

PARTS = ((4, "film1080"), (16, "film360"))
TURNS = 2
AT_MOST = 1.05
FPS_LEAST = 20.0
"""Below this pictures were left out, and what each cost says nothing."""


def recording(cameras: FakeCameras, turns: int = TURNS, measure_s: float = MEASURE_S) -> float:
    """The mean of the ratios of all parts; infinite when the machine was too busy for every pair of one."""
    made = [part(cameras, count, film, turns, measure_s) for count, film in PARTS]
    return mean(made)


def part(cameras: FakeCameras, count: int, film: str, turns: int, measure_s: float) -> float:
    """CPU for each picture with recording to that without. Each turn is without, with, with, without:
    what the machine does meanwhile falls on both."""
    urls = [cameras.url(f"{n:02d}", film) for n in range(1, count + 1)]
    cost: dict[bool, list[float]] = {False: [], True: []}
    for recorded in [False, True, True, False] * turns:
        for run in _runs(urls, recorded, measure_s):
            cost[recorded].append(run)
    if not all(cost.values()):
        return float("inf")
    ratio = mean(cost[True]) / mean(cost[False])
    told = {"n": count, "src": film, "without": cost[False], "with": cost[True]}
    _say({**told, "ratio": round(ratio, 3)})
    return ratio


def _runs(urls: list[str], recorded: bool, measure_s: float) -> Iterator[float]:
    """One figure, or none when pictures were left out."""
    with TemporaryDirectory() as folder:
        words = ["--warm", str(WARM_S), "--measure", str(measure_s)]
        words += ["--record", folder] if recorded else []
        run = subject("engine", urls, words)
        if recorded and not any(Path(folder).glob("*/*.mkv")):
            raise RuntimeError("nothing was recorded")
        _say({"recorded": recorded, "n": len(urls), **run})
        if run["fps"] >= FPS_LEAST:
            yield run["ms_per_frame"]


def _say(told: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def main(argv: list[str]) -> int:
    ask = argparse.ArgumentParser(prog="python -m bench.video_recording")
    ask.add_argument("--turns", type=int, default=TURNS)
    ask.add_argument("--measure", type=float, default=MEASURE_S, help="seconds of each run")
    asked = ask.parse_args(argv)
    cameras = FakeCameras(ROOT / "build" / "cameras", films=films())
    try:
        ratio = recording(cameras, asked.turns, asked.measure)
    finally:
        cameras.close()
    _say({"bench": "video_recording", "recording_ratio": round(ratio, 3)})
    return 1 if ratio > AT_MOST else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
