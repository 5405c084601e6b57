"""Tells which streams have gone quiet, from arrival times alone: it never asks FFmpeg."""

from __future__ import annotations

from app.base.clock import Clock

QUIET_S = 1.0


class Watchdog:
    """`beat` is called by stream threads for each real packet; `is_quiet` by whoever watches."""

    def __init__(self, clock: Clock, quiet_s: float = QUIET_S) -> None:
        self._clock = clock
        self._quiet_s = quiet_s
        self._last_s: float | None = None

    @property
    def last_s(self) -> float | None:
        """Monotonic seconds of the last packet; None before the first."""
        return self._last_s

    def beat(self) -> bool:
        """Note a packet. False for the first one after a silence: it may be the last one of before,
        which FFmpeg's parser holds back and hands out when its own time-out comes."""
        now_s = self._clock.monotonic_s()
        before, self._last_s = self._last_s, now_s
        return before is None or now_s - before < self._quiet_s

    def is_quiet(self) -> bool:
        last = self._last_s
        return last is not None and self._clock.monotonic_s() - last >= self._quiet_s
