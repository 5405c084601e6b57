"""Tells which streams have gone quiet, from arrival times alone: it never asks FFmpeg."""

from __future__ import annotations

from app.base.clock import Clock

QUIET_S = 1.0
SLOW_SHARE = 2.5


def quiet_after_s(interval_s: float | None) -> float:
    """A camera set to fewer than two pictures a second may be silent for two and a half of them."""
    return max(QUIET_S, SLOW_SHARE * interval_s) if interval_s and interval_s > 0.5 else QUIET_S


class Watchdog:
    """`beat` is called by stream threads for each real packet; `is_quiet` by whoever watches."""

    def __init__(self, clock: Clock, quiet_s: float = QUIET_S) -> None:
        self._clock = clock
        self.quiet_s = quiet_s
        self._last_s: float | None = None
        self._before_s: float | None = None
        self._steady = False

    @property
    def last_s(self) -> float | None:
        """Monotonic seconds of the last packet; None before the first."""
        return self._last_s

    def beat(self, now_s: float) -> bool:
        """Note a packet. False for the first one after a silence: it may be the last one of before,
        which FFmpeg's parser holds back and hands out when its own time-out comes."""
        before, self._last_s = self._last_s, now_s
        self._before_s = before
        self._steady = before is None or now_s - before < self.quiet_s
        return self._steady

    def leap(self) -> None:
        """The next packet tells that some were lost before it: the last one, held back by FFmpeg's parser,
        is as old as the one before."""
        self._last_s = self._before_s

    def is_quiet(self) -> bool:
        last = self._last_s
        return last is not None and self._clock.monotonic_s() - last >= self.quiet_s

    def is_steady(self) -> bool:
        """Packets come, and not only one after a silence."""
        return self._last_s is not None and self._steady and not self.is_quiet()
