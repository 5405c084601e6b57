"""Days as an officer types them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from app.base.clock import SHANGHAI, local_day
from app.base.errors import Refused
from app.base.said import YEARS

_PARTS = re.compile(r"(?:(\d{4})\D)?(\d{1,2})\D(\d{1,2})\D?")


def day(field: str, typed: str, now: datetime) -> date | None:
    """2026-06-24, 6-24, 6.24 or 6月24日; without a year the one that is nearest. None for nothing.

    `Refused(field, "not_a_day")`.
    """
    typed = typed.strip()
    if not typed:
        return None
    found = _PARTS.fullmatch(typed)
    if found is None:
        raise Refused(field, "not_a_day", typed=typed)
    today = local_day(now)
    years = [int(found[1])] if found[1] else [today.year - 1, today.year, today.year + 1]
    days = [one for year in years if (one := _date(year, int(found[2]), int(found[3])))]
    if not days:
        raise Refused(field, "not_a_day", typed=typed)
    return min(days, key=lambda one: abs(one - today))


def begin_of(one: date) -> datetime:
    """Its first moment in Shanghai."""
    return datetime.combine(one, time(), SHANGHAI)


def end_of(one: date) -> datetime:
    """The first moment after it."""
    return begin_of(one + timedelta(days=1))


def _date(year: int, month: int, of_month: int) -> date | None:
    if year not in YEARS:
        return None
    try:
        return date(year, month, of_month)
    except ValueError:
        return None
