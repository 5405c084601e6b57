"""What one stream thread and the line it works for share: one generation, then it is thrown away."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any, Protocol

from app.base.clock import Clock
from app.video.crop import WHOLE, Crop
from app.video.meter import Meter
from app.video.policy import NO_SIZE, Level, Size
from app.video.records import Camera, Which
from app.video.sink import FrameSink
from app.video.states import Reason
from app.video.taps import Outlet, Sampler
from app.video.watchdog import Watchdog


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stream's pictures go, and how large they are wanted there (device pixels).

    `keys`: this place takes key frames only, whatever the others get. `crop`: the part it shows.
    """

    sink: FrameSink
    size: Size
    whole: bool
    keys: bool = False
    crop: Crop = WHOLE


@dataclass(frozen=True, slots=True)
class Still:
    """The newest picture at full size, as the decoder gave it (an `av.VideoFrame`)."""

    frame: Any
    at: datetime
    at_s: float
    which: Which


class Hearer(Protocol):
    """Hears what happens on a stream thread, on that thread."""

    def opened(self, feed: Feed) -> None: ...

    def arrived(self, feed: Feed) -> None: ...

    def ended(self, feed: Feed, reason: Reason) -> None: ...


@dataclass(eq=False, slots=True)
class Feed:
    """One attempt at one stream. `url` holds the password: never show or log it.

    The line sets `closed`, `level`, `thrift`, `places` and `outlets`; the thread looks at them before
    each packet and leaves by itself when it is closed. What an abandoned feed still says is not
    listened to.
    """

    generation: int
    camera: Camera
    url: str = field(repr=False)
    which: Which
    clock: Clock
    hearer: Hearer
    dog: Watchdog
    closed: bool = False
    opened: bool = False
    level: Level = Level.PACKETS
    thrift: bool = False
    """Without the deblocking filter: cheaper, a little coarser."""
    places: tuple[Place, ...] = ()
    outlets: tuple[Outlet, ...] = ()
    own: tuple[Outlet, ...] = ()
    """Made for this connection alone."""
    samplers: tuple[Sampler, ...] = ()
    meter: Meter = field(default_factory=Meter)
    codec: str = ""
    size: Size = NO_SIZE
    still: Still | None = None
    slow: bool = False
    """Listen longer before it is opened: its description lacks what a decoder needs."""
    probing: bool = False
    """The device has answered, and what it sends is looked through for a picture."""
    barred: Reason = Reason.NONE
    """Why it must not even be tried."""
    turn: AbstractContextManager[object] = field(default_factory=Lock)
    """Held while a packet is worked on."""

    @property
    def name(self) -> str:
        return self.camera.code


Play = Callable[[Feed], None]
"""Starts the thread of a feed and returns at once."""
