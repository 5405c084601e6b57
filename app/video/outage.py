"""A camera's outage: since when nothing new is seen, and whether it has lasted long enough to be told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from app.base.clock import Clock
from app.video.facts import CameraOutageEnded, CameraOutageLasted
from app.video.feed import Feed, Still
from app.video.records import Camera
from app.video.states import Reason


class Outage:
    """Used inside its line's lock only. `since` aware UTC and monotonic seconds, None while all is well;
    `told`: it has lasted `lasting_s`, and who writes the record knows of it."""

    def __init__(self, clock: Clock, tell: Callable[[object], None], lasting_s: float) -> None:
        self._clock = clock
        self._tell = tell
        self._lasting_s = lasting_s
        self.since: tuple[datetime, float] | None = None
        self.told = False

    def begin(self, still: Still | None = None, feed: Feed | None = None) -> None:
        """With the last picture, or the last packet while nobody looks."""
        now, now_s = self._clock.now(), self._clock.monotonic_s()
        packet_s = feed.dog.last_s if feed is not None else None
        if packet_s is not None and (still is None or packet_s > still.at_s):
            self.since = (now - timedelta(seconds=now_s - packet_s), packet_s)
        else:
            self.since = (still.at, still.at_s) if still else (now, now_s)

    def lasted_s(self, now_s: float) -> float:
        return now_s - self.since[1] if self.since is not None else 0.0

    def look(self, camera: Camera, reason: Reason, now_s: float) -> bool:
        """True when it is told now."""
        if self.since is None or self.told or self.lasted_s(now_s) < self._lasting_s:
            return False
        self.told = True
        self._tell(CameraOutageLasted(camera.id, camera.code, camera.name, reason, self.since[0]))
        return True

    def end(self, camera: Camera) -> None:
        if self.told and self.since is not None:
            now = self._clock.now()
            self._tell(CameraOutageEnded(camera.id, camera.code, camera.name, self.since[0], now))
        self.forget()

    def forget(self) -> None:
        self.since, self.told = None, False
