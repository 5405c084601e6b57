"""What one tick or one word changes on the sheet, as records. No I/O."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from app.base.errors import Refused
from app.base.ids import new_id
from app.handover.records import HandoverItem, HandoverNote, NoteKind, Section, Side, SourceKind
from app.handover.sections import crew_key
from app.handover.sheet import HandoverSheet
from app.people.records import Officer

LONGEST = 300
"""Characters of a question, an answer or a reason: they stand on the paper."""


def note_of(
    now: datetime, sheet: HandoverSheet, item_id: UUID, by: Officer, kind: NoteKind, words: str
) -> HandoverNote:
    """`Refused("words", "empty" | "too_long")`."""
    text = " ".join(words.split())
    if not text:
        raise Refused("words", "empty")
    if len(text) > LONGEST:
        raise Refused("words", "too_long", length=len(text), most=LONGEST)
    return HandoverNote(
        id=new_id(),
        handover_id=sheet.handover.id,
        item_id=item_id,
        kind=kind,
        text=text,
        by=by.id,
        by_name=by.name,
        at=now,
        mark=sheet.handover.mark,
    )


def arrival(sheet: HandoverSheet, who: UUID) -> list[HandoverItem]:
    """The item that says this officer of the incoming crew is there, unless it is ticked."""
    keys = {crew_key(Side.IN, place) for place in sheet.crew_in if place.officer_id == who}
    return [
        item
        for item in sheet.of(Section.CREW)
        if item.source_kind is SourceKind.CREW
        and item.source_id in keys
        and item.acknowledged_at is None
    ]


def ticked(item: HandoverItem, by: UUID, name: str, at: datetime) -> HandoverItem:
    return replace(item, acknowledged_by=by, acknowledged_name=name, acknowledged_at=at)
