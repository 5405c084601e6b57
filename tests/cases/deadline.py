"""Examples of deadlines: put to the rule books of resources/rules/deadlines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app.base.clock import local
from app.incidents.records import Level, ReportWay
from app.reports.deadlines import (
    Times,
    chain,
    earliest,
    follow_ups,
    latest,
    running_limits,
    start_of,
    supplement_said,
)
from app.reports.profiles import Profile, level_of, load_profiles
from tests.cases import CannotEvaluate, Given

PROFILES = load_profiles(Path(__file__).parents[2] / "resources" / "rules" / "deadlines")
COUNTS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


def answer(given: Given, names: frozenset[str]) -> Mapping[str, Any]:
    if "deaths_change_on" in given:
        return _supplement(given)
    profiles = _profiles(given)
    level, times = _level(given), _times(given)
    told: dict[str, Any] = {}
    for part in (_limits, _chain, _province, _follow_ups, _rise):
        told |= part(given, profiles, level, times)
    return told


def _profiles(given: Given) -> list[Profile]:
    words = given.get("profiles", [given["profile"]] if "profile" in given else [])
    found = [PROFILES.named(str(word)) for word in words]
    if not found:
        return list(PROFILES.in_force())
    if None in found:
        raise CannotEvaluate(f"no rule book of the name {words}")
    return [one for one in found if one is not None]


def _level(given: Given) -> Level:
    for name in ("level", "level_after", "new_level", "to_level", "level_to"):
        if given.get(name):
            return level_of(str(given[name]))
    return Level.NONE


def _times(given: Given) -> Times:
    received = _first(given, "county_received_at", "received_at")
    happened = _first(given, "occurred_at", "happened_at")
    known = _first(
        given, "known_at", "new_fact_at", "level_raised_at", "level_known_at", "raised_at"
    )
    start = received or happened or known or _first(given, "first_report_at", "unit_informed_at")
    if start is None:
        raise CannotEvaluate("no time to count from")
    return Times(received or start, happened, known)


def _first(given: Given, *names: str) -> datetime | None:
    for name in names:
        if given.get(name):
            return datetime.fromisoformat(str(given[name]))
    return None


def _iso(at: datetime | None) -> str | None:
    return None if at is None else local(at).isoformat()


def _limits(given: Given, profiles: list[Profile], level: Level, times: Times) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, way in (("phone", ReportWay.PHONE), ("written", ReportWay.WRITTEN)):
        found = earliest(profiles, level, times, way)
        due = _iso(None if found is None else found[0])
        told |= {name: due, f"{name}_latest": due, f"county_{name}_latest": due}
        if found is not None and name == "written":
            told["because"] = found[1].key
    picture = earliest(PROFILES.in_force(), level, times, ReportWay.PICTURE)
    told["picture"] = told["picture_latest"] = _iso(None if picture is None else picture[0])
    notes = [
        start_of(limit, times)[1]
        for profile in profiles
        for limit in running_limits(profile, level)
    ]
    told["flag"] = next((note for note in notes if note), "")
    return told


def _chain(given: Given, profiles: list[Profile], level: Level, times: Times) -> dict[str, Any]:
    start = times.known_at or times.received_at
    hops = [hop for profile in profiles for hop in chain(profile, level, start)]
    told: dict[str, Any] = {
        "latest_if_every_level_uses_all_its_time": [[hop, _iso(at)] for hop, at in hops]
    }
    if hops:
        told["written_county_to_city"] = _iso(hops[0][1])
    unit = _first(given, "unit_informed_at", "unit_head_informed_at")
    for profile in profiles:
        for limit in profile.limits:
            if limit.start.value == "unit" and unit is not None:
                told["unit_to_county_latest"] = _iso(unit + limit.within)
    return told


def _province(given: Given, profiles: list[Profile], level: Level, times: Times) -> dict[str, Any]:
    limits = [limit for profile in profiles for limit in running_limits(profile, level)]
    phones = [one for one in limits if one.way is ReportWay.PHONE and "省" in one.to]
    due = min((start_of(one, times)[0] + one.within for one in phones), default=None)
    written = any(one.then_written for one in phones)
    allowed = [words for profile in profiles for words in profile.also(level)]
    return {
        "phone_province_latest": _iso(due),
        "phone_county_to_province": _iso(due),
        "written_follow_up": "required" if written else None,
        "may": allowed,
        "may_phone_ministry": bool(allowed),
    }


def _follow_ups(
    given: Given, profiles: list[Profile], level: Level, times: Times
) -> dict[str, Any]:
    after = _first(given, "first_report_at", "last_report_at") or times.received_at
    rules = [rule for profile in profiles for rule in profile.follow_ups if rule.binds(level)]
    told: dict[str, Any] = {}
    for count, word in COUNTS.items():
        due = sorted(at for rule in rules for at in follow_ups(rule, after, count))[:count]
        told[f"next_{word}_follow_ups_before"] = [_iso(at) for at in due]
    told["next_follow_up_before"] = (told["next_one_follow_ups_before"] or [None])[0]
    per_day = max((rule.per_day or len(rule.before) for rule in rules), default=0)
    told |= {"follow_ups_per_day": per_day, "min_per_day": per_day, "per_day_min": per_day}
    return told


def _rise(given: Given, profiles: list[Profile], level: Level, times: Times) -> dict[str, Any]:
    """A level that rose on a fact known later: its clocks count from then."""
    if times.known_at is None:
        return {}
    told: dict[str, Any] = {
        "clock_restarts_at": _iso(times.known_at),
        "new_clock_start": _iso(times.known_at),
        "clock_start": _iso(times.known_at),
    }
    for profile in profiles:
        due = latest(profile, level, times, ReportWay.WRITTEN)
        told["new_written_latest"] = _iso(due)
    return told


def _supplement(given: Given) -> Mapping[str, Any]:
    profile = next(one for one in PROFILES.all if one.supplement is not None)
    happened = date.fromisoformat(str(given["occurred_on"]))
    days = given["deaths_change_on"]
    return {
        str(day): supplement_said(
            profile, str(given["kind"]), happened, date.fromisoformat(str(day))
        )
        for day in (days if isinstance(days, list) else [days])
    }
