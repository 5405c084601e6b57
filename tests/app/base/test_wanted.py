"""What the command line asks for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.base import wanted

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    "argv", [["--data", "x", "--demo", "verify"], ["verify", "--data", "x", "--demo"]]
)
def test_the_folder_may_stand_before_the_task_or_after_it(argv: list[str]) -> None:
    asked = wanted.read(argv)
    assert (asked.task, asked.record) == ("verify", Path("x").absolute() / "demo.db")


def test_without_a_task_the_duty_room_is_meant() -> None:
    assert wanted.read([]).task == ""
    assert wanted.read(["--tour", "out"]).folder == Path("out/data").absolute()
    assert wanted.read(["--tour", "out"]).anew
    assert not wanted.read(["--tour", "out", "--data", "x"]).anew
    assert not wanted.read(["--demo"]).anew


def test_a_task_of_the_command_line_does_not_load_the_windows(tmp_path: Path) -> None:
    told = (
        "import sys, main; main.main(['verify', '--data', sys.argv[1]]);"
        "sys.exit(bool({'console', 'PySide6', 'av', 'cv2', 'reportlab'} & set(sys.modules)))"
    )
    asked = [sys.executable, "-c", told, str(tmp_path)]
    assert subprocess.run(asked, cwd=ROOT, check=False, capture_output=True).returncode == 0


def test_whose_hub_is_said_in_six_digits(capsys: pytest.CaptureFixture[str]) -> None:
    assert wanted.read(["hub-setup", "430000"]).county == "430000"
    with pytest.raises(SystemExit):
        wanted.read(["hub-setup", "4300'0"])
    assert "six digits" in capsys.readouterr().err
