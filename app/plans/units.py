"""Which unit of the contact book is meant by what was typed."""

from __future__ import annotations

from collections.abc import Sequence

from app.base.errors import Refused
from app.duty.typed import typed
from app.people.contacts import Org


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
