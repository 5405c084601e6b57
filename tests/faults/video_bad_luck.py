"""What can happen to a camera, and what its tile must say then: one function each."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from random import Random
from threading import Event

from app.video.simulator.brush import FPS
from app.video.states import Reason, State
from tests.faults.video_wall import Hall, Seat

GOP_S = (FPS // 2) / FPS
BACK_S = 1.0 + GOP_S + 0.5
HANG_S = 15.0
"""Who is not back after this never comes back."""


class Wrong(Exception):
    """The tile did not say what it must."""


class Hand:
    """Tells one camera what to do and waits for what its tile says. On a thread of its own."""

    def __init__(self, hall: Hall, seat: Seat) -> None:
        self._hall, self.seat = hall, seat
        self.back_s: list[float] = []
        self.hangs = 0

    def now_s(self) -> float:
        return self._hall.clock.monotonic_s()

    def say(self, verb: str, word: str | float = "") -> float:
        self.seat.server.cameras.say(verb, self.seat.code, word)
        return self.now_s()

    def drop(self) -> float:
        return self.say("drop")

    def try_again(self) -> None:
        self._hall.wall.try_again()

    def wait(self, span_s: float) -> None:
        Event().wait(span_s)

    def expect(self, since_s: float, within_s: float, state: State, *reasons: Reason) -> None:
        """The tile says so at some moment between `since_s` and `within_s` later."""
        seat = self.seat

        def said() -> bool:
            return any(
                told is state and (not reasons or why in reasons) and _ends(seat, n) >= since_s
                for n, (_, told, why) in enumerate(seat.said)
            )

        if not self._hall.until(said, since_s + within_s - self.now_s()):
            raise Wrong(f"{state} {reasons} not within {within_s} s: {self.told(since_s)}")

    def engine_notices(self, since_s: float, within_s: float) -> None:
        """Without the tile, which looks at the age of its picture by itself."""
        camera = self.seat.tile.camera
        assert camera is not None

        def stale() -> bool:
            status = self._hall.wall.status(camera.id)
            return status is not None and status.state is State.STALE

        if not self._hall.until(stale, since_s + within_s - self.now_s()):
            raise Wrong(f"the engine noticed nothing within {within_s} s")

    def stays_live(self, since_s: float, span_s: float) -> None:
        self.wait(span_s)
        if any(at_s >= since_s and state is not State.LIVE for at_s, state, _ in self.seat.said):
            raise Wrong(f"was not live all the time: {self.told(since_s)}")

    def never(self, since_s: float, *states: State) -> None:
        if any(at_s >= since_s and state in states for at_s, state, _ in self.seat.said):
            raise Wrong(f"said {states}: {self.told(since_s)}")

    def back(self, since_s: float, within_s: float = BACK_S) -> None:
        """Live again, on a picture that was sent after `since_s`."""

        def live() -> bool:
            age_s = self.now_s() - since_s
            return self.seat.said[-1][1] is State.LIVE and self.seat.age_s < age_s

        came = self._hall.until(live, HANG_S)
        took_s = self.now_s() - since_s
        if not came:
            self.hangs += 1
            raise Wrong(f"never came back: {self.told(since_s)}")
        self.back_s.append(took_s)
        if took_s > within_s:
            raise Wrong(f"back after {took_s:.2f} s: {self.told(since_s)}")

    def live(self) -> None:
        """Before anything happens."""
        if not self._hall.until(lambda: self._state() is State.LIVE, HANG_S):
            raise Wrong(f"never live: {self.told(0)}")

    def told(self, since_s: float) -> list[tuple[float, str, str]]:
        return [
            (round(at_s - since_s, 2), str(state), str(why))
            for n, (at_s, state, why) in enumerate(self.seat.said)
            if _ends(self.seat, n) >= since_s
        ][-8:]

    def _state(self) -> State | None:
        return self.seat.said[-1][1] if self.seat.said else None


def _ends(seat: Seat, n: int) -> float:
    """Until when the tile said its n-th word."""
    return seat.said[n + 1][0] if n + 1 < len(seat.said) else float("inf")


def short_freeze(hand: Hand) -> None:
    at_s = hand.say("freeze")
    hand.engine_notices(at_s, 1.4)
    up_s = hand.say("resume")
    hand.back(up_s)
    hand.never(at_s, State.LOST)


def long_freeze(hand: Hand) -> None:
    at_s = hand.say("freeze")
    hand.expect(at_s, 1.4, State.STALE)
    hand.expect(at_s, 5.0, State.LOST, Reason.FROZEN)
    hand.wait(4.0)
    hand.back(hand.say("resume"))


def silent(hand: Hand) -> None:
    at_s = hand.say("lose")
    hand.expect(at_s, 1.0, State.LOST, Reason.CUT)
    hand.expect(at_s, 6.0, State.LOST, Reason.SILENT)
    hand.say("clear")
    hand.back(hand.drop())


def drop(hand: Hand) -> None:
    at_s = hand.drop()
    hand.expect(at_s, 0.5, State.LOST, Reason.CUT)
    hand.back(at_s)


def denied(hand: Hand) -> None:
    _barred(hand, "401", State.AUTH_FAILED, Reason.DENIED)


def missing(hand: Hand) -> None:
    _barred(hand, "404", State.NOT_FOUND, Reason.MISSING)


def _barred(hand: Hand, verb: str, state: State, reason: Reason) -> None:
    """Needs a person: back only when somebody has mended it and says so."""
    hand.say(verb)
    hand.expect(hand.drop(), 2.0, state, reason)
    up_s = hand.say("clear")
    hand.try_again()
    hand.back(up_s)


def busy(hand: Hand) -> None:
    hand.say("453")
    hand.expect(hand.drop(), 2.0, State.LOST, Reason.BUSY)
    hand.back(hand.say("clear"))


def corrupt(hand: Hand) -> None:
    hand.seat.unreadable = True
    at_s = hand.say("corrupt", 0.2)
    hand.wait(6.0)
    hand.never(at_s, State.AUTH_FAILED, State.NOT_FOUND)
    hand.back(hand.say("clear"))


def lossy(hand: Hand) -> None:
    """Key frames go missing: the pictures between are not worth showing or are, but it is not away."""
    hand.seat.unreadable = True
    at_s = hand.say("nokey", 3)
    hand.wait(3.0)
    hand.never(at_s, State.LOST)
    hand.back(hand.say("clear"))


def other_size(hand: Hand) -> None:
    at_s = hand.say("switch", "hd")
    hand.stays_live(at_s, 2.0)
    at_s = hand.say("clear")
    hand.stays_live(at_s, 2.0)


def garbage(hand: Hand) -> None:
    at_s = hand.say("garbage")
    hand.expect(at_s, 1.5, State.STALE)
    hand.expect(at_s, 7.0, State.LOST)
    hand.say("clear")
    hand.back(hand.drop())


def burst(hand: Hand) -> None:
    hand.stays_live(hand.say("burst", 600), 5.0)
    hand.say("clear")


def slow(hand: Hand) -> None:
    hand.seat.unreadable = True  # its pictures do not come at the film's own rate
    hand.stays_live(hand.say("slow", 3), 5.0)
    hand.say("clear")


def unknown_coding(hand: Hand) -> None:
    hand.say("odd")
    hand.expect(hand.drop(), 2.5, State.LOST, Reason.UNSUPPORTED)
    up_s = hand.say("clear")
    hand.try_again()
    hand.back(up_s)


def too_large(hand: Hand) -> None:
    hand.say("huge")
    hand.expect(hand.drop(), 2.5, State.LOST, Reason.TOO_LARGE)
    up_s = hand.say("clear")
    hand.try_again()
    hand.back(up_s)


def no_size(hand: Hand) -> None:
    hand.say("zero")
    at_s = hand.drop()
    hand.expect(at_s, 12.0, State.LOST, Reason.GARBAGE)
    hand.say("clear")
    up_s = hand.drop()
    hand.try_again()
    hand.back(up_s)


ALONE: tuple[Callable[[Hand], None], ...] = (
    short_freeze, long_freeze, silent, drop, denied, missing, busy, corrupt, lossy, other_size, garbage,
    burst, slow, unknown_coding, too_large, no_size,
)  # fmt: skip
"""Each for one camera by itself."""


def all_back(hands: list[Hand]) -> None:
    """The server is up again, for all of them from now."""
    up_s = hands[0].now_s()
    for hand in hands:
        hand.back(up_s)


def killed(hands: list[Hand]) -> None:
    """The server goes and comes again; whoever asks meanwhile is refused."""
    server = hands[0].seat.server
    server.cameras.say("kill")
    at_s = hands[0].now_s()
    try:
        for hand in hands:
            hand.expect(at_s, 0.7, State.LOST, Reason.CUT)
            hand.expect(at_s, 2.0, State.LOST, Reason.REFUSED)
        hands[0].wait(4.0)
    finally:
        server.cameras.say("start")
    all_back(hands)


def stopped(hands: list[Hand]) -> None:
    """The machine of the cameras stands still: connections stay, nothing answers."""
    server = hands[0].seat.server
    at_s = server.signal(signal.SIGSTOP)
    try:
        for hand in hands:
            hand.expect(at_s, 1.4, State.STALE)
            hand.expect(at_s, 5.0, State.LOST, Reason.FROZEN)
    finally:
        os.kill(server.cameras.pid, signal.SIGCONT)
    all_back(hands)


def died(hands: list[Hand]) -> None:
    """kill -9, and another process on the same port."""
    server = hands[0].seat.server
    at_s = server.signal(signal.SIGKILL)
    try:
        for hand in hands:
            hand.expect(at_s, 0.7, State.LOST, Reason.CUT, Reason.REFUSED)
    finally:
        server.reborn()
    all_back(hands)


TOGETHER: tuple[Callable[[list[Hand]], None], ...] = (killed, stopped, died)
"""For all cameras of a server at once."""


def cut(hand: Hand, draw: Random) -> None:
    """Once cut, somehow, for some time, and back."""
    kind = draw.random()
    if kind < 0.5:
        hand.back(hand.drop())
    elif kind < 0.75:
        hand.say("lose")
        hand.wait(draw.uniform(0.1, 1.5))
        hand.say("clear")
        hand.back(hand.drop())
    elif kind < 0.85:
        hand.say("garbage")
        hand.wait(draw.uniform(0.1, 0.8))
        hand.say("clear")
        hand.back(hand.drop())
    else:
        hand.say("freeze")
        hand.wait(draw.uniform(0.3, 2.2))
        hand.back(hand.say("resume"))
    hand.wait(draw.uniform(0.1, 1.0))
