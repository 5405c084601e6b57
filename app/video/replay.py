"""Plays a reel on a thread of its own: forwards, slowly, frame by frame, back and to any moment."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Condition, Thread
from typing import Any

from app.base.clock import Clock
from app.base.errors import Unreachable
from app.video.policy import Size
from app.video.replay_reel import Reel, Scaler, Shown, time_of
from app.video.slot import Slot

_log = logging.getLogger(__name__)

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0)
EPS_S = 0.0005
HOLE_S = 1.0
"""A pause in the pictures longer than this is not waited for."""


@dataclass(frozen=True, slots=True)
class Playing:
    """How a replay stands. `at` the time of the picture shown, None before the first one. `trouble` why
    no more pictures come: a code of `Unreachable`, or ""."""

    at_s: float = 0.0
    at: datetime | None = None
    running: bool = True
    speed: float = 1.0
    over: bool = False
    trouble: str = ""


class Player:
    """Pictures come into `slot`, scaled to `resize`. No method waits; close it when done."""

    def __init__(self, reel: Reel, clock: Clock, size: Size) -> None:
        self.reel = reel
        self.slot = Slot()
        self.state = Playing()
        self.still: tuple[Any, datetime] | None = None
        """The picture shown, at full size, and its time."""
        self._clock = clock
        self._size = size
        self._turn = Condition()
        self._orders: list[Callable[[], None]] = []
        self._closed = False
        self._frames: Iterator[Shown] = iter(())
        self._scaler = Scaler()
        self._due: tuple[float, float] | None = None
        self._order(lambda: self._go_to(0.0))
        Thread(target=self._run, name="replay", daemon=True).start()

    def play(self) -> None:
        """From the beginning when it had come to its end."""
        self._order(self._play)

    def pause(self) -> None:
        self._order(lambda: self._tell(running=False))

    def seek(self, at_s: float) -> None:
        """The picture of that moment; it plays on from there if it played."""
        self._order(lambda: self._go_to(at_s))

    def jump(self, seconds: float) -> None:
        self._order(lambda: self._go_to(self.state.at_s + seconds))

    def step(self, forward: bool) -> None:
        """One picture on or back; it stands still then."""
        self._order(self._on if forward else self._back)

    def hasten(self, speed: float) -> None:
        self._order(lambda: self._tell(speed=speed))

    def resize(self, size: Size) -> None:
        if size != self._size:
            self._size = size
            self._order(self._show_again)

    def close(self) -> None:
        with self._turn:
            self._closed = True
            self._turn.notify()

    def _order(self, do: Callable[[], None]) -> None:
        with self._turn:
            self._orders.append(do)
            self._turn.notify()

    # -- on its thread -------------------------------------------------------------------------

    def _run(self) -> None:
        while True:
            with self._turn:
                while not (self._closed or self._orders) and (wait_s := self._wait_s()) != 0.0:
                    self._turn.wait(wait_s)
                if self._closed:
                    return
                orders, self._orders = self._orders, []
            try:
                for do in orders:
                    self._due = None
                    do()
                if not orders:
                    self._next()
            except Unreachable as error:
                self._tell(running=False, over=True, trouble=error.why)
            except Exception:  # noqa: BLE001  the page goes on, and says that nothing comes
                _log.exception("replay")
                self._tell(running=False, over=True, trouble="damaged")

    def _wait_s(self) -> float | None:
        """Until the next picture is due, None while it stands still."""
        if not self.state.running:
            return None
        if self._due is None:
            return 0.0
        return max(0.0, self._due[0] - self._clock.monotonic_s())

    def _next(self) -> None:
        """Show what is due, and fetch what comes after it."""
        if self._pending is None:
            self._pending = next(self._frames, None)
            if self._pending is None:
                self._tell(running=False, over=True)
                return
            pause_s = min(HOLE_S, max(0.0, self._pending[0] - self.state.at_s)) / self.state.speed
            self._due = (self._clock.monotonic_s() + pause_s - self._late_s(), self._pending[0])
            return
        shown, self._pending = self._pending, None
        self._shown_s = self._due[0] if self._due is not None else None
        self._due = None
        self._show(shown)

    _pending: Shown | None = None
    _shown_s: float | None = None

    def _late_s(self) -> float:
        """What decoding and scaling took since the last picture was due, at most a tenth of a second."""
        if self._shown_s is None:
            return 0.0
        return min(0.1, max(0.0, self._clock.monotonic_s() - self._shown_s))

    def _show(self, shown: Shown) -> None:
        at_s, frame = shown
        at = time_of(self.reel, at_s)
        self.still = (frame, at)
        self._tell(at_s=at_s, at=at, over=False, trouble="")
        self._put(frame, at)

    def _put(self, frame: Any, at: datetime) -> None:
        picture = self._scaler.scale(frame, self._size, at, self._clock.monotonic_s())
        self.slot.put(picture)

    def _show_again(self) -> None:
        if self.still is not None:
            self._put(*self.still)

    def _play(self) -> None:
        if self.state.over:
            self._go_to(0.0)
        self._tell(running=True)

    def _go_to(self, at_s: float) -> None:
        """To the last picture that is not after that moment."""
        at_s = min(max(0.0, at_s), self.reel.length_s)
        self._frames, self._pending, self._shown_s = self.reel.frames(at_s), None, None
        last: Shown | None = None
        for shown in self._frames:
            if shown[0] > at_s + EPS_S:
                if last is None:
                    last = shown
                else:
                    self._pending = shown
                break
            last = shown
        if last is not None:
            self._show(last)

    def _on(self) -> None:
        self._tell(running=False)
        shown = self._pending or next(self._frames, None)
        self._pending = None
        if shown is not None:
            self._show(shown)

    def _back(self) -> None:
        self._tell(running=False)
        here_s = self.state.at_s
        before: Shown | None = None
        for shown in self.reel.frames(max(0.0, here_s - 2 * EPS_S)):
            if shown[0] >= here_s - EPS_S:
                break
            before = shown
        if before is not None:
            self._go_to(before[0])

    def _tell(self, **new: Any) -> None:
        self.state = replace(self.state, **new)
