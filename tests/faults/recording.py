"""Recordings through kill -9 and what they cost: `python -m tests.faults.recording`. The last line is JSON.

A process records cameras by RTSP and is killed, several times. What it had written is compared with what
can be read afterwards, decoded without an error and sealed. Then the whole console is killed while its
officer records, and started again. At last this process measures its own CPU with and without recording, in
turns.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from threading import Event
from typing import Any

import av

from app.base.clock import SystemClock
from app.base.ids import new_id
from app.base.marks import Mark
from app.video.clips import Wish
from app.video.clips_sealing import sealed
from app.video.recorder_notes import left
from app.video.recorders import Recorders
from app.video.records import Camera, CameraKind, Which
from app.video.ring import Rings
from app.video.simulator.remote import FakeCameras
from app.video.stream import play
from app.video.wall import Wall
from tests.faults.recording_console import killed_console

CAMERAS, FPS = 4, 25
LOST_MAX = FPS
"""Pictures of one second."""
RATIO_MAX = 1.05
CODES = ("01-F-07", "06-D-01", "01-F-01", "02-F-02")


class Filming:
    """Cameras that are watched, each at the size of a tile, and can be recorded."""

    def __init__(self, folder: Path, port: int) -> None:
        self.clock = SystemClock()
        self.wall = Wall(self.clock, queue.SimpleQueue().put, play)
        rings = Rings(self.clock)
        self.wall.tap_all(rings.tap)
        facts: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self.recorders = Recorders(folder, self.clock, facts.put, self.wall.listen, rings.recent)
        self.cameras = [
            Camera(new_id(), code, code, CameraKind.FIXED, "", f"rtsp://127.0.0.1:{port}/{code}/main",
                   "", None, None, Mark.TEST)
            for code in CODES
        ]  # fmt: skip
        self.views = [self.wall.watch(camera, 480, 270) for camera in self.cameras]

    def start(self) -> None:
        for one in self.cameras:
            self.recorders.start(
                one,
                Wish(new_id(), one.id, one.code, one.name, Which.MAIN, self.clock.now(), "", "x", "x",
                     None, Mark.TEST),
            )  # fmt: skip

    def written(self) -> int:
        return sum(recorder.written for recorder, _ in self.recorders._held.values())

    def frames(self) -> int:
        return sum(view.slot.number for view in self.views)


def film(folder: Path, port: int) -> None:
    """The process that is killed: says ten times a second how many packets each part has."""
    filming = Filming(folder, port)
    Event().wait(2.0)
    filming.start()
    while True:
        Event().wait(0.1)
        print(filming.written(), flush=True)  # noqa: T201  what the parent reads


def measure(folder: Path, port: int, seconds: float, turns: int) -> float:
    """CPU per picture with recording to without, of turns one after the other."""
    filming = Filming(folder, port)
    Event().wait(3.0)
    spent = {False: [0.0, 0], True: [0.0, 0]}
    for recording in [False, True, True, False] * turns:
        if recording and not filming.recorders.going():
            filming.start()
            Event().wait(2.0)
        elif not recording:
            filming.recorders.close()
            Event().wait(1.0)
        cpu, frames = _cpu_s(), filming.frames()
        Event().wait(seconds)
        spent[recording][0] += _cpu_s() - cpu
        spent[recording][1] += filming.frames() - frames
    per = {key: cpu / max(1, frames) for key, (cpu, frames) in spent.items()}
    return per[True] / per[False]


def _cpu_s() -> float:
    told = os.times()
    return told.user + told.system


def kill(folder: Path, port: int, seconds: float) -> tuple[int, int, int]:
    """(packets told written before the kill, packets readable after it, pictures that decode)."""
    command = [
        sys.executable,
        "-m",
        "tests.faults.recording",
        "--film",
        str(folder),
        "--port",
        str(port),
    ]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    clock, told = SystemClock(), 0
    end_s = clock.monotonic_s() + seconds + 4.0
    for line in child.stdout:
        told = int(line)
        if clock.monotonic_s() >= end_s:
            break
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    readable = decoded = 0
    for note in left(folder):
        for part in sealed(folder, note):
            readable += part.packets
            with av.open(str(folder / part.file)) as box:
                decoded += sum(1 for _ in box.decode(video=0))
            if shutil.which("ffmpeg"):
                subprocess.run(
                    ["ffmpeg", "-v", "error", "-xerror", "-i", folder / part.file, "-f", "null", "-"],
                    check=True,
                )  # fmt: skip
    return told, readable, decoded


def main() -> int:
    ask = argparse.ArgumentParser(prog="tests.faults.recording", description=__doc__)
    ask.add_argument("--kills", type=int, default=3)
    ask.add_argument("--seconds", type=float, default=6.0)
    ask.add_argument("--film", type=Path)
    ask.add_argument("--port", type=int, default=0)
    asked = ask.parse_args()
    if asked.film is not None:
        film(asked.film, asked.port)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if os.geteuid() == 0:
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    told = []
    with tempfile.TemporaryDirectory() as name:
        fake = FakeCameras(Path("build/cameras"), warm=("underpass", "crew"))
        try:
            for n in range(asked.kills):
                seconds = asked.seconds + 0.37 * n
                told.append(kill(Path(name) / str(n), fake.port, seconds))
            console = killed_console(Path(name) / "desk" / "data", fake, CODES, asked.seconds, FPS)
            _say({"console": asdict(console)})
            ratio = measure(Path(name) / "cost", fake.port, 5.0, 3)
        finally:
            fake.close()
    lost = max(written - readable for written, readable, _ in told)
    found = {
        "kills": len(told),
        "cameras": CAMERAS,
        "written": [one[0] for one in told],
        "readable": [one[1] for one in told],
        "undecoded": sum(one[1] - one[2] for one in told),
        "lost_per_camera_max_s": round(lost / CAMERAS / FPS, 3),
        "recording_ratio": round(ratio, 3),
    }
    found |= {"console_lost_max_s": console.lost_max_s, "console_wrong": console.wrong}
    _say(found)
    good = found["undecoded"] == 0 and lost <= LOST_MAX * CAMERAS
    good = good and not console.wrong and console.lost_max_s <= LOST_MAX / FPS
    sys.stdout.flush()
    os._exit(0 if good else 1)  # streams that hang in FFmpeg are left to themselves


def _say(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
