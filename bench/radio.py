"""Radio: how quickly bytes become messages, and messages rows on the screen.

`python -m bench.radio [--seconds 30] [--plant MS]`. The decoder (HRNP framer and HDAP codec) is held against
a line of 115200 baud, 11,520 bytes a second; its floor is a loop that only looks at every byte. Readers take
the same bytes from a pty: a plain byte-by-byte pyserial loop, the naive `read(in_waiting or 1)` (= 1.0), the
port's own way, and the whole link with framer and session. The screen is `bench.radio_screen`, a real desk in
a process of its own. `--plant` makes each frame cost so many milliseconds more on the screen: the targets
must then be missed. The last line is JSON; 1 when something is not reached.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from PySide6.QtCore import qVersion

from app.radio.hytera import hdap, hrnp
from bench.radio_readers import READERS, read_all
from tests.faults.radio_bytes import hrnp_frames

ROOT = Path(__file__).parents[1]
LINE_BYTES_S = 11_520
FRAMES, ROUNDS = 4_000, 5
LOAD_PER_S = 1_050
"""A little more than is asked for, so that the rate is the desk's and not the gateway's."""
AT_LEAST = {
    "times_line_rate_1_byte": 50.0,
    "times_line_rate_4k": 200.0,
    "sustained_frames_per_s": 1_000.0,
    "ui_fps": 30.0,
}
AT_MOST = {"frame_to_screen_p99_ms": 50.0, "frames_lost": 0, "rows_lost": 0}


def decoded(data: bytes, size: int) -> float:
    """Bytes a second through framer and codec, in pieces of `size`."""
    framer = hrnp.Framer()
    found = 0
    begun = perf_counter()
    for at in range(0, len(data), size):
        for frame, _raw in framer.feed(data[at : at + size], 0.0):
            found += hdap.read(frame.body).body is not None
    took = perf_counter() - begun
    assert found == FRAMES
    return len(data) / took


def looked_at(data: bytes) -> float:
    """The floor of one-byte pieces: a slice and a call for each byte."""
    held = bytearray()
    begun = perf_counter()
    for at in range(len(data)):
        held.extend(data[at : at + 1])
    return len(data) / (perf_counter() - begun)


def decoder(data: bytes) -> dict[str, float]:
    rates: dict[int, list[float]] = {1: [], 64: [], 4096: []}
    floor = []
    for _ in range(ROUNDS):
        for size, told in rates.items():
            told.append(decoded(data, size))
        floor.append(looked_at(data))
    return {
        "times_line_rate_1_byte": median(rates[1]) / LINE_BYTES_S,
        "times_line_rate_64": median(rates[64]) / LINE_BYTES_S,
        "times_line_rate_4k": median(rates[4096]) / LINE_BYTES_S,
        "one_byte_to_floor": median(rates[1]) / median(floor),
    }


def readers(data: bytes) -> dict[str, float]:
    """Each beside the naive one, in turns."""
    rates: dict[str, list[float]] = {name: [] for name in READERS}
    for _ in range(3):
        for name in READERS:
            rates[name].append(read_all(name, data))
    naive = median(rates["naive"])
    return {f"{name}_to_naive": median(told) / naive for name, told in rates.items()}


def screen(seconds: float, plant_ms: float) -> dict[str, Any]:
    words = [sys.executable, "-m", "bench.radio_screen", str(LOAD_PER_S), str(seconds)]
    done = subprocess.run(
        words,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "RADIO_PLANT_MS": str(plant_ms)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {
        "frame_to_screen_p50_ms": told.pop("p50_ms"),
        "frame_to_screen_p99_ms": told.pop("p99_ms"),
        "sustained_frames_per_s": told.pop("frames_per_s"),
        "ui_fps": told.pop("fps"),
        **told,
    }


def main(argv: list[str]) -> int:
    ask = argparse.ArgumentParser(prog="python -m bench.radio")
    ask.add_argument("--seconds", type=float, default=30.0)
    ask.add_argument("--plant", type=float, default=0.0, metavar="MS")
    asked = ask.parse_args(argv)
    data = b"".join(hrnp_frames(FRAMES, 3))
    told: dict[str, Any] = {key: round(value, 2) for key, value in decoder(data).items()}
    _say(told)
    told |= {key: round(value, 2) for key, value in readers(data).items()}
    _say(told)
    told |= screen(asked.seconds, asked.plant)
    missed = [key for key, least in AT_LEAST.items() if told[key] < least]
    missed += [key for key, most in AT_MOST.items() if told[key] > most]
    about = {
        "python": platform.python_version(),
        "qt": qVersion(),
        "pyserial": version("pyserial"),
        "load": round(os.getloadavg()[0], 1),
    }
    _say({"bench": "radio", **told, **about, "reached": not missed, "missed": missed})
    return 1 if missed else 0


def _say(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
