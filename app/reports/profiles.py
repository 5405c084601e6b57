"""Rule books of time limits: one file each, with its source; which of them bind a county is its choice."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.base.errors import Refused
from app.incidents.records import EventClass, Level, ReportWay


class Start(StrEnum):
    """What a limit counts from.

    KNOWN is when the fact that gave the level was known here, RECEIVED at first. UNIT is when the head of
    the unit concerned was told, PASSED_ON when the level before received it: clocks of others, not ours.
    """

    RECEIVED = "received"
    HAPPENED = "happened"
    KNOWN = "known"
    UNIT = "unit"
    PASSED_ON = "passed_on"


@dataclass(frozen=True, slots=True)
class Limit:
    """One time limit. `levels` empty = whatever the level, 未定级 too; `hop` its step in the legal chain;
    `ours` false = another's duty, told but never running here."""

    key: str
    name: str
    way: ReportWay
    to: str
    start: Start
    within: timedelta
    levels: frozenset[Level] = frozenset()
    hop: str = ""
    ours: bool = True
    then_written: bool = False

    def binds(self, level: Level) -> bool:
        return not self.levels or level in self.levels


@dataclass(frozen=True, slots=True)
class FollowUp:
    """续报 of a long event: before fixed hours of each day, or so many times a day (0 = hours are given)."""

    levels: frozenset[Level]
    before: tuple[time, ...]
    per_day: int

    def binds(self, level: Level) -> bool:
        return not self.levels or level in self.levels


@dataclass(frozen=True, slots=True)
class Supplement:
    """How long a change of dead and hurt must still be added. Days count from the day after (首日不计)."""

    days: int
    short_days: int
    short_kinds: frozenset[str]
    source: str

    def last_day(self, kind: str, happened_on: date) -> date:
        return happened_on + timedelta(days=self.within(kind))

    def within(self, kind: str) -> int:
        return self.short_days if kind in self.short_kinds else self.days


@dataclass(frozen=True, slots=True)
class Profile:
    """One rule book. `on` is the file's proposal; an officer's choice stands above it."""

    key: str
    name: str
    source: str
    confidence: str
    on: bool
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    classes: frozenset[EventClass] = frozenset()
    limits: tuple[Limit, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    supplement: Supplement | None = None
    tell: tuple[str, ...] = ()
    may: tuple[tuple[frozenset[Level], str], ...] = ()
    final_days: int = 0
    """Working days for 核报 after the event is stable; 0 = no such rule."""
    final_name: str = ""

    def binds(self, event_class: EventClass, day: date) -> bool:
        """Rules of a class begin when the class is known."""
        if self.classes and event_class not in self.classes:
            return False
        if self.valid_from is not None and day < self.valid_from:
            return False
        return self.valid_to is None or day < self.valid_to

    def also(self, level: Level) -> tuple[str, ...]:
        """What the rule book allows besides."""
        return tuple(words for levels, words in self.may if level in levels)


@dataclass(frozen=True, slots=True)
class Profiles:
    all: tuple[Profile, ...]
    chosen: Mapping[str, bool] = field(default_factory=dict)
    """Key -> on or off, as officers chose."""

    def in_force(self) -> tuple[Profile, ...]:
        return tuple(one for one in self.all if self.chosen.get(one.key, one.on))

    def named(self, words: str) -> Profile | None:
        """By key or by one of its other names; None when no rule book is called so."""
        wanted = words.strip()
        for one in self.all:
            if wanted in (one.key, one.name, *one.aliases):
                return one
        return next((o for o in self.all if any(a in wanted for a in (o.key, *o.aliases))), None)


def load_profiles(folder: Path) -> Profiles:
    """Every `*.toml` of the folder by name. `Refused("rules", ...)` names the file and what is wrong."""
    found = tuple(_load(path) for path in sorted(folder.glob("*.toml")))
    if not found:
        raise Refused("rules", "unreadable", file=folder.name, why="no rule book")
    keys = [one.key for one in found]
    if len(set(keys)) != len(keys):
        raise Refused("rules", "incomplete", file=folder.name, why="one key twice")
    return Profiles(found)


def level_of(word: str) -> Level:
    """较大 or Ⅲ 较大 as the level; `ValueError` for anything else."""
    for level in Level:
        if word in (level.value, said(level)):
            return level
    raise ValueError(f"no level {word}")


def said(level: Level) -> str:
    """较大 of Ⅲ 较大."""
    return level.value.rpartition(" ")[2]


def _load(path: Path) -> Profile:
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused("rules", "unreadable", file=path.name, why=str(error)) from error
    try:
        return _profile(held)
    except (KeyError, TypeError, ValueError) as error:
        raise Refused("rules", "incomplete", file=path.name, why=str(error)) from error


def _profile(held: dict[str, Any]) -> Profile:
    more = held.get("supplement")
    return Profile(
        key=held["key"],
        name=held["name"],
        source=held["source"],
        confidence=held["confidence"],
        on=bool(held["on"]),
        aliases=tuple(held.get("aliases", ())),
        valid_from=held.get("valid_from"),
        valid_to=held.get("valid_to"),
        classes=frozenset(EventClass(word) for word in held.get("classes", ())),
        limits=tuple(_limit(row) for row in held.get("limit", ())),
        follow_ups=tuple(_follow_up(row) for row in held.get("follow_up", ())),
        supplement=None if more is None else _supplement(more),
        tell=tuple(unit for row in held.get("tell", ()) for unit in row["to"]),
        may=tuple((_levels(row), row["words"]) for row in held.get("may", ())),
        final_days=int(held.get("final", {}).get("working_days", 0)),
        final_name=str(held.get("final", {}).get("name", "")),
    )


def _limit(row: dict[str, Any]) -> Limit:
    minutes = int(row["minutes"])
    if minutes <= 0:
        raise ValueError(f"{row['key']}: {minutes} minutes")
    return Limit(
        key=row["key"],
        name=row["name"],
        way=ReportWay(row["way"]),
        to=row["to"],
        start=Start(row["start"]),
        within=timedelta(minutes=minutes),
        levels=_levels(row),
        hop=row.get("hop", ""),
        ours=bool(row.get("ours", True)),
        then_written=bool(row.get("then_written", False)),
    )


def _follow_up(row: dict[str, Any]) -> FollowUp:
    before = tuple(sorted(time.fromisoformat(word) for word in row.get("before", ())))
    per_day = int(row.get("per_day", 0))
    if bool(before) == bool(per_day):
        raise ValueError("a follow-up has hours or a number a day")
    return FollowUp(_levels(row), before, per_day)


def _supplement(row: dict[str, Any]) -> Supplement:
    return Supplement(
        int(row["days"]), int(row["short_days"]), frozenset(row["short_kinds"]), row["source"]
    )


def _levels(row: Mapping[str, Iterable[str]]) -> frozenset[Level]:
    return frozenset(level_of(word) for word in row.get("levels", ()))
