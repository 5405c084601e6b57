"""A backup as people know it, and how the backups of this desk stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

OLD = timedelta(hours=26)
"""A nightly backup older than this was missed. [choice]"""


class Stage(StrEnum):
    """What a backup under way is doing."""

    RECORD = "record"
    FILES = "files"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class FilmsLeft:
    """Clips whose films lay on the desk and are not in the backup, with their bytes; those of them that are
    evidence."""

    clips: int
    size: int
    evidence: int
    evidence_size: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup that was restored in a scratch place and found whole there.

    `folder` is the dated folder; `made_at` aware UTC; `size` bytes of the record alone; `missing` counts
    attachments whose file was not on this desk when it was made. `films` files of recordings are in it,
    `left` tells of the others; None: it was made by a program that did not look.
    """

    folder: Path
    made_at: datetime
    entries: int
    files: int
    size: int
    missing: int
    films: int = 0
    left: FilmsLeft | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """A backup into `place` that did not become good. `why` is a code, `at` aware UTC."""

    place: str
    at: datetime
    why: str


class Standing(StrEnum):
    NONE = "none"
    """No place for backups is set, as in the demonstration."""
    NEVER = "never"
    GOOD = "good"
    OLD = "old"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class BackupState:
    """`last` is the newest good backup wherever it lies; `failed` what went wrong since, place by place.

    `stage` is None while none is under way; `done` of `of` are its pieces.
    """

    places: int = 0
    last: Kept | None = None
    failed: tuple[Failed, ...] = ()
    stage: Stage | None = None
    done: int = 0
    of: int = 0

    def standing(self, now: datetime) -> Standing:
        """The gravest thing that is true."""
        if not self.places:
            return Standing.NONE
        if self.failed:
            return Standing.FAILED
        if self.last is None:
            return Standing.NEVER
        return Standing.OLD if now - self.last.made_at > OLD else Standing.GOOD
