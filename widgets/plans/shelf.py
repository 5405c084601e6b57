"""The list of plans: each with who keeps it, who commands under it, and how its revision stands."""

from __future__ import annotations

from app.plans.planbook import Shelved, Standing
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.table import RecordTable
from widgets.plans.words import tr


def shelf(desk: Desk) -> RecordTable:
    """What is repealed stands there faint."""

    def alive(one: Shelved) -> bool:
        return one.plan.active

    return RecordTable(
        desk.theme,
        (
            Column(
                tr("Plan"), lambda s: s.plan.name, stretch=True, strong=alive,
                tone=lambda s: "text" if alive(s) else "text3",
                second=lambda s: "、".join(s.plan.covers) or tr("all events"),
            ),
            Column(
                tr("Kept by"), lambda s: s.owner_name or "—", 150,
                second=lambda s: s.plan.kind.value,
            ),
            Column(
                tr("Headquarters"),
                lambda s: s.headquarters.name if s.headquarters else "—", 170, fold=True,
            ),
            Column(
                tr("Revision"), lambda s: s.standing.value, 110, right=True,
                strong=lambda s: s.standing is Standing.OVERDUE, second=_revise_by,
            ),
        ),
        row="list_two_line",
        empty=tr("No plan here. Alt+J enters one, Alt+I takes in a table."),
        name="plans",
        memory=desk.memory,
    )  # fmt: skip


def _revise_by(one: Shelved) -> str:
    return one.plan.revise_by.isoformat() if one.plan.revise_by else ""
