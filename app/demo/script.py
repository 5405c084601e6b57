"""The script of the flood night: what reaches the room, by which door, and when."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.base.clock import SHANGHAI
from app.base.ids import new_id
from app.base.marks import Mark
from app.callout.records import Colour, Stage, Warning

_IDENTIFIER = re.compile(r"_(\d{14})_")
_STAMP = "%Y%m%d%H%M%S"


class Door(StrEnum):
    """Through which an input comes in."""

    PHONE = "phone"
    RADIO = "radio"
    WARNING = "warning"
    CAMERA = "camera"
    VISIT = "visit"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Item:
    """One input. `who` and `fields` as in the script's own description of the door.

    `at` is when it reaches the console, aware; days inside the fields are moved with it.
    """

    id: str
    at: datetime
    door: Door
    who: Mapping[str, Any]
    text: str
    fields: Mapping[str, Any]


def load_script(path: Path, start: date | None = None) -> list[Item]:
    """All items in order, with their days moved so that the night begins on `start`."""
    held = json.loads(path.read_text(encoding="utf-8"))
    base = date.fromisoformat(held["about"]["base_date"])
    days = timedelta(days=((start or base) - base).days)
    return [
        Item(
            row["id"],
            datetime.combine(
                base + days + timedelta(days=row["day"]), time.fromisoformat(row["at"]), SHANGHAI
            ),
            Door(row["door"]),
            row["who"],
            row["text"],
            {name: _moved(value, days) for name, value in row["fields"].items()},
        )
        for row in held["items"]
    ]


def warning_of(item: Item, mark: Mark) -> Warning:
    """The warning an item of that door brings, as it is handed to the register."""
    said = item.fields
    expires = said["expires"]
    return Warning(
        id=new_id(),
        identifier=said["identifier"],
        sender=said["sender"],
        event=said["event"],
        event_code=said["eventCode"] or "",
        colour=Colour(said["colour"]),
        stage=Stage(said["stage"]),
        headline=said["headline"],
        text=item.text,
        instruction=said["instruction"],
        area=tuple(said["area"]),
        sent=datetime.fromisoformat(said["sent"]),
        effective=datetime.fromisoformat(said["effective"]),
        expires=datetime.fromisoformat(expires) if expires else None,
        references=tuple(said["references"]),
        received_at=item.at,
        mark=mark,
    )


def _moved(value: Any, days: timedelta) -> Any:
    """Times and the times inside identifiers, so many days later; anything else as it is."""
    if isinstance(value, list):
        return [_moved(one, days) for one in value]
    if not isinstance(value, str):
        return value
    if found := _IDENTIFIER.search(value):
        at = datetime.strptime(found[1], _STAMP).replace(tzinfo=SHANGHAI) + days
        return f"{value[: found.start(1)]}{at:%Y%m%d%H%M%S}{value[found.end(1) :]}"
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    return (at + days).isoformat() if at.tzinfo else value
