"""Looks at the targets of a running drill: the first picture after the order, and whether it stays steady."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.base.clock import Clock
from app.drills.metrics import RunLook, Standing
from app.drills.records import DrillRules, Verdict
from app.video.judging import Doubt
from app.video.records import Camera
from app.video.sink import Form, Picture
from app.video.view import View
from app.video.wall import Wall

WIDTH, HEIGHT = 320, 180
NOT_STEADY = (Doubt.BLACK, Doubt.STILL, Doubt.CARD, Doubt.FLAT)


@dataclass(slots=True)
class Eye:
    """A frame sink that keeps no picture, only when they came. Filled on a stream thread. What was taken
    before the order, and waited for its decoder, counts for nothing."""

    freeze_s: float
    order_at: datetime | None = None
    form: Form = Form.BGRA
    first_at: datetime | None = None
    first_s: float = 0.0
    last_s: float = 0.0
    since_s: float = 0.0
    longest_s: float = 0.0

    def put(self, picture: Picture) -> None:
        if self.order_at is not None and picture.at < self.order_at:
            return
        at_s = picture.at_s
        if self.first_at is None or at_s - self.last_s > self.freeze_s:
            self.since_s = at_s
        self.last_s = at_s
        self.longest_s = max(self.longest_s, at_s - self.since_s)
        if self.first_at is None:
            self.first_s = at_s
            self.first_at = picture.at

    def doubt(self, now_s: float) -> None:
        """What arrives shows nothing that moves: it counts as standing still."""
        self.since_s = now_s


@dataclass(frozen=True, slots=True)
class Arrived:
    """The first picture of a target at the centre."""

    target_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Measured:
    """Whether the picture of a target was steady long enough."""

    target_id: UUID
    verdict: Verdict


@dataclass(slots=True)
class Eyes:
    """On the Qt thread; `tick` about once a second with the run as it stands. `doubts` of a camera as the
    judges have them."""

    wall: Wall
    clock: Clock
    rules: DrillRules
    doubts: Callable[[UUID], tuple[Doubt, ...]]
    _open: dict[UUID, tuple[View, Eye]] = field(default_factory=dict)
    _told: set[tuple[UUID, str]] = field(default_factory=set)

    def tick(self, run: RunLook | None, cameras: Iterable[Camera]) -> list[Arrived | Measured]:
        """What was seen since; each is told once for an opening."""
        known = {one.id: one for one in cameras}
        wanted = {
            one.id: one
            for one in (run.targets if run is not None else ())
            if one.standing in (Standing.CALLED, Standing.CONNECTED)
        }
        found: list[Arrived | Measured] = []
        for key in [key for key in self._open if key not in wanted]:
            found += self._leave(key)
        for key, one in wanted.items():
            camera = known.get(one.target.camera_id)
            if key not in self._open and camera is not None:
                eye = Eye(self.rules.freeze_s, one.target.order_at)
                self._open[key] = (self.wall.watch(camera, WIDTH, HEIGHT, sink=eye), eye)
            if key in self._open:
                found += self._look(key, one.target.camera_id, one.target.order_at)
        return found

    def close(self) -> None:
        for view, _ in self._open.values():
            view.close()
        self._open.clear()

    def _look(
        self, key: UUID, camera_id: UUID, order_at: datetime | None
    ) -> list[Arrived | Measured]:
        _, eye = self._open[key]
        if eye.first_at is None:
            return []
        if any(doubt in NOT_STEADY for doubt in self.doubts(camera_id)):
            eye.doubt(self.clock.monotonic_s())
        found: list[Arrived | Measured] = []
        if order_at is not None and eye.first_at >= order_at and self._once(key, "picture"):
            found.append(Arrived(key, eye.first_at))
        if eye.longest_s >= self.rules.steady_s and self._once(key, "steady"):
            found.append(Measured(key, Verdict.YES))
        return found

    def _leave(self, key: UUID) -> list[Arrived | Measured]:
        """Too short a connection says nothing of steadiness; a long one that never was steady does."""
        view, eye = self._open.pop(key)
        view.close()
        steady = (key, "steady") in self._told
        seen_s = eye.last_s - eye.first_s
        self._told -= {(key, "picture"), (key, "steady")}
        if steady or eye.first_at is None or seen_s < self.rules.steady_s:
            return []
        return [Measured(key, Verdict.NO)]

    def _once(self, key: UUID, what: str) -> bool:
        if (key, what) in self._told:
            return False
        self._told.add((key, what))
        return True
