"""One subject of the video bench in a process of its own; it prints one line of JSON and ends hard.

`python -m bench.video_subject engine|opencv --begun S --warm S --measure S [--plant MS]
[--record FOLDER] URL...`.
Both show their pictures in tiles of 480x270 in one shown window, looked at every 16 ms.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
from itertools import pairwise
from pathlib import Path
from statistics import median
from threading import Thread
from time import perf_counter
from types import TracebackType

import psutil
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from app.base.clock import SystemClock
from app.base.ids import new_id
from app.base.marks import Mark
from app.video.clips import Wish
from app.video.line import View
from app.video.recorders import Recorders
from app.video.records import Camera, CameraKind, Which
from app.video.ring import Rings
from app.video.slot import Picture, Slot
from app.video.stream import play
from app.video.wall import Wall
from widgets.kit.theme import Theme
from widgets.video.badges import Badges
from widgets.video.tile import Tile

WIDE, HIGH = 480, 270
TICK_MS = 16
TOKENS = Path(__file__).parents[1] / "resources" / "theme" / "tokens.toml"


class Recorded(Wall):
    """The product's engine, which keeps the views it gave out."""

    def __init__(self, *args, **words) -> None:
        super().__init__(*args, **words)
        self.views: list[View] = []

    def watch(self, *args, **words) -> View:
        view = super().watch(*args, **words)
        self.views.append(view)
        return view


class Painted(Tile):
    """The product's tile, which counts how often it painted."""

    paints = 0
    first_s: float | None = None

    def paintEvent(self, event) -> None:
        super().paintEvent(event)
        self.paints += 1
        if self.first_s is None and self.seen().fresh:
            self.first_s = perf_counter()


class Naive(QWidget):
    """What one writes first: the newest array as an image, with a name under it."""

    def __init__(self, slot: Slot, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._slot, self._name = slot, name
        self._image: QImage | None = None
        self._picture: Picture | None = None
        self.paints = 0
        self.first_s: float | None = None

    def poll(self) -> None:
        picture = self._slot.take()
        if picture is not None:
            self._picture = picture
            self._image = QImage(
                memoryview(picture.pixels), picture.width, picture.height, picture.stride,
                QImage.Format.Format_BGR888,
            )  # fmt: skip
            self.update()

    def paintEvent(self, _event) -> None:
        painter = QPainter(self)
        if self._image is None:
            painter.fillRect(self.rect(), Qt.GlobalColor.black)
            return
        painter.drawImage(QPointF(0, 0), self._image)
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignBottom, self._name)
        self.paints += 1
        self.first_s = self.first_s or perf_counter()


def _read_naively(url: str, slot: Slot) -> None:
    import cv2

    clock = SystemClock()
    capture = cv2.VideoCapture(url, cv2.CAP_FFMPEG)
    while True:
        well, frame = capture.read()
        if not well:
            return
        small = cv2.resize(frame, (WIDE, HIGH))
        slot.put(Picture(WIDE, HIGH, WIDE * 3, small, clock.now(), clock.monotonic_s()))


