"""Names as they are typed: several beside each other, and which unit of the contact book is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.base.errors import Refused
from app.duty.typed import typed
from app.people.contacts import Org

_BETWEEN = re.compile(r"[、，,;；/\n|]+")


def several(typed: str) -> tuple[str, ...]:
    """县水利局、县气象局: names between commas, each once."""
    return tuple(dict.fromkeys(one for part in _BETWEEN.split(typed) if (one := part.strip())))


def called(field: str, said: str, units: Sequence[Org]) -> Org:
    """By its whole name, its name or what people say instead.

    `Refused(field, …)`: missing, unknown_unit (typed), several_units (names).
    """
    said = typed(field, said)
    found = [one for one in units if said == one.full_name]
    found = found or [one for one in units if said in (one.name, one.also)]
    if len(found) > 1:
        names = "、".join(one.full_name for one in found[:4])
        raise Refused(field, "several_units", names=names)
    if not found:
        raise Refused(field, "unknown_unit", typed=said)
    return found[0]
