"""The floor of the video bench: N ffmpeg programs that decode and throw the pictures away."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from threading import Thread
from time import perf_counter

import psutil

_FRAME = re.compile(r"^frame=\s*(\d+)")


class Decoder:
    """One ffmpeg; `frames_at` tells how many pictures it had decoded at a moment."""

    def __init__(self, url: str) -> None:
        command = ["ffmpeg", "-v", "error", "-nostats", "-progress", "pipe:1"]
        command += ["-stats_period", "0.1", "-threads", "1", "-rtsp_transport", "tcp"]
        command += ["-fflags", "nobuffer", "-i", url, "-an", "-f", "null", "-"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
        )
        self._known = psutil.Process(self._process.pid)
        self._seen: list[tuple[float, int]] = []
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if found := _FRAME.match(line):
                self._seen.append((perf_counter(), int(found[1])))

    def cpu_s(self) -> float:
        times = self._known.cpu_times()
        return times.user + times.system

    def pss(self) -> int:
        return int(self._known.memory_full_info().pss)

    def frames_at(self, at_s: float) -> float:
        """Between two lines of its progress, in proportion."""
        before = max((one for one in self._seen if one[0] <= at_s), default=None)
        after = min((one for one in self._seen if one[0] > at_s), default=None)
        if before is None or after is None:
            return float((before or after or (0.0, 0))[1])
        share = (at_s - before[0]) / (after[0] - before[0])
        return before[1] + share * (after[1] - before[1])

    def end(self) -> None:
        self._process.kill()
        self._process.wait()


def floor(
    urls: list[str], warm_s: float, measure_s: float, wait: Callable[[float], object]
) -> dict[str, object]:
    decoders = [Decoder(url) for url in urls]
    try:
        wait(warm_s)
        first_s, first_cpu = perf_counter(), [one.cpu_s() for one in decoders]
        wait(measure_s)
        last_s, last_cpu = perf_counter(), [one.cpu_s() for one in decoders]
        pss = sum(one.pss() for one in decoders)
        wait(0.3)
        frames = [one.frames_at(last_s) - one.frames_at(first_s) for one in decoders]
    finally:
        for one in decoders:
            one.end()
    cpu_s, span_s = sum(last_cpu) - sum(first_cpu), last_s - first_s
    return {
        "fps": round(sum(frames) / span_s / len(frames), 2),
        "minfps": round(min(frames) / span_s, 2),
        "cores": round(cpu_s / span_s, 3),
        "ms_per_frame": round(cpu_s * 1000 / max(1.0, sum(frames)), 3),
        "pss_mb": round(pss / 1e6, 1),
    }
