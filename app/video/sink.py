"""Where a stream thread leaves its pictures: the seam between decoding and painting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Protocol

from app.video.crop import WHOLE, Crop


class Form(Enum):
    """How the pixels of a picture lie, as the scaler names it."""

    BGRA = "bgra"
    YUV420 = "yuv420p"


@dataclass(frozen=True, slots=True)
class Plane:
    """A buffer of rows, `stride` bytes each."""

    pixels: Any
    stride: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture at the size of its tile. `pixels` is a buffer of rows of `stride` bytes: BGRA, or the
    luma of YUV 4:2:0 whose two half-size planes are `chroma`.

    `at` aware UTC and `at_s` monotonic seconds: when its packet arrived.
    """

    width: int
    height: int
    stride: int
    pixels: Any
    at: datetime
    at_s: float
    chroma: tuple[Plane, ...] = ()
    crop: Crop = WHOLE
    """The part of the camera's picture that it is."""


class FrameSink(Protocol):
    """Takes pictures on a stream thread, in the form it asks for, and never waits.

    `slot.Slot` is the one for painted widgets. One for a graphics card asks for YUV420, so that the
    card does the colours, and uploads in its own render thread what it was given here.
    """

    @property
    def form(self) -> Form: ...

    def put(self, picture: Picture) -> None: ...
