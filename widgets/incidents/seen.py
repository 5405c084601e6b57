"""One incident as it is shown: all that the record holds of it, covered for those who only look on."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any
from uuid import UUID

from app.dossier.case_file import CaseFile
from app.incidents.grading import Proposal
from app.incidents.records import Deadline, Figure, Incident
from app.people.session import Session
from widgets.incidents.services import Services

NAMES = frozenset(
    {
        "name",
        "person",
        "commander",
        "deputy",
        "chair",
        "signed_by",
        "receiver",
        "holder",
        "reporter_name",
        "leader",
        "giver",
        "pilot",
        "observer",
        "airspace_by",
    }
)
LISTS_OF_NAMES = frozenset({"members", "attending"})
NUMBERS = frozenset({"no", "title", "reporter_unit", "unit", "by", "by_name", "sha256", "facts"})
"""Words that bear figures but no telephone: they stay as they are."""
BARE = frozenset({"crew", "reports", "files", "deadlines", "figures"})


@dataclass(frozen=True, slots=True)
class Seen:
    """Read at one moment. `proposal` is what its numbers give, never a judgement."""

    case: CaseFile
    proposal: Proposal

    @property
    def incident(self) -> Incident:
        return self.case.incident

    @property
    def figures(self) -> tuple[Figure, ...]:
        return self.case.figures

    @property
    def clocks(self) -> tuple[Deadline, ...]:
        """Earliest due first."""
        return self.case.deadlines


def look(services: Services, key: UUID) -> Seen | None:
    """On the store thread."""
    case = services.cases.case_file(key)
    return None if case is None else Seen(case, services.grading.proposal(case.incident))


def covered(seen: Seen, session: Session) -> Seen:
    """As whoever sits here may read it. Who sees covered words may not write, so nothing is lost."""
    if session.uncovered:
        return seen
    parts: dict[str, Any] = {"incident": _covered(seen.incident, session)}
    for one in fields(CaseFile):
        held = getattr(seen.case, one.name)
        if isinstance(held, tuple) and one.name not in BARE:
            parts[one.name] = tuple(_covered(record, session) for record in held)
    return replace(seen, case=replace(seen.case, **parts))


def _covered(record: Any, session: Session) -> Any:
    changed: dict[str, str] = {}
    for one in fields(record):
        words = getattr(record, one.name)
        if type(words) is not str or not words:
            continue
        if one.name in NAMES:
            changed[one.name] = session.covered_name(words)
        elif one.name in LISTS_OF_NAMES:
            changed[one.name] = "\n".join(map(session.covered_name, words.splitlines()))
        elif one.name not in NUMBERS:
            changed[one.name] = session.covered(words)
    return replace(record, **changed) if changed else record
