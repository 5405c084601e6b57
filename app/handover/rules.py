"""Lists of a handover that differ from place to place: what is checked and handed over by hand."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path


@dataclass(frozen=True, slots=True)
class HandoverRules:
    """`by_hand` equipment no program can ask, `objects` counted by hand; `urgent` = due so soon."""

    by_hand: tuple[str, ...]
    objects: tuple[str, ...]
    urgent: timedelta


def load_rules(path: Path) -> HandoverRules:
    """Reads `resources/rules/handover.toml`. Raises `ValueError` when it does not hold the lists."""
    with open(path, "rb") as file:
        held = tomllib.load(file)
    try:
        return HandoverRules(
            by_hand=tuple(str(word) for word in held["equipment"]["by_hand"]),
            objects=tuple(str(word) for word in held["objects"]["list"]),
            urgent=timedelta(minutes=float(held["urgent"]["minutes"])),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"{path.name}: {error}") from error
