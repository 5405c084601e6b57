"""Which plans fit an event: by its kind, its class, and whose village or township it lies in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.people.contacts import Org, OrgKind
from app.plans.records import Plan, PlanKind


class Ground(StrEnum):
    """Why a plan is offered. A plan that names no events covers all of them."""

    KIND = "事件种类"
    ALIKE = "种类名称相近"
    CLASS = "事件类别"
    ALL = "所有事件"


@dataclass(frozen=True, slots=True)
class Event:
    """What of an event decides: its class and kind as at intake, where it is in words."""

    event_class: str
    kind: str
    township: str
    place: str


@dataclass(frozen=True, slots=True)
class Fit:
    """`ground` None: it was taken though it names other events."""

    plan: Plan
    owner: Org
    ground: Ground | None

    @property
    def id(self) -> UUID:
        return self.plan.id


_NEAREST = (
    PlanKind.SPECIAL,
    PlanKind.VILLAGE,
    PlanKind.TOWNSHIP,
    PlanKind.DEPARTMENT,
    PlanKind.OVERALL,
)


def fitting(plans: Sequence[Plan], units: Mapping[UUID, Org], event: Event) -> list[Fit]:
    """Those of the place and of the county; what names the kind before what names only the class.

    `units`: those that keep the plans, by key.
    """
    found = []
    for plan in plans:
        owner = units.get(plan.owner_id)
        ground = _ground(plan, event)
        if plan.active and owner is not None and ground is not None and _lies_in(owner, event):
            found.append(Fit(plan, owner, ground))
    return sorted(
        found,
        key=lambda one: (
            one.plan.kind is PlanKind.OVERALL,
            one.ground is Ground.CLASS,
            _NEAREST.index(one.plan.kind),
            one.ground is Ground.ALIKE,
            one.plan.name,
        ),
    )


def _ground(plan: Plan, event: Event) -> Ground | None:
    if not plan.covers:
        return Ground.ALL
    if event.kind and event.kind in plan.covers:
        return Ground.KIND
    if event.kind and any(word in event.kind for word in plan.covers):
        return Ground.ALIKE
    return Ground.CLASS if event.event_class in plan.covers else None


def _lies_in(owner: Org, event: Event) -> bool:
    """A village's plan holds where the village is named; a county's everywhere."""
    if owner.kind is OrgKind.TOWNSHIP:
        return bool(event.township) and owner.name == event.township
    if owner.kind in (OrgKind.VILLAGE, OrgKind.GRID):
        return owner.township == event.township and owner.name in event.place
    return not owner.township or owner.township == event.township
