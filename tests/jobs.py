"""Work that a test need not wait for: done at once on the calling thread, one piece after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.base.errors import Refused, Unreachable
from app.base.jobs import Ticket


class JobsInOrder:
    """Anything but a refusal is a bug and comes out. While `hold` is set nothing is done until `finish`.

    What is asked for while something is done is done after it, as on a thread of one: a page that hears
    of two hundred rows of one change reads once more, not two hundred times.
    """

    def __init__(self) -> None:
        self.hold = False
        self.waiting: list[Callable[[], None]] = []
        self._at_work = False

    def run(
        self,
        work: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], None] | None = None,
        fail: Callable[[Exception], None] | None = None,
    ) -> Ticket:
        self.waiting.append(lambda: _do(work, args, then, fail))
        if not (self._at_work or self.hold):
            self.finish()
        return Ticket()

    def finish(self) -> None:
        self.hold = False
        self._at_work = True
        try:
            while self.waiting:
                self.waiting.pop(0)()
        finally:
            self._at_work = False


def _do(
    work: Callable[..., Any],
    args: tuple[Any, ...],
    then: Callable[[Any], None] | None,
    fail: Callable[[Exception], None] | None,
) -> None:
    try:
        answer = work(*args)
    except (Refused, Unreachable) as error:
        if fail is None:
            raise
        fail(error)
    else:
        if then is not None:
            then(answer)
