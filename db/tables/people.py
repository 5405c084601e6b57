"""Officers."""

from __future__ import annotations

import sqlalchemy as sa

from app.base.marks import Mark
from app.people.records import Officer, Role
from db.tables.base import feature_table
from db.types import Choice, Flag, Whole, Words

officer = feature_table(
    "officer",
    Officer,
    sa.Column("name", Words, nullable=False),
    sa.Column("initials", Words, nullable=False),
    sa.Column("role", Choice(Role), nullable=False),
    sa.Column("permanent", Flag, nullable=False),
    sa.Column("sort", Whole, nullable=False),
    sa.Column("pin_hash", Words, nullable=False),
    sa.Column("active", Flag, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
)
