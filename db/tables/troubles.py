"""What was wrong with cameras, and how long they were watched: what a figure of them stands on."""

from __future__ import annotations

import sqlalchemy as sa

from app.base.marks import Mark
from app.video.troubles import CameraTrouble, CameraWatch, Ended, TroubleKind
from db.tables.base import feature_table, refers
from db.types import Choice, Id, Real, UtcTime, Whole, Words

camera_trouble = feature_table(
    "camera_trouble",
    CameraTrouble,
    sa.Column("camera_id", Id, refers("camera"), nullable=False),
    sa.Column("desk", Words, nullable=False),
    sa.Column("kind", Choice(TroubleKind), nullable=False),
    sa.Column("reason", Words, nullable=False),
    sa.Column("since", UtcTime, nullable=False),
    sa.Column("until", UtcTime),
    sa.Column("ended", Choice(Ended), nullable=False),
    sa.Column("times", Whole, nullable=False),
    sa.Column("lasted_s", Real),
    sa.Column("mark", Choice(Mark), nullable=False),
    groups=(frozenset({"until", "ended", "lasted_s"}),),
    indexes=(("camera_id", "since"), ("since",), ("until",), ("ended",)),
)

camera_watch = feature_table(
    "camera_watch",
    CameraWatch,
    sa.Column("camera_id", Id, refers("camera"), nullable=False),
    sa.Column("desk", Words, nullable=False),
    sa.Column("hour", UtcTime, nullable=False),
    sa.Column("watched_s", Real, nullable=False),
    sa.Column("down_s", Real, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    indexes=(("camera_id",), ("hour",)),
)
