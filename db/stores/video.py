"""Cameras and the wall's plan, read back."""

from __future__ import annotations

import sqlalchemy as sa

from app.video.records import Camera, WallPlan
from db.stores.reader import Reader
from db.tables.video import camera, wall_plan


class CameraRows(Reader):
    """Answers `app.video.directory.CameraReads` and `app.video.scenes.PlanReads`."""

    def cameras(self) -> list[Camera]:
        return self._all("camera", sa.select(camera).order_by(camera.c.code))

    def plans(self) -> list[WallPlan]:
        return self._all("wall_plan", sa.select(wall_plan))
