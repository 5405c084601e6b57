"""Calls to the duty telephone."""

from __future__ import annotations

import sqlalchemy as sa

from app.base.marks import Mark
from app.phone.records import Heard, PhoneRing
from db.tables.base import feature_table
from db.types import Choice, UtcTime, Whole, Words

phone_ring = feature_table(
    "phone_ring",
    PhoneRing,
    sa.Column("line", Words, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("ended_at", UtcTime),
    sa.Column("rings", Whole, nullable=False),
    sa.Column("heard", Choice(Heard), nullable=False),
    sa.Column("number", Words, nullable=False),
    sa.Column("unit", Words, nullable=False),
    sa.Column("person", Words, nullable=False),
    sa.Column("taken_by", Words, nullable=False),
    sa.Column("taken_name", Words, nullable=False),
    sa.Column("taken_at", UtcTime),
    sa.Column("mark", Choice(Mark), nullable=False),
    groups=(frozenset({"taken_by", "taken_name", "taken_at"}),),
    indexes=(("at",), ("number", "at")),
)
