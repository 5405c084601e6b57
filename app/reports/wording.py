"""How reports are worded: sentences, their order, and words for people are data of the place."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.base.errors import Refused


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """Kinds of people in the order of a sentence; `asked` are told as 正在核实 when nobody said them."""

    hurt: tuple[str, ...]
    sought: tuple[str, ...]
    moved: tuple[str, ...]
    hurt_known: tuple[str, ...]
    severity_unknown: str
    asked: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.hurt, *self.sought, *self.moved)


@dataclass(frozen=True, slots=True)
class Wording:
    order: Mapping[str, tuple[str, ...]]
    words: Mapping[str, str]
    sections: Mapping[str, str]
    daily: Mapping[str, str]
    nothing: Mapping[str, str]
    minutes: Mapping[str, str]
    how: Mapping[str, str]
    who: Mapping[str, str]
    people: PeopleWords
    guess: tuple[str, ...]
    source: str

    def say(self, sentence: str, /, **gaps: object) -> str:
        return self.words[sentence].format(**gaps)


def load_wording(path: Path) -> Wording:
    """Reads `resources/wording/reports.toml`. `Refused("rules", ...)` names what is wrong with it."""
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused("rules", "unreadable", file=path.name, why=str(error)) from error
    try:
        people = held["people"]
        for sentence in (*held["words"].values(), *held["minutes"].values()):
            list(string.Formatter().parse(sentence))
        return Wording(
            order={kind: tuple(names) for kind, names in held["order"].items()},
            words=dict(held["words"]),
            sections=dict(held["sections"]),
            daily=dict(held["daily"]),
            nothing=dict(held["nothing"]),
            minutes=dict(held["minutes"]),
            how=dict(held["how"]),
            who=dict(held["who"]),
            people=PeopleWords(
                hurt=tuple(people["hurt"]),
                sought=tuple(people["sought"]),
                moved=tuple(people["moved"]),
                hurt_known=tuple(people["hurt_known"]),
                severity_unknown=people["severity_unknown"],
                asked=tuple(people["asked"]),
            ),
            guess=tuple(held["guess"]["words"]),
            source=held["source"],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused("rules", "incomplete", file=path.name, why=str(error)) from error
