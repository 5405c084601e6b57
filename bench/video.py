"""Many cameras at once: what a painted picture costs beside ffmpeg that only decodes, and beside OpenCV.

`python -m bench.video [--only 1,4,9,16,sub,hevc,rec] [--plant MS] [--measure S]`. For each part, in
processes of their own: floor, engine, OpenCV, engine, floor. A part whose two floors differ by more than
8 %, or reach fewer than 24.4 pictures a second, is thrown away and done again; after three of those the
machine is too noisy for it, and its figures are missing (`reached` is null while one is, the exit
code 0). `--plant` makes each picture of the engine cost so many milliseconds more: then the targets must
be missed. The last line is JSON.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import version
from statistics import mean
from threading import Event
from typing import Any

from PySide6.QtCore import qVersion

from app.video.simulator.remote import FakeCameras
from bench.video_films import films
from bench.video_floor import floor
from bench.video_recording import recording
from bench.video_runs import MEASURE_S, ROOT, WARM_S, Run, say, subject

PARTS: dict[str, tuple[int, str]] = {
    "1": (1, "film1080"),
    "4": (4, "film1080"),
    "9": (9, "film1080"),
    "16": (16, "film1080"),
    "sub": (16, "film360"),
    "hevc": (4, "film265"),
}
RECORDING = "rec"
HEAVY, MANY = ("16", "9", "4"), ("16", "sub")
"""Where sixteen of 1080p are too much for the machine the next one stands in, and the last line says so."""
FLOORS_APART, FLOOR_FPS = 0.08, 24.4
DISCARDS = 3

AT_MOST = {
    "engine_to_floor_1080p": 1.15,
    "engine_to_floor_16x360p": 1.6,
    "engine_to_opencv_1080p": 0.70,
    "sub_to_main": 0.25,
    "tick_p99_ms_9x1080p": 25.0,
    "tick_p99_ms_16x360p": 20.0,
    "first_picture_16_to_1": 1.5,
    "mb_per_1080p_stream": 20.0,
    "recording_ratio": 1.05,
}
AT_LEAST = {"fps_min_9x1080p": 24.4, "fps_min_16x360p": 24.4}

Block = dict[str, list[Run]]
"""The runs of a part by mode: two floors, two engines, one OpenCV."""


class Bench:
    def __init__(self, cameras: FakeCameras, measure_s: float, plant_ms: float) -> None:
        self._cameras = cameras
        self._measure_s = measure_s
        self._plant_ms = plant_ms

    def part(self, name: str) -> Block | None:
        """None: too noisy three times."""
        count, film = PARTS[name]
        urls = [self._cameras.url(f"{n:02d}", film) for n in range(1, count + 1)]
        for discard in range(1, DISCARDS + 1):
            block: Block = {"floor": [], "engine": [], "opencv": []}
            for mode in ("floor", "engine", "opencv", "engine", "floor"):
                run = self._run(mode, urls)
                block[mode].append(run)
                say({"mode": mode, "n": count, "src": film, **run})
            why = _noisy(block["floor"])
            if not why:
                return block
            say({"discarded": name, "time": discard, "why": why})
        sys.stdout.write(f"machine too noisy: {name}\n")
        return None

    def _run(self, mode: str, urls: list[str]) -> Run:
        if mode == "floor":
            return floor(urls, WARM_S, self._measure_s, Event().wait)
        warm_s = WARM_S if mode == "engine" else max(WARM_S, 1.5 * len(urls))
        words = ["--warm", str(warm_s), "--measure", str(self._measure_s)]
        if mode == "engine" and self._plant_ms:
            words += ["--plant", str(self._plant_ms)]
        return subject(mode, urls, words)


def _noisy(floors: list[Run]) -> str:
    """Why the machine was too busy with something else; empty when the block counts."""
    costs = [run["ms_per_frame"] for run in floors]
    apart = max(costs) / min(costs) - 1 if min(costs) else 1.0
    if apart > FLOORS_APART:
        return f"floors {apart:.0%} apart"
    slowest = min(run["fps"] for run in floors)
    return f"floor at {slowest} fps" if slowest < FLOOR_FPS else ""


def _mean(runs: Iterable[Run], key: str) -> float:
    held = [run[key] for run in runs]
    return mean(held) if None not in held else float("inf")


def _ratio(block: Block, other: str) -> float:
    return _mean(block["engine"], "ms_per_frame") / _mean(block[other], "ms_per_frame")


def figures(blocks: dict[str, Block]) -> dict[str, float]:
    """What could be measured of the targets' keys."""
    made: dict[str, float] = {}
    engines = {name: block["engine"] for name, block in blocks.items()}
    few = [name for name in ("1", "4", "9") if name in blocks]
    if few:
        made["engine_to_floor_1080p"] = max(_ratio(blocks[name], "floor") for name in few)
        made["engine_to_opencv_1080p"] = max(_ratio(blocks[name], "opencv") for name in few)
    if "9" in blocks:
        made["fps_min_9x1080p"] = min(run["painted_min"] for run in engines["9"])
        made["tick_p99_ms_9x1080p"] = _mean(engines["9"], "tick_p99")
    if "sub" in blocks:
        made["engine_to_floor_16x360p"] = _ratio(blocks["sub"], "floor")
        made["fps_min_16x360p"] = min(run["painted_min"] for run in engines["sub"])
        made["tick_p99_ms_16x360p"] = _mean(engines["sub"], "tick_p99")
    heavy = next((name for name in HEAVY if name in blocks), None)
    if heavy and "sub" in blocks:
        cost = {name: _mean(engines[name], "ms_per_frame") for name in (heavy, "sub")}
        made["sub_to_main"] = cost["sub"] / cost[heavy]
    many = next((name for name in MANY if name in blocks), None)
    if many and "1" in blocks:
        first = {name: _mean(engines[name], "ttff_max") for name in ("1", many)}
        made["first_picture_16_to_1"] = first[many] / first["1"]
    sizes = sorted((int(name), _mean(engines[name], "pss_mb")) for name in (*few, "16")
                   if name in blocks)  # fmt: skip
    if len(sizes) > 1:
        (least, low), (most, high) = sizes[0], sizes[-1]
        made["mb_per_1080p_stream"] = (high - low) / (most - least)
    return {key: round(value, 3) for key, value in made.items()}


