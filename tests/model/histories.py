"""Random histories: made from a seed, run, and shrunk to the few steps that still fail."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Any

from tests.model.seat import Wrong
from tests.model.world import Kind, Step, World

USUAL = {
    "write": 36,
    "exchange": 12,
    "pull": 9,
    "replay": 9,
    "late_batch": 2,
    "late_parcel": 4,
    "restart": 3,
    "crash": 10,
    "copy": 2,
    "restore": 2,
    "clone": 0,
    "hub_copy": 3,
    "hub_restore": 3,
    "destroy": 1,
    "damage": 0,
    "quiesce": 2,
}
LONE = USUAL | {
    "exchange": 4,
    "pull": 8,
    "replay": 24,
    "late_parcel": 14,
    "hub_copy": 6,
    "hub_restore": 9,
}
"""Many who send and do not pull, and a hub that is often put back."""
LISTENERS = {"write": 30, "pull": 30, "exchange": 8, "replay": 6}
"""What waits here meets the edits of others one after the other: conflicts come and vanish."""
DEAF = (
    {"write": 40, "replay": 40, "pull": 20, "hub_restore": 4},
    {"write": 2, "replay": 45, "pull": 40, "hub_restore": 15},
)
"""All send and only the first desk pulls; then hardly anything is written and the hub is put back.

The hub gets back what it lost in another order than the first desk has it."""


@dataclass(frozen=True)
class History:
    """A seed's history."""

    kind: Kind
    steps: tuple[Step, ...]


def history(seed: int, *, strict: bool = True, most: int = 30) -> History:
    """`most` steps, if not fewer, and all meet at the end."""
    draw = random.Random(seed)
    if seed % 8 in (4, 5):
        return _few_rows(draw, seed % 8 == 5, strict, most)
    weights = dict(LONE if seed % 4 == 1 else USUAL)
    if seed % 4 == 2:
        weights |= {"damage": 9, "restart": 8}
    if seed % 4 == 3:
        weights["clone"] = 6
    kind = Kind(
        desks=draw.choice((2, 2, 2, 3, 3, 4)),
        pull=draw.choice((2, 1000, 1000, 1000)),
        replay=draw.choice((2, 200, 200, 200)),
        clones=seed % 4 == 3,
        strict=strict,
    )
    words, counts = list(weights), list(weights.values())
    count = draw.randint(most // 5, most)
    steps = [_step(draw, draw.choices(words, counts)[0]) for _ in range(count)]
    if seed % 8 == 1:
        steps = _quarrel(draw, kind, steps)
    return History(kind, (*steps, ("quiesce",)))


def _few_rows(draw: random.Random, deaf: bool, strict: bool, most: int) -> History:
    """One field of one row, or of three, is edited by all."""
    kind = Kind(desks=draw.choice((2, 2, 3)), strict=strict)
    rows = draw.choice((1, 3))
    begin: list[Step] = [("write", 0, (("incident", 0, 0, 0, False),) * rows)]
    begin += [("exchange", d) for d in range(kind.desks)]
    steps: list[Step] = [*begin, ("hub_copy",)]
    count = draw.randint(most * 2 // 5, most * 3 // 5)
    for number in range(count):
        weights = DEAF[number * 2 >= count] if deaf else LISTENERS
        word, d, *more = _step(draw, draw.choices(list(weights), list(weights.values()))[0])
        if word == "write":
            more = [(("edit", draw.randrange(rows), 0, draw.randrange(3), False),)]
        elif deaf and word in ("pull", "replay"):
            d, more = (0 if word == "pull" else d), [0]
        steps.append((word, d, *more))
    return History(kind, (*steps, ("quiesce",)))


def _quarrel(draw: random.Random, kind: Kind, steps: list[Step]) -> list[Step]:
    """All have one incident, and nothing is written but one field of it."""
    begin: list[Step] = [("write", 0, (("incident", 0, 0, 0, False),))]
    begin += [("exchange", d) for d in range(kind.desks)]
    edits = [
        (s[0], s[1], (("edit", 0, 0, draw.randrange(3), False),)) if s[0] == "write" else s
        for s in steps
    ]
    return [*begin, ("hub_copy",), *edits]


def _step(draw: random.Random, word: str) -> Step:
    def n() -> int:
        return draw.randrange(64)

    if word == "write":
        return (word, n(), tuple(_op(draw) for _ in range(draw.choice((1, 1, 1, 2, 3)))))
    if word in ("pull", "replay"):
        return (word, n(), draw.choice((0, 1, 2)))
    if word == "crash":
        inner = _step(draw, draw.choices(("write", "exchange", "pull", "replay"), (2, 6, 2, 2))[0])
        kind = draw.randrange(3)
        return (word, n(), n(), kind, draw.randrange(40 if kind == 2 else 4), inner)
    if word == "late_batch":
        return (word, n(), n())
    if word == "damage":
        return (word, n(), n(), n(), n())
    if word in ("late_parcel", "restore", "hub_restore", "exchange", "restart", "copy", "clone"):
        return (word, n())
    return (word,) if word in ("hub_copy", "quiesce") else (word, n())


def _op(draw: random.Random) -> tuple[Any, ...]:
    verb = draw.choices(("edit", "incident", "line", "rewrite"), (10, 2, 3, 4))[0]
    return (verb, *(draw.randrange(64) for _ in range(3)), draw.random() < 0.15)


@dataclass(frozen=True)
class Failure:
    """What went wrong, and the readable steps up to there."""

    why: str
    lines: tuple[str, ...]


@dataclass
class Tally:
    """What all histories together did."""

    steps: int = 0
    changes: int = 0
    quiet: int = 0

    def add(self, other: Tally) -> None:
        self.steps += other.steps
        self.changes += other.changes
        self.quiet += other.quiet


def run(told: History, tally: Tally | None = None, hub: Any = None) -> Failure | None:
    world = World(told.kind, hub)
    done = 0
    try:
        for step in told.steps:
            done += 1
            world.run(step)
    except Wrong as error:
        return Failure(str(error), tuple(world.lines))
    except Exception as error:  # noqa: BLE001  whatever comes out of the store is a finding
        return Failure(f"{type(error).__name__}: {error}", tuple(world.lines))
    finally:
        if tally is not None:
            tally.steps += done
            tally.changes += world.changes
            tally.quiet += world.quiet
        world.close()
    return None


def shrink(told: History, hub: Any = None, tries: int = 400) -> History:
    """Leave out steps, in halves and then one by one, while it still fails."""
    best, left = told, tries
    size = max(len(told.steps) // 2, 1)
    while left > 0:
        smaller = False
        start = 0
        while start < len(best.steps) and left > 0:
            steps = best.steps[:start] + best.steps[start + size :]
            left -= 1
            if steps and run(replace(best, steps=steps), hub=hub) is not None:
                best, smaller = replace(best, steps=steps), True
            else:
                start += size
        if size == 1 and not smaller:
            break
        size = max(size // 2, 1)
    return best
