"""What is written in the model: few values, so that equal and returning ones are frequent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app.base.ids import new_id
from app.base.marks import Mark
from app.duty.records import Category, Channel, Handling, LogEntry, Way
from app.incidents.records import IncidentStatus

WORDS = ("", "甲", "乙")
PLACES = (26.0, 26.5, 27.0)
NOON = datetime(2026, 6, 24, 4, 0, tzinfo=UTC)


def pick(among: list[Any], number: int) -> Any:
    return among[number % len(among)] if among else None


def key_of(record: Any) -> UUID | None:
    return None if record is None else record.id


def json(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
    return str(value) if isinstance(value, IncidentStatus) else value


def edited(seen: Any, column: str, c: int) -> Any:
    if column == "point":
        return replace(seen, lat=PLACES[c % 3], lon=PLACES[c // 3 % 3] + 86)
    if column == "lat":
        return replace(seen, lat=PLACES[c % 3])
    if column == "lon":
        return replace(seen, lon=PLACES[c % 3] + 86)
    if column == "close":
        if c % 2:
            return replace(seen, status=IncidentStatus.HANDLING, closed_at=None)
        return replace(
            seen, status=IncidentStatus.CLOSED, closed_at=NOON + timedelta(minutes=c % 3)
        )
    return replace(seen, **{column: WORDS[c % 3]})


def rewritten(seen: Any, b: int, c: int, incidents: list[Any]) -> Any:
    if b % 3 == 0:
        return replace(seen, incident_id=key_of(pick(incidents, c)))
    return replace(seen, **{"text" if b % 3 == 1 else "handling": WORDS[c % 3]})


def log_line(shift: UUID, text: str, about: UUID | None, corrects: UUID | None) -> LogEntry:
    return LogEntry(
        id=new_id(),
        shift_id=shift,
        seq=1,
        at=NOON,
        written_at=NOON,
        way=next(iter(Way)),
        channel=next(iter(Channel)),
        unit="",
        person="",
        phone="",
        category=next(iter(Category)),
        text=text,
        handling="",
        status=next(iter(Handling)),
        by="officer",
        by_name="",
        incident_id=about,
        corrects=corrects,
        late=False,
        file_sha256="",
        file_name="",
        mark=Mark.TEST,
    )
