"""每日一报: what the room did in a day, in the sections of the trade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.base.clock import local_day
from app.incidents.records import Incident
from app.reports.profiles import said as level_word
from app.reports.said_times import clock
from app.reports.said_times import day as day_said
from app.reports.wording import Wording

Said = tuple[str, ...] | None
"""Lines of one room: () = there is nothing, and that is said; None = nobody was asked."""


@dataclass(frozen=True, slots=True)
class DayWords:
    """What the rooms say of the day, one line each."""

    crew: Said = None
    warnings: Said = None
    responses: Said = None
    instructions: Said = None
    zero: Said = None
    checks: Said = None
    devices: Said = None
    tomorrow: Said = None


@dataclass(frozen=True, slots=True)
class Told:
    """An incident of the day with what is told of it; `people` is empty when `words` are of a report."""

    incident: Incident
    words: str
    people: str


@dataclass(frozen=True, slots=True)
class Tally:
    """Key numbers: events received and closed today, those in hand, reports issued today."""

    received: int
    in_hand: int
    closed: int
    issued: int


def daily_title(wording: Wording, now: datetime) -> str:
    return wording.say("daily_title", day=day_said(local_day(now)))


def daily_body(
    wording: Wording, words: DayWords, incidents: Sequence[Told], tally: Tally, now: datetime
) -> str:
    """What no room spoke of is left to the officer, and never called none; a room that has nothing says
    so. A section of several lines numbers them."""
    sections: tuple[tuple[str, Said], ...] = (
        ("crew", words.crew),
        ("warnings", words.warnings),
        ("responses", words.responses),
        ("incidents", tuple(_event(one) for one in incidents)),
        ("instructions", words.instructions),
        ("zero", words.zero),
        ("checks", words.checks),
        ("devices", words.devices),
        ("tomorrow", words.tomorrow),
    )
    lines = [
        wording.say("daily_as_of", day=day_said(local_day(now)), clock=clock(now)),
        wording.say(
            "daily_tally",
            received=tally.received,
            in_hand=tally.in_hand,
            closed=tally.closed,
            issued=tally.issued,
        ),
    ]
    for name, rows in sections:
        lines.append(wording.daily[name])
        if rows is None:
            lines.append(wording.say("to_fill"))
        elif not rows:
            lines.append(wording.nothing[name])
        elif len(rows) == 1:
            lines.append(rows[0])
        else:
            lines += [f"{n}.{row}" for n, row in enumerate(rows, 1)]
    return "\n".join(lines)


def _event(one: Told) -> str:
    incident = one.incident
    words = one.words or incident.course or incident.kind
    said = "，".join(part.strip("。，") for part in (words, one.people) if part.strip("。，"))
    level, status = level_word(incident.level), incident.status.value
    title = incident.title.replace(" ", "")
    return f"{title}（{incident.no}，{level}，{status}）：{said}。"
