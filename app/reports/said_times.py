"""Times in the words of a report: 24-hour clock, Arabic numerals, the day where it is not plain."""

from __future__ import annotations

from datetime import date, datetime

from app.base.clock import local, local_day


def clock(instant: datetime) -> str:
    """15时05分, 14时."""
    there = local(instant)
    return f"{there.hour}时{there.minute:02d}分" if there.minute else f"{there.hour}时"


def day_clock(instant: datetime) -> str:
    """6月24日15时05分."""
    return f"{day(local_day(instant))}{clock(instant)}"


def day(of: date) -> str:
    return f"{of.month}月{of.day}日"


def since(instant: datetime, told: datetime) -> str:
    """With its day only when that is another than the one last told."""
    same = local_day(instant) == local_day(told)
    return clock(instant) if same else day_clock(instant)
