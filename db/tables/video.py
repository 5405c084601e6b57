"""Cameras and what hangs on the wall. Passwords are sealed in `secret`: the journal never forgets."""

from __future__ import annotations

import sqlalchemy as sa

from app.base.marks import Mark
from app.video.records import Camera, CameraKind, PlanRole, RemoteTownship, WallPlan
from db.tables.base import feature_table
from db.types import Choice, Flag, Real, UtcTime, Whole, WordList, Words

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
    sa.Column("owner", Words, nullable=False),
    sa.Column("direction_deg", Real),
    sa.Column("tags", WordList, nullable=False),
    sa.Column("onvif_url", Words, nullable=False),
    sa.Column("profile", Words, nullable=False),
    sa.Column("slow_start", Flag, nullable=False),
    sa.Column("interval_s", Real),
    sa.Column("out_of_service", Words, nullable=False),
    sa.Column("out_since", UtcTime),
    sa.Column("remark", Words, nullable=False),
    groups=(
        frozenset({"lat", "lon"}),
        frozenset({"url_main", "url_sub"}),
        frozenset({"out_of_service", "out_since"}),
    ),
    indexes=(("code",),),
)

wall_plan = feature_table(
    "wall_plan",
    WallPlan,
    sa.Column("name", Words, nullable=False),
    sa.Column("layout", Whole, nullable=False),
    sa.Column("cameras", WordList, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    sa.Column("role", Choice(PlanRole), nullable=False),
    sa.Column("wall", Whole, nullable=False),
    sa.Column("occasion", Words, nullable=False),
    sa.Column("dwell_s", Whole, nullable=False),
    groups=(frozenset({"layout", "cameras", "dwell_s"}),),
)

remote_township = feature_table(
    "remote_township",
    RemoteTownship,
    sa.Column("name", Words, nullable=False),
    sa.Column("remote", Flag, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    indexes=(("name",),),
)
