"""Files that belong to the record: what is known of each, and the door to them as services see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID

from app.base.ids import new_id
from app.base.ledger import Change
from app.base.marks import Mark

LARGEST = 100 * 2**20
"""Bytes of one attached file; films stay where they are, with path and hash in the line. [choice]"""

SHARED_MOST = 20 * 2**20
"""Bytes up to which a file travels to the other desks; a larger one stays with the desk that has it."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A file durable on this desk's disk under its own hash, not yet in the record.

    `sha256` in hex, `size` in bytes, `name` as people know it.
    """

    sha256: str
    size: int
    mime: str
    name: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the record, and the log line or incident it belongs to (of a line's incident, both).

    The same file attached twice is two of these and one file on the disk.
    """

    id: UUID
    sha256: str
    size: int
    mime: str
    name: str
    log_entry_id: UUID | None
    incident_id: UUID | None
    by: str
    by_name: str
    at: datetime
    mark: Mark


@dataclass(frozen=True, slots=True)
class FileArrived:
    """Fact: the content of an attachment made on another desk is on this one now."""

    sha256: str


class AttachmentStore(Protocol):
    """Reads on the store thread."""

    def of_entry(self, log_entry_id: UUID) -> list[Attachment]:
        """Of one log line, in the order they were attached."""
        ...

    def entries_with_files(self, entries: Sequence[UUID]) -> frozenset[UUID]:
        """Those of these log lines to which something is attached."""
        ...

    def of_incident(self, incident_id: UUID) -> list[Attachment]:
        """Of an incident and of all its lines, in the order they were attached."""
        ...


class FileDoor(Protocol):
    """Waits for the disk: on the disk thread only. A disk that fails is `Unreachable("disk", why)`."""

    def keep(self, content: bytes, name: str) -> Filed:
        """Durable before this returns. `Refused("file", "empty" | "too_large")`."""
        ...

    def bring(self, source: Path) -> Filed:
        """The same for a file that an officer chose."""
        ...

    def read(self, sha256: str) -> bytes:
        """What was filed, checked against its hash.

        `Unreachable("file", why)`: "missing" when it is not on this desk, "changed" when what is there
        is not what was filed.
        """
        ...

    def hand_out(self, sha256: str, to: Path) -> None:
        """Write a checked copy of the file to `to`; the filed one is never handed out itself."""
        ...


def attach(
    change: Change,
    files: Sequence[Filed],
    *,
    by: str,
    by_name: str,
    mark: Mark,
    log_entry_id: UUID | None = None,
    incident_id: UUID | None = None,
) -> list[Attachment]:
    """Rows of `files` as part of a change; their content is on the disk already."""
    rows = [
        Attachment(
            new_id(),
            file.sha256,
            file.size,
            file.mime,
            file.name,
            log_entry_id,
            incident_id,
            by,
            by_name,
            change.at,
            mark,
        )
        for file in files
    ]
    for row in rows:
        change.put("attachment", row)
    return rows
