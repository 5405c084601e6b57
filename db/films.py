"""Films of the cameras and a backup: which there are, which go along, and how they come back."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.keeping.records import FilmsLeft
from db.attachments import Files, hash_of

ROOM = 2**30
"""So much stays free where the backup lies: no record is left out for a film."""
_FILMS = (
    "SELECT p.file, p.sha256, p.size, c.protected OR c.incident_id IS NOT NULL, p.clip_id"
    " FROM clip_part p JOIN clip c ON c.id = p.clip_id WHERE c.purged_at IS NULL"
)


@dataclass(frozen=True, slots=True)
class Film:
    """A part of a clip that lies on this desk, `file` within its folder of recordings."""

    file: str
    sha256: str
    size: int
    evidence: bool
    clip: object


def films_in(record: sqlite3.Connection, recordings: Path | None) -> list[Film]:
    """Those the record names and that lie here; a record of before schema 6 knows none."""
    if recordings is None:
        return []
    known = record.execute("SELECT 1 FROM sqlite_master WHERE name = 'clip_part'").fetchone()
    rows = record.execute(_FILMS).fetchall() if known else []
    found = [
        Film(file, sha256, size, bool(evidence), clip)
        for file, sha256, size, evidence, clip in rows
    ]
    return [film for film in found if (place := within(recordings, film.file)) and place.is_file()]


def take_along(film: Film, recordings: Path, pool: Files) -> bool:
    """Whether it is in the pool now: evidence that was sealed, is what it was then, and finds room."""
    place = within(recordings, film.file)
    if place is None or not film.evidence or not film.sha256:
        return False
    if pool.holds(film.sha256):
        return True
    if shutil.disk_usage(pool.folder.parent).free < film.size + ROOM:
        return False
    return pool.fetch(place, film.sha256)


def left_of(films: Iterable[Film], taken: Iterable[Film]) -> FilmsLeft:
    along = set(taken)
    left = [film for film in films if film not in along]
    proofs = [film for film in left if film.evidence]
    return FilmsLeft(
        len({film.clip for film in left}),
        sum(film.size for film in left),
        len({film.clip for film in proofs}),
        sum(film.size for film in proofs),
    )


def bring_back(pool: Files, recordings: Path, file: str, sha256: str) -> bool:
    """Where its clip names it; False when the pool does not give what was sealed. Another film of that name
    keeps lying beside it."""
    place = within(recordings, file)
    if place is None:
        return False
    with suppress(FileNotFoundError):
        if hash_of(place) == sha256:
            return True
        os.replace(place, place.with_name(f"{place.name}.replaced"))
    place.parent.mkdir(parents=True, exist_ok=True)
    aside = place.with_name(f"{place.name}.part")
    try:
        shutil.copyfile(pool.place(sha256), aside)
        if hash_of(aside) != sha256:
            return False
        with open(aside, "rb+") as held:
            os.fsync(held.fileno())
        os.replace(aside, place)
    except FileNotFoundError:
        return False
    finally:
        aside.unlink(missing_ok=True)
    return True


def within(recordings: Path, file: str) -> Path | None:
    """None for a name that leads out of the folder."""
    place = (recordings / file).resolve()
    return place if place.is_relative_to(recordings.resolve()) else None
