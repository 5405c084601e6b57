"""Ruff refuses what the house forbids, and the tree is clean."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUFF = str(Path(sys.executable).with_name("ruff"))

BANS = {
    "time.time": ("import time\n\nnow = time.time()\n", "TID251"),
    "time.monotonic": ("from time import monotonic\n\nnow = monotonic()\n", "TID251"),
    "time.sleep": ("import time\n\ntime.sleep(1)\n", "TID251"),
    "datetime.now": ("from datetime import UTC, datetime\n\nnow = datetime.now(UTC)\n", "TID251"),
    "datetime.utcnow": ("import datetime\n\nnow = datetime.datetime.utcnow()\n", "TID251"),
    "date.today": ("import datetime\n\nday = datetime.date.today()\n", "TID251"),
    "a naive time": ("from datetime import datetime\n\nthen = datetime(2026, 6, 24)\n", "DTZ001"),
    "QThread": ("from PySide6.QtCore import QThread\n\nthread = QThread()\n", "TID251"),
    "print": ('print("hello")\n', "T201"),
    "a bare except": ("try:\n    pass\nexcept:\n    pass\n", "E722"),
    "a blind except": ("try:\n    pass\nexcept Exception:\n    pass\n", "BLE001"),
    "an unused import": ("import os\n", "F401"),
}


def ruff(*words: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [RUFF, *words], cwd=ROOT, input=given, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("room", ["app", "widgets", "db"])
@pytest.mark.parametrize(("source", "code"), BANS.values(), ids=BANS)
def test_what_is_banned_is_refused(source: str, code: str, room: str) -> None:
    place = f"{room}/planted.py"
    done = ruff("check", "--output-format=json", "--stdin-filename", place, "-", given=source)
    assert code in {found["code"] for found in json.loads(done.stdout)}


def test_the_tree_has_no_lint() -> None:
    done = ruff("check", ".")
    assert done.returncode == 0, done.stdout


def test_the_tree_is_formatted() -> None:
    done = ruff("format", "--check", ".")
    assert done.returncode == 0, done.stdout
