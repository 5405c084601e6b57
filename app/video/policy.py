"""Decisions without threads or clocks: how long to wait, which stream, what size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from app.video.records import Which
from app.video.states import SLOW, Reason

SUB_WIDTH_MAX_PX = 640
EAGER_S = 30.0
PAUSE_MAX_S = 10.0
SLOW_PAUSE_S = 30.0
JITTER = 0.2
CUT_SHARE_MAX = 0.12

Draw = Callable[[], float]
"""Gives a number in [0, 1): `random.Random().random`."""


class Level(Enum):
    """How much of a stream is worked on."""

    PICTURES = "pictures"
    KEYS = "keys"


def pause_s(tries: int, lost_for_s: float, reason: Reason, draw: Draw) -> float:
    """Seconds until the next attempt: 0.25, 0.5, then 1 for half a minute, then doubling to 10.

    `tries` counts the attempts made since the last live picture. ±20 % so that many cameras that
    were lost together do not come back together.
    """
    if reason in SLOW:
        base = SLOW_PAUSE_S
    elif lost_for_s < EAGER_S:
        base = (0.25, 0.5, 1.0)[min(tries, 2)]
    else:
        doublings = min(10.0, (lost_for_s - EAGER_S) / 10.0)
        base = min(PAUSE_MAX_S, 2.0 * 2.0**doublings)
    return base * (1.0 - JITTER + 2.0 * JITTER * draw())


def which(width_px: int, has_sub: bool) -> Which:
    """The stream for the widest place (device pixels) where the camera is shown."""
    return Which.SUB if has_sub and width_px <= SUB_WIDTH_MAX_PX else Which.MAIN


def level(anybody_looks: bool) -> Level:
    """Hidden tiles keep the connection and decode key frames only, so that their state is known."""
    return Level.PICTURES if anybody_looks else Level.KEYS


@dataclass(frozen=True, slots=True)
class Size:
    width: int
    height: int


def fitted(picture: Size, place: Size, whole: bool) -> Size:
    """The size to scale a picture to. It fills its place when that cuts off at most 12 % of one
    side; else, or when the `whole` picture is wanted, it fits inside. Never larger than needed,
    never below 2 x 2, always even.
    """
    wide = place.width / max(1, picture.width)
    high = place.height / max(1, picture.height)
    small, large = sorted((wide, high))
    share = large if not whole and small >= large * (1 - CUT_SHARE_MAX) else small
    return Size(_even(picture.width * share), _even(picture.height * share))


def _even(length: float) -> int:
    return max(2, round(length / 2) * 2)
