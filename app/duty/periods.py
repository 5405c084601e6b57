"""Which shift a moment belongs to: half-open periods by the clock of Shanghai, on any workstation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.base.clock import SHANGHAI, local
from app.base.errors import Refused

DAY = timedelta(days=1)


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


@dataclass(frozen=True, slots=True)
class Periods:
    """The shifts of a day by their hours; one that ends at or before its beginning ends the next day.

    `early`: so long before the change the incoming crew is there.
    """

    hours: tuple[tuple[time, time], ...]
    early: timedelta = timedelta(minutes=10)

    def of_day(self, day: date) -> list[Span]:
        """The shifts that start on this day, in order."""
        spans = []
        for begin, end in self.hours:
            start = datetime.combine(day, begin, SHANGHAI)
            over = day if end > begin else day + DAY
            spans.append(Span(start, datetime.combine(over, end, SHANGHAI)))
        return sorted(spans, key=lambda span: span.starts_at)

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


def changing_at(hour: time) -> Periods:
    """Shifts of 24 hours that change at `hour`."""
    return Periods(((hour, hour),))
