"""What is asked for a drill, and what a store gives of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.drills.drawing import Draw
from app.drills.records import (
    DrillCheck,
    DrillCoverage,
    DrillInject,
    DrillNote,
    DrillPause,
    DrillRun,
    DrillTarget,
)
from app.video.records import Camera


@dataclass(frozen=True, slots=True)
class Told:
    """A drill as it was typed. `draw` None: `cameras` were picked by hand."""

    title: str
    scenario: str
    double_blind: bool
    planned_at: datetime
    until: datetime | None = None
    draw: Draw | None = None
    cameras: tuple[UUID, ...] = ()
    script: str = ""
    """One inject a line; see `script_said`."""


@dataclass(frozen=True, slots=True)
class Rows:
    """All that belongs to one run, as it stands in the store."""

    run: DrillRun
    targets: tuple[DrillTarget, ...]
    checks: tuple[DrillCheck, ...]
    pauses: tuple[DrillPause, ...]
    notes: tuple[DrillNote, ...]
    injects: tuple[DrillInject, ...] = ()
    coverage: DrillCoverage | None = None


class DrillStore(Protocol):
    def runs(self) -> list[Rows]:
        """Newest first; what belongs to a run oldest first."""
        ...

    def latest(self, most: int) -> list[DrillRun]:
        """The runs alone, newest first."""
        ...

    def run(self, key: UUID) -> Rows | None: ...

    def under_way(self) -> list[UUID]:
        """Those that were started and have neither ended nor been cancelled, newest first."""
        ...

    def cameras(self) -> list[Camera]: ...
