"""The rates of a drill, and how a target stands in it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from app.base.rates import rate_words, share_words
from app.drills.records import (
    DrillCheck,
    DrillCoverage,
    DrillInject,
    DrillNote,
    DrillPause,
    DrillRules,
    DrillRun,
    DrillTarget,
    Stage,
    Verdict,
)
from app.video.folders import retired
from app.video.records import Camera, CameraKind


class Standing(StrEnum):
    """How one target stands."""

    EXCLUDED = "不参演"
    WAITING = "待呼叫"
    CALLED = "呼叫中"
    CONNECTED = "已连通"
    DONE = "已结束"
    MISSED = "未连通"
    UNCALLED = "未呼叫"


@dataclass(frozen=True, slots=True)
class Figure:
    """n of N."""

    num: int = 0
    den: int = 0

    @property
    def rate(self) -> str:
        return rate_words(self.num, self.den)

    def words(self) -> str:
        return share_words(self.num, self.den)


@dataclass(frozen=True, slots=True)
class Rates:
    """连通率 (connected of called), 30分钟响应率 (in time of called), 连线质量达标率 (passed all checks of
    connected). `unjudged` of those connected are neither passed nor failed yet; `uncalled` and
    `excluded` are in no rate."""

    connected: Figure = Figure()
    in_time: Figure = Figure()
    quality: Figure = Figure()
    unjudged: int = 0
    uncalled: int = 0
    excluded: int = 0


@dataclass(frozen=True, slots=True)
class TargetLook:
    """A target with the newest verdict of each check, in the order of the rules."""

    target: DrillTarget
    standing: Standing
    verdicts: tuple[Verdict, ...]
    measured: tuple[bool, ...]
    took: timedelta | None
    in_time: bool

    @property
    def id(self) -> UUID:
        return self.target.id

    @property
    def quality(self) -> Verdict:
        """All checks together: one that failed fails it, one that is open leaves it open."""
        if Verdict.NO in self.verdicts:
            return Verdict.NO
        return Verdict.UNKNOWN if Verdict.UNKNOWN in self.verdicts else Verdict.YES


@dataclass(frozen=True, slots=True)
class RunLook:
    """A run with all that belongs to it; `notes` oldest first, `injects` in their order. `coverage` of the
    day it was held, None before it has ended."""

    run: DrillRun
    stage: Stage
    targets: tuple[TargetLook, ...]
    pauses: tuple[DrillPause, ...]
    notes: tuple[DrillNote, ...]
    rates: Rates
    injects: tuple[DrillInject, ...] = ()
    coverage: Figure | None = None

    @property
    def id(self) -> UUID:
        return self.run.id

    @property
    def script(self) -> tuple[DrillInject, ...]:
        """Without the scenario, which opens with the reveal."""
        return tuple(one for one in self.injects if one.after_min is not None)

    @property
    def hidden(self) -> bool:
        """The crew must not learn yet what it is about."""
        return self.run.double_blind and self.run.revealed_at is None

    def known_to(self, officer_id: str) -> bool:
        """Of a 双盲 drill the crew learns no time before it begins."""
        return not self.hidden or self.stage is not Stage.PLANNED or self.run.by == officer_id


def stage_of(run: DrillRun, pauses: Sequence[DrillPause]) -> Stage:
    if run.cancelled:
        return Stage.CANCELLED
    if run.ended_at is not None:
        return Stage.ENDED
    if run.started_at is None:
        return Stage.PLANNED
    return Stage.PAUSED if any(one.until is None for one in pauses) else Stage.RUNNING


def took(begin: datetime, end: datetime, pauses: Sequence[DrillPause]) -> timedelta:
    """From order to connection; what the drill was paused does not count."""
    whole = end - begin
    for one in pauses:
        since, until = max(one.since, begin), min(one.until or end, end)
        whole -= max(timedelta(0), until - since)
    return whole


def took_so_far(target: DrillTarget, pauses: Sequence[DrillPause], now: datetime) -> timedelta:
    """How long a target has been called, without the pauses."""
    assert target.order_at is not None
    return took(target.order_at, now, pauses)


def look(
    run: DrillRun,
    targets: Sequence[DrillTarget],
    checks: Mapping[UUID, Sequence[DrillCheck]],
    pauses: Sequence[DrillPause],
    notes: Sequence[DrillNote],
    rules: DrillRules,
    injects: Sequence[DrillInject] = (),
    covered: DrillCoverage | None = None,
) -> RunLook:
    """`checks` by target, oldest first: the newest of each code holds."""
    stage = stage_of(run, pauses)
    seen = tuple(
        _look(run, stage, one, checks.get(one.id, ()), pauses, rules)
        for one in sorted(targets, key=lambda one: one.sort)
    )
    return RunLook(
        run,
        stage,
        seen,
        tuple(pauses),
        tuple(notes),
        rates(seen),
        tuple(sorted(injects, key=lambda one: one.sort)),
        Figure(covered.covered, covered.remote) if covered is not None else None,
    )


def rates(targets: Sequence[TargetLook]) -> Rates:
    taking_part = [one for one in targets if one.standing is not Standing.EXCLUDED]
    called = [one for one in taking_part if one.target.order_at is not None]
    connected = [one for one in called if one.took is not None]
    quality = [one.quality for one in connected]
    return Rates(
        Figure(len(connected), len(called)),
        Figure(sum(one.in_time for one in connected), len(called)),
        Figure(quality.count(Verdict.YES), len(connected)),
        quality.count(Verdict.UNKNOWN),
        len(taking_part) - len(called),
        len(targets) - len(taking_part),
    )


def coverage(remote: Collection[str], devices: Iterable[tuple[str, bool]]) -> Figure:
    """覆盖率: remote townships with at least one working body terminal. `devices`: (township, works)."""
    reached = {town for town, works in devices if works}
    return Figure(len(set(remote) & reached), len(set(remote)))


def covered(remote: Collection[str], cameras: Iterable[Camera], down: Collection[UUID]) -> Figure:
    """`coverage` by the directory; `down`: cameras that are seen to give no pictures now."""
    bodies = (one for one in cameras if one.kind is CameraKind.BODY and not retired(one))
    return coverage(
        remote,
        ((one.township, not one.out_of_service and one.id not in down) for one in bodies),
    )


def _look(
    run: DrillRun,
    stage: Stage,
    target: DrillTarget,
    checks: Sequence[DrillCheck],
    pauses: Sequence[DrillPause],
    rules: DrillRules,
) -> TargetLook:
    newest = {one.code: one for one in checks}
    verdicts = tuple(
        newest[one.code].verdict if one.code in newest else Verdict.UNKNOWN for one in rules.checks
    )
    measured = tuple(one.code in newest and newest[one.code].measured for one in rules.checks)
    at, length = target.connect_at, None
    in_run = run.ended_at is None or (at is not None and at <= run.ended_at)
    if at is not None and target.order_at is not None and in_run:
        length = took(target.order_at, at, pauses)
    return TargetLook(
        target,
        _standing(stage, target, length),
        verdicts,
        measured,
        length,
        length is not None and length <= rules.respond,
    )


def _standing(stage: Stage, target: DrillTarget, length: timedelta | None) -> Standing:
    over = stage is Stage.ENDED
    if target.excluded:
        return Standing.EXCLUDED
    if target.order_at is None:
        return Standing.UNCALLED if over else Standing.WAITING
    if length is None:
        return Standing.MISSED if over or target.end_at is not None else Standing.CALLED
    return Standing.DONE if over or target.end_at is not None else Standing.CONNECTED
