"""Packets of a camera without a camera: real coding, times as the test wants them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import cache
from typing import Any
from uuid import UUID

import av
import numpy as np

from app.base.ids import new_id
from app.video.records import Which
from app.video.taps import Packet, Track

FPS, GOP = 25, 25
TICKS = 90_000 // FPS
BEGUN = datetime(2026, 6, 24, 12, 0, tzinfo=UTC)
CAMERA = new_id()


@cache
def _coded(width: int, height: int) -> tuple[Any, Any, tuple[tuple[bytes, bool], ...]]:
    """Two seconds of a moving square; the box stays open for its template."""
    held = io.BytesIO()
    with av.open(held, "w", format="mp4") as out:
        stream = out.add_stream("libx264", rate=FPS, options={"preset": "ultrafast", "bf": "0"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.gop_size = GOP
        for n in range(2 * FPS):
            image = np.full((height, width, 3), 60, np.uint8)
            image[10:40, n * 2 : n * 2 + 30] = 220
            out.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="bgr24")))
        out.mux(stream.encode(None))
    held.seek(0)
    box = av.open(held)
    video = box.streams.video[0]
    coded = tuple((bytes(one), one.is_keyframe) for one in box.demux(video) if one.size)
    return box, video, coded


@cache
def a_track(
    generation: int = 1,
    which: Which = Which.MAIN,
    size: tuple[int, int] = (160, 90),
    camera: UUID = CAMERA,
) -> Track:
    template = _coded(*size)[1]
    return Track(
        camera, which, generation, "h264", *size, Fraction(1, 90_000), template, BEGUN, 0.0
    )


def packets(
    count: int,
    *,
    from_n: int = 0,
    first_dts: int = 5000,
    size: tuple[int, int] = (160, 90),
    late_s: float = 0.0,
) -> Iterator[Packet]:
    """`count` packets from number `from_n` on (a key frame each second), arriving as they were taken."""
    coded = _coded(*size)[2]
    for n in range(from_n, from_n + count):
        data, key = coded[n % len(coded)]
        dts, at_s = first_dts + n * TICKS, n / FPS + late_s
        yield Packet(data, dts, dts, key, TICKS, Fraction(1, 90_000),
                     BEGUN + timedelta(seconds=at_s), at_s)  # fmt: skip
