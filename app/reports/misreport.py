"""Terms of misreporting: only lateness is figures; the other three need a person's judgement."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.base.clock import span
from app.base.errors import Refused
from app.incidents.records import Deadline
from app.reports.deadlines import late_by


@dataclass(frozen=True, slots=True)
class Term:
    name: str
    meaning: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """`automatic`: what the program may mark by itself; the rest is only looked up by a person."""

    all: tuple[Term, ...]
    automatic: frozenset[str]
    source: str

    def of(self, facts: str) -> Term | None:
        """Which term the described facts fall under; None when none of its words is said."""
        return next((term for term in self.all if any(word in facts for word in term.words)), None)


def load_terms(path: Path) -> Terms:
    """Reads `resources/rules/misreport.toml`. `Refused("rules", ...)` names what is wrong with it."""
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
        terms = tuple(
            Term(row["name"], row["meaning"], tuple(row["words"])) for row in held["term"]
        )
        return Terms(terms, frozenset(held["automatic"]), held["source"])
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused("rules", "unreadable", file=path.name, why=str(error)) from error
    except (KeyError, TypeError) as error:
        raise Refused("rules", "incomplete", file=path.name, why=str(error)) from error


def perhaps_late(clock: Deadline, now: datetime) -> str:
    """可能迟报 03′10″, with the figures and no verdict; empty while in time."""
    late = late_by(clock, now)
    return f"可能迟报 {span(late)}" if late > timedelta(0) else ""
