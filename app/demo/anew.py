"""A tour begins on a county of its own: what a tour before it left in its folder goes."""

from __future__ import annotations

import shutil
from pathlib import Path

KEPT = frozenset({"desk.lock", "logs", "settings.toml"})
_REAL = "duty.db"


def begin_anew(folder: Path) -> None:
    """Call it with the folder's lock held. A folder that holds a real record is left as it is."""
    if not folder.is_dir() or (folder / _REAL).exists():
        return
    for one in folder.iterdir():
        if one.name in KEPT:
            continue
        if one.is_dir() and not one.is_symlink():
            shutil.rmtree(one)
        else:
            one.unlink()
