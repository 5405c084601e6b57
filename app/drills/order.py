"""What fits a drill as it stands, and what is refused: stages, steps, times, words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app.base.errors import Refused
from app.drills.metrics import RunLook, Standing, TargetLook
from app.drills.records import DrillTarget, Stage

TITLE_MOST, TEXT_MOST = 60, 2000
TIMES = {
    "order_at": "下达时间",
    "picture_at": "首帧时间",
    "audio_at": "话音时间",
    "end_at": "结束时间",
}
"""Times of a target that may be put right, and what they are called."""


def at(seen: RunLook, *stages: Stage) -> RunLook:
    if seen.stage not in stages:
        raise Refused("run", "wrong_step")
    return seen


def under_way(run: RunLook) -> RunLook:
    if run.stage is Stage.PAUSED:
        raise Refused("run", "paused")
    if run.stage is not Stage.RUNNING:
        raise Refused("run", "not_running")
    return run


def taking_part(run: RunLook, target_id: UUID) -> TargetLook:
    """A target of a run that is under way."""
    seen = next(one for one in under_way(run).targets if one.id == target_id)
    if seen.target.excluded:
        raise Refused("target", "excluded")
    return seen


def fits(seen: TargetLook, name: str, standings: Sequence[Standing]) -> None:
    """May the time `name` of a target be taken now?"""
    if seen.target.order_at is None:
        raise Refused("target", "not_called")
    if seen.standing not in standings or getattr(seen.target, name) is not None:
        raise Refused("target", "wrong_step")


def in_order(run: RunLook, made: DrillTarget, at: datetime, now: datetime) -> None:
    """Could the times of `made`, of which `at` is put right, have been?"""
    if at > now or (run.run.ended_at is not None and at > run.run.ended_at):
        raise Refused("at", "in_the_future")
    if run.run.started_at is None or at < run.run.started_at:
        raise Refused("at", "before_run")
    if made.order_at is None:
        raise Refused("target", "not_called")
    later = (made.picture_at, made.audio_at, made.end_at)
    if any(one is not None and one < made.order_at for one in later):
        raise Refused("at", "before_order")
    connect = made.connect_at
    if made.end_at is not None and connect is not None and made.end_at < connect:
        raise Refused("at", "before_connect")


def words(field: str, text: str, most: int = TEXT_MOST, *, needed: bool = True) -> str:
    said = text.strip()
    if needed and not said:
        raise Refused(field, "missing")
    if len(said) > most:
        raise Refused(field, "too_long", most=most)
    return said
