"""Reviews, what they charge somebody with, what was filed by hand, where paper lies, archives made."""

from __future__ import annotations

import sqlalchemy as sa

from app.base.marks import Mark
from app.dossier.records import DossierExported, FiledByHand, PaperPlace
from app.dossier.review import Review, ReviewAction
from db.tables.base import feature_table, refers
from db.types import Choice, Flag, Id, UtcTime, Whole, Words

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

dossier_export = feature_table(
    "dossier_export",
    DossierExported,
    sa.Column("incident_id", Id, refers("incident"), nullable=False),
    *(sa.Column(name, Words, nullable=False) for name in ("name", "seal")),
    *(sa.Column(name, Whole, nullable=False) for name in ("files", "left_out", "size")),
    sa.Column("masked", Flag, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("by", Words, nullable=False),
    sa.Column("by_name", Words, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    indexes=(("incident_id",), ("seal",)),
)
