"""A part of a decoded picture as a picture of its own. Device file (av)."""

from __future__ import annotations

from typing import Any

import av
import numpy as np

from app.video.crop import Crop

_EIGHT_BITS = ("yuv420p", "yuvj420p")
_LEAST_PX = 16


def cut(frame: av.VideoFrame, crop: Crop) -> av.VideoFrame:
    """At full size; on even edges, because colours lie on every second point."""
    if frame.format.name not in _EIGHT_BITS:
        frame = frame.reformat(format="yuv420p")
    x, wide = _even(crop.x, crop.side, frame.width)
    y, high = _even(crop.y, crop.side, frame.height)
    part = av.VideoFrame(wide, high, frame.format.name)
    part.colorspace, part.color_range = frame.colorspace, frame.color_range
    for n, (source, target) in enumerate(zip(frame.planes, part.planes, strict=True)):
        half = 2 if n else 1
        rows, held = _rows(source), _rows(target)
        top, left, down, across = (side // half for side in (y, x, high, wide))
        held[:down, :across] = rows[top : top + down, left : left + across]
    return part


def _rows(plane: Any) -> Any:
    """Its bytes, one row each, to be read and written in place."""
    return np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)


def _even(start: float, share: float, length: int) -> tuple[int, int]:
    """Where it begins and how long it is, in points."""
    whole = length // 2 * 2
    long = min(whole, max(_LEAST_PX, int(share * length / 2) * 2))
    return min(int(start * length / 2) * 2, whole - long), long
