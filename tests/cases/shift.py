"""Examples of shifts, put to `app.duty.periods` and `app.duty.shifts`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from app.base.clock import SHANGHAI, hhmm
from app.base.ids import new_id
from app.base.marks import Mark
from app.duty.periods import Periods, Span
from app.duty.records import Shift
from app.duty.roster.rules import load_rules
from app.duty.shifts import answerable
from tests.cases import CannotEvaluate, Given

RULES = load_rules(Path(__file__).parents[2] / "resources" / "rules" / "roster.toml")
NEVER = "DST existed only 1986–1991"
"""What an example about 24 hours notes besides."""


def answer(given: Given, names: frozenset[str]) -> Mapping[str, Any]:
    periods = _periods(given)
    if "from" in given and "to" in given:
        return _length(_instant(given["from"]), _instant(given["to"]))
    moment = next((given[name] for name in ("t", "time", "at", "now") if name in given), None)
    signs = {name: given[name] for name in given if _SIGNED.search(name)}
    if moment is None and not signs:
        return _arrival(periods)
    told = dict(_arrival(periods))
    if moment is not None:
        try:
            at = _instant(moment)
        except ValueError:
            at = _on_some_day(str(moment))
    else:
        at = _on_some_day(hhmm(_first(periods))) + timedelta(minutes=1)
    span = periods.holding(at)
    told |= {
        "shift_date": span.day.isoformat(),
        "shift": f"{span.starts_at:%Y-%m-%dT%H:%M}/{span.ends_at:%Y-%m-%dT%H:%M}",
        "start": span.starts_at.isoformat(),
        "end": span.ends_at.isoformat(),
        "starts_at": span.starts_at.isoformat(),
        "ends_at": span.ends_at.isoformat(),
        "hours": _whole(span.hours),
        "name": "夜班" if span.night else "白班",
        "period": "夜班" if span.night else "白班",
    }
    if signs:
        told |= _who(periods, at, signs)
    return told


_SIGNED = re.compile(r"sign|签")
"""Whatever tells who has signed, or whether both have."""


def _periods(given: Given) -> Periods:
    early = RULES.periods.early
    if "early_min" in given or "early_minutes" in given:
        early = timedelta(minutes=int(given.get("early_min", given.get("early_minutes", 10))))
    if "periods" in given or "shifts" in given:
        rows = given.get("periods", given.get("shifts"))
        return Periods(tuple(_hours(row) for row in rows), early)
    changes = given.get("change", given.get("changes"))
    if changes is None:
        return Periods(RULES.periods.hours, early)
    hours = [time.fromisoformat(one) for one in _list(changes)]
    if len(hours) == 1 and given.get("hours") == 12:
        hours.append(time((hours[0].hour + 12) % 24, hours[0].minute))
    ends = [*hours[1:], hours[0]]
    return Periods(tuple(zip(hours, ends, strict=True)), early)


def _hours(row: Any) -> tuple[time, time]:
    begin, end = row if isinstance(row, list) else str(row).replace("–", "-").split("-")
    return time.fromisoformat(begin.strip()), time.fromisoformat(end.strip())


def _list(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _instant(words: Any) -> datetime:
    """A time without a zone is Shanghai's."""
    at = datetime.fromisoformat(str(words))
    return at if at.tzinfo else at.replace(tzinfo=SHANGHAI)


def _on_some_day(hour: str) -> datetime:
    return datetime.combine(date(2026, 11, 22), time.fromisoformat(hour), SHANGHAI)


def _first(periods: Periods) -> datetime:
    return periods.of_day(date(2026, 11, 22))[0].starts_at


def _length(start: datetime, end: datetime) -> dict[str, Any]:
    hours = Span(start, end).hours
    there = [moment.astimezone(SHANGHAI).utcoffset() for moment in (start, end)]
    same = there == [timedelta(hours=8)] * 2
    return {"hours": _whole(hours), **({"note": NEVER} if same else {})}


def _arrival(periods: Periods) -> dict[str, Any]:
    start = _first(periods)
    by = periods.present_by(start)
    return {"incoming_present_by": hhmm(by), "early_minutes": int((start - by).seconds / 60)}


def _who(periods: Periods, at: datetime, signs: Mapping[str, Any]) -> dict[str, Any]:
    """The shift that ends at the last change before `at`, opened; closed only when both have signed."""
    new = periods.holding(at)
    old = periods.holding(new.starts_at - timedelta(seconds=1))
    closed = all(_both(value) for value in signs.values())
    if all(name in ("signed_out", "交班签", "outgoing_signed") for name in signs):
        closed = False
    over = Shift(
        new_id(), old.starts_at, old.ends_at, old.starts_at, at if closed else None, Mark.TEST
    )
    opened = at if closed else None
    following = Shift(new_id(), new.starts_at, new.ends_at, opened, None, Mark.TEST)
    found = answerable([over, following], at)
    if found is None:
        raise CannotEvaluate("nobody answers")
    side = "outgoing" if found.id == over.id else "incoming"
    return {"responsible": side, "who": side}


def _both(told: Any) -> bool:
    """Of a list both sides must be there; a time says that it was done."""
    if isinstance(told, list):
        return len(set(map(str, told))) > 1
    return told is True or (
        isinstance(told, str) and (told in ("both", "双方", "已签") or told[:2] == "20")
    )


def _whole(hours: float) -> float:
    return int(hours) if hours == int(hours) else hours
