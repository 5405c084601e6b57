"""What the command line asks of the record, without windows: exit code 0 when it is well, 1 when not."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable

from app.base.ids import new_id
from app.base.wanted import Wanted
from db.exchange.setup import setup_sql
from db.verify import check


def do(asked: Wanted) -> int:
    return _TASKS[asked.task](asked)


def _verify(asked: Wanted) -> int:
    told = check(asked.record)
    _say(told.lines())
    return 0 if told.whole else 1


def _hub_setup(asked: Wanted) -> int:
    _say([setup_sql(asked.county, new_id())])
    return 0


def _say(lines: Iterable[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


_TASKS: dict[str, Callable[[Wanted], int]] = {"verify": _verify, "hub-setup": _hub_setup}
