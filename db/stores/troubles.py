"""Troubles of cameras and the hours they were watched, read back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.video.records import Camera
from app.video.troubles import CameraTrouble, Ended
from db.stores.reader import Reader
from db.tables.troubles import camera_trouble, camera_watch
from db.tables.video import camera


class TroubleRows(Reader):
    """Answers `app.video.troublekeeping.TroubleStore`."""

    def left_open(self, desk: str) -> list[CameraTrouble]:
        still = (camera_trouble.c.ended == Ended.OPEN) & (camera_trouble.c.desk == desk)
        return self._all("camera_trouble", sa.select(camera_trouble).where(still))

    def troubles_since(self, at: datetime) -> list[CameraTrouble]:
        row = camera_trouble.c
        wanted = (row.since >= at) | (row.until >= at) | (row.ended == Ended.OPEN)
        order = (row.since, row.id)
        return self._all("camera_trouble", sa.select(camera_trouble).where(wanted).order_by(*order))

    def troubles_of(self, camera_id: UUID, most: int) -> list[CameraTrouble]:
        row = camera_trouble.c
        query = sa.select(camera_trouble).where(row.camera_id == camera_id)
        query = query.order_by(row.since.desc(), row.id.desc()).limit(most)
        return self._all("camera_trouble", query)

    def watched_since(self, hour: datetime) -> dict[UUID, tuple[float, float]]:
        row = camera_watch.c
        query = (
            sa.select(row.camera_id, sa.func.sum(row.watched_s), sa.func.sum(row.down_s))
            .where(row.hour >= hour)
            .group_by(row.camera_id)
        )
        with self._db.read() as connection:
            return {key: (float(a), float(b)) for key, a, b in connection.execute(query)}

    def cameras(self) -> list[Camera]:
        return self._all("camera", sa.select(camera).order_by(camera.c.code))
