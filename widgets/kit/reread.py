"""One question to the store that is asked again and again: what stands there now?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject

from app.base.jobs import Jobs
from widgets.kit.ask import ask

T = TypeVar("T")


class Reread(Generic[T]):
    """At most one question is under way; one more is asked after its answer, however many were wanted.

    An answer is shown before the next is asked, so the newest is always shown last. What is wanted
    meanwhile takes the place of what waited: the last question wins.
    """

    def __init__(
        self,
        widget: QObject,
        jobs: Jobs,
        then: Callable[[T], None],
        fail: Callable[[Exception], None],
    ) -> None:
        self._widget = widget
        self._jobs = jobs
        self._then = then
        self._fail = fail
        self._under_way = False
        self._next: Callable[[], None] | None = None

    def ask(self, work: Callable[..., T], *args: Any) -> None:
        """`work(*args)` away from the Qt thread, now or after the answer that is awaited."""
        if self._under_way:
            self._next = lambda: self.ask(work, *args)
            return
        self._under_way = True
        ask(self._widget, self._jobs, work, *args, then=self._show, fail=self._explain)

    def _show(self, answer: T) -> None:
        try:
            self._then(answer)
        finally:
            self._go_on()

    def _explain(self, error: Exception) -> None:
        try:
            self._fail(error)
        finally:
            self._go_on()

    def _go_on(self) -> None:
        self._under_way = False
        if self._next is not None:
            wanted, self._next = self._next, None
            wanted()
