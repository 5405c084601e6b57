"""How a widget asks for work away from the Qt thread, and is not called back once it is gone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from weakref import ref

import shiboken6
from PySide6.QtCore import QObject

from app.base.jobs import Jobs, Ticket

T = TypeVar("T")


def ask(
    widget: QObject,
    jobs: Jobs,
    work: Callable[..., T],
    *args: Any,
    then: Callable[[T], None] | None = None,
    fail: Callable[[Exception], None] | None = None,
) -> Ticket:
    """`jobs.run` whose answers are dropped when `widget` was destroyed meanwhile."""
    held = ref(widget)

    def guarded(call: Callable[[Any], None]) -> Callable[[Any], None]:
        def answer(value: Any) -> None:
            there = held()
            if there is not None and shiboken6.isValid(there):
                call(value)

        return answer

    return jobs.run(
        work,
        *args,
        then=guarded(then) if then else None,
        fail=guarded(fail) if fail else None,
    )
