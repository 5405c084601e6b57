"""应知应会: cards with a question, its answer and the clause; who knew which; links to outside."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID

from app.base.clock import Clock
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.duty.typed import typed, typed_text
from app.people.records import Officer
from app.people.rights import Act, demand

SCHEMES = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Card:
    """`key` stays the same when its words are changed. `clause` and `source` tell where the answer stands."""

    key: str
    topic: str
    question: str
    answer: str
    clause: str
    source: str


@dataclass(frozen=True, slots=True)
class KnowledgeCard:
    """A card of the room. `seed` names the card of the file it stands for, "" = the room's own."""

    id: UUID
    seed: str
    topic: str
    question: str
    answer: str
    clause: str
    source: str
    active: bool
    by: str
    by_name: str
    mark: Mark

    @property
    def key(self) -> str:
        return self.seed or str(self.id)

    def card(self) -> Card:
        return Card(self.key, self.topic, self.question, self.answer, self.clause, self.source)


@dataclass(frozen=True, slots=True)
class CardAnswer:
    """An officer judged that they knew a card, or did not."""

    id: UUID
    card: str
    officer_id: UUID
    knew: bool
    at: datetime
    mark: Mark


@dataclass(frozen=True, slots=True)
class StudyLink:
    """An address outside that the system's browser opens, such as the provincial module. Nothing of it
    comes in here."""

    id: UUID
    name: str
    url: str
    active: bool
    by: str
    by_name: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Score:
    """What an officer answered: how often, how often known, how many different cards known last time."""

    officer_id: UUID
    name: str
    asked: int
    knew: int
    cards: int

    @property
    def id(self) -> UUID:
        return self.officer_id


@dataclass(frozen=True, slots=True)
class Known:
    """A card, and how `officer` stands to it: `times` asked, `knew` of them, `last` True, False, or None =
    never asked."""

    card: Card
    times: int
    knew: int
    last: bool | None

    @property
    def id(self) -> str:
        return self.card.key


class KnowledgeStore(Protocol):
    def knowledge_cards(self) -> list[KnowledgeCard]:
        """Those taken out too, in the order they were made."""
        ...

    def card_answers(self) -> list[CardAnswer]:
        """Oldest first."""
        ...

    def study_links(self) -> list[StudyLink]:
        """Active ones."""
        ...

    def everybody(self) -> list[Officer]: ...


def load_cards(path: Path) -> tuple[Card, ...]:
    """Reads `resources/wording/knowledge.toml`. Raises `ValueError` when a card lacks something."""
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        cards = tuple(
            Card(**{name: str(row[name]) for name in Card.__slots__}) for row in held["card"]
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"{path.name}: {error}") from error
    if len({card.key for card in cards}) < len(cards):
        raise ValueError(f"{path.name}: two cards of one key")
    return cards


