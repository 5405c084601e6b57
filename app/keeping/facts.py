"""Facts about backups and the disk."""

from __future__ import annotations

from dataclasses import dataclass

from app.keeping.records import BackupState


@dataclass(frozen=True, slots=True)
class BackupChanged:
    """A backup began, went on, became good or failed."""

    state: BackupState


@dataclass(frozen=True, slots=True)
class DiskSeen:
    """How much room the disk of the record has: `free` bytes; `low` below the warning."""

    free: int
    low: bool
