"""Flights of drones, read back with their notes and what they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.incidents.sortie import Sortie, SortieNote
from app.incidents.sortie_told import Look
from app.incidents.sorties import Picture
from app.video.naming import frame_time
from db.change import record_of
from db.rows import batched
from db.stores.reader import Reader
from db.tables.attachments import attachment
from db.tables.clips import clip
from db.tables.drills import drill_run
from db.tables.incidents import incident
from db.tables.sorties import sortie, sortie_note
from db.tables.video import camera

_at = sa.func.coalesce(sortie.c.took_off_at, sortie.c.opened_at)


class SortieRows(Reader):
    """Answers `app.incidents.sorties.SortieStore`."""

    def between(self, since: datetime | None, until: datetime | None, most: int) -> list[Look]:
        bounds = [_at >= since] if since is not None else []
        bounds += [_at < until] if until is not None else []
        within = sa.and_(sa.true(), *bounds)
        query = sa.select(sortie).where(within | sortie.c.ended.is_(None))
        order = (sortie.c.ended.is_not(None), _at.desc(), sortie.c.id.desc())
        return self._looks(query.order_by(*order).limit(most))

    def open(self) -> list[Look]:
        query = sa.select(sortie).where(sortie.c.ended.is_(None))
        return self._looks(query.order_by(_at, sortie.c.id))

    def of_incident(self, incident_id: UUID) -> list[Look]:
        query = sa.select(sortie).where(sortie.c.incident_id == incident_id)
        return self._looks(query.order_by(_at, sortie.c.id))

    def one(self, key: UUID) -> Look | None:
        found = self._looks(sa.select(sortie).where(sortie.c.id == key))
        return found[0] if found else None

    def next_no(self, year: int) -> int:
        """The number after the largest of the year: `no` is 2026-0003."""
        last = sa.select(sa.func.max(sortie.c.no)).where(sortie.c.no.like(f"{year}-%"))
        with self._db.read() as connection:
            held = connection.execute(last).scalar_one()
        return int(str(held).partition("-")[2]) + 1 if held else 1

    def pictures(self, one: Sortie, most: int) -> list[Picture]:
        until = one.landed_at
        with self._db.read() as connection:
            code = connection.execute(
                sa.select(camera.c.code).where(camera.c.id == one.camera_id)
            ).scalar()
            if code is None:
                return []
            films = sa.select(clip).where(clip.c.camera_id == one.camera_id)
            films = films.where(clip.c.asked_at >= one.at)
            stills = sa.select(attachment).where(attachment.c.at >= one.at)
            stills = stills.where(attachment.c.name.startswith(f"{code}_", autoescape=True))
            if until is not None:
                films = films.where(clip.c.asked_at <= until)
            rows = [record_of("clip", row._mapping) for row in connection.execute(films)]
            files = [record_of("attachment", row._mapping) for row in connection.execute(stills)]
        found = [Picture(f"录像 {row.no}", row.asked_at, clip_id=row.id) for row in rows]
        for file in files:
            at = frame_time(file.name)
            early = at is None or at < one.at.replace(microsecond=0)
            if at is not None and not early and (until is None or at <= until):
                found.append(Picture(f"图片 {file.name}", at, attachment_id=file.id))
        return sorted(found, key=lambda picture: picture.at, reverse=True)[:most]

    def _looks(self, query: sa.Select[tuple[object, ...]]) -> list[Look]:
        with self._db.read() as connection:
            found: list[Sortie] = [
                record_of("sortie", row._mapping) for row in connection.execute(query)
            ]
            notes: dict[UUID, list[SortieNote]] = {}
            for some in batched([one.id for one in found]):
                asked = sa.select(sortie_note).where(sortie_note.c.sortie_id.in_(some))
                for row in connection.execute(asked.order_by(sortie_note.c.at, sortie_note.c.id)):
                    note: SortieNote = record_of("sortie_note", row._mapping)
                    notes.setdefault(note.sortie_id, []).append(note)
            titles = _titles(connection, incident, (one.incident_id for one in found))
            titles |= _titles(connection, drill_run, (one.drill_id for one in found))
        return [
            Look(one, tuple(notes.get(one.id, ())),
                 titles.get(one.incident_id or one.drill_id or one.id, ""))
            for one in found
        ]  # fmt: skip


def _titles(
    connection: sa.Connection, table: sa.Table, keys: Iterable[UUID | None]
) -> dict[UUID, str]:
    told: dict[UUID, str] = {}
    for some in batched(sorted({key for key in keys if key is not None})):
        query = sa.select(table.c.id, table.c.title).where(table.c.id.in_(some))
        told |= {row.id: row.title for row in connection.execute(query)}
    return told
