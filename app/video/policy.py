"""Decisions without threads or clocks: how long to wait, which stream, how much of it, what size."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum

from app.video.records import Which
from app.video.states import SLOW, Reason

SUB_WIDTH_MAX_PX = 640
SUB_AGAIN_PX = 560
"""Back from main to sub only below this, so that a window being resized does not flicker."""

EAGER_S = 30.0
PAUSE_MAX_S = 10.0
SLOW_PAUSE_S = 30.0
FRESH_MAX_S = 12.0
JITTER = 0.2
CUT_SHARE_MAX = 0.12

WAITS_AT_DEVICE = (Reason.FROZEN, Reason.NO_KEY)
"""The attempt itself waits where the pictures will come: a longer pause would only miss them."""

AWAY = (Reason.REFUSED, Reason.NO_HOST, Reason.SILENT, Reason.CUT)
"""The device itself does not answer: whether it does again can be asked cheaply."""

REFUSED_S = 30.0
RETRIED_S = 2.0
ANSWERED = (*SLOW, Reason.BUSY, Reason.FAULT, Reason.CUT, Reason.NO_KEY, Reason.GARBAGE)
"""The device has had its say: asking again soon brings nothing."""

Draw = Callable[[], float]
"""Gives a number in [0, 1): `random.Random().random`."""


class Level(IntEnum):
    """How much of a stream is worked on."""

    PACKETS = 0
    KEYS = 1
    PICTURES = 2


class Override(Enum):
    """What a place is given, whatever its size and the load."""

    AUTO = "auto"
    MAIN = "main"
    SUB = "sub"
    KEYS = "keys"


class Rung(IntEnum):
    """How far the wall has come down under load; each rung includes those before it."""

    FULL = 0
    NO_FILTER = 1
    KEYS_ON_SMALL = 2
    SUB_FOR_MAIN = 3
    ENLARGED_TOO = 4


def pause_s(tries: int, lost_for_s: float, reason: Reason, draw: Draw) -> float:
    """Seconds until the next attempt: 0.25, 0.5, then 1 for half a minute, then doubling to 10.

    `tries` counts the attempts made since the last live picture. Up to 20 % less, never more, so that
    many cameras that were lost together do not come back together.
    """
    if reason in SLOW:
        base = SLOW_PAUSE_S
    elif lost_for_s < EAGER_S or reason in WAITS_AT_DEVICE:
        base = (0.25, 0.5, 1.0)[min(tries, 2)]
    else:
        doublings = min(10.0, (lost_for_s - EAGER_S) / 10.0)
        base = min(PAUSE_MAX_S, 2.0 * 2.0**doublings)
    return base * (1.0 - JITTER * draw())


def found_shut(reason: Reason, hurried: bool) -> bool:
    """The attempt itself found that the device does not answer. One that was made because it did
    answer, and met silence again, proves nothing."""
    return reason in (Reason.REFUSED, Reason.NO_HOST) or (reason is Reason.SILENT and not hurried)


def refused_s(reason: Reason, ran: bool) -> float:
    """How long a camera's second stream is left alone, after it ran or was not given at all."""
    return REFUSED_S if not ran and reason in ANSWERED else RETRIED_S


@dataclass(frozen=True, slots=True)
class Wish:
    """What one place that is looked at asks for. `whole`: enlarged, or a preview of its own."""

    width_px: int
    whole: bool = False
    override: Override = Override.AUTO


def which(wishes: Sequence[Wish], has_sub: bool, now: Which | None, rung: Rung) -> Which:
    """The one stream for all places: main as soon as one of them needs it. `now` is what runs."""
    if not has_sub:
        return Which.MAIN
    needs_main = any(_needs_main(wish, now, rung) for wish in wishes)
    return Which.MAIN if needs_main else Which.SUB


def _needs_main(wish: Wish, now: Which | None, rung: Rung) -> bool:
    if wish.override is not Override.AUTO:
        return wish.override is Override.MAIN
    if rung >= (Rung.ENLARGED_TOO if wish.whole else Rung.SUB_FOR_MAIN):
        return False
    return wish.width_px > (SUB_AGAIN_PX if now is Which.MAIN else SUB_WIDTH_MAX_PX)


def keys_only(wish: Wish, has_sub: bool, rung: Rung) -> bool:
    """A place that is shown key frames. The enlarged one only when it has no sub-stream to go to."""
    if wish.override is not Override.AUTO:
        return wish.override is Override.KEYS
    if wish.whole:
        return rung >= Rung.ENLARGED_TOO and not has_sub
    small = wish.width_px <= SUB_WIDTH_MAX_PX
    return rung >= (Rung.KEYS_ON_SMALL if small else Rung.ENLARGED_TOO)


def level(keys_only: Iterable[bool]) -> Level:
    """What a stream must make of its packets for the places that look, one answer for each."""
    return max(
        (Level.KEYS if keys else Level.PICTURES for keys in keys_only), default=Level.PACKETS
    )


def fresh_s(level: Level, quiet_s: float, key_every_s: float | None) -> float:
    """Up to which age a picture is live. Where only key frames are shown: two and a half of them."""
    if level is not Level.KEYS or key_every_s is None:
        return quiet_s
    return max(quiet_s, min(FRESH_MAX_S, 2.5 * key_every_s))


def told_rung(wishes: Sequence[Wish], has_sub: bool, rung: Rung) -> Rung:
    """The highest rung that changes what these places get: what a tile says of itself."""
    for step in sorted(Rung, reverse=True):
        if Rung.FULL < step <= rung and any(
            (_needs_main(wish, None, step), keys_only(wish, has_sub, step))
            != (_needs_main(wish, None, Rung(step - 1)), keys_only(wish, has_sub, Rung(step - 1)))
            for wish in wishes
        ):
            return step
    return Rung.NO_FILTER if rung and wishes else Rung.FULL


@dataclass(frozen=True, slots=True)
class Size:
    width: int
    height: int


NO_SIZE = Size(0, 0)


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
