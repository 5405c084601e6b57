"""Written calls put to the intake's own suggestions, turn by turn, and compared field by field.

`python -m tests.calls FILE`. A file tells `{"calls": [{"id", "received_at", "number", "turns", "expect"}]}`;
its `about` defines every field. What counts as one field, and as right, is in `tests/calls/fields.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from app.demo.ground import lay
from app.demo.units import make_units
from app.incidents.hearing import (
    Call,
    County,
    Disposition,
    Heard,
    Open,
    Rules,
    Turn,
    county_of,
    hear,
    load_hearing,
)

RESOURCES = Path(__file__).parents[2] / "resources"
_NO_EVENT = frozenset({Disposition.QUERY, Disposition.FALSE_ALARM, Disposition.PRANK})


@cache
def county() -> County:
    return county_of(make_units(lay(RESOURCES / "demo", "1")).rows)


@cache
def rules() -> Rules:
    return load_hearing(RESOURCES / "rules" / "hearing")


def call_of(row: Mapping[str, Any], turns: int | None = None) -> Call:
    said = tuple(Turn(turn["who"] == "来电", turn["say"]) for turn in row["turns"][:turns])
    return Call(row["id"], datetime.fromisoformat(row["received_at"]), row["number"], said)


def heard_in_order(rows: list[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], Heard]]:
    """Each call with what is suggested after its last turn, in order of receipt. Suggestions are made after
    every turn, as at the desk; calls already taken are the open events of the later ones."""
    opened: list[Open] = []
    answers = []
    for row in sorted(rows, key=lambda row: datetime.fromisoformat(row["received_at"])):
        for turns in range(1, len(row["turns"]) + 1):
            heard = hear(call_of(row, turns), county(), rules(), opened)
        answers.append((row, heard))
        keep(opened, call_of(row), heard)
    return answers


def keep(opened: list[Open], call: Call, heard: Heard) -> None:
    """As the desk does: a new event is opened, a follow-up goes into the event it belongs to."""
    if heard.disposition in _NO_EVENT:
        return
    known = next((event for event in opened if event.id == heard.belongs_to), None)
    if known is None:
        opened.append(heard.opened(call))
    else:
        opened[opened.index(known)] = heard.into(known)
