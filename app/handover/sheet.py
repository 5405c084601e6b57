"""Everything that stands on one handover sheet, and the hash of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.base.clock import full
from app.duty.records import CrewPlace, Shift
from app.handover.records import Handover, HandoverItem, HandoverState, Section, Side, Signature


@dataclass(frozen=True, slots=True)
class HandoverSheet:
    """`items` in the order of the sheet; in a draft they follow the room, later they are frozen."""

    unit: str
    handover: Handover
    shift: Shift
    next_shift: Shift
    crew_out: tuple[CrewPlace, ...]
    crew_in: tuple[CrewPlace, ...]
    items: tuple[HandoverItem, ...]
    signatures: tuple[Signature, ...]
    at: datetime

    def of(self, section: Section) -> list[HandoverItem]:
        return [item for item in self.items if item.section is section]

    def signed(self, side: Side) -> list[Signature]:
        return [signature for signature in self.signatures if signature.side is side]

    @property
    def in_force(self) -> bool:
        return self.handover.state is HandoverState.IN_FORCE


def content(sheet: HandoverSheet) -> dict[str, Any]:
    """What the paper says, without its frame: the chain's head, the time of print, the pages."""
    handover = sheet.handover
    return {
        "form": "handover/1",
        "unit": sheet.unit,
        "no": handover.no,
        "id": str(handover.id),
        "mark": handover.mark.value,
        "state": handover.state.value,
        "shift": [full(sheet.shift.starts_at), full(sheet.shift.ends_at)],
        "weather": handover.weather,
        "crew": {
            side: [[place.post.value, place.name] for place in crew]
            for side, crew in (("out", sheet.crew_out), ("in", sheet.crew_in))
        },
        "items": [
            [
                item.section.value,
                item.seq,
                item.text,
                item.detail,
                item.owner,
                full(item.due) if item.due else "",
                item.acknowledged_name,
                full(item.acknowledged_at) if item.acknowledged_at else "",
            ]
            for item in sheet.items
        ],
        "signatures": [[s.side.value, s.post.value, s.name, full(s.at)] for s in sheet.signatures],
    }


def content_sha256(sheet: HandoverSheet) -> str:
    """Of the canonical JSON (sorted keys, no blanks, UTF-8) of `content`: printed on the paper."""
    text = json.dumps(content(sheet), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def check_code(sha256: str) -> str:
    """校验码: the first eight digits, in two groups, to be read out over the telephone."""
    return f"{sha256[:4]}-{sha256[4:8]}".upper()
