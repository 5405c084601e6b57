"""Rows about the record itself: entries that had to be mended, conflicts that were decided."""

from __future__ import annotations

import sqlalchemy as sa

from app.audit.records import Choice as Decision
from app.audit.records import MendedEntry, Settlement
from db.tables.base import feature_table
from db.types import Choice, UtcTime, Whole, Words

mended_entry = feature_table(
    "mended_entry",
    MendedEntry,
    sa.Column("entry", Words, nullable=False),
    sa.Column("chain", Words, nullable=False),
    sa.Column("seq", Whole, nullable=False),
    indexes=(("entry",),),
)

settlement = feature_table(
    "settlement",
    Settlement,
    sa.Column("entry", Words, nullable=False),
    sa.Column("n", Whole, nullable=False),
    sa.Column("choice", Choice(Decision), nullable=False),
    sa.Column("by", Words, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    indexes=(("entry", "n"),),
)
