"""Attachments, read back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from app.base.attachments import Attachment
from db.rows import batched
from db.stores.reader import Reader
from db.tables.attachments import attachment
from db.tables.checks import scan
from db.tables.duty import instruction


class AttachmentRows(Reader):
    """Answers `app.base.attachments.AttachmentStore` and `app.duty.scans.ScanStore`."""

    _oldest = sa.select(attachment).order_by(attachment.c.at, attachment.c.id)

    def of_entry(self, log_entry_id: UUID) -> list[Attachment]:
        held = attachment.c.log_entry_id == log_entry_id
        return self._all("attachment", self._oldest.where(held))

    def entries_with_files(self, entries: Sequence[UUID]) -> frozenset[UUID]:
        line = attachment.c.log_entry_id
        found: set[UUID] = set()
        with self._db.read() as connection:
            for some in batched(entries):
                query = sa.select(line).where(line.in_(some)).distinct()
                found.update(connection.execute(query).scalars())
        return frozenset(found)

    def of_instruction(self, key: UUID) -> list[Attachment]:
        paper = sa.select(instruction.c.paper_id).where(instruction.c.id == key)
        mine = (scan.c.instruction_id == key) | (scan.c.paper_id == paper.scalar_subquery())
        return self._all("attachment", self._oldest.join(scan).where(mine))

    def of_paper(self, key: UUID) -> list[Attachment]:
        return self._all("attachment", self._oldest.join(scan).where(scan.c.paper_id == key))

    def of_incident(self, incident_id: UUID) -> list[Attachment]:
        held = attachment.c.incident_id == incident_id
        return self._all("attachment", self._oldest.where(held))
