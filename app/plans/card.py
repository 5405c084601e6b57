"""The one page of a plan: the plan, who commands under it now, and what each unit does."""

from __future__ import annotations

from dataclasses import dataclass

from app.people.contacts import OrgKind, UnitPage
from app.plans.headquarters import HeadquartersBook, HqLook
from app.plans.planbook import Charged, Library, Shelved


@dataclass(frozen=True, slots=True)
class PlanCard:
    """`home`: the village or township that keeps the plan, and what it stands under: whom to ring there."""

    shelved: Shelved
    headquarters: HqLook | None
    duties: tuple[Charged, ...]
    home: tuple[UnitPage, ...] = ()


def card_of(library: Library, commanding: HeadquartersBook, one: Shelved) -> PlanCard:
    """On the store thread."""
    key = one.plan.headquarters_id
    led = commanding.look(key) if key else []
    home: list[UnitPage] = []
    if one.owner is not None and one.owner.kind in (OrgKind.VILLAGE, OrgKind.TOWNSHIP):
        keys = (one.owner.id, one.owner.parent_id)
        home = library.book.pages([each for each in keys if each], people=False)
        home = [page for page in home if page.org.kind is not OrgKind.COUNTY]
    return PlanCard(one, next(iter(led), None), library.charged(one.id), tuple(home))
