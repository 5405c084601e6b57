"""What others may draw from a stream: its packets as they came, and small grey pictures."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar
from uuid import UUID

from app.base.trace import masked
from app.video.records import Camera, Which
from app.video.states import Reason

if TYPE_CHECKING:
    import numpy as np

_log = logging.getLogger(__name__)

_Made = TypeVar("_Made")

SAMPLE_WIDTH_PX = 320
SAMPLE_EVERY_S = 1.0
KEY_SAMPLE_EVERY_S = 10.0


class Packet(NamedTuple):
    """One packet as it came over the line. `pts`, `dts` and `duration` (0 unknown) count `time_base`;
    `at` aware UTC and `at_s` monotonic seconds: when it arrived."""

    data: bytes
    pts: int
    dts: int
    key: bool
    duration: int
    time_base: Fraction
    at: datetime
    at_s: float


@dataclass(frozen=True, slots=True)
class Track:
    """What a connection gives. `template` is an `av.VideoStream` for `add_stream_from_template`; it
    outlives the connection and may be used from any thread, by one at a time. None when this coding
    cannot be kept. `width` and `height` are 0 while unknown."""

    camera_id: UUID
    which: Which
    generation: int
    codec: str
    width: int
    height: int
    time_base: Fraction
    template: Any
    at: datetime
    at_s: float


class Tap(Protocol):
    """Gets every real packet of one stream: `opened`, then `packet` for each, then `ended`, and so on
    again after a reconnect, a change between main and sub or a new picture size.

    Called on stream threads, never by two at once and never on the thread that closed it. It must
    not wait: the pictures wait with it. The first packet need not be a key frame. A tap that raises
    is logged and not called again.
    """

    def opened(self, track: Track) -> None: ...

    def packet(self, packet: Packet) -> None: ...

    def ended(self, reason: Reason) -> None:
        """`Reason.NONE`: the stream was let go or goes on as another track, nothing failed."""
        ...


class Sample(NamedTuple):
    """A small grey picture: `luma` is a C-contiguous uint8 array (height, width), 320 wide or less, of
    a picture that was `width` x `height`. `at` aware UTC, `at_s` monotonic: when it arrived."""

    camera_id: UUID
    which: Which
    luma: np.ndarray[Any, np.dtype[np.uint8]]
    width: int
    height: int
    at: datetime
    at_s: float


class Sampler(Protocol):
    """Gets a sample about once a second, every ten seconds (of a key frame) while nobody looks.

    Called on stream threads; a camera's main and sub stream may call at the same time.
    """

    def sample(self, sample: Sample) -> None: ...


def made(
    makers: Sequence[Callable[[Camera, Which], _Made | None]], camera: Camera, which: Which
) -> list[_Made]:
    """One of each, of those who want one for this stream."""
    done = []
    for make in makers:
        try:
            one = make(camera, which)
        except Exception:  # noqa: BLE001  the pictures go on without it
            _log.error("tap for %s: %s", camera.code, masked(traceback.format_exc()))
            continue
        if one is not None:
            done.append(one)
    return done


class Outlet:
    """A tap and the stream that serves it now. The line moves `source`; only stream threads talk to
    the tap, one at a time, in order."""

    def __init__(self, tap: Tap, source: object = None) -> None:
        self.source = source
        self._tap: Tap | None = tap
        self._lock = Lock()
        self._opened: tuple[object, Track] | None = None

    def pour(self, source: object, track: Track, packet: Packet) -> None:
        with self._lock:
            if source is not self.source:
                return
            if self._opened is None or self._opened[1] is not track:
                self._end(Reason.NONE)
                self._opened = (source, track)
                self._say("opened", track)
            self._say("packet", packet)

    def shut(self, source: object, reason: Reason) -> None:
        """The source has nothing more for this tap."""
        with self._lock:
            if self._opened is not None and self._opened[0] is source:
                self._end(reason)

    def _end(self, reason: Reason) -> None:
        if self._opened is not None:
            self._opened = None
            self._say("ended", reason)

    def _say(self, what: str, told: object) -> None:
        if self._tap is None:
            return
        try:
            getattr(self._tap, what)(told)
        except Exception:  # noqa: BLE001  the pictures go on without it
            _log.error("tap %s: %s", what, masked(traceback.format_exc()))
            self._tap = None
