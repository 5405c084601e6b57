"""Reviews, what they charge somebody with, what was filed by hand, and where paper copies lie."""

from __future__ import annotations

import sqlalchemy as sa

from app.base.marks import Mark
from app.dossier.records import FiledByHand, PaperPlace
from app.dossier.review import Review, ReviewAction
from db.tables.base import feature_table, refers
from db.types import Choice, Id, UtcTime, Words

review = feature_table(
    "review",
    Review,
    sa.Column("incident_id", Id, refers("incident"), nullable=False),
    *(
        sa.Column(name, Words, nullable=False)
        for name in ("planned", "happened", "why", "plan_changes")
    ),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("by", Words, nullable=False),
    sa.Column("by_name", Words, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    indexes=(("incident_id",),),
)

review_action = feature_table(
    "review_action",
    ReviewAction,
    sa.Column("incident_id", Id, refers("incident"), nullable=False),
    *(sa.Column(name, Words, nullable=False) for name in ("what", "owner")),
    sa.Column("due", UtcTime),
    sa.Column("done_at", UtcTime),
    sa.Column("by", Words, nullable=False),
    sa.Column("by_name", Words, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    indexes=(("incident_id",),),
)

filed_by_hand = feature_table(
    "filed_by_hand",
    FiledByHand,
    sa.Column("incident_id", Id, refers("incident"), nullable=False),
    sa.Column("attachment_id", Id, refers("attachment"), nullable=False),
    *(sa.Column(name, Words, nullable=False) for name in ("folder", "title")),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("by", Words, nullable=False),
    sa.Column("by_name", Words, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    indexes=(("incident_id",), ("attachment_id",)),
)

paper_place = feature_table(
    "paper_place",
    PaperPlace,
    sa.Column("incident_id", Id, refers("incident"), nullable=False),
    *(sa.Column(name, Words, nullable=False) for name in ("folder", "place", "number")),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("by", Words, nullable=False),
    sa.Column("by_name", Words, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    indexes=(("incident_id",),),
)
