"""A visual drill as it is kept: the run, its targets, what was checked, pauses, and the trace of it all."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from app.base.marks import Mark
from app.video.records import CameraKind


class Verdict(StrEnum):
    YES = "合格"
    NO = "不合格"
    UNKNOWN = "未判"


class Stage(StrEnum):
    PLANNED = "待开始"
    RUNNING = "进行中"
    PAUSED = "已暂停"
    ENDED = "已结束"
    CANCELLED = "已取消"


@dataclass(frozen=True, slots=True)
class DrillRun:
    """`drawn` tells how its targets were found, with the `seed` of a draw ("" picked by hand). 双盲
    (`double_blind`): the crew learns `scenario` and time at `revealed_at`, until then it is "" and a
    sealed `DrillInject`. It ends by hand, or at `until` when that is set. `cancelled`: why it was never
    held. `by` planned it and directs it."""

    id: UUID
    title: str
    scenario: str
    double_blind: bool
    planned_at: datetime
    until: datetime | None
    drawn: str
    seed: str
    started_at: datetime | None
    revealed_at: datetime | None
    ended_at: datetime | None
    cancelled: str
    by: str
    by_name: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class DrillTarget:
    """Code, name, kind and township as they were when it was drawn. `excluded`: why it was out of service
    before the run. `picture_at` the first picture at the centre after the order, `audio_at` when its
    sound was heard there; `tries` how often it was called."""

    id: UUID
    run_id: UUID
    camera_id: UUID
    code: str
    name: str
    kind: CameraKind
    township: str
    sort: int
    excluded: str
    order_at: datetime | None
    picture_at: datetime | None
    audio_at: datetime | None
    end_at: datetime | None
    tries: int
    remark: str
    mark: Mark

    @property
    def connect_at(self) -> datetime | None:
        """First picture and sound."""
        if self.picture_at is None or self.audio_at is None:
            return None
        return max(self.picture_at, self.audio_at)


@dataclass(frozen=True, slots=True)
class DrillCheck:
    """`measured` by the desk itself, else judged by an officer. `code` as the rules have it."""

    id: UUID
    target_id: UUID
    code: str
    verdict: Verdict
    measured: bool
    at: datetime
    by: str
    by_name: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class DrillPause:
    """The clocks of the targets stood still from `since` to `until`."""

    id: UUID
    run_id: UUID
    since: datetime
    until: datetime | None
    reason: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class DrillNote:
    """The trace: what was done or put right, when and by whom. `target_id` None: of the whole run."""

    id: UUID
    run_id: UUID
    target_id: UUID | None
    at: datetime
    text: str
    by: str
    by_name: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class DrillInject:
    """One piece of the script: `text` is "" as long as only the sealed `token` holds it, which the key
    `key_id` opens. `sort` counts from 1. `after_min` the minutes after the start from which it may be opened;
    None: the scenario of a 双盲 drill (`sort` 0). `opened_by` a name."""

    id: UUID
    run_id: UUID
    sort: int
    after_min: int | None
    key_id: str
    token: str = field(repr=False)
    text: str
    opened_at: datetime | None
    opened_by: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class DrillCoverage:
    """覆盖率 when the run ended: of `remote` townships, `covered` had a body terminal that worked."""

    id: UUID
    run_id: UUID
    at: datetime
    covered: int
    remote: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Asked:
    """One quality check of the rules."""

    code: str
    words: str
    told: str
    measured: bool


@dataclass(frozen=True, slots=True)
class DrillRules:
    """An answer counts within `respond`, inclusive. A picture is steady when it came for `steady_s`
    without standing still for more than `freeze_s`."""

    source: str
    respond: timedelta
    steady_s: float
    freeze_s: float
    checks: tuple[Asked, ...]


def load_rules(path: Path) -> DrillRules:
    """Reads `resources/rules/drills.toml`. Raises `ValueError` when it does not hold the rules."""
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        checks = tuple(
            Asked(str(one["code"]), str(one["words"]), str(one["told"]), bool(one.get("measured")))
            for one in held["check"]
        )
        return DrillRules(
            str(held["source"]),
            timedelta(minutes=float(held["respond_min"])),
            float(held["steady_s"]),
            float(held["freeze_s"]),
            checks,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error
