"""Facts between rooms: typed, in the past tense, delivered on one thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

F = TypeVar("F")
Call = Callable[[], None]
Post = Callable[[Call], None]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Changed:
    """A record of `kind` (its table) was written and committed; views of that kind ask again.

    An empty `key` stands for many rows written at once.
    """

    kind: str
    key: str


class Urgent:
    """A fact of this kind overtakes all others on their way to the listeners: under a storm of facts an
    emergency must not stand at the end. Urgent facts keep their order among themselves."""

    __slots__ = ()


class Subscription:
    """One listener's place on the bus. `cancel` may be called twice and from any thread."""

    __slots__ = ("_bus", "_kind", "listener")

    def __init__(self, bus: Bus, kind: type, listener: Callable[[Any], None]) -> None:
        self._bus = bus
        self._kind = kind
        self.listener: Callable[[Any], None] | None = listener

    def cancel(self) -> None:
        self.listener = None
        self._bus._drop(self._kind, self)


class Bus:
    """Publish from any thread; listeners run where `post` takes them (the Qt thread).

    A listener that raises is logged and does not silence the others: the alarm still has to sound.
    """

    def __init__(self, post: Post, hurry: Post | None = None) -> None:
        """`hurry` takes the calls of urgent facts; without it they go the way of all."""
        self._post = post
        self._hurry = hurry or post
        self._lock = Lock()
        self._listeners: dict[type, list[Subscription]] = {}

    def listen(self, kind: type[F], listener: Callable[[F], None]) -> Subscription:
        """Hear every fact of exactly this class. Widgets use `kit.listen`, which also ends it."""
        subscription = Subscription(self, kind, listener)
        with self._lock:
            self._listeners.setdefault(kind, []).append(subscription)
        return subscription

    def publish(self, fact: object) -> None:
        post = self._hurry if isinstance(fact, Urgent) else self._post
        post(lambda: self._deliver(fact))

    def listeners(self, kind: type) -> int:
        """How many listen to `kind`; for the test that finds forgotten ones."""
        with self._lock:
            return len(self._listeners.get(kind, ()))

    def _deliver(self, fact: object) -> None:
        with self._lock:
            subscriptions = tuple(self._listeners.get(type(fact), ()))
        for subscription in subscriptions:
            listener = subscription.listener
            if listener is None:
                continue
            try:
                listener(fact)
            except Exception:  # noqa: BLE001  one bad listener must not silence the alarm
                _log.exception("listener %r failed on %r", listener, type(fact).__name__)

    def _drop(self, kind: type, subscription: Subscription) -> None:
        with self._lock:
            held = self._listeners.get(kind, [])
            if subscription in held:
                held.remove(subscription)
