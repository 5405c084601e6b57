"""Which units stand on the contact list and on the contact tree of a unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from app.people.contacts import Org, OrgKind


class Form(StrEnum):
    LIST = "通讯录"
    TREE = "联络树"


def on_paper(form: Form, units: Sequence[Org], top: Org) -> list[Org]:
    """The list: the unit and what stands directly under it. The tree: everything down to the villages,
    or to the grids when it begins below the county; firms are not links of it."""
    if form is Form.LIST:
        return [top, *(one for one in units if one.parent_id == top.id)]
    left_out = {OrgKind.FIRM} | ({OrgKind.GRID} if top.kind is OrgKind.COUNTY else set())
    return list(_down([one for one in units if one.kind not in left_out], top))


def _down(units: Sequence[Org], top: Org) -> Iterator[Org]:
    yield top
    for one in units:
        if one.parent_id == top.id:
            yield from _down(units, one)
