"""Clips as the record keeps them, and what is asked of the record about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from app.base.marks import Mark
from app.video.records import Which


class ClipState(StrEnum):
    RECORDING = "录制中"
    SEALED = "已封存"
    RECOVERED = "已恢复"
    DAMAGED = "损坏"
    PURGED = "已清理"


KEPT = frozenset({ClipState.SEALED, ClipState.RECOVERED})
"""Its parts lie on the disk of its desk, each with its hash."""


class Why(StrEnum):
    """Why pictures are missing from a clip, or why it ended by itself."""

    LOST = "摄像机中断"
    SLOW = "磁盘写入跟不上"
    DISK_FULL = "磁盘将满"
    DISK = "磁盘写不进"
    CODING = "编码不能录像"
    KILLED = "程序异常中止"


@dataclass(frozen=True, slots=True)
class Clip:
    """One recording of one camera. `no` counts within desk and year, and names both: two desks that do
    not hear of each other never give the same. `camera` and `code` as they were then.

    `begun_at` is the arrival of its first packet, which may lie before `asked_at` (the ring); None while
    none came. `ended_at` None while it runs; `sealed_at` when its files were closed for good (None for those
    of before schema 7). `size` in bytes and `seconds` of pictures over all parts.
    `desk` holds the files. `drill` is the title of the drill, as it was then. Tied to an incident or
    `protected` it is evidence: it is never purged.
    """

    id: UUID
    no: str
    camera_id: UUID
    code: str
    camera: str
    which: Which
    asked_at: datetime
    begun_at: datetime | None
    ended_at: datetime | None
    seconds: float
    size: int
    state: ClipState
    sealed_at: datetime | None
    why: str
    desk: str
    by: str
    by_name: str
    incident_id: UUID | None
    log_entry_id: UUID | None
    drill: str
    drill_id: UUID | None
    protected: bool
    purged_at: datetime | None
    purged_why: str
    mark: Mark

    @property
    def evidence(self) -> bool:
        return self.protected or self.incident_id is not None


@dataclass(frozen=True, slots=True)
class ClipPart:
    """One file of a clip: `file` within the folder of recordings of the clip's desk. `sha256` "" for one that
    could not be repaired; it is kept as it is."""

    id: UUID
    clip_id: UUID
    number: int
    which: Which
    file: str
    begun_at: datetime
    ended_at: datetime
    seconds: float
    size: int
    codec: str
    width: int
    height: int
    packets: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ClipGap:
    """Pictures that are missing: from the last packet before to the first one after; `until` None to the
    end of the clip."""

    id: UUID
    clip_id: UUID
    since: datetime
    until: datetime | None
    why: Why


@dataclass(frozen=True, slots=True)
class Footage:
    """A clip with everything that belongs to it, parts and gaps oldest first."""

    clip: Clip
    parts: tuple[ClipPart, ...]
    gaps: tuple[ClipGap, ...]


class ClipReads(Protocol):
    """Reads on the store thread."""

    def clip(self, key: UUID) -> Clip | None: ...

    def clips(
        self, camera_id: UUID | None = None, incident_id: UUID | None = None, most: int = 500
    ) -> list[Clip]:
        """Newest first."""
        ...

    def kept_at(self, desk: str) -> list[Clip]:
        """Of this desk, oldest first, without those that were purged."""
        ...

    def footage(self, key: UUID) -> Footage | None: ...

    def parts(self, clips: Sequence[UUID]) -> list[ClipPart]:
        """Of these clips, by clip and number."""
        ...

    def next_clip(self, head: str) -> int:
        """The next free number of those that begin so: of one desk and year."""
        ...


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be recorded, for whom, and what it is about. `asked_at` aware UTC."""

    clip_id: UUID
    camera_id: UUID
    code: str
    camera: str
    which: Which
    asked_at: datetime
    why: str
    by: str
    by_name: str
    incident_id: UUID | None
    mark: Mark
