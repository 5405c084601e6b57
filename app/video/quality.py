"""What can be measured on one small grey picture. Device file (cv2)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import hypot
from typing import TYPE_CHECKING, TypeAlias

from app.video.opencv import opencv

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Luma: TypeAlias = "NDArray[np.uint8]"
Aim: TypeAlias = "NDArray[np.float32]"
"""What a camera looked at, to be compared with what it looks at now."""

AIM_PX = (160, 90)
CELLS = (40, 20)
"""Large enough that what an encoder draws anew with each key frame evens out within one."""

COARSE_PX = 15
"""Of an aim: what is larger than this (light, fog, the dark) tells nothing of where the camera looks."""

CARD_WIDE = 2
"""Greys so near to the most frequent one are the same colour."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Of one picture. `mean` and `deviation` in greys; `plain` the share of the most frequent grey;
    `sharpness` the variance of the Laplacian, whose mean is nothing."""

    mean: float
    deviation: float
    bright: float
    plain: float
    sharpness: float


@dataclass(frozen=True, slots=True)
class Stood:
    """A picture, to be compared with those that follow."""

    luma: Luma
    cells: Luma


@dataclass(frozen=True, slots=True)
class Change:
    """Between two pictures of one size, in greys: in the mean, and in the cell that changed most."""

    mean: float
    most: float


@dataclass(frozen=True, slots=True)
class Shift:
    """How far the view has gone, in widths of the picture; `response` 0 to 1 how sure that is."""

    widths: float
    response: float


def measure(luma: Luma, bright_grey: int) -> Measures:
    """`luma` is a grey picture of some hundred pixels; about a tenth of a millisecond."""
    cv2 = opencv()
    mean, deviation = cv2.meanStdDev(luma)
    rows: Luma = luma[::2]  # enough for shares
    counts = cv2.calcHist([rows], [0], None, [256], [0, 256]).ravel() / rows.size
    top = int(counts.argmax())
    edges = cv2.Laplacian(luma, cv2.CV_16S)
    return Measures(
        float(mean[0, 0]),
        float(deviation[0, 0]),
        float(counts[bright_grey:].sum()),
        float(counts[max(0, top - CARD_WIDE) : top + CARD_WIDE + 1].sum()),
        float(cv2.norm(edges, cv2.NORM_L2SQR)) / luma.size,
    )


def stood(luma: Luma) -> Stood:
    return Stood(luma, opencv().resize(luma, CELLS, interpolation=opencv().INTER_AREA))


def change(was: Stood, now: Stood) -> Change:
    cv2 = opencv()
    return Change(
        float(cv2.mean(cv2.absdiff(was.luma, now.luma))[0]),
        float(cv2.absdiff(was.cells, now.cells).max()),
    )


def aim(luma: Luma, before: Aim | None = None, memory: float = 0.0) -> Aim:
    """What is seen through rain and traffic: of what was seen before, the share `memory` stays."""
    small: Luma = opencv().resize(luma, AIM_PX, interpolation=opencv().INTER_AREA)
    now: Aim = small.astype("float32")
    return now if before is None else before * memory + now * (1 - memory)


def edges(looks: Aim) -> Aim:
    """What tells where a camera looks: the greys of sky and ground stay where they are when it turns."""
    coarse: Aim = opencv().blur(looks, (COARSE_PX, COARSE_PX))
    return looks - coarse


def alike(was: Aim, now: Aim) -> float:
    """Of edges: 1 when each is where it was, 0 when they have nothing in common."""
    norm = opencv().norm
    return float((was * now).sum()) / max(1e-6, float(norm(was)) * float(norm(now)))


def shift(was: Aim, now: Aim) -> Shift:
    """Of edges."""
    (x, y), response = opencv().phaseCorrelate(was, now, _window())
    return Shift(hypot(x, y) / AIM_PX[0], float(response))


@cache
def _window() -> Aim:
    window: Aim = opencv().createHanningWindow(AIM_PX, opencv().CV_32F)
    return window
