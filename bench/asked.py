"""The command line of a bench that may be given more or less to do, and a fault that it must find."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[[Any, Path, float], dict[str, Any]]
"""How much, the folder for its record, the milliseconds planted -> what is told, with "reached"."""


def answer(name: str, much: str, usual: float, run: Run, argv: list[str]) -> int:
    """`python -m bench.NAME [MUCH] [FOLDER] [--plant MS]`: the last line is JSON; 1 when not reached."""
    ask = argparse.ArgumentParser(prog=f"python -m bench.{name}")
    ask.add_argument(much, type=type(usual), nargs="?", default=usual)
    ask.add_argument("folder", nargs="?", help="where the record is made")
    ask.add_argument("--plant", type=float, default=0.0, metavar="MS")
    asked = ask.parse_args(argv)
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        told = run(getattr(asked, much), Path(folder), asked.plant)
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    return 0 if told["reached"] else 1
