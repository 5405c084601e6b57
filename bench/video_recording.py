"""What recording costs: the engine's CPU for each picture with it and without it, both at the same time.

`python -m bench.video_recording [--turns N] [--measure S]`. Two processes at once show the same cameras as
bench.video does, 4 x 1080p or 16 x 360p together; one of them also holds all of its cameras in rings and
records them by the product's recorder. What else the machine does falls on both: one after the other they
differ by more than what is to be measured. The last line is JSON.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory

from app.video.simulator.remote import FakeCameras
from bench.video_films import films
from bench.video_runs import MEASURE_S, ROOT, WARM_S, Run, say, subject

PARTS = ((2, "film1080"), (8, "film360"))
"""Cameras of each of the two."""
TURNS = 4
DISCARDS = 3
AT_MOST = 1.05
FPS_LEAST = 24.0
"""Below this an engine was behind and spared itself work: what a picture cost then says nothing."""


def recording(
    cameras: FakeCameras, turns: int = TURNS, measure_s: float = MEASURE_S
) -> float | None:
    """The mean of the ratios of all parts; None when the machine was too busy for one of them. Where it is
    for all the cameras of a part, half of them stand in, as its lines say."""
    made = []
    for count, film in PARTS:
        ratio = part(cameras, count, film, turns, measure_s)
        made.append(ratio or part(cameras, count // 2, film, turns, measure_s))
    known = [ratio for ratio in made if ratio is not None]
    return mean(known) if len(known) == len(made) else None


def part(cameras: FakeCameras, count: int, film: str, turns: int, measure_s: float) -> float | None:
    """The mean of so many turns. One in which an engine was behind is done again, a few times."""
    urls = [cameras.url(f"{n:02d}", film) for n in range(1, count + 1)]
    ratios: list[float] = []
    for _ in range(turns + DISCARDS):
        without, recorded = _both(urls, measure_s)
        told = {"n": count, "src": film, "fps": [without["fps"], recorded["fps"]]}
        if min(told["fps"]) < FPS_LEAST:
            say({"discarded": True, **told})
            continue
        ratios.append(recorded["ms_per_frame"] / without["ms_per_frame"])
        say({**told, "ratio": round(ratios[-1], 3)})
        if len(ratios) == turns:
            break
    return mean(ratios) if ratios else None


def _both(urls: list[str], measure_s: float) -> tuple[Run, Run]:
    words = ["--warm", str(WARM_S), "--measure", str(measure_s)]
    with TemporaryDirectory() as folder, ThreadPoolExecutor(2) as two:
        runs = [
            two.submit(subject, "engine", urls, [*words, *more])
            for more in ([], ["--record", folder])
        ]
        without, recorded = (run.result() for run in runs)
        if len(list(Path(folder).glob("*/*.mkv"))) < len(urls):
            raise RuntimeError("not all of them were recorded")
    return without, recorded


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
