"""Figures of incidents: a stretch of this year beside the same stretch of the last. Drills do not count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from app.base.clock import SHANGHAI, local
from app.incidents.records import Count, EventClass, Level

UNKNOWN = "不详"
HURT = (Count.BADLY_HURT, Count.HURT, Count.HURT_UNKNOWN)


@dataclass(frozen=True, slots=True)
class Counted:
    """One incident with its standing numbers. What nobody said is not in `people`, and is not 0."""

    received_at: datetime
    event_class: EventClass
    kind: str
    level: Level
    township: str
    people: dict[Count, int] = field(default_factory=dict)


class StatisticsStore(Protocol):
    def counted(self, start: datetime, end: datetime) -> list[Counted]:
        """Received in [start, end), without drills, oldest first; on the store thread."""
        ...


class By(StrEnum):
    CLASS = "类别"
    KIND = "类型"
    LEVEL = "级别"
    TOWNSHIP = "乡镇"
    MONTH = "月份"


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums over incidents. `unknown`: incidents of which nobody ever said a number of this kind."""

    incidents: int
    people: dict[Count, int]
    unknown: dict[Count, int]

    def hurt(self) -> int:
        return sum(self.people.get(kind, 0) for kind in HURT)


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    now: Tally
    before: Tally

    @property
    def change(self) -> int:
        return self.now.incidents - self.before.incidents


@dataclass(frozen=True, slots=True)
class Stretch:
    """Half-open, whole days of Asia/Shanghai."""

    first: date
    last: date
    """The last day that counts."""

    def bounds(self) -> tuple[datetime, datetime]:
        start = datetime.combine(self.first, datetime.min.time(), SHANGHAI)
        after = date.fromordinal(self.last.toordinal() + 1)
        return start, datetime.combine(after, datetime.min.time(), SHANGHAI)

    def year_before(self) -> Stretch:
        """The same days a year ago; the 29th of February becomes the 28th."""
        return Stretch(_year_before(self.first), _year_before(self.last))


def year_to(day: date) -> Stretch:
    """本年至今."""
    return Stretch(day.replace(month=1, day=1), day)


class Statistics:
    """Runs on the store thread."""

    def __init__(self, store: StatisticsStore) -> None:
        self._store = store

    def both(self, stretch: Stretch) -> tuple[list[Counted], list[Counted]]:
        """(of the stretch, of the same a year before)."""
        return (
            self._store.counted(*stretch.bounds()),
            self._store.counted(*stretch.year_before().bounds()),
        )


def tally(incidents: Iterable[Counted]) -> Tally:
    held = list(incidents)
    people: Counter[Count] = Counter()
    unknown: Counter[Count] = Counter()
    for one in held:
        for kind in Count:
            if kind in one.people:
                people[kind] += one.people[kind]
            else:
                unknown[kind] += 1
    return Tally(len(held), dict(people), dict(unknown))


def compare(now: Sequence[Counted], before: Sequence[Counted], by: By) -> list[Row]:
    """Rows of one division: months in their order, levels from the highest, the rest by number now."""
    name = _NAMES[by]
    names = {name(one) for one in (*now, *before)}
    rows = [
        Row(
            word,
            tally(one for one in now if name(one) == word),
            tally(one for one in before if name(one) == word),
        )
        for word in (_MONTHS if by is By.MONTH else names)
    ]
    if by is By.LEVEL:
        order = [level.value for level in Level]
        return sorted(rows, key=lambda row: order.index(row.name))
    if by is By.MONTH:
        return rows
    return sorted(rows, key=lambda row: (-row.now.incidents, -row.before.incidents, row.name))


def table(rows: Sequence[Row], by: By) -> list[list[str]]:
    """For a workbook or a paper: a head and one line for each row, and the sum."""
    head = [by.value, "本期起数", "上年同期起数", "增减", "死亡", "上年同期死亡", "失联", "受伤"]
    lines = [
        [
            row.name,
            str(row.now.incidents),
            str(row.before.incidents),
            f"{row.change:+d}" if row.change else "0",
            *(str(row.now.people.get(Count.DEAD, 0)), str(row.before.people.get(Count.DEAD, 0))),
            str(row.now.people.get(Count.MISSING, 0)),
            str(row.now.hurt()),
        ]
        for row in rows
    ]
    total = ["合计", *(_sum(lines, column) for column in range(1, len(head)))]
    if lines:
        total[3] = f"{int(total[3]):+d}" if int(total[3]) else "0"
    return [head, *lines, total]


def _sum(lines: Sequence[Sequence[str]], column: int) -> str:
    return str(sum(int(line[column]) for line in lines))


_MONTHS = tuple(f"{month}月" for month in range(1, 13))
_NAMES: dict[By, Callable[[Counted], str]] = {
    By.CLASS: lambda one: one.event_class.value,
    By.KIND: lambda one: one.kind or UNKNOWN,
    By.LEVEL: lambda one: one.level.value,
    By.TOWNSHIP: lambda one: one.township or UNKNOWN,
    By.MONTH: lambda one: f"{local(one.received_at).month}月",
}


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
