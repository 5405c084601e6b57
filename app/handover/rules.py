"""Lists of a handover that differ from place to place: what is checked and handed over by hand."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path


@dataclass(frozen=True, slots=True)
class HandoverRules:
    """`by_hand` equipment no program can ask, `objects` counted by hand; `urgent` = due so soon.

    `remind_after`: how long after the hour of change the leader is told that nobody took over, and
    again every `remind_every` after the last of them, until `remind_until`. `source` says whose rules
    these are.
    """

    by_hand: tuple[str, ...]
    objects: tuple[str, ...]
    urgent: timedelta
    remind_after: tuple[timedelta, ...]
    remind_every: timedelta
    remind_until: timedelta
    source: str

    def reminders_due(self, late: timedelta) -> int:
        """How many times the leader should have been told when the change is `late` by so much."""
        late = min(late, self.remind_until)
        due = sum(after <= late for after in self.remind_after)
        if self.remind_after and due == len(self.remind_after):
            due += (late - self.remind_after[-1]) // self.remind_every
        return due


def load_rules(path: Path) -> HandoverRules:
    """Reads `resources/rules/handover.toml`. Raises `ValueError` when it does not hold the lists."""
    with open(path, "rb") as file:
        held = tomllib.load(file)
    try:
        return HandoverRules(
            by_hand=tuple(str(word) for word in held["equipment"]["by_hand"]),
            objects=tuple(str(word) for word in held["objects"]["list"]),
            urgent=_minutes(held["urgent"]["minutes"]),
            remind_after=tuple(_minutes(n) for n in sorted(held["unsigned"]["after_minutes"])),
            remind_every=_minutes(held["unsigned"]["then_every_minutes"]),
            remind_until=_minutes(held["unsigned"]["until_minutes"]),
            source=str(held["source"]),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"{path.name}: {error}") from error


def _minutes(count: float) -> timedelta:
    return timedelta(minutes=float(count))
