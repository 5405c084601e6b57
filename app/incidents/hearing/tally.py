"""What stands of a call's numbers while it is read: the tally and the pieces it is read in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.incidents.hearing.people import Named, Number
from app.incidents.hearing.records import Counted, People, Words
from app.incidents.hearing.rules import Rules
from app.incidents.hearing.talk import Clause


@dataclass(slots=True)
class Piece:
    clause: Clause
    numbers: list[Number]
    named: list[Named]
    doubted: bool
    medical: bool


@dataclass(slots=True)
class Tally:
    """What stands so far, and what was only heard of."""

    rules: Rules
    natural: bool
    health: bool
    quiet: bool
    """No people in danger are counted: illness and disorder have none."""
    counts: dict[People, Counted] = field(default_factory=dict)
    hearsay: list[Words] = field(default_factory=list)
    pending: People | None = None
    medical: bool = False
    victim: bool = False
    """One person was struck, fell, is caught: 有个老头被火车撞了."""
    taken_back: bool = False
    vague: set[People] = field(default_factory=set)
    """Kinds there are, but nobody said how many."""
    totals: dict[People, tuple[int, Number]] = field(default_factory=dict)
    """The sentence and the number that a kind was last taken from."""
    freed: bool = False
    """Some of those caught or missing are out: who is left replaces them."""
    summed: set[People] = field(default_factory=set)
    """Kinds of which a total was told: a smaller number that follows is part of it."""
    persons: dict[People, set[str]] = field(default_factory=dict)
    """Those who were spoken of without a number: 司机, 他老婆."""
    last: tuple[People, ...] = ()
    """The kinds that the last number was taken for, should it be corrected."""

    def put(self, kind: People, number: Number, clause: Clause, adds: bool = False) -> None:
        if number.value is None:
            return
        held = self.counts.get(kind)
        value, about = number.value, number.about
        if adds and held is not None and held.number:
            value, about = value + held.number, about or held.about
        self.counts[kind] = Counted(value, about, (clause.words,))
        self.last = (kind,) if adds else tuple(dict.fromkeys((*number.used, kind)))

    @property
    def uncertain(self) -> bool:
        """Somebody is caught or missing, whose fate nobody knows."""
        return any(
            self.counts[kind].number
            for kind in (People.TRAPPED, People.MISSING)
            if kind in self.counts
        )

    def one_more(self, number: Number, before: str) -> bool:
        """七个,加开船的八个: the later number holds the first."""
        held = self.counts.get(People.AT_RISK)
        if held is None or number.value is None or number.value <= held.number:
            return False
        return bool(self.rules.words["people"]["subjects.one_more"].search(before))

    def none(self, kinds: Sequence[People], clause: Clause, over: bool) -> None:
        for kind in kinds:
            if over or kind not in self.counts:
                self.counts[kind] = Counted(0, False, (clause.words,))
