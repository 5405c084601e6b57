"""Days off and make-up workdays: what the State Council's notices say, and what the office changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from chinese_calendar import constants

from app.base.errors import Refused
from app.base.ids import new_id
from app.base.marks import Mark

SEED = "国务院办公厅放假通知（chinesecalendar 1.11.0）"
"""Where the days of the years that are known without an import come from."""

_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}
_EVERY_NOTICE = ((1, 1), (10, 1))
"""Days that every year's notice names: a year without them has no notice here."""
HEAD = ("日期", "类别", "名称", "来源")
"""Columns of a list of days as the office keeps it."""


class DayRule(StrEnum):
    """What a row says of its day. PLAIN: the weekday decides again; it takes a row back."""

    HOLIDAY = "放假"
    MAKEUP = "补班"
    PLAIN = "照常"


class DayKind(StrEnum):
    """Kinds of day with a rotation of their own."""

    WORKDAY = "工作日"
    WEEKEND = "休息日"
    HOLIDAY = "节假日"
    UNKNOWN = "不详"


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One row of the table of days. `source` names the notice."""

    id: UUID
    day: date
    rule: DayRule
    name: str
    source: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Told:
    """A day without a key: of the notice, or not written yet."""

    day: date
    rule: DayRule
    name: str
    source: str


class Calendar:
    """What kind every day is. A year whose notice is not here is UNKNOWN: the weekday is never guessed.

    `rows` of the office stand over the seed; of two for one day the later in `rows` holds.
    """

    def __init__(self, rows: Iterable[CalendarDay | Told] = ()) -> None:
        self._rows: dict[date, CalendarDay | Told] = {told.day: told for told in seed()}
        self._rows.update({row.day: row for row in rows})

    def known(self, year: int) -> bool:
        return all(
            (row := self._rows.get(date(year, month, day))) is not None
            and row.rule is DayRule.HOLIDAY
            for month, day in _EVERY_NOTICE
        )

    def kind(self, day: date) -> DayKind:
        row = self._rows.get(day)
        if row is not None and row.rule is not DayRule.PLAIN:
            return DayKind.HOLIDAY if row.rule is DayRule.HOLIDAY else DayKind.WORKDAY
        if not self.known(day.year):
            return DayKind.UNKNOWN
        return DayKind.WEEKEND if day.isoweekday() > 5 else DayKind.WORKDAY

    def row(self, day: date) -> CalendarDay | Told | None:
        """The row that names this day, for its name and its source."""
        row = self._rows.get(day)
        return row if row is not None and row.rule is not DayRule.PLAIN else None

    def of_year(self, year: int) -> list[CalendarDay | Told]:
        """All rows of a year by day, PLAIN ones too."""
        return sorted(
            (row for row in self._rows.values() if row.day.year == year), key=lambda row: row.day
        )

    def demand(self, days: Iterable[date]) -> None:
        """`Refused("month", "year_unknown", year=…, last=…)`: its notice must be imported first."""
        for day in days:
            if self.kind(day) is DayKind.UNKNOWN:
                raise Refused("month", "year_unknown", year=day.year, last=last_seeded())


def seed() -> list[Told]:
    """The days of all notices that are known without an import."""
    found = []
    for days, rule in ((constants.holidays, DayRule.HOLIDAY), (constants.workdays, DayRule.MAKEUP)):
        for day, name in days.items():
            found.append(Told(day, rule, _NAMES.get(name, name), SEED))
    return found


def last_seeded() -> int:
    """The last year whose notice needs no import."""
    last: int = max(constants.holidays).year
    return last


def rows_out(days: Sequence[CalendarDay | Told]) -> list[list[str]]:
    """As a spreadsheet, head first."""
    return [list(HEAD), *([d.day.isoformat(), d.rule.value, d.name, d.source] for d in days)]


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row of a sheet that was not taken: its number as the spreadsheet counts, where, and why."""

    number: int
    column: str
    code: str
    value: str


def rows_in(rows: Sequence[Sequence[str]]) -> tuple[list[Told], list[RefusedRow]]:
    """What a list of days says. `Refused("file", "columns")` when its head is another."""
    if not rows or [cell.strip() for cell in rows[0][: len(HEAD)]] != list(HEAD):
        raise Refused("file", "columns", wanted="、".join(HEAD))
    taken: dict[date, Told] = {}
    refused: list[RefusedRow] = []
    for number, row in enumerate(rows[1:], 2):
        if not any(row):
            continue
        told = _told(number, row)
        if isinstance(told, RefusedRow):
            refused.append(told)
        elif told.day in taken:
            refused.append(RefusedRow(number, HEAD[0], "twice", row[0]))
        else:
            taken[told.day] = told
    return list(taken.values()), refused


def _told(number: int, row: Sequence[str]) -> Told | RefusedRow:
    words, rule, name, source = (*row, "", "", "", "")[:4]
    try:
        day = date.fromisoformat(words.strip())
    except ValueError:
        return RefusedRow(number, HEAD[0], "not_a_day", words)
    if rule not in set(DayRule):
        return RefusedRow(number, HEAD[1], "unknown_word", rule)
    if not source.strip():
        return RefusedRow(number, HEAD[3], "missing", source)
    return Told(day, DayRule(rule), name.strip(), source.strip())


def row_of(told: Told, mark: Mark) -> CalendarDay:
    return CalendarDay(new_id(), told.day, told.rule, told.name, told.source, mark)
