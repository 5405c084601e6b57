"""Backups for the service that makes them, and what this desk remembers of those that failed."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from app.base.clock import Clock
from app.base.errors import Unreachable
from app.keeping.records import Failed, Kept
from db.apart import look_into_apart
from db.backup import Going, Source, make, newest
from db.engine import Database
from db.tables.journal import desk_state

_KEY = "backup_failed"


class BackupPlaces:
    """Answers `app.keeping.backups.BackupDoor`; on the backup thread."""

    def __init__(self, source: Source, places: tuple[Path, ...], clock: Clock) -> None:
        self._source = source
        self._clock = clock
        self.places = tuple(str(place) for place in places)

    def newest(self) -> Kept | None:
        found = []
        for place in self.places:
            with suppress(OSError, Unreachable):
                last = newest(Path(place) / self._source.desk)
                found += [last[1].kept(last[0])] if last else []
        return max(found, key=lambda kept: kept.made_at, default=None)

    def make(self, place: str, going: Going) -> Kept:
        return make(self._source, Path(place), self._clock.now(), going, look_into_apart)


class FailureNotes:
    """Answers `app.keeping.backups.BackupNotes`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def failures(self) -> tuple[Failed, ...]:
        with self._db.read() as connection:
            query = sa.select(desk_state.c.v).where(desk_state.c.k == _KEY)
            held = connection.execute(query).scalar()
        return tuple(
            Failed(place, datetime.fromisoformat(at), why)
            for place, at, why in json.loads(held or "[]")
        )

    def note_failures(self, failed: tuple[Failed, ...]) -> None:
        held = json.dumps([[one.place, one.at.isoformat(), one.why] for one in failed])
        with self._db.writing() as connection:
            connection.execute(desk_state.delete().where(desk_state.c.k == _KEY))
            connection.execute(desk_state.insert(), {"k": _KEY, "v": held})
