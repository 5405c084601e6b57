"""What stands behind the page of plans."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.base.attachments import FileDoor
from app.plans.card import PlanCard
from app.plans.headquarters import HeadquartersBook
from app.plans.planbook import Library
from app.plans.sheets import PlanImporting
from widgets.handover.preview import Paper

PrintPlan = Callable[[PlanCard], Paper]
"""On the paper thread."""


@dataclass(frozen=True, slots=True)
class PlanRooms:
    """`levels` of a response, gravest first."""

    planbook: Library
    commanding: HeadquartersBook
    importing: PlanImporting
    levels: tuple[str, ...]
    door: FileDoor
    print_plan: PrintPlan
