"""What people add to a dossier: files in folders, where the paper copies lie, who took an archive away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.base.marks import Mark


@dataclass(frozen=True, slots=True)
class FiledByHand:
    """An attachment that an officer put into a folder. `folder` is its number, 01 to 15."""

    id: UUID
    incident_id: UUID
    attachment_id: UUID
    folder: str
    title: str
    at: datetime
    by: str
    by_name: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class PaperPlace:
    """纸质档: shelf or cabinet, number, and who put it there. `folder` empty = of the whole dossier.

    The newest of a folder holds.
    """

    id: UUID
    incident_id: UUID
    folder: str
    place: str
    number: str
    at: datetime
    by: str
    by_name: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class DossierExported:
    """An archive that was made. `seal` is the hash over all of it, as it stands at its end.

    `files` and `left_out` count pieces, `size` is in bytes. `name` of the file only: where it lies is not
    ours to know.
    """

    id: UUID
    incident_id: UUID
    name: str
    seal: str
    files: int
    left_out: int
    size: int
    masked: bool
    at: datetime
    by: str
    by_name: str
    mark: Mark
