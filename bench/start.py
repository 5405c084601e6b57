"""How long until the log can be used, and how much memory the desk takes, with and without the map.

`python -m bench.start [STARTS]` starts the real console with the demonstration county, STARTS times
after one that is not counted (it makes the county). The last line is JSON. From "imported" to
"prepared" the county is checked and the simulators come up: a real desk has neither. Nine cameras are
on the wall; the simulators' memory is counted apart. Looks are 30 ms apart: no time is finer.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import psutil
from PySide6.QtCore import qVersion

STARTS = 3
MILESTONES = ("imported", "prepared", "card", "signed-in", "line")
SETTLED_S = 8.0
"""Between the last milestone and the look at memory: cameras come up, caches fill."""
ROOT = Path(__file__).parents[1]
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Memory:
    """MiB of a tree of processes. PSS counts a shared page once, RSS in every process anew."""

    pss: int
    rss: int
    processes: int


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds from the start of the process to each milestone, and what it took then."""

    seconds: dict[str, float]
    bare: Memory
    with_map: Memory
    simulators: Memory


def start(folder: Path) -> Start:
    """Without the map in a window of its own, as it would stand on a second screen."""
    (folder / "screens.json").write_text('{"beside": []}', encoding="utf-8")
    begun = perf_counter()
    desk = subprocess.Popen(
        [sys.executable, "-m", "bench.start_hands", str(folder)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        seconds = {name: _seen(desk, name, begun) for name in MILESTONES}
        bare, _ = _settled(desk.pid)
        _tell(desk)
        _seen(desk, "map", begun)
        with_map, simulators = _settled(desk.pid)
        _tell(desk)
        if desk.wait(60) != 0:
            raise RuntimeError(f"the desk ended with {desk.returncode}")
    finally:
        if desk.poll() is None:
            desk.kill()
            desk.wait()
    return Start(seconds, bare, with_map, simulators)


def _seen(desk: subprocess.Popen[str], name: str, begun: float) -> float:
    assert desk.stdout is not None
    for line in desk.stdout:
        if line.strip() == name:
            return perf_counter() - begun
    raise RuntimeError(f"the desk ended before: {name}")


def _tell(desk: subprocess.Popen[str]) -> None:
    assert desk.stdin is not None
    desk.stdin.write("on\n")
    desk.stdin.flush()


def _settled(pid: int) -> tuple[Memory, Memory]:
    """The desk with the web engine's processes, and apart from it the simulators."""
    threading.Event().wait(SETTLED_S)
    desk = psutil.Process(pid)
    ours, played = [desk], []
    for child in desk.children(recursive=True):
        (played if any("simulator" in word for word in child.cmdline()) else ours).append(child)
    return _memory(ours), _memory(played)


def _memory(processes: list[psutil.Process]) -> Memory:
    held = [process.memory_full_info() for process in processes]
    pss, rss = sum(one.pss for one in held), sum(one.rss for one in held)
    return Memory(round(pss / MIB), round(rss / MIB), len(held))


def told(starts: list[Start]) -> dict[str, object]:
    """Medians, with every single time to the usable log beside them."""
    last = starts[-1]
    return {
        "bench": "start",
        "to_s": {name: _middle(starts, name) for name in MILESTONES},
        "all_to_line_s": [round(one.seconds["line"], 2) for one in starts],
        "pss_mib": last.bare.pss,
        "rss_mib": last.bare.rss,
        "pss_with_map_mib": last.with_map.pss,
        "rss_with_map_mib": last.with_map.rss,
        "processes": [last.bare.processes, last.with_map.processes],
        "simulators_pss_mib": last.simulators.pss,
        "cameras_on_wall": 9,
        "screen": "offscreen",
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "qt": qVersion(),
    }


def _middle(starts: list[Start], name: str) -> float:
    return round(median(one.seconds[name] for one in starts), 2)


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        start(Path(name))
        starts = [start(Path(name)) for _ in range(count)]
    sys.stdout.write(json.dumps(told(starts)) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else STARTS)
