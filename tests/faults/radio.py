"""Bad luck with radios, the sixteen tests of radio.md 10.

`python -m tests.faults.radio [--only 3,4] [--plants]`.
Every test runs in a process of its own and tells its figures; one that is not there, dies or takes too long
has failed. `--plants` breaks a guard at a time: the test must miss its figures by that. A plant that does not
bite, cannot be planted or only brings the test to fall is an error, and so is a test without any. The last
line is JSON; the code is 1 when something has failed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from queue import Empty
from typing import Any

from app.base.clock import SystemClock
from tests.faults.radio_test import Missed, Test

ROOT = Path(__file__).parents[2]
MODULES = (
    "radio_bytes",
    "radio_acks",
    "radio_line",
    "radio_stall",
    "radio_screen",
    "radio_soak",
    "radio_rollcall",
)
WANTED = {
    1: "examples",
    2: "split",
    3: "noise",
    4: "garbage",
    5: "cut frame",
    6: "unplugged",
    7: "second process",
    8: "blocked screen",
    9: "silent peer",
    10: "acknowledgements",
    11: "many files",
    12: "full port",
    13: "emergency under load",
    14: "soak",
    15: "roll call",
    16: "signals",
}
LONGEST_S = 2400


def tests() -> dict[int, Test]:
    """What the modules have; one that is not written yet has nothing."""
    found: dict[int, Test] = {}
    for name in MODULES:
        whole = f"tests.faults.{name}"
        if importlib.util.find_spec(whole) is not None:
            found |= {test.number: test for test in import_module(whole).TESTS}
    return found


def alone(test: Test, plant: str) -> dict[str, Any]:
    """In this process: what it tells, as the other side of `in_its_own` reads it."""
    if plant:
        {one.name: one.put for one in test.plants}[plant]()
    begun_s = SystemClock().monotonic_s()
    told: dict[str, Any] = {"passed": True, "why": ""}
    try:
        told |= test.run()
    except Missed as missed:
        told |= {"passed": False, "why": str(missed), **missed.figures}
    except Empty:
        told |= {"passed": False, "why": "what it waited for never came"}
    except Exception as error:  # noqa: BLE001  whatever it is, the test has failed
        told |= {"passed": False, "why": f"{type(error).__name__}: {error}", "fell": True}
    told["seconds"] = round(SystemClock().monotonic_s() - begun_s, 1)
    return told


def in_its_own(number: int, plant: str = "") -> dict[str, Any]:
    """A test in a process of its own; one that dies or hangs has failed."""
    words = [sys.executable, "-m", "tests.faults.radio", "--alone", str(number), "--plant", plant]
    try:
        done = subprocess.run(
            words, cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=LONGEST_S, check=False
        )
        told = json.loads(done.stdout.splitlines()[-1])
    except subprocess.TimeoutExpired:
        return {"passed": False, "why": f"not done after {LONGEST_S} s", "fell": True}
    except (ValueError, IndexError):
        return {"passed": False, "why": f"died with {done.returncode}", "fell": True}
    if done.returncode:
        why = told["why"] or f"ended with {done.returncode}"
        told |= {"passed": False, "why": why, "fell": True}
    return told


def every(numbers: list[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    there = tests()
    for number in numbers:
        if number in there:
            yield number, in_its_own(number)
        else:
            yield number, {"passed": False, "why": "not written"}


def run(numbers: list[int]) -> int:
    told = {}
    for number, figures in every(numbers):
        told[str(number)] = {"name": WANTED[number], **figures}
        _say(f"{number:2d} {WANTED[number]}: {_line(figures)}")
    failed = [number for number, figures in told.items() if not figures["passed"]]
    passed = len(told) - len(failed)
    _say(
        json.dumps(
            {"faults": "radio", "passed": passed, "failed": len(failed), "tests": told},
            ensure_ascii=False,
        )
    )
    return 1 if failed else 0


def run_plants(numbers: list[int]) -> int:
    there = tests()
    missed, tried = [], 0
    for number in numbers:
        plants = there[number].plants if number in there else ()
        if not plants:
            missed.append(f"{number} has no plant")
        for plant in plants:
            told = in_its_own(number, plant.name)
            tried += 1
            bitten = not told["passed"] and not told.get("fell")
            if not bitten:
                missed.append(f"{number} {plant.name}")
            found = "found out" if bitten else "MISSED"
            why = f": {told['why']}" if told["why"] else ""
            _say(
                f"{number:2d} {WANTED[number]}, {plant.name}: {found}{why} ({told.get('seconds')} s)"
            )
    _say(json.dumps({"faults": "radio plants", "plants": tried, "missed": missed}))
    return 1 if missed else 0


def _line(figures: dict[str, Any]) -> str:
    state = "passed" if figures["passed"] else f"FAILED ({figures['why']})"
    shown = (f"{key}={value}" for key, value in figures.items() if key not in ("passed", "why"))
    return f"{state} {' '.join(shown)}"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(argv: list[str]) -> int:
    ask = argparse.ArgumentParser(prog="python -m tests.faults.radio")
    ask.add_argument("--only", default="", help="numbers, with commas")
    ask.add_argument("--plants", action="store_true", help="each planted fault must be found out")
    ask.add_argument("--alone", type=int, help=argparse.SUPPRESS)
    ask.add_argument("--plant", default="", help=argparse.SUPPRESS)
    asked = ask.parse_args(argv)
    if asked.alone:
        _say(json.dumps(alone(tests()[asked.alone], asked.plant), ensure_ascii=False))
        return 0
    numbers = [int(number) for number in asked.only.split(",") if number] or list(WANTED)
    return run_plants(numbers) if asked.plants else run(numbers)


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    code = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)  # what a test has left running ends here
