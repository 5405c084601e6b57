"""What differs between modems: lines to begin with, times. Data of `resources/rules/phone.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path

from app.phone.modem import ModemProfile


def load_profile(path: Path) -> ModemProfile:
    """Raises `ValueError` when it does not hold the rules."""
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return ModemProfile(
            start=tuple(tuple(str(line) for line in step) for step in held["start"]),
            answer_s=float(held["answer_s"]),
            keep_alive_s=float(held["keep_alive_s"]),
            misses=int(held["misses"]),
            ring_gap_s=float(held["ring_gap_s"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error
