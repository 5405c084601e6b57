"""Recordings of cameras: the clip, its files, what is missing from it. The files lie on one desk."""

from __future__ import annotations

import sqlalchemy as sa

from app.base.marks import Mark
from app.video.clips import Clip, ClipGap, ClipPart, ClipState, Why
from app.video.records import Which
from db.tables.base import feature_table, refers
from db.types import Choice, Flag, Id, Real, UtcTime, Whole, Words

clip = feature_table(
    "clip",
    Clip,
    sa.Column("no", Words, nullable=False),
    sa.Column("camera_id", Id, refers("camera"), nullable=False),
    sa.Column("code", Words, nullable=False),
    sa.Column("camera", Words, nullable=False),
    sa.Column("which", Choice(Which), nullable=False),
    sa.Column("asked_at", UtcTime, nullable=False),
    sa.Column("begun_at", UtcTime),
    sa.Column("ended_at", UtcTime),
    sa.Column("seconds", Real, nullable=False),
    sa.Column("size", Whole, nullable=False),
    sa.Column("state", Choice(ClipState), nullable=False),
    sa.Column("sealed_at", UtcTime),
    *(sa.Column(name, Words, nullable=False) for name in ("why", "desk", "by", "by_name")),
    sa.Column("incident_id", Id, refers("incident")),
    sa.Column("log_entry_id", Id, refers("log_entry")),
    sa.Column("drill", Words, nullable=False),
    sa.Column("drill_id", Id, refers("drill_run")),
    sa.Column("protected", Flag, nullable=False),
    sa.Column("purged_at", UtcTime),
    sa.Column("purged_why", Words, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    groups=(
        frozenset({"state", "purged_at", "purged_why"}),
        frozenset({"drill", "drill_id"}),
    ),
    indexes=(
        ("no",),
        ("camera_id",),
        ("incident_id",),
        ("log_entry_id",),
        ("drill_id",),
        ("asked_at",),
        ("desk", "asked_at"),
    ),
)

clip_part = feature_table(
    "clip_part",
    ClipPart,
    sa.Column("clip_id", Id, refers("clip"), nullable=False),
    sa.Column("number", Whole, nullable=False),
    sa.Column("which", Choice(Which), nullable=False),
    sa.Column("file", Words, nullable=False),
    sa.Column("begun_at", UtcTime, nullable=False),
    sa.Column("ended_at", UtcTime, nullable=False),
    sa.Column("seconds", Real, nullable=False),
    sa.Column("size", Whole, nullable=False),
    sa.Column("codec", Words, nullable=False),
    *(sa.Column(name, Whole, nullable=False) for name in ("width", "height", "packets")),
    sa.Column("sha256", Words, nullable=False),
    indexes=(("clip_id",),),
)

clip_gap = feature_table(
    "clip_gap",
    ClipGap,
    sa.Column("clip_id", Id, refers("clip"), nullable=False),
    sa.Column("since", UtcTime, nullable=False),
    sa.Column("until", UtcTime),
    sa.Column("why", Choice(Why), nullable=False),
    indexes=(("clip_id",),),
)
