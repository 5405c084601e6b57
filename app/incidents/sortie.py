"""无人机架次 as it is kept: one flight of one drone, and what was noted of it on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from app.base.marks import Mark


class SortieKind(StrEnum):
    """What it flew for; drills and training never count among the tasks."""

    TASK = "任务"
    DRILL = "演练"
    TRAINING = "训练"


class SortieEnd(StrEnum):
    LANDED = "已降落"
    LOST = "未收回"
    NOT_FLOWN = "未起飞"


class NoteKind(StrEnum):
    SEEN = "发现"
    FAULT = "故障"
    LOST = "失联"
    FOUND = "恢复联系"
    OTHER = "情况"


@dataclass(frozen=True, slots=True)
class Sortie:
    """One flight. `no` counts within the year. `drone` is what it was called then; of `gear_id` (the
    register of gear) and `camera_id` (the directory) either, both or none is known.

    `took_off_at` None: 不详. `ended` None: still in the air; ended with `landed_at` None: when is 不详.
    `airspace` is a word of resources/rules/sorties.toml, "" = 不详. `drill_id` is a visual drill.
    """

    id: UUID
    no: str
    kind: SortieKind
    gear_id: UUID | None
    camera_id: UUID | None
    drone: str
    unit: str
    pilot: str
    pilot_phone: str
    observer: str
    observer_phone: str
    purpose: str
    incident_id: UUID | None
    drill_id: UUID | None
    place: str
    lat: float | None
    lon: float | None
    airspace: str
    airspace_to: str
    airspace_no: str
    airspace_by: str
    airspace_at: datetime | None
    weather: str
    battery: str
    remark: str
    opened_at: datetime
    took_off_at: datetime | None
    landed_at: datetime | None
    ended: SortieEnd | None
    ended_why: str
    shift_id: UUID
    by: str
    by_name: str
    mark: Mark

    @property
    def at(self) -> datetime:
        """By which it is ordered and found: the take-off, of an unknown one the entry."""
        return self.took_off_at or self.opened_at

    @property
    def open(self) -> bool:
        return self.ended is None

    @property
    def flown(self) -> timedelta | None:
        """None: still open, or 不详."""
        if self.ended is not SortieEnd.LANDED or None in (self.took_off_at, self.landed_at):
            return None
        assert self.took_off_at is not None
        assert self.landed_at is not None
        return self.landed_at - self.took_off_at


@dataclass(frozen=True, slots=True)
class SortieNote:
    """What was seen, what failed, when contact was lost; a picture or recording by reference. Never
    changed: a wrong one is followed by a right one."""

    id: UUID
    sortie_id: UUID
    kind: NoteKind
    at: datetime
    text: str
    attachment_id: UUID | None
    clip_id: UUID | None
    by: str
    by_name: str
    mark: Mark
