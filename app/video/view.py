"""What an engine's user holds: a place where a camera is shown, a stream that is held open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.video.crop import WHOLE, Crop
from app.video.policy import Override, Rung, Size, Wish
from app.video.records import Camera, Which
from app.video.sink import FrameSink
from app.video.slot import Slot
from app.video.states import Reason, State
from app.video.taps import Outlet, Tap
from app.video.watchdog import QUIET_S


@dataclass(frozen=True, slots=True)
class Status:
    """How a camera is, at one moment. Times aware UTC; `_s` are the clock's monotonic seconds.

    `state` as the officer is told it. `tries` counts attempts since the last picture; `next_try_s` is
    None while none is planned. `recorded`: the outage has lasted long enough to go into the log.
    `awaiting`: packets come, but since it is looked at (again) no picture was made of them.
    `fresh_s`: up to this age its picture is live. `codec` "" and sizes 0 are unknown; `fps` and
    `kbit_s` are of the last second, of `which`; `key_every_s` between its last two key frames.
    `degraded`: what the load takes from its places. `reconnects`, and `lost` pictures by their time
    stamps: in the last hour. `refused`: the stream that was wanted and that the camera did not
    give as long as the other one runs.
    """

    state: State
    reason: Reason
    since: datetime
    since_s: float
    tries: int = 0
    next_try_s: float | None = None
    last_at: datetime | None = None
    last_s: float | None = None
    which: Which | None = None
    recorded: bool = False
    awaiting: bool = False
    fresh_s: float = QUIET_S
    codec: str = ""
    width: int = 0
    height: int = 0
    fps: float | None = None
    kbit_s: float | None = None
    key_every_s: float | None = None
    degraded: Rung = Rung.FULL
    reconnects: int = 0
    lost: int = 0
    refused: Which | None = None


class Holder(Protocol):
    """The line of a camera, as its guests see it."""

    @property
    def camera(self) -> Camera: ...

    @property
    def status(self) -> Status: ...

    @property
    def glance(self) -> Status: ...

    def retune(self) -> None: ...

    def leave(self, guest: Guest) -> None: ...


class Guest:
    """Somebody because of whom a stream is open."""

    def __init__(self, line: Holder) -> None:
        self._line = line

    @property
    def camera(self) -> Camera:
        return self._line.camera

    @property
    def status(self) -> Status:
        return self._line.status

    @property
    def glance(self) -> Status:
        """The same object until something changes; of a live line `last_at` and `last_s` lag."""
        return self._line.glance

    def close(self) -> None:
        """Returns at once; a second time does nothing."""
        self._line.leave(self)


class View(Guest):
    """One place where a camera is shown. Owned by a tile; close it when the tile goes."""

    def __init__(self, line: Holder, size: Size, whole: bool, sink: FrameSink | None) -> None:
        super().__init__(line)
        self.slot = Slot()
        self.sink: FrameSink = sink or self.slot
        self.size = size
        self.whole = whole
        self.looking = True
        self.override = Override.AUTO
        self.crop = WHOLE

    @property
    def wish(self) -> Wish:
        """A part that is looked at closely needs as much as a place that is so much wider."""
        return Wish(round(self.size.width * self.crop.factor), self.whole, self.override)

    def resize(
        self, width_px: int, height_px: int, whole: bool = False, crop: Crop = WHOLE
    ) -> None:
        """Device pixels, and the part that is shown in them. The old stream goes on until the better
        one has its first picture."""
        size = Size(width_px, height_px)
        if (size, whole, crop) != (self.size, self.whole, self.crop):
            self.size, self.whole, self.crop = size, whole, crop
            self._line.retune()

    def look(self, looking: bool) -> None:
        """False while the tile is hidden: the connection stays, nothing is decoded."""
        if looking != self.looking:
            self.looking = looking
            self._line.retune()

    def choose(self, override: Override) -> None:
        """By hand: always main, always sub, or key frames only. Load does not change it."""
        if override is not self.override:
            self.override = override
            self._line.retune()


class Listening(Guest):
    """A stream held open without a tile. Its tap, if it has one, hears `ended` on a stream thread some
    time after `close`."""

    def __init__(self, line: Holder, tap: Tap | None, which: Which | None) -> None:
        super().__init__(line)
        self.outlet = Outlet(tap) if tap is not None else None
        self.which = which
