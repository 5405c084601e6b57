"""What can be measured on one small grey picture. Device file (cv2)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from math import hypot
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Luma: TypeAlias = "NDArray[np.uint8]"
Aim: TypeAlias = "NDArray[np.float32]"
"""What a camera looked at, to be compared with what it looks at now."""

AIM_PX = (160, 90)
CARD_WIDE = 2
"""Greys so near to the most frequent one are the same colour."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Of one picture. `mean`, `deviation` and `change` in greys, `change` against the picture before and
    None without one of the same size; `plain` the share of the most frequent grey; `sharpness` the
    variance of the Laplacian."""

    mean: float
    deviation: float
    bright: float
    plain: float
    sharpness: float
    change: float | None


@dataclass(frozen=True, slots=True)
class Shift:
    """How far the view has gone, in widths of the picture; `response` 0 to 1 how sure that is."""

    widths: float
    response: float


def measure(luma: Luma, before: Luma | None, bright_grey: int) -> Measures:
    """`luma` is a grey picture of some hundred pixels; about a tenth of a millisecond."""
    cv2 = _cv2()
    mean, deviation = cv2.meanStdDev(luma)
    counts = cv2.calcHist([luma], [0], None, [256], [0, 256]).ravel() / luma.size
    top = int(counts.argmax())
    change = None
    if before is not None and before.shape == luma.shape:
        change = changed(luma, before)
    edges = cv2.Laplacian(luma, cv2.CV_16S)
    return Measures(
        float(mean[0, 0]),
        float(deviation[0, 0]),
        float(counts[bright_grey:].sum()),
        float(counts[max(0, top - CARD_WIDE) : top + CARD_WIDE + 1].sum()),
        float(cv2.meanStdDev(edges)[1][0, 0]) ** 2,
        change,
    )


def changed(luma: Luma, before: Luma) -> float:
    """Mean difference in greys of two pictures of one size."""
    cv2 = _cv2()
    return float(cv2.mean(cv2.absdiff(luma, before))[0])


def aim(luma: Luma, before: Aim | None = None, memory: float = 0.0) -> Aim:
    """What is seen through rain and traffic: of what was seen before, the share `memory` stays."""
    small: Luma = _cv2().resize(luma, AIM_PX, interpolation=_cv2().INTER_AREA)
    now: Aim = small.astype("float32")
    return now if before is None else before * memory + now * (1 - memory)


def shift(was: Aim, now: Aim) -> Shift:
    (x, y), response = _cv2().phaseCorrelate(was, now, _window())
    return Shift(hypot(x, y) / AIM_PX[0], float(response))


@cache
def _window() -> Aim:
    window: Aim = _cv2().createHanningWindow(AIM_PX, _cv2().CV_32F)
    return window


@cache
def _cv2() -> Any:
    """With the first picture: the start of a desk does not wait for it. One thread, for the decoders
    need the others."""
    import cv2

    for name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
        os.environ.pop(name, None)  # opencv-python points Qt at its own plugins when imported
    cv2.setNumThreads(1)
    return cv2