class Window(QWidget):
    """Tiles in rows of four, looked at sixty times a second."""

    def __init__(self) -> None:
        super().__init__()
        self.ticks: list[float] = []
        self.tiles: list[Painted] | list[Naive] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def fill(self, tiles: list[Painted] | list[Naive]) -> None:
        self.tiles = tiles
        for n, tile in enumerate(tiles):
            tile.setGeometry(n % 4 * WIDE, n // 4 * HIGH, WIDE, HIGH)
        self.resize(min(4, len(tiles)) * WIDE, (len(tiles) + 3) // 4 * HIGH)
        self.show()
        self._timer.start(TICK_MS)

    def _tick(self) -> None:
        self.ticks.append(perf_counter())
        for tile in self.tiles:
            tile.poll()


def engine(
    urls: list[str], window: Window, record: Path | None
) -> tuple[list[Painted], list[Slot]]:
    clock = SystemClock()
    wall = Recorded(clock, lambda _fact: None, play)
    cameras = [
        Camera(
            new_id(), f"01-F-{number:02d}", "下梨坡社区铁路涵洞", CameraKind.FIXED, "云洛镇", url,
            "", None, None, Mark.TEST,
        )
        for number, url in enumerate(urls, 1)
    ]  # fmt: skip
    if record is not None:
        recorded(wall, clock, cameras, record)
    theme = Theme.load(TOKENS, "wall")
    badges = Badges()
    tiles = []
    for number, camera in enumerate(cameras, 1):
        tile = Painted(theme, clock, wall, badges, number, window)
        tile.resize(WIDE, HIGH)
        tile.hang(camera)
        tiles.append(tile)
    return tiles, [view.slot for view in wall.views]


def recorded(wall: Wall, clock: SystemClock, cameras: list[Camera], folder: Path) -> None:
    """All of them are held in rings and recorded, from the first packet on."""
    rings = Rings(clock)
    wall.tap_all(rings.tap)
    recorders = Recorders(folder, clock, lambda _fact: None, wall.listen, rings.recent)
    for camera in cameras:
        recorders.start(
            camera,
            Wish(new_id(), camera.id, camera.code, camera.name, Which.MAIN, clock.now(), "", "x", "x",
                 None, Mark.TEST),
        )  # fmt: skip


def opencv(urls: list[str], window: Window) -> tuple[list[Naive], list[Slot]]:
    os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = "rtsp_transport;tcp"
    slots = [Slot() for _ in urls]
    for url, slot in zip(urls, slots, strict=True):
        Thread(target=_read_naively, args=(url, slot), daemon=True).start()
    return [Naive(slot, url, window) for url, slot in zip(urls, slots, strict=True)], slots


def _fall(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A run in which something failed is no measurement."""
    sys.__excepthook__(kind, error, trace)
    os._exit(1)


def plant(slow_ms: float) -> None:
    """Every picture costs so much more."""
    put = Slot.put

    def slowly(slot: Slot, picture: Picture) -> None:
        end_s = perf_counter() + slow_ms / 1000
        while perf_counter() < end_s:
            pass
        put(slot, picture)

    Slot.put = slowly  # type: ignore[method-assign]


class Count:
    """What has been spent and shown up to now."""

    def __init__(self, window: Window, slots: list[Slot]) -> None:
        times = psutil.Process().cpu_times()
        self.at_s = perf_counter()
        self.cpu_s = times.user + times.system
        self.frames = [slot.number for slot in slots]
        self.taken = [slot.shown for slot in slots]
        self.paints = [tile.paints for tile in window.tiles]
        self.ticks = len(window.ticks)


def told(begun_s: float, first: Count, last: Count, window: Window) -> dict[str, object]:
    span_s = last.at_s - first.at_s
    frames = [b - a for a, b in zip(first.frames, last.frames, strict=True)]
    paints = [
        min(b - a, d - c)  # a tile also paints when only its words change
        for a, b, c, d in zip(first.paints, last.paints, first.taken, last.taken, strict=True)
    ]
    stamps = window.ticks[first.ticks : last.ticks]
    ticks = sorted((b - a) * 1000 for a, b in pairwise(stamps))
    seen = [tile.first_s - begun_s for tile in window.tiles if tile.first_s is not None]
    cpu_s = last.cpu_s - first.cpu_s
    return {
        "fps": round(sum(frames) / span_s / len(frames), 2),
        "minfps": round(min(frames) / span_s, 2),
        "painted_fps": round(sum(paints) / span_s / len(paints), 2),
        "painted_min": round(min(paints) / span_s, 2),
        "cores": round(cpu_s / span_s, 3),
        "ms_per_frame": round(cpu_s * 1000 / max(1, sum(frames)), 3),
        "pss_mb": round(psutil.Process().memory_full_info().pss / 1e6, 1),
        "ttff_med": round(median(seen), 2) if seen else None,
        "ttff_max": round(max(seen), 2) if len(seen) == len(window.tiles) else None,
        "tick_p50": round(ticks[len(ticks) // 2], 1),
        "tick_p99": round(ticks[len(ticks) * 99 // 100], 1),
        "tick_max": round(ticks[-1], 1),
    }


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("mode", choices=("engine", "opencv"))
    ask.add_argument("--begun", type=float, required=True)
    ask.add_argument("--warm", type=float, default=4.0)
    ask.add_argument("--measure", type=float, default=8.0)
    ask.add_argument("--plant", type=float, default=0.0)
    ask.add_argument("--record", type=Path)
    ask.add_argument("urls", nargs="+")
    asked = ask.parse_args()
    sys.excepthook = _fall
    if asked.plant:
        plant(asked.plant)
    application = QApplication([])
    sys.setswitchinterval(0.0005)  # as console.py does, and what follows too
    gc.collect()
    gc.freeze()
    window = Window()
    if asked.mode == "engine":
        tiles, slots = engine(asked.urls, window, asked.record)
    else:
        tiles, slots = opencv(asked.urls, window)
    window.fill(tiles)
    counts: list[Count] = []

    def end() -> None:
        counts.append(Count(window, slots))
        sys.stdout.write(json.dumps(told(asked.begun, *counts, window)) + "\n")
        sys.stdout.flush()
        os._exit(0)

    left_s = max(0.5, asked.begun + asked.warm - perf_counter())
    QTimer.singleShot(round(left_s * 1000), lambda: counts.append(Count(window, slots)))
    QTimer.singleShot(round((left_s + asked.measure) * 1000), end)
    application.exec()


if __name__ == "__main__":
    main()
