"""Cameras and the wall's plan, read back."""

from __future__ import annotations

import sqlalchemy as sa

from app.video.records import Camera, RemoteTownship, WallPlan
from db.stores.reader import Reader
from db.tables.video import camera, remote_township, wall_plan


class CameraRows(Reader):
    """Answers `CameraReads`, `RemoteReads` and `PlanReads` of app/video."""

    def cameras(self) -> list[Camera]:
        return self._all("camera", sa.select(camera).order_by(camera.c.code))

    def plans(self) -> list[WallPlan]:
        return self._all("wall_plan", sa.select(wall_plan))

    def remote_townships(self) -> list[RemoteTownship]:
        return self._all(
            "remote_township", sa.select(remote_township).order_by(remote_township.c.id)
        )
