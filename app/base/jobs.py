"""Work away from the UI thread: one worker, answers handed back where `post` takes them."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from typing import Any, ParamSpec, Protocol, TypeVar

from app.base.bus import Post
from app.base.errors import Refused, Unreachable

P = ParamSpec("P")
T = TypeVar("T")

_log = logging.getLogger(__name__)


class Ticket:
    """One piece of work under way. `cancel` keeps its answer from being delivered.

    The work itself is done all the same: it may be a write that was asked for.
    """

    __slots__ = ("cancelled",)

    def __init__(self) -> None:
        self.cancelled = False

    def cancel(self) -> None:
        self.cancelled = True


class Jobs(Protocol):
    """`jobs.run(log.latest, 50, then=self._show, fail=self._explain)`."""

    def run(
        self,
        work: Callable[..., T],
        *args: Any,
        then: Callable[[T], None] | None = None,
        fail: Callable[[Exception], None] | None = None,
    ) -> Ticket: ...


class Worker:
    """One thread that takes work in order. Its answers and refusals come back through `post`."""

    def __init__(self, name: str, post: Post) -> None:
        self._post = post
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._loop, name=name, daemon=True)
        self._thread.start()

    def run(
        self,
        work: Callable[..., T],
        *args: Any,
        then: Callable[[T], None] | None = None,
        fail: Callable[[Exception], None] | None = None,
    ) -> Ticket:
        ticket = Ticket()
        self._work.put(lambda: self._do(ticket, work, args, then, fail))
        return ticket

    def close(self, wait_s: float = 5.0) -> bool:
        """Finish what was asked for, then end the thread. False if it did not end in time."""
        self._work.put(None)
        self._thread.join(wait_s)
        return not self._thread.is_alive()

    def _loop(self) -> None:
        while (call := self._work.get()) is not None:
            try:
                call()
            except Exception:  # noqa: BLE001  an answer nobody takes any more must not end the thread
                _log.exception("an answer could not be handed back")

    def _do(
        self,
        ticket: Ticket,
        work: Callable[..., T],
        args: tuple[Any, ...],
        then: Callable[[T], None] | None,
        fail: Callable[[Exception], None] | None,
    ) -> None:
        try:
            answer = work(*args)
        except Exception as error:  # noqa: BLE001  the thread must live on
            self._failed(ticket, work, fail, error)
            return
        if then is not None:
            self._post(lambda: None if ticket.cancelled else then(answer))

    def _failed(
        self,
        ticket: Ticket,
        work: Callable[..., Any],
        fail: Callable[[Exception], None] | None,
        error: Exception,
    ) -> None:
        if not isinstance(error, Refused | Unreachable):
            _log.error("%r failed", getattr(work, "__qualname__", work), exc_info=error)
        elif fail is None:
            _log.warning("%r: %s, and nobody asked", getattr(work, "__qualname__", work), error)
        if fail is not None:
            self._post(lambda: None if ticket.cancelled else fail(error))


class Workers(Worker):
    """A few threads that take from one queue: what waits long in one of them holds up none of the others.
    In no order, so only for work that knows nothing of each other."""

    def __init__(self, name: str, post: Post, count: int) -> None:
        super().__init__(name, post)
        self._others = [
            threading.Thread(target=self._loop, name=f"{name}-{n}", daemon=True)
            for n in range(2, count + 1)
        ]
        for thread in self._others:
            thread.start()

    def close(self, wait_s: float = 5.0) -> bool:
        """Who still waits for a device then is left to end by itself."""
        for _ in self._others:
            self._work.put(None)
        ended = super().close(wait_s)
        for thread in self._others:
            thread.join(wait_s if ended else 0)
            ended = ended and not thread.is_alive()
        return ended
