"""The sealed script of a drill: what is not in the record in words before its time has come."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from app.base.errors import Refused, Unreachable
from app.base.ids import new_id
from app.base.marks import Mark
from app.drills import order
from app.drills.metrics import RunLook, took
from app.drills.records import DrillInject, DrillRun
from app.people.records import Officer

MOST, LATEST_MIN = 20, 24 * 60
_LINE = re.compile(r"^\s*[+＋]?(\d{1,4})\s*(?:分钟|分|min)?\s*[:：，,\s]\s*(\S.*)$")


class Seals(Protocol):
    """Answered by `app.base.keyfile.KeyFile`."""

    def seal(self, words: str) -> tuple[str, str]: ...

    def open(self, key_id: str, token: str) -> str: ...


def script_said(text: str) -> tuple[tuple[int, str], ...]:
    """One inject a line, the minutes after the start before it: `15 村口桥被冲断`. In their order.

    `Refused`: ("script", not_a_script, line=…), too_many, too_long.
    """
    found = []
    for n, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        said = _LINE.match(line)
        if said is None or int(said[1]) > LATEST_MIN:
            raise Refused("script", "not_a_script", line=n)
        found.append((int(said[1]), order.words("script", said[2])))
    if len(found) > MOST:
        raise Refused("script", "too_many_injects", most=MOST)
    return tuple(sorted(found, key=lambda one: one[0]))


def sealed(seals: Seals, run: DrillRun, sort: int, after_min: int | None, text: str) -> DrillInject:
    """`after_min` None: the scenario itself, which opens with the reveal."""
    key_id, token = seals.seal(json.dumps({"run": str(run.id), "words": text}))
    return DrillInject(
        new_id(), run.id, sort, after_min, key_id, token, "", None, "", Mark.DRILL
    )  # fmt: skip


def opened(seals: Seals, by: Officer, inject: DrillInject, now: datetime) -> DrillInject:
    """A token that was moved to another run opens nothing. `Unreachable`: the key is not on this desk."""
    told = json.loads(seals.open(inject.key_id, inject.token))
    if told["run"] != str(inject.run_id):
        raise Unreachable("secret", "damaged")
    return replace(inject, text=told["words"], opened_at=now, opened_by=by.name)


def scenario_of(injects: Sequence[DrillInject]) -> DrillInject | None:
    """What the reveal opens; None: the run tells its scenario itself."""
    return next((one for one in injects if one.after_min is None), None)


def directs(by: Officer, run: DrillRun) -> None:
    """Who planned a drill directs it."""
    if str(by.id) != run.by:
        raise Refused("officer", "not_director", name=run.by_name)


def due(seen: RunLook, inject: DrillInject, now: datetime) -> float | None:
    """Seconds until it may be opened, pauses left out; 0 and less: now. None before the start."""
    if seen.run.started_at is None or inject.after_min is None:
        return None
    return inject.after_min * 60 - took(seen.run.started_at, now, seen.pauses).total_seconds()


def next_of(seen: RunLook, now: datetime) -> DrillInject:
    """The next one to be opened of a run under way. `Refused`: no_inject, sealed (`minutes` left)."""
    order.under_way(seen)
    shut = [one for one in seen.script if one.opened_at is None]
    if not shut:
        raise Refused("run", "no_inject")
    left_s = due(seen, shut[0], now)
    if left_s is None or left_s > 0:
        raise Refused("run", "still_sealed", minutes=int(-(-(left_s or 0) // 60)))
    return shut[0]
