"""What recording costs: the engine's CPU for each picture with it and without it, in turns.

`python -m bench.video_recording [--turns N] [--measure S]`. Each run is a process of its own that shows its
cameras as bench.video does; one of each pair also holds all of them in rings and records them by the
product's recorder. The last line is JSON.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory

from app.video.simulator.remote import FakeCameras
from bench.video_films import films
from bench.video_runs import MEASURE_S, ROOT, WARM_S, Run, say, subject

PARTS = ((4, "film1080"), (16, "film360"))
TURNS = 2
DISCARDS = 3
AT_MOST = 1.05
FPS_LEAST = 24.0
"""Below this the engine was behind and spared itself work: what a picture cost then says nothing."""


def recording(
    cameras: FakeCameras, turns: int = TURNS, measure_s: float = MEASURE_S
) -> float | None:
    """The mean of the ratios of all parts; None when the machine was too busy for one of them."""
    made = [part(cameras, count, film, turns, measure_s) for count, film in PARTS]
    known = [ratio for ratio in made if ratio is not None]
    return mean(known) if len(known) == len(made) else None


def part(cameras: FakeCameras, count: int, film: str, turns: int, measure_s: float) -> float | None:
    """CPU for each picture with recording to that without. Each turn is without, with, with, without: what
    the machine does meanwhile falls on both. A turn with a run that was behind is done again, a few times."""
    urls = [cameras.url(f"{n:02d}", film) for n in range(1, count + 1)]
    ratios: list[float] = []
    for _ in range(turns + DISCARDS):
        cost: dict[bool, list[float]] = {False: [], True: []}
        for recorded in (False, True, True, False):
            run = _run(urls, recorded, measure_s)
            if run["fps"] < FPS_LEAST:
                say({"discarded": count, "src": film, "fps": run["fps"]})
                break
            cost[recorded].append(run["ms_per_frame"])
        else:
            ratios.append(sum(cost[True]) / sum(cost[False]))
            say({"n": count, "src": film, "without": cost[False], "with": cost[True]})
        if len(ratios) == turns:
            break
    ratio = mean(ratios) if ratios else None
    say({"n": count, "src": film, "turns": len(ratios), "ratio": ratio and round(ratio, 3)})
    return ratio


def _run(urls: list[str], recorded: bool, measure_s: float) -> Run:
    with TemporaryDirectory() as folder:
        words = ["--warm", str(WARM_S), "--measure", str(measure_s)]
        run = subject("engine", urls, words + (["--record", folder] if recorded else []))
        if recorded and len(list(Path(folder).glob("*/*.mkv"))) < len(urls):
            raise RuntimeError("not all of them were recorded")
    return run


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
    say({"bench": "video_recording", "recording_ratio": ratio and round(ratio, 3)})
    return 1 if ratio is not None and ratio > AT_MOST else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
