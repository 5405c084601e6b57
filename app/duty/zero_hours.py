"""When towns are to report: the hours of every day, and those of disasters and special periods."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from app.base.clock import SHANGHAI, hhmm, local_day


@dataclass(frozen=True, slots=True)
class ZeroRules:
    """When towns report, when the silent are chased, which disasters ask for a report every day,
    and at which hour a special period does.

    `early`: how long before its hour a report counts for a slot; `chase_after`: how long after it the
    silent are to be chased. `source` is shown beside the matrix.
    """

    times: tuple[time, ...]
    early: timedelta
    chase_after: timedelta
    disaster_levels: frozenset[str]
    disaster_time: time
    disaster_name: str
    special_time: time
    special_name: str
    words: Mapping[str, str]
    source: str


def load_rules(path: Path) -> ZeroRules:
    """Reads `resources/rules/zero.toml`. Raises `ValueError` when it does not hold the rules."""
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        slots, disaster, special = held["slots"], held["disaster"], held["special"]
        return ZeroRules(
            times=tuple(sorted(time.fromisoformat(one) for one in slots["times"])),
            early=timedelta(minutes=float(slots["early_minutes"])),
            chase_after=timedelta(minutes=float(slots["chase_minutes"])),
            disaster_levels=frozenset(disaster["levels"]),
            disaster_time=time.fromisoformat(disaster["time"]),
            disaster_name=str(disaster["name"]),
            special_time=time.fromisoformat(special["time"]),
            special_name=str(special["name"]),
            words={str(name): str(word) for name, word in held["words"].items()},
            source=str(held["source"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error


@dataclass(frozen=True, slots=True)
class Disaster:
    """A natural disaster under way: its level in words, and whether it is stable."""

    title: str
    level: str
    stable: bool


@dataclass(frozen=True, slots=True)
class Slot:
    """An hour at which every town reports; `name` is empty for the usual ones."""

    at: datetime
    name: str = ""

    @property
    def title(self) -> str:
        return f"{hhmm(self.at)} {self.name}".rstrip()


def asks_daily(disaster: Disaster, rules: ZeroRules) -> bool:
    """Whether a report is due every 24 hours until this disaster is stable. domain.md 2.4, 2.5."""
    return disaster.level in rules.disaster_levels and not disaster.stable


def slots_between(
    since: datetime,
    until: datetime,
    rules: ZeroRules,
    *,
    daily: bool = False,
    special: Callable[[date], bool] = lambda _: False,
) -> list[Slot]:
    """All slots in [since, until), earliest first; `daily` adds that of a disaster, `special` tells the
    days of special periods which have one."""
    days = (
        local_day(since) + timedelta(days=n)
        for n in range((local_day(until) - local_day(since)).days + 1)
    )
    found = [slot for day in days for slot in _slots_of(day, rules, daily, special(day))]
    return sorted((s for s in found if since <= s.at < until), key=lambda slot: slot.at)


def _slots_of(day: date, rules: ZeroRules, daily: bool, special: bool) -> list[Slot]:
    """Of two for one hour the later named holds: what happened goes before what might."""
    named = [(at, "") for at in rules.times]
    if special:
        named.append((rules.special_time, rules.special_name))
    if daily:
        named.append((rules.disaster_time, rules.disaster_name))
    return [Slot(datetime.combine(day, at, SHANGHAI), name) for at, name in dict(named).items()]
