"""What a log line or an instruction may be about: incidents, warnings, instructions, papers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from app.base.clock import day_hhmm
from app.callout.records import Warning
from app.duty.checks import Paper
from app.duty.records import Instruction, LogEntry
from app.incidents.records import Incident
from widgets.kit.picking import Candidate

MOST = 300
"""So many of each kind are offered; an older matter is named in the words."""


@dataclass(frozen=True, slots=True)
class Links:
    """Asked on the store thread, each newest first."""

    incidents: Callable[[], list[Incident]] = list
    warnings: Callable[[], list[Warning]] = list
    instructions: Callable[[], list[Instruction]] = list
    papers: Callable[[], list[Paper]] = list

    def of_incidents(self) -> list[Candidate]:
        return [
            Candidate(f"incident:{one.id}", f"{one.no} {one.title}") for one in self.incidents()
        ]

    def of_papers(self) -> list[Candidate]:
        return [
            Candidate(f"paper:{one.id}", f"{one.way} {one.title} {one.unit} {one.no}".rstrip())
            for one in self.papers()
        ]

    def of_incidents_and_papers(self) -> list[Candidate]:
        return self.of_incidents() + self.of_papers()

    def of_told(self) -> list[Candidate]:
        """Warnings and instructions, whatever came last first."""
        told = [
            (one.sent, Candidate(f"warning:{one.id}", f"预警 {one.headline}"))
            for one in self.warnings()
        ]
        told += [
            (one.at, Candidate(f"instruction:{one.id}", _said(one))) for one in self.instructions()
        ]
        return [one for _, one in sorted(told, key=lambda pair: pair[0], reverse=True)]

    def of_entry(self, entry: LogEntry) -> dict[str, Candidate]:
        """Field of a line -> what it is linked to; what is not among the newest is told by its kind."""
        found: dict[str, Candidate] = {}
        for field, kind, known in (
            ("incident_id", "incident", self.of_incidents),
            ("warning_id", "warning", self.of_told),
            ("instruction_id", "instruction", self.of_told),
        ):
            key = getattr(entry, field)
            if key is not None:
                sought = f"{kind}:{key}"
                old = Candidate(sought, _KINDS[kind])
                found[field] = next((one for one in known() if one.key == sought), old)
        return found


_KINDS = {"incident": "较早的事件", "warning": "较早的预警", "instruction": "较早的指示"}


def linked(key: str, kind: str) -> UUID | None:
    """The id in "incident:…" when it is of this kind."""
    named, _, held = key.partition(":")
    return UUID(held) if named == kind and held else None


def _said(one: Instruction) -> str:
    words = " ".join(one.text.split())
    return f"{one.spoken} {one.leader} {day_hhmm(one.at)} {words[:40]}"
