"""A desk of the model: its disk, its program, and what may be seen of both."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from app.audit.facts import ConflictsShown
from app.base.clock import SteeredClock
from db.engine import Database
from db.exchange import rounds
from db.exchange.desk import Broken, DeskSide
from db.exchange.hub import Placed, WentBack
from tests.model import judge
from tests.model.room import (
    COUNTY,
    Crash,
    Wire,
    open_desk,
    wire,
)


class Wrong(AssertionError):
    """Something that must hold does not."""


def must(holds: object, words: str) -> None:
    if not holds:
        raise Wrong(words)


@dataclass(eq=False)
class Seat:
    """A desk: its disk, the program that runs on it, and what is known of both from outside."""

    name: str
    wire: Wire
    clock: SteeredClock
    db: Database = field(init=False)
    rounds: rounds.Rounds = field(init=False)
    facts: list[object] = field(default_factory=list)
    has: set[str] = field(default_factory=set)
    """cmd_ids of all changes that are in its journal."""
    broken: set[str] = field(default_factory=set)
    """Of these, whose bytes were damaged here."""
    damaged: bool = False
    hurt: dict[judge.Place, frozenset[str]] = field(default_factory=dict)
    """What the damaged entries had done: row -> its columns."""
    length: int = 0
    shown: set[tuple[bytes, int]] = field(default_factory=set)
    wrote: set[bytes] = field(default_factory=set)
    looked_at: dict[Any, Any] = field(default_factory=dict)
    batches: list[list[Placed]] = field(default_factory=list)

    def ask(self, question: str) -> list[Any]:
        return self.wire.ask(question)

    def start(self) -> None:
        self.wire.rollback()
        self.wire.fuse.renew()
        self.facts.clear()
        self.wrote = set()
        self.looked_at = {}
        self.batches = []
        self.db = open_desk(self.wire, self.name, self.clock, self.facts.append)
        self._sit()

    def _sit(self) -> None:
        self.rounds = rounds.Rounds(self.db, COUNTY)
        self.rounds.desk = _Watched(self)
        self.shown = {which for which, at in judge.shown(self.ask).items() if at}

    def twin(self) -> Seat:
        """The same machine once more, with its memory."""
        other = Seat(self.name, wire(bytes(self.wire.serialize())), _copy_of(self.clock))
        other.start()
        other.db.chain, other.db._last_at = self.db.chain, self.db._last_at
        other.has, other.broken, other.damaged = set(self.has), set(self.broken), self.damaged
        other.length, other.wrote = self.length, set(self.wrote)
        other.hurt = dict(self.hurt)
        return other


def _copy_of(clock: SteeredClock) -> SteeredClock:
    return SteeredClock(clock.now())


class _Watched(DeskSide):
    """The real thing; looked at before and after each batch, for in between a conflict may come and go."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat.db)
        self._seat = seat

    def take_in(self, batch: Any) -> int:
        seat, told = self._seat, len(self._seat.facts)
        before = judge.shown(seat.ask)
        try:
            taken = super().take_in(batch)
        except (WentBack, Broken, Crash):
            raise
        after = judge.shown(seat.ask)
        new = {which for which, at in after.items() if at and not before.get(which)}
        count = sum(f.count for f in seat.facts[told:] if isinstance(f, ConflictsShown))
        must(count == len(new), f"{seat.name}: {count} conflicts told, {len(new)} are new")
        must(not new & seat.shown, f"{seat.name}: a conflict was shown twice")
        seat.shown = {which for which, at in after.items() if at}
        return taken

    def mend(self) -> None:
        seat = self._seat
        if not seat.damaged:
            super().mend()
            return
        before = judge.tables(seat.ask)
        known = {hash_ for (hash_,) in seat.ask("SELECT hash FROM journal")}
        super().mend()
        self._look_at_new([one for one in judge.journal(seat.ask) if one.hash not in known])
        seat.damaged, seat.hurt = False, {}
        after = {k: row for k, row in judge.tables(seat.ask).items() if k[0] != "mended_entry"}
        before = {k: row for k, row in before.items() if k[0] != "mended_entry"}
        must(after == before, f"{seat.name}: mending changed rows: {differing(before, after)}")

    def _look_at_new(self, entries: list[judge.Told]) -> None:
        """What is written anew is what the damaged had done, and nothing that others did after."""
        for effect in (effect for one in entries for effect in judge.effects_of(one)):
            place = effect["table"], effect["key"]
            if place[0] != "mended_entry":
                more = {*effect.get("to", effect.get("made"))} - self._seat.hurt.get(place, set())
                must(not more, f"{self._seat.name}: mending tells more of {place}: {sorted(more)}")


def differing(one: dict[Any, Any], other: dict[Any, Any]) -> str:
    for key in sorted({*one, *other}, key=str):
        a, b = one.get(key), other.get(key)
        if a == b:
            continue
        if a is None or b is None:
            return f"{key} is {'' if a else 'not '}there"
        return f"{key} " + ", ".join(f"{n}: {a[n]!r} / {b[n]!r}" for n in a if a[n] != b.get(n))
    return ""
