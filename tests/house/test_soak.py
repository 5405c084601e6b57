"""PySide6 on this Python survives what 6.12.0 does not: a hundred thousand signals."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None and True are immortal from 3.12 on")
@pytest.mark.parametrize("package", ["PySide6_Essentials", "PySide6_Addons", "shiboken6"])
def test_pyside_is_older_than_the_version_that_aborts(package: str) -> None:
    assert (6, 8) <= tuple(int(part) for part in version(package).split(".")[:2]) < (6, 12)


def test_a_hundred_thousand_signals_and_calls_leave_the_process_alive() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.house.soak", "100000"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert (told["signals_heard"], told["calls_returned"]) == (100_000, 100_000)
