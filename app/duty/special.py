"""重要时段: holidays, sittings, flood seasons and big events, with the crew and the checks they ask for."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Protocol
from uuid import UUID

from app.base.clock import Clock, local_day
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.duty.typed import typed
from app.people.records import Officer
from app.people.rights import Act, demand

DAY = timedelta(days=1)
LONGEST_DAYS = 366


class Phase(StrEnum):
    NOW = "正在"
    AHEAD = "未到"
    OVER = "已过"
    WITHDRAWN = "已撤"


@dataclass(frozen=True, slots=True)
class SpecialPeriod:
    """Days [first, until), each of them that of the shift which starts on it.

    `template` names the crew of these days, "" = the usual one; `checklist` is to be done before them;
    with `zero_daily` every town reports daily. Not `active`: withdrawn.
    """

    id: UUID
    name: str
    kind: str
    first: date
    until: date
    template: str
    zero_daily: bool
    checklist: tuple[str, ...]
    source: str
    active: bool
    by: str
    by_name: str
    mark: Mark

    @property
    def last(self) -> date:
        return self.until - DAY

    @property
    def days(self) -> str:
        """ "10-01—10-07", with the years when they differ."""
        if self.first.year != self.last.year:
            return f"{self.first.isoformat()}—{self.last.isoformat()}"
        return f"{self.first:%m-%d}—{self.last:%m-%d}"

    def holds(self, day: date) -> bool:
        return self.active and self.first <= day < self.until

    def phase(self, day: date) -> Phase:
        if not self.active:
            return Phase.WITHDRAWN
        if day < self.first:
            return Phase.AHEAD
        return Phase.NOW if day < self.until else Phase.OVER


@dataclass(frozen=True, slots=True)
class PeriodTick:
    """An item of the checklist done, or not after all. A later one of the same item holds."""

    id: UUID
    period_id: UUID
    item: str
    done: bool
    at: datetime
    by: str
    by_name: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Told:
    """A period as it was typed: `last` is its last day."""

    name: str
    kind: str
    first: date
    last: date
    template: str
    zero_daily: bool
    checklist: Sequence[str]
    source: str


@dataclass(frozen=True, slots=True)
class SpecialRules:
    """`checklist` is proposed for a new period; `remind` so long before it begins the unprepared are told."""

    kinds: tuple[str, ...]
    checklist: tuple[str, ...]
    remind: timedelta
    source: str


def load_rules(path: Path) -> SpecialRules:
    """Reads `resources/rules/special.toml`. Raises `ValueError` when it does not hold the rules."""
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return SpecialRules(
            tuple(str(one) for one in held["kinds"]),
            tuple(str(one) for one in held["checklist"]),
            timedelta(days=int(held["remind_days"])),
            str(held["source"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error


@dataclass(frozen=True, slots=True)
class PeriodLook:
    """A period, who ticked which item, and the days of the trainings that prepared it."""

    period: SpecialPeriod
    phase: Phase
    ticks: dict[str, PeriodTick]
    trained: tuple[date, ...]

    @property
    def open_items(self) -> tuple[str, ...]:
        return tuple(item for item in self.period.checklist if item not in self.ticks)


class SpecialStore(Protocol):
    def special_periods(self) -> list[SpecialPeriod]:
        """Withdrawn ones too, by first day."""
        ...

    def period_ticks(self) -> list[PeriodTick]:
        """Oldest first."""
        ...

    def trained_for(self) -> list[tuple[UUID, date]]:
        """(period, day) of each training that prepares one."""
        ...


def holding(periods: Iterable[SpecialPeriod], day: date) -> list[SpecialPeriod]:
    """Those that hold on this day, the one that began last first."""
    found = [one for one in periods if one.holds(day)]
    return sorted(found, key=lambda one: (one.first, one.id), reverse=True)


class SpecialPeriods:
    """Runs on the store thread. `templates` answers the names of the crews that there are."""

    def __init__(
        self,
        ledger: Ledger,
        store: SpecialStore,
        clock: Clock,
        mark: Mark,
        rules: SpecialRules,
        templates: Callable[[], Collection[str]],
    ) -> None:
        self._ledger, self._store, self._clock, self._mark = ledger, store, clock, mark
        self.rules = rules
        self.templates = templates

    def look(self) -> list[PeriodLook]:
        """What is on and what comes by first day, then what is over, newest first, withdrawn last."""
        today = local_day(self._clock.now())
        ticks: dict[UUID, dict[str, PeriodTick]] = {}
        for tick in self._store.period_ticks():
            of = ticks.setdefault(tick.period_id, {})
            of.pop(tick.item, None)
            if tick.done:
                of[tick.item] = tick
        trained: dict[UUID, list[date]] = {}
        for key, day in self._store.trained_for():
            trained.setdefault(key, []).append(day)
        looks = [
            PeriodLook(
                one, one.phase(today), ticks.get(one.id, {}), tuple(sorted(trained.get(one.id, [])))
            )
            for one in self._store.special_periods()
        ]
        over = [one for one in looks if one.phase is Phase.OVER]
        order = list(Phase)
        rest = [one for one in looks if one.phase is not Phase.OVER]
        rest.sort(key=lambda one: (order.index(one.phase), one.period.first))
        gone = [one for one in rest if one.phase is Phase.WITHDRAWN]
        return [*(one for one in rest if one not in gone), *reversed(over), *gone]

    def on(self, *days: date) -> list[SpecialPeriod] | None:
        """Those that hold on one of these days; None: none was ever entered, so nobody knows."""
        held = self._store.special_periods()
        if not held:
            return None
        found = {one.id: one for day in days for one in holding(held, day)}
        return list(found.values())

    def zero_daily(self, day: date) -> bool:
        """Whether towns report daily on this day because of a period."""
        return any(one.zero_daily for one in holding(self._store.special_periods(), day))

    def unprepared(self) -> list[PeriodLook]:
        """Those about to begin, or begun, that nobody was trained for or whose checks are not through."""
        until = local_day(self._clock.now()) + self.rules.remind
        return [
            look
            for look in self.look()
            if look.phase in (Phase.AHEAD, Phase.NOW)
            and look.period.first <= until
            and (not look.trained or (look.phase is Phase.AHEAD and look.open_items))
        ]

    def enter(self, by: Officer, seen: SpecialPeriod | None, told: Told) -> SpecialPeriod:
        """A new period, or `seen` as it should read.

        `Refused`: name or source missing, ("kind", unknown_word), ("last", before_first | too_long),
        ("template", unknown_word).
        """
        demand(by, Act.ROSTER)
        if told.kind not in self.rules.kinds:
            raise Refused("kind", "unknown_word", word=told.kind)
        if told.last < told.first:
            raise Refused("last", "before_first")
        if (told.last - told.first).days >= LONGEST_DAYS:
            raise Refused("last", "too_long", most=LONGEST_DAYS)
        if told.template and told.template not in self.templates():
            raise Refused("template", "unknown_word", word=told.template)
        made = SpecialPeriod(
            seen.id if seen else new_id(),
            typed("name", told.name),
            told.kind,
            told.first,
            told.last + DAY,
            told.template,
            told.zero_daily,
            tuple(dict.fromkeys(item.strip() for item in told.checklist if item.strip())),
            typed("source", told.source),
            True,
            str(by.id),
            by.name,
            seen.mark if seen else self._mark,
        )
        what = "special.change" if seen else "special.enter"
        with self._ledger.change(str(by.id), what, ("special_period", str(made.id))) as change:
            change.put("special_period", made, seen=seen)
        return made

    def withdraw(self, by: Officer, seen: SpecialPeriod) -> None:
        """It was entered by mistake, or does not take place. It stays in the list."""
        demand(by, Act.ROSTER)
        subject = ("special_period", str(seen.id))
        with self._ledger.change(str(by.id), "special.withdraw", subject) as change:
            change.put("special_period", replace(seen, active=False), seen=seen)

    def tick(self, by: Officer, period: SpecialPeriod, item: str, done: bool) -> PeriodTick:
        """`Refused("item", "not_here")` for what is not on its list."""
        demand(by, Act.LOG)
        if item not in period.checklist:
            raise Refused("item", "not_here")
        made = PeriodTick(
            new_id(), period.id, item, done, self._clock.now(), str(by.id), by.name, self._mark
        )
        subject = ("special_period", str(period.id))
        with self._ledger.change(str(by.id), "special.tick", subject) as change:
            change.put("period_tick", made)
        return made