def stood_in(blocks: dict[str, Block]) -> dict[str, str]:
    """The part that a figure of sixteen at 1080p was taken from instead."""
    asked = {"sub_to_main": HEAVY, "first_picture_16_to_1": MANY}
    used = {key: next((one for one in names if one in blocks), "") for key, names in asked.items()}
    return {key: name for key, name in used.items() if name not in ("", "16")}


def table(blocks: dict[str, Block]) -> str:
    rows = ["part    to floor  to opencv  painted min  tick p50/p99  first med/max  MB"]
    for name, block in blocks.items():
        runs = block["engine"]
        told = {key: _mean(runs, key) for key in ("tick_p50", "tick_p99", "ttff_med", "ttff_max",
                                                  "pss_mb")}  # fmt: skip
        rows.append(
            f"{name:8}{_ratio(block, 'floor'):8.2f}{_ratio(block, 'opencv'):11.2f}"
            f"{min(run['painted_min'] for run in runs):13.1f}"
            f"{told['tick_p50']:8.1f} / {told['tick_p99']:.1f}"
            f"{told['ttff_med']:9.2f} / {told['ttff_max']:.2f}{told['pss_mb']:7.0f}"
        )
    return "\n".join(rows) + "\n"


def versions() -> dict[str, Any]:
    first = subprocess.run(["ffmpeg", "-version"], capture_output=True, text=True, check=True)
    return {
        "ffmpeg": first.stdout.split()[2],
        "av": version("av"),
        "cv2": version("opencv-python"),
        "pyside": qVersion(),
        "python": platform.python_version(),
        "machine": platform.platform(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
    }


def main(argv: list[str]) -> int:
    ask = argparse.ArgumentParser(prog="python -m bench.video")
    ask.add_argument("--only", default=",".join((*PARTS, RECORDING)), help="parts, with commas")
    ask.add_argument("--measure", type=float, default=MEASURE_S, help="seconds of each run")
    ask.add_argument("--plant", type=float, default=0.0, metavar="MS")
    asked = ask.parse_args(argv)
    say(versions())
    cameras = FakeCameras(ROOT / "build" / "cameras", films=films())
    try:
        bench = Bench(cameras, asked.measure, asked.plant)
        wanted = asked.only.split(",")
        done = {name: bench.part(name) for name in wanted if name in PARTS}
        ratio = recording(cameras, measure_s=asked.measure) if RECORDING in wanted else None
    finally:
        cameras.close()
    blocks = {name: block for name, block in done.items() if block is not None}
    sys.stdout.write(table(blocks))
    made = figures(blocks)
    if ratio is not None:
        made["recording_ratio"] = round(ratio, 3)
    missed = [key for key, most in AT_MOST.items() if made.get(key, 0.0) > most]
    missed += [key for key, least in AT_LEAST.items() if made.get(key, least) < least]
    keys = {key: made.get(key) for key in (*AT_MOST, *AT_LEAST)}
    noisy = [name for name, block in done.items() if block is None]
    noisy += [RECORDING] if ratio is None and RECORDING in wanted else []
    unknown = [key for key, value in keys.items() if value is None]
    reached = False if missed else (None if unknown else True)
    told = {"missed": missed, "noisy": noisy, "stood_in": stood_in(blocks), "reached": reached}
    say({"bench": "video", **keys, **told})
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
