"""Everything that stands on one handover sheet, and the hash of it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.base.clock import full, local
from app.base.errors import Refused
from app.duty.records import CrewPlace, Shift
from app.handover.records import (
    Handover,
    HandoverItem,
    HandoverNote,
    HandoverState,
    Section,
    Side,
    Signature,
)


@dataclass(frozen=True, slots=True)
class HandoverSheet:
    """`items` in the order of the sheet; in a draft they follow the room, later they are frozen.

    `crew_out` and `crew_in` say who may sign; what the paper says of them stands in the items.
    `present_by`: when the incoming crew is to be there; None: read back from the record.
    """

    unit: str
    handover: Handover
    shift: Shift
    next_shift: Shift
    crew_out: tuple[CrewPlace, ...]
    crew_in: tuple[CrewPlace, ...]
    items: tuple[HandoverItem, ...]
    notes: tuple[HandoverNote, ...]
    signatures: tuple[Signature, ...]
    at: datetime
    present_by: datetime | None = None

    def of(self, section: Section) -> list[HandoverItem]:
        return [item for item in self.items if item.section is section]

    def item(self, key: UUID) -> HandoverItem:
        """`Refused("item", "not_here")`."""
        for item in self.items:
            if item.id == key:
                return item
        raise Refused("item", "not_here")

    def said(self, key: UUID) -> list[HandoverNote]:
        """About one item, in order."""
        return [note for note in self.notes if note.item_id == key]

    def signed(self, side: Side) -> list[Signature]:
        return [signature for signature in self.signatures if signature.side is side]

    @property
    def in_force(self) -> bool:
        return self.handover.state is HandoverState.IN_FORCE


def content(sheet: HandoverSheet) -> dict[str, Any]:
    """What the paper says, without its frame: the chain's head, the time of print, the pages."""
    handover = sheet.handover
    return {
        "form": "handover/2",
        "no": handover.no,
        "id": str(handover.id),
        "mark": handover.mark.value,
        "state": handover.state.value,
        "shift": [full(sheet.shift.starts_at), full(sheet.shift.ends_at)],
        "weather": handover.weather,
        "items": [
            [
                item.section.value,
                item.seq,
                item.text,
                item.detail,
                item.owner,
                full(item.due) if item.due else "",
                item.urgent,
                item.acknowledged_name,
                full(item.acknowledged_at) if item.acknowledged_at else "",
                [[n.kind.value, n.text, n.by_name, full(n.at)] for n in sheet.said(item.id)],
            ]
            for item in sheet.items
        ],
        "signatures": [[s.side.value, s.post.value, s.name, full(s.at)] for s in sheet.signatures],
    }


def content_sha256(sheet: HandoverSheet) -> str:
    """Of the canonical JSON (sorted keys, no blanks, UTF-8) of `content`: printed on the paper."""
    text = json.dumps(content(sheet), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def unit_of(items: Iterable[HandoverItem]) -> str:
    """Whose sheet it is, as it was when it was signed; empty on one of before this was kept."""
    return next((i.text for i in items if i.section is Section.HEAD and i.source_id == "unit"), "")


CODE = re.compile(r"\b(\d{4})-(\d{3,6})-([0-9A-F]{12})\b")
"""A short code: year, number of the sheet in it, the first digits of the journal's head."""


def short_code(handover: Handover) -> str:
    """What stands under the QR code, to be read out over the telephone; empty before it took effect."""
    if not handover.head_hash:
        return ""
    year = local(handover.created_at).year
    return f"{year}-{handover.no:03}-{handover.head_hash[:12].upper()}"


def qr_words(sheet: HandoverSheet, digest: str) -> str:
    """What the QR code says: form, short code, hash of the content, head of the chain. Capitals and
    digits only, which makes the code small."""
    handover = sheet.handover
    code, head = short_code(handover) or "-", handover.head_hash[:16].upper() or "-"
    return f"{FORM} {code} {digest.upper()} {head}"


FORM = "DUTYROOM/HANDOVER/2"
