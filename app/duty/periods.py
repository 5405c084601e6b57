"""Which shift a moment belongs to: half-open periods by the clock of Shanghai, on any workstation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.base.clock import SHANGHAI, local
from app.base.errors import Refused

DAY = timedelta(days=1)
LONGEST_NIGHT = 16
Hours = tuple[tuple[time, time], ...]
_WRITTEN = re.compile(r"(\d{1,2})[:：](\d\d)\s*[-–—至到]\s*(?:次日)?(\d{1,2})[:：](\d\d)")


@dataclass(frozen=True, slots=True)
class Span:
    """[starts_at, ends_at), aware. The shift is called by the day it starts on."""

    starts_at: datetime
    ends_at: datetime

    @property
    def day(self) -> date:
        return local(self.starts_at).date()

    @property
    def hours(self) -> float:
        return (self.ends_at - self.starts_at) / timedelta(hours=1)

    @property
    def night(self) -> bool:
        """夜班: over midnight, and shorter than a whole day or a long turn to another hour."""
        return (
            self.hours <= LONGEST_NIGHT
            and local(self.ends_at - timedelta(microseconds=1)).date() > self.day
        )


@dataclass(frozen=True, slots=True)
class Periods:
    """The shifts of a day by their hours; one that ends at or before its beginning ends the next day.

    `early`: so long before the change the incoming crew is there. `later`: other hours from a day on, by
    day; the last shift before it ends when the first of that day begins.
    """

    hours: Hours
    early: timedelta = timedelta(minutes=10)
    later: tuple[tuple[date, Hours], ...] = ()

    def hours_of(self, day: date) -> Hours:
        """Those that hold on this day."""
        held = [hours for since, hours in self.later if since <= day]
        return held[-1] if held else self.hours

    def of_day(self, day: date) -> list[Span]:
        """The shifts that start on this day, in order."""
        spans = []
        for begin, end in self.hours_of(day):
            start = datetime.combine(day, begin, SHANGHAI)
            over = day if end > begin else day + DAY
            spans.append(Span(start, datetime.combine(over, end, SHANGHAI)))
        spans.sort(key=lambda span: span.starts_at)
        if any(since == day + DAY for since, _ in self.later):
            first = min(begin for begin, _ in self.hours_of(day + DAY))
            spans[-1] = Span(spans[-1].starts_at, datetime.combine(day + DAY, first, SHANGHAI))
        return spans

    def holding(self, instant: datetime) -> Span:
        """The shift that holds `instant`: its start is inside, its end belongs to the next."""
        there = local(instant).date()
        for day in (there, there - DAY):
            for span in self.of_day(day):
                if span.starts_at <= instant < span.ends_at:
                    return span
        raise Refused("shift", "no_period", at=instant.isoformat())

    def present_by(self, start: datetime) -> datetime:
        """When the incoming crew is to be there."""
        return start - self.early

    def checked(self) -> Periods:
        """Itself, or `ValueError` when the periods leave a gap or overlap: no hour without a crew."""
        if not self.hours:
            raise ValueError("no periods")
        ordered = sorted(self.hours)
        for (_, end), (begin, _) in zip(ordered, [*ordered[1:], ordered[0]], strict=True):
            if end != begin:
                raise ValueError(f"a gap or an overlap between {end} and {begin}")
        if sum((span.hours for span in self.of_day(date(2026, 1, 5))), 0.0) != 24:
            raise ValueError("the periods of a day are not 24 hours")
        return self


def written(hours: Hours) -> tuple[str, ...]:
    """08:00-20:00, 20:00-08:00."""
    return tuple(f"{begin:%H:%M}-{end:%H:%M}" for begin, end in hours)


def hours_of(words: Sequence[str]) -> Hours:
    """What `written` tells, or as it is typed: 8:00-20:00, 20:00 至次日 8:00. In order of the day.

    `Refused("periods", …)`: not_hours with its word, gap when they leave an hour without a crew.
    """
    found = []
    for word in words:
        parts = _WRITTEN.fullmatch(word.strip())
        figures = [int(one) for one in parts.groups()] if parts else [99]
        if parts is None or max(figures[::2]) > 23 or max(figures[1::2]) > 59:
            raise Refused("periods", "not_hours", word=word.strip())
        found.append((time(figures[0], figures[1]), time(figures[2], figures[3])))
    try:
        return Periods(tuple(sorted(found))).checked().hours
    except ValueError:
        raise Refused("periods", "gap") from None


def changing_at(hour: time) -> Periods:
    """Shifts of 24 hours that change at `hour`."""
    return Periods(((hour, hour),))
