"""The camera directory and the wall's plan, written through the one door."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.video.records import Camera, WallPlan
from app.video.registry import checked_camera

LAYOUTS = (1, 4, 9)
TILES_MAX = 9
PLAN = "当前"


class CameraReads(Protocol):
    def cameras(self) -> list[Camera]:
        """All, by code."""
        ...

    def plan(self, name: str) -> WallPlan | None: ...


class Directory:
    """Runs on the store thread. `by` is the officer's id, or "system"."""

    def __init__(self, ledger: Ledger, reads: CameraReads, mark: Mark) -> None:
        self._ledger = ledger
        self._reads = reads
        self._mark = mark

    def cameras(self) -> list[Camera]:
        return self._reads.cameras()

    def plan(self) -> WallPlan | None:
        """What hangs on the wall; None before the first time."""
        return self._reads.plan(PLAN)

    def enter(self, by: str, cameras: Sequence[Camera]) -> None:
        """New cameras in one change. `Refused` names the first wrong field: see `checked_camera`."""
        rows: list[Camera] = []
        known = self._reads.cameras()
        for camera in cameras:
            rows.append(checked_camera(camera, [*known, *rows]))
        subject = ("camera", rows[0].code if len(rows) == 1 else "all")
        with self._ledger.change(by, "camera.enter", subject) as change:
            change.put_many("camera", rows)

    def hang(self, by: str, layout: int, cameras: Sequence[str]) -> WallPlan:
        """Keep what hangs on the wall: one camera id per tile, "" for an empty one."""
        if layout not in LAYOUTS:
            raise Refused("layout", "unknown_layout", layout=layout)
        if len(cameras) > TILES_MAX:
            raise Refused("cameras", "too_many", most=TILES_MAX)
        seen = self._reads.plan(PLAN)
        plan = WallPlan(seen.id if seen else new_id(), PLAN, layout, tuple(cameras), self._mark)
        if plan != seen:
            with self._ledger.change(by, "wall.hang", ("wall_plan", PLAN)) as change:
                change.put("wall_plan", plan, seen=seen)
        return plan
