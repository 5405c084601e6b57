"""The camera directory, written through the one door."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.base.ledger import Ledger
from app.base.marks import Mark
from app.video.records import Camera
from app.video.registry import checked_camera


class CameraReads(Protocol):
    def cameras(self) -> list[Camera]:
        """All, by code."""
        ...


class Directory:
    """Runs on the store thread. `by` is the officer's id, or "system"."""

    def __init__(self, ledger: Ledger, reads: CameraReads, mark: Mark) -> None:
        self._ledger = ledger
        self._reads = reads
        self._mark = mark

    def cameras(self) -> list[Camera]:
        return self._reads.cameras()

    def enter(self, by: str, cameras: Sequence[Camera]) -> None:
        """New cameras in one change. `Refused` names the first wrong field: see `checked_camera`."""
        rows: list[Camera] = []
        known = self._reads.cameras()
        for camera in cameras:
            rows.append(checked_camera(camera, [*known, *rows]))
        subject = ("camera", rows[0].code if len(rows) == 1 else "all")
        with self._ledger.change(by, "camera.enter", subject) as change:
            change.put_many("camera", rows)
