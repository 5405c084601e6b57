"""Scans of instructions and papers: what a leader wrote, what came in, as files of the record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from app.base.attachments import Attachment, Filed, attach
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.duty.checks import Paper, Scan
from app.duty.records import Instruction
from app.people.records import Officer
from app.people.rights import Act, demand


class ScanStore(Protocol):
    def of_instruction(self, key: UUID) -> list[Attachment]:
        """In the order they were attached; those of the paper it is written on too."""
        ...

    def of_paper(self, key: UUID) -> list[Attachment]: ...


class Scans:
    """Runs on the store thread; the content is on the disk already."""

    def __init__(self, ledger: Ledger, store: ScanStore, mark: Mark) -> None:
        self._ledger, self._mark = ledger, mark
        self.of_instruction = store.of_instruction
        self.of_paper = store.of_paper

    def add(self, by: Officer, to: Instruction | Paper, files: Sequence[Filed]) -> None:
        demand(by, Act.LOG)
        told = isinstance(to, Instruction)
        subject = ("instruction" if told else "paper", str(to.id))
        incident = to.incident_id if isinstance(to, Instruction) else None
        with self._ledger.change(str(by.id), f"{subject[0]}.attach", subject) as change:
            for row in attach(
                change,
                files,
                by=str(by.id),
                by_name=by.name,
                mark=self._mark,
                incident_id=incident,
            ):
                on, of = (to.id, None) if told else (None, to.id)
                change.put("scan", Scan(new_id(), row.id, on, of, self._mark))
