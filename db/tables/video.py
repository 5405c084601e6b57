"""Cameras and what hangs on the wall. Passwords are sealed in `secret`: the journal never forgets."""

from __future__ import annotations

import sqlalchemy as sa

from app.base.marks import Mark
from app.video.records import Camera, CameraKind, WallPlan
from db.tables.base import feature_table
from db.types import Choice, Real, Whole, WordList, Words

camera = feature_table(
    "camera",
    Camera,
    sa.Column("code", Words, nullable=False),
    sa.Column("name", Words, nullable=False),
    sa.Column("kind", Choice(CameraKind), nullable=False),
    sa.Column("township", Words, nullable=False),
    sa.Column("url_main", Words, nullable=False),
    sa.Column("url_sub", Words, nullable=False),
    sa.Column("lat", Real),
    sa.Column("lon", Real),
    sa.Column("mark", Choice(Mark), nullable=False),
    groups=(frozenset({"lat", "lon"}), frozenset({"url_main", "url_sub"})),
    indexes=(("code",),),
)

wall_plan = feature_table(
    "wall_plan",
    WallPlan,
    sa.Column("name", Words, nullable=False),
    sa.Column("layout", Whole, nullable=False),
    sa.Column("cameras", WordList, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    groups=(frozenset({"layout", "cameras"}),),
)
