"""Figures of incidents: a stretch of this year beside the same stretch of the last. Drills do not count."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from app.base.clock import SHANGHAI, local
from app.base.errors import Refused
from app.incidents.records import Count, EventClass, Level

UNKNOWN = "不详"
HURT = (Count.BADLY_HURT, Count.HURT, Count.HURT_UNKNOWN)
DEAD, MISSING = (Count.DEAD,), (Count.MISSING,)
LONGEST_DAYS = 366
"""A longer stretch would lie over its own year before."""


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
    """Sums over incidents. `unknown`: incidents of which nobody ever said a number of this kind;
    `hurt_unknown`: of which nobody said any number of people hurt."""

    incidents: int
    people: dict[Count, int]
    unknown: dict[Count, int]
    hurt_unknown: int

    def hurt(self) -> int:
        return self.number(HURT)

    def number(self, kinds: Sequence[Count]) -> int:
        return sum(self.people.get(kind, 0) for kind in kinds)

    def unsaid(self, kinds: Sequence[Count]) -> int:
        """Incidents of which none of these was ever said; `kinds` is one kind, or HURT."""
        return self.hurt_unknown if kinds == HURT else self.unknown.get(kinds[0], 0)

    def told(self, kinds: Sequence[Count]) -> str:
        """The sum; 不详 when of no incident a number was said, — when there is no incident."""
        if not self.incidents:
            return "—"
        return UNKNOWN if self.unsaid(kinds) == self.incidents else str(self.number(kinds))


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

    def words(self) -> str:
        """2026年1月1日至6月24日."""
        first, last = self.first, self.last
        year = "" if first.year == last.year else f"{last.year}年"
        return f"{first.year}年{first.month}月{first.day}日至{year}{last.month}月{last.day}日"

    def months(self) -> list[str]:
        """Names of the months it touches, in their order."""
        count = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        return [_MONTHS[(self.first.month - 1 + n) % 12] for n in range(min(count, 12))]

    def year_before(self) -> Stretch:
        """The same days a year ago; the 29th of February becomes the 28th."""
        return Stretch(_year_before(self.first), _year_before(self.last))


def year_to(day: date) -> Stretch:
    """本年至今."""
    return Stretch(day.replace(month=1, day=1), day)


def month_to(day: date) -> Stretch:
    """本月."""
    return Stretch(day.replace(day=1), day)


def quarter(day: date, number: int) -> Stretch:
    """Quarter 1 to 4 of the year of `day`, no further than `day`. `Refused("first", "in_future")`."""
    first = day.replace(month=3 * number - 2, day=1)
    after = date(day.year + number // 4, 3 * number % 12 + 1, 1)
    return between(first, min(day, after - timedelta(days=1)), day)


def last_year(day: date) -> Stretch:
    return Stretch(date(day.year - 1, 1, 1), date(day.year - 1, 12, 31))


def between(first: date, last: date, today: date) -> Stretch:
    """Two days of an officer's choosing, both counted. Raises `Refused`."""
    if first > today:
        raise Refused("first", "in_future")
    if last > today:
        raise Refused("last", "in_future")
    if last < first:
        raise Refused("last", "before_first")
    if (last - first).days >= LONGEST_DAYS:
        raise Refused("last", "over_a_year", most=LONGEST_DAYS)
    return Stretch(first, last)


@dataclass(frozen=True, slots=True)
class Look:
    """All that the page, the workbook and the paper show. `months` only those of the stretch."""

    stretch: Stretch
    by: By
    rows: tuple[Row, ...]
    months: tuple[Row, ...]
    whole: Row


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

    def look(self, stretch: Stretch, by: By) -> Look:
        now, before = self.both(stretch)
        named = {row.name: row for row in compare(now, before, By.MONTH)}
        months = tuple(named[name] for name in stretch.months())
        rows = months if by is By.MONTH else tuple(compare(now, before, by))
        return Look(stretch, by, rows, months, Row(TOTAL, tally(now), tally(before)))


def tally(incidents: Iterable[Counted]) -> Tally:
    held = list(incidents)
    people: Counter[Count] = Counter()
    said: Counter[Count] = Counter()
    hurt_unknown = 0
    for one in held:
        people.update(one.people)
        said.update(one.people.keys())
        hurt_unknown += one.people.keys().isdisjoint(HURT)
    unknown = {kind: len(held) - said[kind] for kind in Count if said[kind] < len(held)}
    return Tally(len(held), dict(people), unknown, hurt_unknown)


def compare(now: Sequence[Counted], before: Sequence[Counted], by: By) -> list[Row]:
    """Rows of one division: months in their order, levels from the highest, the rest by number now."""
    name = _NAMES[by]
    here, then = _divide(now, name), _divide(before, name)
    names = _MONTHS if by is By.MONTH else {**here, **then}
    rows = [Row(word, tally(here[word]), tally(then[word])) for word in names]
    if by is By.LEVEL:
        order = [level.value for level in Level]
        return sorted(rows, key=lambda row: order.index(row.name))
    if by is By.MONTH:
        return rows
    return sorted(rows, key=lambda row: (-row.now.incidents, -row.before.incidents, row.name))


def _divide(
    incidents: Iterable[Counted], name: Callable[[Counted], str]
) -> defaultdict[str, list[Counted]]:
    parts: defaultdict[str, list[Counted]] = defaultdict(list)
    for one in incidents:
        parts[name(one)].append(one)
    return parts


def signed(change: int) -> str:
    """+2, -1, 0."""
    return f"{change:+d}" if change else "0"


def table(look: Look) -> list[list[str]]:
    """For a workbook or a paper: a head, one line for each row, and the sum. What nobody said is counted
    beside every number of people."""
    head = [look.by.value, "本期起数", "上年同期起数", "增减"]
    for kind in ("死亡", "失联", "受伤"):
        head += [kind, f"{kind}不详起数", f"上年同期{kind}"]
    return [head, *(_line(row) for row in (*look.rows, look.whole))]


def _line(row: Row) -> list[str]:
    line = [row.name, str(row.now.incidents), str(row.before.incidents), signed(row.change)]
    for kinds in (DEAD, MISSING, HURT):
        line += [row.now.told(kinds), str(row.now.unsaid(kinds)), row.before.told(kinds)]
    return line


TOTAL = "合计"
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
