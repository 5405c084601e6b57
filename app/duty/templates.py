"""Templates of the duty log: text with slots that the officer fills, one after the other."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from app.base.errors import Refused
from app.duty.records import Category, Channel, Handling, Way

_SLOT = re.compile(r"［[^［］\n]{1,20}］")


@dataclass(frozen=True, slots=True)
class LogTemplate:
    """`text` holds slots as ［时间］; an empty name stands for no template."""

    name: str
    way: Way
    channel: Channel
    category: Category
    status: Handling
    text: str


NONE = LogTemplate("", Way.INSIDE, Channel.FACE, Category.OTHER, Handling.DONE, "")


def load_templates(path: Path) -> tuple[LogTemplate, ...]:
    """What the place has written into the file. ValueError when it names what no dictionary has."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["template"]
    return tuple(
        LogTemplate(
            row["name"],
            Way(row["way"]),
            Channel(row["channel"]),
            Category(row["category"]),
            Handling(row.get("status", Handling.DONE)),
            row["text"],
        )
        for row in rows
    )


def slots(text: str) -> list[tuple[int, int]]:
    """Places of the slots, half-open."""
    return [found.span() for found in _SLOT.finditer(text)]


def slot_after(text: str, place: int) -> tuple[int, int] | None:
    """The next slot that begins at `place` or later; the first one again when there is none."""
    found = slots(text)
    return next((slot for slot in found if slot[0] >= place), found[0] if found else None)


def demand_filled(text: str) -> None:
    """`Refused("text", "slot_open", slot=...)` while a slot is neither filled nor deleted."""
    for begin, end in slots(text):
        raise Refused("text", "slot_open", slot=text[begin:end])
