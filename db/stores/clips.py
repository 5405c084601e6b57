"""Recordings, read back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from app.video.clips import Clip, ClipPart, Footage
from db.rows import batched
from db.stores.reader import Reader
from db.tables.clips import clip, clip_gap, clip_part


class ClipRows(Reader):
    """Answers `app.video.clips.ClipReads`."""

    def clip(self, key: UUID) -> Clip | None:
        return self._one("clip", sa.select(clip).where(clip.c.id == key))

    def clips(
        self, camera_id: UUID | None = None, incident_id: UUID | None = None, most: int = 500
    ) -> list[Clip]:
        query = sa.select(clip).order_by(clip.c.asked_at.desc(), clip.c.id.desc()).limit(most)
        if camera_id is not None:
            query = query.where(clip.c.camera_id == camera_id)
        if incident_id is not None:
            query = query.where(clip.c.incident_id == incident_id)
        return self._all("clip", query)

    def kept_at(self, desk: str) -> list[Clip]:
        query = sa.select(clip).where(clip.c.desk == desk).where(clip.c.purged_at.is_(None))
        return self._all("clip", query.order_by(clip.c.asked_at, clip.c.id))

    def footage(self, key: UUID) -> Footage | None:
        found = self.clip(key)
        if found is None:
            return None
        gaps = sa.select(clip_gap).where(clip_gap.c.clip_id == key).order_by(clip_gap.c.since)
        return Footage(found, tuple(self.parts([key])), tuple(self._all("clip_gap", gaps)))

    def parts(self, clips: Sequence[UUID]) -> list[ClipPart]:
        found: list[ClipPart] = []
        for some in batched(clips):
            held = sa.select(clip_part).where(clip_part.c.clip_id.in_(some))
            found += self._all("clip_part", held.order_by(clip_part.c.clip_id, clip_part.c.number))
        return found

    def next_clip(self, head: str) -> int:
        held = clip.c.no.startswith(f"{head}-", autoescape=True)
        return self._number(sa.select(sa.func.count()).select_from(clip).where(held)) + 1
