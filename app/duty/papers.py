"""Papers received and sent (收发文): who has each, which leader it waits for, until it is done."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from uuid import UUID

from app.base.clock import Clock
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.duty.checks import Paper, PaperState, PaperWay, Urgency
from app.duty.log import DutyLog, Line
from app.duty.records import Category, Channel, Way
from app.people.records import Officer
from app.people.rights import Act, demand

STEPS: dict[PaperState, frozenset[PaperState]] = {
    PaperState.ENTERED: frozenset({PaperState.WAITING, PaperState.DEALT, PaperState.DONE}),
    PaperState.WAITING: frozenset({PaperState.WAITING, PaperState.DEALT, PaperState.DONE}),
    PaperState.DEALT: frozenset({PaperState.WAITING, PaperState.DEALT, PaperState.DONE}),
    PaperState.DONE: frozenset(),
}
"""From each state the states that may follow; anything else is refused."""


@dataclass(frozen=True, slots=True)
class PaperRules:
    """`refused` words mark what may not enter at all; `limits` by when a paper must be passed on."""

    refused: tuple[str, ...]
    limits: dict[Urgency, timedelta]
    source: str


def load_rules(path: Path) -> PaperRules:
    """Reads `resources/rules/papers.toml`. Raises `ValueError` when it does not hold the rules."""
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        limits = {
            Urgency(word): timedelta(minutes=float(minutes))
            for word, minutes in held["minutes"].items()
        }
        return PaperRules(tuple(held["refused"]), limits, str(held["source"]))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error


@dataclass(frozen=True, slots=True)
class Entered:
    """What the officer wrote of a paper. `at` None = now."""

    way: PaperWay
    title: str
    unit: str
    no: str = ""
    urgency: Urgency = Urgency.PLAIN
    at: datetime | None = None
    due: datetime | None = None
    holder: str = ""
    note: str = ""


class PaperStore(Protocol):
    def waiting_papers(self) -> list[Paper]:
        """Not done, the most urgent first, then the oldest."""
        ...

    def papers_of_shift(self, shift_id: UUID) -> list[Paper]: ...

    def last_papers(self, count: int) -> list[Paper]:
        """Newest first."""
        ...

    def same_paper(self, no: str, unit: str) -> Paper | None:
        """One of the same number from the same unit."""
        ...


class Papers:
    """Runs on the store thread. Each step writes its log line in the same change."""

    def __init__(
        self,
        ledger: Ledger,
        store: PaperStore,
        log: DutyLog,
        clock: Clock,
        mark: Mark,
        rules: PaperRules,
    ) -> None:
        self._ledger, self._store, self._log = ledger, store, log
        self._clock, self._mark = clock, mark
        self.rules = rules

    def enter(self, by: Officer, shift_id: UUID, told: Entered) -> Paper:
        """Refuses what bears a mark of secrecy: it is not kept, and not in the journal either."""
        demand(by, Act.RELAY)
        self._check(told)
        now = self._clock.now()
        made = Paper(
            id=new_id(),
            shift_id=shift_id,
            way=told.way,
            no=told.no.strip(),
            title=told.title.strip(),
            unit=told.unit.strip(),
            urgency=told.urgency,
            at=told.at or now,
            due=told.due,
            state=PaperState.ENTERED,
            holder=told.holder.strip() or by.name,
            leader="",
            note=told.note.strip(),
            done_at=None,
            by=str(by.id),
            by_name=by.name,
            mark=self._mark,
        )
        words = f"{made.way}：{_name(made)}（{made.urgency}），{made.holder}存"
        self._write(by, shift_id, made, None, "paper.enter", words)
        return made

    def to_leader(self, by: Officer, shift_id: UUID, seen: Paper, leader: str) -> Paper:
        """呈批. Routing is the chief's. domain.md 1.1."""
        demand(by, Act.ROUTE)
        who = self._given("leader", leader)
        new = replace(self._step(seen, PaperState.WAITING), leader=who, holder=who)
        words = f"{seen.way}呈{new.leader}批示：{_name(seen)}"
        self._write(by, shift_id, new, seen, "paper.route", words)
        return new

    def to_unit(self, by: Officer, shift_id: UUID, seen: Paper, holder: str, note: str) -> Paper:
        """批转 to who deals with it; `note` is the leader's decision, when there was one."""
        demand(by, Act.ROUTE)
        self._demand_open(note=note)
        told = note.strip() or seen.note
        who = self._given("holder", holder)
        new = replace(self._step(seen, PaperState.DEALT), holder=who, leader="", note=told)
        words = f"{seen.way}转{new.holder}办理：{_name(seen)}" + (f"，批示：{told}" if told else "")
        self._write(by, shift_id, new, seen, "paper.route", words)
        return new

    def done(self, by: Officer, shift_id: UUID, seen: Paper, note: str = "") -> Paper:
        demand(by, Act.RELAY)
        self._demand_open(note=note)
        new = replace(
            self._step(seen, PaperState.DONE),
            leader="",
            note=note.strip() or seen.note,
            done_at=self._clock.now(),
        )
        words = f"{seen.way}办结：{_name(seen)}" + (f"，{note.strip()}" if note.strip() else "")
        self._write(by, shift_id, new, seen, "paper.done", words)
        return new

    def waiting(self) -> list[Paper]:
        return self._store.waiting_papers()

    def of_shift(self, shift_id: UUID) -> list[Paper]:
        return self._store.papers_of_shift(shift_id)

    def latest(self, count: int) -> list[Paper]:
        return self._store.last_papers(count)

    def limit(self, paper: Paper) -> datetime | None:
        """By when something must happen: its own limit, or that of passing on what lies here."""
        if paper.state is PaperState.DONE:
            return None
        limits = [] if paper.due is None else [paper.due]
        if paper.state is PaperState.ENTERED and paper.urgency in self.rules.limits:
            limits.append(paper.at + self.rules.limits[paper.urgency])
        return min(limits, default=None)

    def _check(self, told: Entered) -> None:
        for field in ("title", "unit"):
            self._given(field, getattr(told, field))
        self._demand_open(title=told.title, no=told.no, note=told.note)
        now = self._clock.now()
        if told.at is not None and told.at > now + timedelta(minutes=1):
            raise Refused("at", "in_the_future")
        if told.no.strip():
            same = self._store.same_paper(told.no.strip(), told.unit.strip())
            if same is not None:
                raise Refused("no", "twice", title=same.title)

    def _demand_open(self, **fields: str) -> None:
        """Only 非涉密 is allowed in the system."""
        for field, words in fields.items():
            for word in self.rules.refused:
                if word in words:
                    raise Refused(field, "classified", word=word)

    @staticmethod
    def _given(field: str, words: str) -> str:
        if not words.strip():
            raise Refused(field, "empty")
        return words.strip()

    @staticmethod
    def _step(seen: Paper, to: PaperState) -> Paper:
        if to not in STEPS[seen.state]:
            raise Refused("state", "wrong_step", was=seen.state.value, to=to.value)
        return replace(seen, state=to)

    def _write(
        self, by: Officer, shift_id: UUID, new: Paper, seen: Paper | None, what: str, words: str
    ) -> None:
        way = Way.INSIDE
        if seen is None:
            way = Way.IN if new.way is PaperWay.RECEIVED else Way.OUT
        line = Line(words, way, Channel.SYSTEM, unit=new.unit, category=Category.PAPER)
        entry = self._log.make(shift_id, line, str(by.id), by.name)
        with self._ledger.change(str(by.id), what, ("paper", str(new.id))) as change:
            change.put("paper", new, seen=seen)
            self._log.put(change, entry)


def _name(paper: Paper) -> str:
    number = f"{paper.no} " if paper.no else ""
    return f"{paper.unit}《{number}{paper.title}》"
