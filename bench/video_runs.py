"""One run of a subject of the video bench, and one line about it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).parents[1]
WARM_S, MEASURE_S = 4.0, 8.0

Run = dict[str, Any]


def subject(mode: str, urls: list[str], words: list[str]) -> Run:
    """One run of the product's engine or of OpenCV in a fresh process."""
    command = [sys.executable, "-m", "bench.video_subject", mode, "--begun", str(perf_counter())]
    done = subprocess.run(
        [*command, *words, *urls],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "OPENCV_LOG_LEVEL": "ERROR"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    run: Run = json.loads(done.stdout.splitlines()[-1])
    return run


def say(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    sys.stdout.flush()