class Knowledge:
    """Runs on the store thread. `seeds` are the cards of the file."""

    def __init__(
        self,
        ledger: Ledger,
        store: KnowledgeStore,
        clock: Clock,
        mark: Mark,
        seeds: Sequence[Card],
    ) -> None:
        self._ledger, self._store, self._clock, self._mark = ledger, store, clock, mark
        self._seeds = seeds

    def cards(self) -> list[Card]:
        """Those of the file with the room's words over them, then the room's own."""
        rows = self._store.knowledge_cards()
        over = {row.seed: row for row in rows if row.seed}
        found = []
        for seed in self._seeds:
            row = over.get(seed.key)
            if row is None:
                found.append(seed)
            elif row.active:
                found.append(row.card())
        return found + [row.card() for row in rows if row.active and not row.seed]

    def known(self, officer: Officer | None) -> list[Known]:
        """Every card as this officer stands to it."""
        answers: dict[str, list[CardAnswer]] = {}
        for one in self._store.card_answers():
            if officer is not None and one.officer_id == officer.id:
                answers.setdefault(one.card, []).append(one)
        found = []
        for card in self.cards():
            mine = answers.get(card.key, [])
            last = mine[-1].knew if mine else None
            found.append(Known(card, len(mine), sum(one.knew for one in mine), last))
        return found

    def deck(self, officer: Officer) -> list[Known]:
        """In the order they are asked: not known last time, never asked, then what was known least often."""
        order = {False: 0, None: 1, True: 2}
        return sorted(self.known(officer), key=lambda one: (order[one.last], one.knew))

    def scores(self) -> list[Score]:
        """Of everybody who ever answered, in official order."""
        by: dict[UUID, list[CardAnswer]] = {}
        for one in self._store.card_answers():
            by.setdefault(one.officer_id, []).append(one)
        found = []
        for officer in self._store.everybody():
            mine = by.get(officer.id, [])
            if mine:
                last = {one.card: one.knew for one in mine}
                knew = sum(one.knew for one in mine)
                found.append(Score(officer.id, officer.name, len(mine), knew, sum(last.values())))
        return found

    def answer(self, by: Officer, card: Card, knew: bool) -> CardAnswer:
        demand(by, Act.PRESENCE)
        made = CardAnswer(new_id(), card.key, by.id, knew, self._clock.now(), self._mark)
        with self._ledger.change(
            str(by.id), "card.answer", ("card_answer", str(made.id))
        ) as change:
            change.put("card_answer", made)
        return made

    def write(
        self,
        by: Officer,
        seen: Card | None,
        topic: str,
        question: str,
        answer: str,
        clause: str,
        source: str,
    ) -> KnowledgeCard:
        """A card of the room, or other words for `seen`.

        `Refused`: topic, question, answer or source missing.
        """
        demand(by, Act.DICTIONARIES)
        told = (
            typed("topic", topic),
            typed("question", question),
            typed_text("answer", answer),
            typed("clause", clause, needed=False),
            typed("source", source),
        )
        return self._put(by, "card.write", seen, told, True)

    def take_out(self, by: Officer, seen: Card) -> None:
        """Is asked no more; answers stay counted."""
        demand(by, Act.DICTIONARIES)
        told = (seen.topic, seen.question, seen.answer, seen.clause, seen.source)
        self._put(by, "card.take_out", seen, told, False)

    def _put(
        self,
        by: Officer,
        what: str,
        seen: Card | None,
        told: tuple[str, str, str, str, str],
        active: bool,
    ) -> KnowledgeCard:
        row = next((r for r in self._store.knowledge_cards() if seen and r.key == seen.key), None)
        seeds = {card.key for card in self._seeds}
        seed = row.seed if row else seen.key if seen and seen.key in seeds else ""
        key = row.id if row else new_id()
        made = KnowledgeCard(key, seed, *told, active, str(by.id), by.name, self._mark)
        with self._ledger.change(str(by.id), what, ("knowledge_card", str(key))) as change:
            change.put("knowledge_card", made, seen=row)
        return made

    def links(self) -> list[StudyLink]:
        return self._store.study_links()

    def link(self, by: Officer, seen: StudyLink | None, name: str, url: str) -> StudyLink:
        """`Refused("url", "not_an_address")` for what no browser opens."""
        demand(by, Act.DICTIONARIES)
        url = typed("url", url)
        if not url.lower().startswith(SCHEMES):
            raise Refused("url", "not_an_address")
        key = seen.id if seen else new_id()
        made = StudyLink(key, typed("name", name), url, True, str(by.id), by.name, self._mark)
        self._put_link(by, "link.enter", made, seen)
        return made

    def unlink(self, by: Officer, seen: StudyLink) -> None:
        demand(by, Act.DICTIONARIES)
        self._put_link(by, "link.take_out", replace(seen, active=False), seen)

    def _put_link(self, by: Officer, what: str, made: StudyLink, seen: StudyLink | None) -> None:
        with self._ledger.change(str(by.id), what, ("study_link", str(made.id))) as change:
            change.put("study_link", made, seen=seen)
