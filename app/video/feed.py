"""What one stream thread and the line it works for share: one generation, then it is thrown away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from app.base.clock import Clock
from app.video.policy import Level, Size
from app.video.records import Which
from app.video.slot import Slot
from app.video.states import Reason
from app.video.watchdog import Watchdog


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stream's pictures go, and how large they are wanted there (device pixels)."""

    slot: Slot
    size: Size
    whole: bool


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

    The line sets `closed`, `level` and `places`; the thread looks at them before each picture and
    leaves by itself when it is closed. What an abandoned feed still says is not listened to.
    """

    generation: int
    name: str
    url: str = field(repr=False)
    which: Which
    clock: Clock
    hearer: Hearer
    dog: Watchdog
    closed: bool = False
    opened: bool = False
    level: Level = Level.PICTURES
    places: tuple[Place, ...] = ()
    still: Still | None = None
    barred: Reason = Reason.NONE
    """Why it must not even be tried."""


Play = Callable[[Feed], None]
"""Starts the thread of a feed and returns at once."""
