"""What the page shows of a sheet: pure questions, no widgets of their own."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtWidgets import QWidget

from app.base.clock import day_hhmm, hhmm
from app.duty.records import Shift
from app.handover.records import HandoverState, Need, Section, Side
from app.handover.sheet import HandoverSheet
from app.handover.since import Away
from app.handover.states import ACT_OF, SIGNING_POSTS, TABLE, left_in, unacknowledged
from app.handover.unsigned import late_by
from app.people.records import Officer, Role
from widgets.handover.outline import Entry
from widgets.handover.signing import Signer
from widgets.kit.steps import AHEAD, DONE, HERE, Step

_STEPS = (
    QT_TRANSLATE_NOOP("Handover", "Draft"),
    QT_TRANSLATE_NOOP("Handover", "Signed over"),
    QT_TRANSLATE_NOOP("Handover", "Item by item"),
    QT_TRANSLATE_NOOP("Handover", "Taken over"),
    QT_TRANSLATE_NOOP("Handover", "In force"),
)


class Extra(StrEnum):
    """What the page shows beside the sections of the sheet."""

    SINCE = "离岗后变化"


def entries(sheet: HandoverSheet, ticking: bool, away: Away | None) -> list[Entry]:
    """What changed for whoever sits here stands over the sections."""
    changed = [] if away is None else [Entry(Extra.SINCE, len(away.told), 0, False)]
    return changed + [
        Entry(section, len(sheet.of(section)), left_in(section, sheet.items), ticking)
        for section in Section
    ]


def steps(sheet: HandoverSheet) -> tuple[Step, ...]:
    """Each step with its time; the third with its count."""
    asked = [item for item in sheet.items if item.need is not Need.FREE]
    known = sum(item.acknowledged_at is not None for item in asked)
    draft = sheet.handover.state is HandoverState.DRAFT
    out, into = sheet.signed(Side.OUT), sheet.signed(Side.IN)
    effective = sheet.handover.effective_at
    notes = (
        hhmm(sheet.handover.created_at),
        hhmm(out[0].at) if out else "",
        "" if draft else f"{known} / {len(asked)}",
        hhmm(into[0].at) if into else "",
        hhmm(effective) if effective else "",
    )
    here = _here(sheet)
    return tuple(
        Step(
            QCoreApplication.translate("Handover", word),
            note,
            HERE if number == here else DONE if number < here else AHEAD,
        )
        for number, (word, note) in enumerate(zip(_STEPS, notes, strict=True))
    )


def _here(sheet: HandoverSheet) -> int:
    """Index of the step that is going on; 5 when all are done."""
    if sheet.in_force:
        return len(_STEPS)
    if sheet.handover.state is HandoverState.DRAFT:
        return 0
    return 2 if unacknowledged(sheet.items) else 3


def next_side(sheet: HandoverSheet) -> Side | None:
    """Whose signature is due; None when all have signed."""
    if sheet.handover.state is HandoverState.DRAFT:
        return Side.OUT
    if not sheet.in_force:
        return Side.IN
    return None if sheet.signed(Side.LEADER) else Side.LEADER


def done_with(sheet: HandoverSheet) -> bool:
    """In force, and the leader has seen it."""
    return sheet.in_force and next_side(sheet) is None


def next_section(sheet: HandoverSheet, here: StrEnum) -> StrEnum | None:
    """Where the next item waits that nobody has acknowledged: here, else further on, else from the top."""
    left = [item.section for item in unacknowledged(sheet.items)]
    if here in left:
        return here
    order: list[StrEnum] = [Extra.SINCE, *Section]
    later = [section for section in left if order.index(section) > order.index(here)]
    return (later or left or [None])[0]


def waiting_for(sheet: HandoverSheet) -> int:
    """How many items still block the incoming signature; 0 when it is not its turn."""
    return len(unacknowledged(sheet.items)) if next_side(sheet) is Side.IN else 0


def other_sides(sheet: HandoverSheet) -> list[Side]:
    """Signatures that may be given besides the one that is due."""
    due, state = next_side(sheet), sheet.handover.state
    return [
        side
        for side in Side
        if side is not due and (state, ACT_OF[side]) in TABLE and signers(sheet, [side], None)
    ]


def signers(sheet: HandoverSheet, sides: list[Side], here: Officer | None) -> list[Signer]:
    """Who may sign these sides; the officer at the desk first."""
    found = []
    for side in sides:
        crew = {
            Side.OUT: sheet.crew_out,
            Side.IN: sheet.crew_in,
            Side.LEADER: (*sheet.crew_out, *sheet.crew_in),
        }[side]
        signed = {held.officer_id for held in sheet.signed(side)}
        found += [
            Signer(side, place.officer_id, f"{side} {place.post} {place.name}")
            for place in crew
            if place.post in SIGNING_POSTS[side] and place.officer_id not in signed
        ]
    return sorted(found, key=lambda signer: here is None or signer.officer_id != here.id)


def seats(sheet: HandoverSheet) -> list[tuple[UUID, str]]:
    """Of the incoming crew, who may acknowledge."""
    return [
        (place.officer_id, f"{place.post} {place.name}")
        for place in sheet.crew_in
        if place.post in SIGNING_POSTS[Side.IN]
    ]


def signature_line(widget: QWidget, sheet: HandoverSheet) -> str:
    """Both sides and the leader, signed or not, for the bar at the bottom."""
    parts = []
    for side in Side:
        signed = sheet.signed(side)
        if signed:
            names = "  ".join(f"{held.post} {held.name} ✓ {hhmm(held.at)}" for held in signed)
        else:
            names = widget.tr("to be seen") if side is Side.LEADER else widget.tr("to be signed")
        parts.append(f"{side}  {names}")
    return "      ".join(parts)


def overdue_words(
    widget: QWidget, shift: Shift | None, sheet: HandoverSheet | None, now: datetime
) -> str:
    """What the band says when nobody took over at the hour; empty while nobody is late."""
    if sheet is not None and not sheet.in_force:
        shift = sheet.shift
    if shift is None or late_by(shift, now) is None:
        return ""
    names = [p.name for p in sheet.crew_out if p.post is not Role.LEADER] if sheet else []
    words = widget.tr(
        "Change was due at {time}: {crew} stay responsible until both sides have signed"
    )
    crew = "、".join(names) or widget.tr("the outgoing crew")
    return words.format(time=day_hhmm(shift.ends_at), crew=crew)
