"""What the command line asks for, and where the record lies."""

from __future__ import annotations

import argparse
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Wanted:
    """`tour` is the folder for its pictures; a tour is always a demonstration, and begins `anew` unless it
    was told where its record lies.

    `task` is the work to be done without windows, empty for the duty room itself; `county` is whose
    hub is to be set up. `to` is where a backup is put instead of where the settings say; `source` what
    is restored, or only proven with `check`. `witnesses` are hex digits of hashes that `verify` must
    find; `sheet` is the file or the code that `verify-sheet` looks at, `archive` the file that
    `verify-dossier` does, `table` the one that `radio-table` does.
    """

    folder: Path
    demo: bool
    language: str | None
    tour: Path | None
    task: str = ""
    county: str = ""
    to: Path | None = None
    source: Path | None = None
    check: bool = False
    films: bool = False
    witnesses: tuple[str, ...] = ()
    sheet: str = ""
    archive: Path | None = None
    table: Path | None = None
    anew: bool = False

    @property
    def record(self) -> Path:
        """A demonstration has a file of its own and can never become the real record."""
        return self.folder / ("demo.db" if self.demo else "duty.db")

    @property
    def blobs(self) -> Path:
        """Where the files of the record lie, beside it."""
        return self.folder / ("demo-blobs" if self.demo else "blobs")

    @property
    def recordings(self) -> Path:
        """Where the films of the cameras lie: too large to lie among the files of the record."""
        return self.folder / ("demo-recordings" if self.demo else "recordings")


def read(argv: list[str] | None = None) -> Wanted:
    ask = argparse.ArgumentParser(prog="main.py", description="Dutyroom 值守台")
    _where(ask)
    ask.add_argument("--lang", choices=("zh_CN", "en"), help="language of the windows")
    ask.add_argument("--tour", type=Path, metavar="OUT", help="play one night, leave pictures")
    ask.set_defaults(data=None, demo=False, task="")
    tasks = ask.add_subparsers(title="tasks without windows", dest="task", metavar="")
    verify = tasks.add_parser("verify", help="is the record whole? writes nothing")
    verify.add_argument(
        "--witness",
        type=_witness,
        action="append",
        metavar="CODE",
        help="must be in the record: 链首 or 中心序 of a printed handover, or what its QR code says",
    )
    _where(verify)
    paper = tasks.add_parser(
        "verify-sheet",
        help="do a printed handover and the record agree? 0 yes, 1 no, 2 cannot tell",
    )
    paper.add_argument(
        "sheet", metavar="FILE.pdf|CODE", help="the file, its 查验码, or what its QR code says"
    )
    _where(paper)
    dossier = tasks.add_parser(
        "verify-dossier",
        help="is the archive of an event whole? needs no record; 0 yes, 1 no, 2 cannot tell",
    )
    dossier.add_argument("archive", type=Path, metavar="FILE.zip")
    _where(dossier)
    table = tasks.add_parser(
        "radio-table",
        help="what is a gateway's table understood as, and do its samples hold? 0 yes, 1 no",
    )
    table.add_argument("table", type=Path, metavar="FILE.toml")
    hub = tasks.add_parser("hub-setup", help="the SQL that makes a PostgreSQL the hub of all desks")
    hub.add_argument("county", type=_county, help="six digits of GB/T 2260")
    seal = tasks.add_parser("hub-password", help="seal the hub's password, read from stdin")
    renew = tasks.add_parser("new-key", help="a new key for sealed passwords; all sealed anew")
    _where(seal)
    _where(renew)
    backup = tasks.add_parser("backup", help="copy the record and its files, restore, check")
    backup.add_argument("--to", type=Path, metavar="DIR", help="here, not where the settings say")
    backup.add_argument(
        "--films", action="store_true", help="with the recordings that are evidence"
    )
    restore = tasks.add_parser("restore", help="put a backup in the place of the record")
    restore.add_argument("source", type=Path, metavar="FROM", help="a backup, or where they lie")
    restore.add_argument("--check", action="store_true", help="only prove it; writes nothing")
    _where(backup)
    _where(restore)
    given = ask.parse_args(argv)
    own = given.tour / "data" if given.tour is not None else _users_own()
    return Wanted(
        folder=(given.data or own).absolute(),
        demo=given.demo or given.tour is not None,
        language=given.lang,
        tour=given.tour,
        task=given.task or "",
        county=getattr(given, "county", ""),
        to=getattr(given, "to", None),
        source=getattr(given, "source", None),
        check=getattr(given, "check", False),
        films=getattr(given, "films", False),
        witnesses=tuple(getattr(given, "witness", None) or ()),
        sheet=getattr(given, "sheet", ""),
        archive=getattr(given, "archive", None),
        table=getattr(given, "table", None),
        anew=given.tour is not None and given.data is None,
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


def _witness(text: str) -> str:
    """The last word, for the QR code of a handover ends with the hash."""
    code = text.split()[-1].lower() if text.split() else ""
    if not re.fullmatch(r"[0-9a-f]{16,64}", code):
        raise argparse.ArgumentTypeError("16 to 64 hex digits")
    return code


def _county(text: str) -> str:
    if not re.fullmatch(r"[0-9]{6}", text):
        raise argparse.ArgumentTypeError("six digits")
    return text


def _users_own() -> Path:
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "dutyroom"
