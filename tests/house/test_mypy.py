"""Types hold in app and db, and a wrong one would be found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def mypy(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mypy", "--no-color-output", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.mark.timeout(300)
def test_app_and_db_hold_under_strict() -> None:
    done = mypy()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues found" in done.stdout


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("from app.base.clock import hhmm\n\nx: int = hhmm('noon')\n", "arg-type"),
        ("def bare(x):\n    return x\n", "no-untyped-def"),
        ("def loose(x: list) -> None: ...\n", "type-arg"),
    ],
)
def test_a_planted_error_is_found(source: str, code: str, tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(source, encoding="utf-8")
    done = mypy(str(planted))
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"[{code}]" in done.stdout
