"""Visual drills: runs, targets, checks, pauses and the trace."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.base.marks import Mark
from app.drills.records import (
    DrillCheck,
    DrillCoverage,
    DrillInject,
    DrillNote,
    DrillPause,
    DrillRun,
    DrillTarget,
    Verdict,
)
from app.video.records import CameraKind
from db.tables.base import feature_table, refers
from db.types import Choice, Flag, Id, UtcTime, Whole, Words


def _words(*names: str) -> tuple[sa.Column[Any], ...]:
    return tuple(sa.Column(name, Words, nullable=False) for name in names)


def _mark() -> sa.Column[Mark]:
    return sa.Column("mark", Choice(Mark), nullable=False)


drill_run = feature_table(
    "drill_run",
    DrillRun,
    *_words("title", "scenario"),
    sa.Column("double_blind", Flag, nullable=False),
    sa.Column("planned_at", UtcTime, nullable=False),
    sa.Column("until", UtcTime),
    *_words("drawn", "seed"),
    *(sa.Column(name, UtcTime) for name in ("started_at", "revealed_at", "ended_at")),
    *_words("cancelled", "by", "by_name"),
    _mark(),
    groups=(frozenset({"started_at", "ended_at", "cancelled"}),),
    indexes=(("planned_at",),),
)

drill_target = feature_table(
    "drill_target",
    DrillTarget,
    sa.Column("run_id", Id, refers("drill_run"), nullable=False),
    sa.Column("camera_id", Id, refers("camera"), nullable=False),
    *_words("code", "name"),
    sa.Column("kind", Choice(CameraKind), nullable=False),
    *_words("township"),
    sa.Column("sort", Whole, nullable=False),
    *_words("excluded"),
    *(sa.Column(name, UtcTime) for name in ("order_at", "picture_at", "audio_at", "end_at")),
    sa.Column("tries", Whole, nullable=False),
    *_words("remark"),
    _mark(),
    indexes=(("run_id",), ("camera_id",)),
)

drill_check = feature_table(
    "drill_check",
    DrillCheck,
    sa.Column("target_id", Id, refers("drill_target"), nullable=False),
    *_words("code"),
    sa.Column("verdict", Choice(Verdict), nullable=False),
    sa.Column("measured", Flag, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    *_words("by", "by_name"),
    _mark(),
    indexes=(("target_id",),),
)

drill_pause = feature_table(
    "drill_pause",
    DrillPause,
    sa.Column("run_id", Id, refers("drill_run"), nullable=False),
    sa.Column("since", UtcTime, nullable=False),
    sa.Column("until", UtcTime),
    *_words("reason"),
    _mark(),
    indexes=(("run_id",),),
)

drill_note = feature_table(
    "drill_note",
    DrillNote,
    sa.Column("run_id", Id, refers("drill_run"), nullable=False),
    sa.Column("target_id", Id, refers("drill_target")),
    sa.Column("at", UtcTime, nullable=False),
    *_words("text", "by", "by_name"),
    _mark(),
    indexes=(("run_id",), ("target_id",)),
)

drill_inject = feature_table(
    "drill_inject",
    DrillInject,
    sa.Column("run_id", Id, refers("drill_run"), nullable=False),
    sa.Column("sort", Whole, nullable=False),
    sa.Column("after_min", Whole),
    *_words("key_id", "token", "text"),
    sa.Column("opened_at", UtcTime),
    *_words("opened_by"),
    _mark(),
    groups=(frozenset({"text", "opened_at", "opened_by"}),),
    indexes=(("run_id",),),
)

drill_coverage = feature_table(
    "drill_coverage",
    DrillCoverage,
    sa.Column("run_id", Id, refers("drill_run"), nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("covered", Whole, nullable=False),
    sa.Column("remote", Whole, nullable=False),
    _mark(),
    indexes=(("run_id",),),
)
