"""An empty record, made once per process and copied: to make one anew is most of what a short test costs."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from app.base.clock import SystemClock
from db.engine import Database


def blank(path: Path) -> Path:
    """The file, laid there when there is none. How a record is made is tested in tests/db."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_blank())
    return path


@cache
def _blank() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "duty.db"
        Database(path, "desk-a", SystemClock(), lambda _: None).close()
        return path.read_bytes()
