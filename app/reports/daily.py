"""每日一报: what the room did in a day, in the sections of the trade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.base.clock import hhmm, local_day
from app.incidents.records import Incident
from app.reports.profiles import said as level_word
from app.reports.said_times import day as day_said
from app.reports.wording import Wording


@dataclass(frozen=True, slots=True)
class DayWords:
    """What the rooms say of the day, one line each; empty = they said nothing."""

    crew: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    instructions: tuple[str, ...] = ()
    zero: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()


def daily_title(wording: Wording, now: datetime) -> str:
    return wording.say("daily_title", day=day_said(local_day(now)))


def daily_body(
    wording: Wording,
    words: DayWords,
    incidents: Sequence[Incident],
    told: Mapping[str, str],
    now: datetime,
) -> str:
    """`incidents` of the day, `told` their newest short text by number. What no room spoke of is left to
    the officer, and never called none; that no event came in is known, and said."""
    sections: tuple[tuple[str, Sequence[str]], ...] = (
        ("crew", words.crew),
        ("warnings", words.warnings),
        ("incidents", [_event(one, told.get(one.no, "")) for one in incidents]),
        ("instructions", words.instructions),
        ("zero", words.zero),
        ("checks", words.checks),
        ("devices", words.devices),
        ("tomorrow", ()),
    )
    empty = {"incidents": wording.say("no_incident")}
    lines = [wording.say("daily_as_of", day=day_said(local_day(now)), clock=hhmm(now))]
    for name, rows in sections:
        lines.append(wording.daily[name])
        lines += rows or [empty.get(name, wording.say("to_fill"))]
    return "\n".join(lines)


def _event(one: Incident, text: str) -> str:
    level = level_word(one.level)
    words = text or one.course or one.kind
    return f"{one.no} {one.title}（{level}，{one.status.value}）：{words.strip('。')}。"
