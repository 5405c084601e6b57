"""Plans and their duties, members of headquarters, plans taken for incidents, and who sat in command."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.base.marks import Mark
from app.plans.records import (
    DutyOrdered,
    Membership,
    Part,
    Plan,
    PlanDuty,
    PlanKind,
    PlanTaken,
    Sitting,
)
from db.tables.base import Sought, feature_table, refers
from db.types import Choice, Day, Flag, Id, UtcTime, Whole, WordList, Words


def _words(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, Words, nullable=False) for name in names]


def _mark() -> sa.Column[Any]:
    return sa.Column("mark", Choice(Mark), nullable=False)


def _hand() -> list[sa.Column[Any]]:
    return [*_words("by", "by_name"), _mark()]


def _use() -> list[sa.Column[Any]]:
    """The order in a list, and whether it stands there still."""
    return [
        sa.Column("sort", Whole, nullable=False),
        sa.Column("active", Flag, nullable=False),
        _mark(),
    ]


plan = feature_table(
    "plan",
    Plan,
    *_words("name"),
    sa.Column("kind", Choice(PlanKind), nullable=False),
    sa.Column("headquarters_id", Id, refers("org")),
    sa.Column("owner_id", Id, refers("org"), nullable=False),
    sa.Column("covers", WordList, nullable=False),
    sa.Column("levels", WordList, nullable=False),
    *_words("document_no"),
    *(sa.Column(name, Day) for name in ("issued", "revised", "revise_by")),
    *_words("starts", "flow", "card"),
    sa.Column("attachment_id", Id, refers("attachment")),
    sa.Column("active", Flag, nullable=False),
    *_hand(),
    indexes=(("headquarters_id",), ("owner_id",), ("attachment_id",)),
    sought=Sought(spelled=("name",)),
)

plan_duty = feature_table(
    "plan_duty",
    PlanDuty,
    sa.Column("plan_id", Id, refers("plan"), nullable=False),
    sa.Column("org_id", Id, refers("org")),
    *_words("unit"),
    sa.Column("is_lead", Flag, nullable=False),
    *_words("phase", "what"),
    *_use(),
    groups=(frozenset({"org_id", "unit"}),),
    indexes=(("plan_id",), ("org_id",)),
)

membership = feature_table(
    "membership",
    Membership,
    sa.Column("headquarters_id", Id, refers("org"), nullable=False),
    sa.Column("org_id", Id, refers("org"), nullable=False),
    sa.Column("part", Choice(Part), nullable=False),
    *_use(),
    indexes=(("headquarters_id",), ("org_id",)),
)

plan_taken = feature_table(
    "plan_taken",
    PlanTaken,
    sa.Column("incident_id", Id, refers("incident"), nullable=False),
    sa.Column("plan_id", Id, refers("plan"), nullable=False),
    *_words("plan"),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("left_at", UtcTime),
    *_hand(),
    indexes=(("incident_id",), ("plan_id",)),
)

duty_ordered = feature_table(
    "duty_ordered",
    DutyOrdered,
    sa.Column("incident_id", Id, refers("incident"), nullable=False),
    sa.Column("duty_id", Id, refers("plan_duty"), nullable=False),
    sa.Column("order_id", Id, refers("command_order"), nullable=False),
    _mark(),
    indexes=(("incident_id",), ("duty_id",), ("order_id",)),
)

sitting = feature_table(
    "sitting",
    Sitting,
    sa.Column("incident_id", Id, refers("incident"), nullable=False),
    *_words("headquarters", "name", "duty", "place"),
    sa.Column("since", UtcTime, nullable=False),
    sa.Column("until", UtcTime),
    *_hand(),
    indexes=(("incident_id",),),
)
