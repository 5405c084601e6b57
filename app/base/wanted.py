"""What the command line asks for, and where the record lies."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Wanted:
    """`tour` is the folder for its pictures; a tour is always a demonstration.

    `task` is the work to be done without windows, empty for the duty room itself.
    """

    folder: Path
    demo: bool
    language: str | None
    tour: Path | None
    task: str = ""

    @property
    def record(self) -> Path:
        """A demonstration has a file of its own and can never become the real record."""
        return self.folder / ("demo.db" if self.demo else "duty.db")

    @property
    def blobs(self) -> Path:
        """Where the files of the record lie, beside it."""
        return self.folder / ("demo-blobs" if self.demo else "blobs")


def read(argv: list[str] | None = None) -> Wanted:
    ask = argparse.ArgumentParser(prog="main.py", description="Dutyroom 值守台")
    _where(ask)
    ask.add_argument("--lang", choices=("zh_CN", "en"), help="language of the windows")
    ask.add_argument("--tour", type=Path, metavar="OUT", help="play one night, leave pictures")
    ask.set_defaults(data=None, demo=False, task="")
    tasks = ask.add_subparsers(title="tasks without windows", dest="task", metavar="")
    _where(tasks.add_parser("verify", help="is the record whole? writes nothing"))
    given = ask.parse_args(argv)
    own = given.tour / "data" if given.tour is not None else _users_own()
    return Wanted(
        folder=(given.data or own).absolute(),
        demo=given.demo or given.tour is not None,
        language=given.lang,
        tour=given.tour,
        task=given.task or "",
    )


def _where(ask: argparse.ArgumentParser) -> None:
    """Before the task or after it, the same is meant."""
    unsaid = argparse.SUPPRESS
    ask.add_argument(
        "--data", type=Path, default=unsaid, help="folder of the record; default: the user's own"
    )
    ask.add_argument(
        "--demo", action="store_true", default=unsaid, help="the demonstration county, simulated"
    )


def _users_own() -> Path:
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "dutyroom"
