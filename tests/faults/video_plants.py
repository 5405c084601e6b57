"""Guards taken away one by one, to see that the fault run misses them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def _sleepy_dog() -> None:
    """The watchdog wakes after five seconds."""
    from app.video import watchdog

    watchdog.Watchdog.is_quiet = _after(5.0)  # type: ignore[method-assign]


def _after(quiet_s: float) -> Callable[[Any], bool]:
    def is_quiet(dog: Any) -> bool:
        last = dog.last_s
        return last is not None and dog._clock.monotonic_s() - last >= quiet_s

    return is_quiet


def _blind_tile() -> None:
    """The watchdog sleeps and the tile believes the engine, whatever the age of its picture."""
    from widgets.video.seen import Seen

    _sleepy_dog()
    Seen.state = property(lambda seen: seen.status.state)  # type: ignore[assignment, method-assign]


def _late_pictures() -> None:
    """Pictures wait two seconds in a queue and come out with the time of their painting."""
    from collections import deque
    from dataclasses import replace

    from app.video.slot import Slot

    put = Slot.put
    waiting: dict[int, deque[Any]] = {}

    def later(slot: Slot, picture: Any) -> None:
        queue = waiting.setdefault(id(slot), deque())
        queue.append(picture)
        if len(queue) > 50:
            put(slot, replace(queue.popleft(), at_s=picture.at_s, at=picture.at))

    Slot.put = later  # type: ignore[method-assign]


def _leaked_feed() -> None:
    """Every twentieth stream that ends leaves its thread and a file behind."""
    import os
    from threading import Event, Thread

    from app.video.line import Line

    ended = Line.ended
    count = [0]

    def leaking(line: Line, feed: Any, reason: Any) -> None:
        count[0] += 1
        if count[0] % 20 == 0:
            os.dup(0)
            Thread(target=Event().wait, name="camera-left-over", daemon=True).start()
        ended(line, feed, reason)

    Line.ended = leaking  # type: ignore[method-assign]


def _tired_policy() -> None:
    """Nobody hurries to a camera that was lost."""
    from app.video import policy

    policy.pause_s = lambda *_words: 5.0  # type: ignore[assignment]


def _waiting_screen() -> None:
    """The Qt thread waits for a stream thread to end."""
    from threading import enumerate as threads

    from widgets.video.tile import Tile

    poll, looks = Tile.poll, [0]

    def joining(tile: Tile) -> None:
        looks[0] += 1
        if looks[0] % 5000 == 0:
            next(one for one in threads() if one.name.startswith("camera-")).join(3.0)
        poll(tile)

    Tile.poll = joining  # type: ignore[method-assign]


PLANTS: dict[str, Callable[[], None]] = {
    "sleepy-dog": _sleepy_dog,
    "blind-tile": _blind_tile,
    "late-pictures": _late_pictures,
    "leaked-feed": _leaked_feed,
    "tired-policy": _tired_policy,
    "waiting-screen": _waiting_screen,
}
