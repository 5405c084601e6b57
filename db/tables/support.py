"""Who is rung at the firms that keep lines, power, towers and aircraft going."""

from __future__ import annotations

import sqlalchemy as sa

from app.base.marks import Mark
from app.people.support import SupportTurn, Trade
from db.tables.base import feature_table
from db.types import Choice, Flag, UtcTime, WordList, Words

support_turn = feature_table(
    "support_turn",
    SupportTurn,
    sa.Column("trade", Choice(Trade), nullable=False),
    sa.Column("firm", Words, nullable=False),
    sa.Column("name", Words, nullable=False),
    sa.Column("phones", WordList, nullable=False),
    sa.Column("begins", UtcTime, nullable=False),
    sa.Column("ends", UtcTime, nullable=False),
    sa.Column("note", Words, nullable=False),
    sa.Column("active", Flag, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    groups=(frozenset({"begins", "ends"}),),
    indexes=(("ends",),),
)
