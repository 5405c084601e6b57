"""The one place where time comes from, and how times are written."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Aware UTC time for records, monotonic seconds for intervals."""

    def now(self) -> datetime: ...

    def monotonic_s(self) -> float: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251  the one allowed call

    def monotonic_s(self) -> float:
        return time.monotonic()  # noqa: TID251  the one allowed call


@dataclass(slots=True)
class SteeredClock:
    """A clock that starts at a given instant, runs with `running`, and can be put forward.

    Used by tests (standing still) and by the demonstration (running from the demo date).
    """

    start: datetime
    running: bool = False
    _ahead: timedelta = field(default=timedelta(0), init=False)
    _begun_s: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        if self.start.tzinfo is None:
            raise ValueError("the start of a clock must be aware")
        self._begun_s = SystemClock().monotonic_s()

    def now(self) -> datetime:
        run_s = SystemClock().monotonic_s() - self._begun_s if self.running else 0.0
        return self.start.astimezone(UTC) + self._ahead + timedelta(seconds=run_s)

    def monotonic_s(self) -> float:
        if self.running:
            return SystemClock().monotonic_s()
        return self._begun_s + self._ahead.total_seconds()

    def forward(self, span: timedelta) -> None:
        """Put the clock forward; it never goes back."""
        if span < timedelta(0):
            raise ValueError("a steered clock goes forward only")
        self._ahead += span

    def forward_to(self, instant: datetime) -> None:
        """Put the clock forward to `instant`; does nothing when that is already past."""
        self.forward(max(timedelta(0), instant - self.now()))


def local(instant: datetime) -> datetime:
    """The same instant on a Shanghai clock, whatever zone the workstation believes in."""
    return instant.astimezone(SHANGHAI)


def local_day(instant: datetime) -> date:
    return local(instant).date()


def hhmm(instant: datetime) -> str:
    """15:22 — a time of day."""
    there = local(instant)
    return f"{there.hour:02d}:{there.minute:02d}"


def hhmmss(instant: datetime) -> str:
    there = local(instant)
    return f"{there.hour:02d}:{there.minute:02d}:{there.second:02d}"


def day_hhmm(instant: datetime) -> str:
    """06-24 15:22."""
    there = local(instant)
    return f"{there.month:02d}-{there.day:02d} {there.hour:02d}:{there.minute:02d}"


def full(instant: datetime) -> str:
    """2026-06-24 15:22:03."""
    return local(instant).strftime("%Y-%m-%d %H:%M:%S")


WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


def date_line(instant: datetime) -> str:
    """2026-06-24 星期三."""
    there = local(instant)
    return f"{there:%Y-%m-%d} {WEEKDAYS[there.weekday()]}"


def span(length: timedelta | float) -> str:
    """12′20″ — a span of time, never to be mistaken for a time of day.

    From an hour on 1 时 05′, from ten hours on whole hours: 11 时. Negative spans are written by
    their length; the caller says 超 or 余.
    """
    total = abs(int(length.total_seconds() if isinstance(length, timedelta) else length))
    minutes, seconds = divmod(total, 60)
    if minutes < 60:
        return f"{minutes:02d}′{seconds:02d}″"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} 时 {minutes:02d}′" if hours < 10 else f"{hours} 时"
