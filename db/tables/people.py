"""Officers, and who tried to sign in."""

from __future__ import annotations

import sqlalchemy as sa

from app.base.marks import Mark
from app.people.records import LoginAttempt, Officer, Outcome, Role
from db.tables.base import feature_table, refers
from db.types import Choice, Flag, Id, UtcTime, Whole, Words

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

login_attempt = feature_table(
    "login_attempt",
    LoginAttempt,
    sa.Column("officer_id", Id, refers("officer"), nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("outcome", Choice(Outcome), nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    indexes=(("officer_id", "at"),),
)
