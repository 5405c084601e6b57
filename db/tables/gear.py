"""Communication gear, how it was tried, and where it was sent."""

from __future__ import annotations

import sqlalchemy as sa

from app.base.marks import Mark
from app.rescue.gear import Gear, GearKind, GearOuting, GearTest, Result
from db.tables.base import feature_table, refers
from db.types import Choice, Flag, Id, UtcTime, Whole, Words

gear = feature_table(
    "gear",
    Gear,
    sa.Column("kind", Choice(GearKind), nullable=False),
    *(
        sa.Column(name, Words, nullable=False)
        for name in ("name", "number", "holder", "township", "keeper", "phone", "place")
    ),
    sa.Column("test_days", Whole),
    sa.Column("remark", Words, nullable=False),
    sa.Column("stopped", Words, nullable=False),
    sa.Column("stopped_at", UtcTime),
    sa.Column("active", Flag, nullable=False),
    sa.Column("sort", Whole, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    groups=(frozenset({"stopped", "stopped_at"}), frozenset({"keeper", "phone"})),
)

gear_test = feature_table(
    "gear_test",
    GearTest,
    sa.Column("gear_id", Id, refers("gear"), nullable=False),
    sa.Column("shift_id", Id, refers("shift"), nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("result", Choice(Result), nullable=False),
    sa.Column("words", Words, nullable=False),
    sa.Column("by", Words, nullable=False),
    sa.Column("by_name", Words, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    indexes=(("gear_id", "at"), ("shift_id",)),
)

gear_outing = feature_table(
    "gear_outing",
    GearOuting,
    sa.Column("gear_id", Id, refers("gear"), nullable=False),
    sa.Column("shift_id", Id, refers("shift"), nullable=False),
    *(sa.Column(name, Words, nullable=False) for name in ("to", "purpose", "asked_by", "taken_by")),
    sa.Column("incident_id", Id, refers("incident")),
    sa.Column("out_at", UtcTime, nullable=False),
    sa.Column("back_at", UtcTime),
    sa.Column("by", Words, nullable=False),
    sa.Column("by_name", Words, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    indexes=(("gear_id",), ("shift_id",), ("incident_id",)),
)
