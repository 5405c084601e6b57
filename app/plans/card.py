"""The one page of a plan: the plan, who commands under it now, and what each unit does."""

from __future__ import annotations

from dataclasses import dataclass

from app.plans.headquarters import HeadquartersBook, HqLook
from app.plans.library import Charged, Library, Shelved


@dataclass(frozen=True, slots=True)
class PlanCard:
    shelved: Shelved
    headquarters: HqLook | None
    duties: tuple[Charged, ...]


def card_of(library: Library, commanding: HeadquartersBook, one: Shelved) -> PlanCard:
    """On the store thread."""
    key = one.plan.headquarters_id
    led = commanding.look(key) if key else []
    return PlanCard(one, next(iter(led), None), library.charged(one.id))
