"""From a frozen view of the room to the items of the sheet. No I/O."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from uuid import UUID, uuid5

from app.base.clock import day_hhmm
from app.duty.records import Category
from app.handover import sections
from app.handover.records import Handover, HandoverItem, Need, Section, SourceKind
from app.handover.rules import HandoverRules
from app.handover.snapshot import Matter, Snapshot

_OWNED = frozenset(
    {
        SourceKind.INCIDENT,
        SourceKind.LOG,
        SourceKind.INSTRUCTION,
        SourceKind.DEVICE,
        SourceKind.DRAFT,
        SourceKind.PAPER,
        SourceKind.CARRIED,
    }
)
"""Kinds of items that somebody of the incoming crew must see to, when they are taken one by one."""

_UNTOLD = frozenset({Section.ZERO, Section.MEETINGS})
"""Sections that are unknown, not empty, when nothing was written down."""


def collect(
    snapshot: Snapshot, handover: Handover, rules: HandoverRules, unit: str
) -> list[HandoverItem]:
    """Items in the order of the sheet. The same source always gives the same item id."""
    told = [_with_carried(matter, snapshot) for matter in _all(snapshot, handover, rules, unit)]
    taker = sections.taker(snapshot)
    items = []
    for section in Section:
        own = [matter for matter in told if matter.section is section]
        if not own and section in _UNTOLD:
            own = [sections.listed(section, "不详（本班未登记）", section.name.lower())]
        own = own or [sections.listed(section, "无", f"none:{section}")]
        items += [_item(handover, seq, matter, taker) for seq, matter in enumerate(own, 1)]
    return items


def _all(
    snapshot: Snapshot, handover: Handover, rules: HandoverRules, unit: str
) -> Iterator[Matter]:
    yield from sections.head(snapshot, unit)
    yield from sections.crew(snapshot)
    yield from sections.typed(Section.IMPORTANT, handover.important)
    yield from sections.incidents(snapshot, rules)
    yield from sections.warnings(snapshot)
    yield from snapshot.matters
    yield from sections.unfinished(snapshot, rules)
    yield from sections.carried_on(snapshot)
    yield from sections.instructions(snapshot, rules)
    if not any(matter.section is Section.PAPERS for matter in snapshot.matters):
        yield from sections.routine(snapshot, Section.PAPERS, Category.PAPER)
    yield from sections.routine(snapshot, Section.MEETINGS, Category.MEETING, Category.SPOT_CHECK)
    yield from sections.equipment(snapshot, rules)
    for name in rules.objects:
        yield sections.listed(Section.OBJECTS, name, f"object:{name}")
    yield from sections.typed(Section.REMARKS, handover.remarks)


def first_words(snapshot: Snapshot) -> str:
    """What the draft proposes under 重要事项; the outgoing crew rewrites it as it likes."""
    open_ones = [incident for incident in snapshot.incidents if sections.is_open(incident)]
    lines = []
    if open_ones:
        due = sections.next_due(snapshot.deadlines)
        titles = {incident.id: incident.title for incident in open_ones}
        clock = (
            f"，最近时限 {day_hhmm(due.due_at)} {titles[due.incident_id]} {due.name}"
            if due and due.incident_id in titles
            else ""
        )
        lines.append(f"在办事件 {len(open_ones)} 起{clock}")
    lines += [warning.text for warning in snapshot.warnings if warning.severe]
    return "\n".join(lines)


def newcomers(items: Iterable[HandoverItem], held: Iterable[HandoverItem]) -> list[HandoverItem]:
    """Items that must be known one by one and did not exist when the outgoing crew signed."""
    known: set[UUID] = {item.id for item in held}
    return [item for item in items if item.need is Need.EACH and item.id not in known]


def _with_carried(matter: Matter, snapshot: Snapshot) -> Matter:
    """What its record brings back says why it was left."""
    if matter.kind in sections.RETURNING:
        return matter
    for carried in snapshot.carried:
        item, note = carried.item, carried.note
        if (item.source_kind, item.source_id) == (matter.kind, matter.key):
            why = sections.carried_words(note.by_name, note.text)
            return replace(matter, detail=f"{matter.detail}，{why}" if matter.detail else why)
    return matter


def _item(handover: Handover, seq: int, matter: Matter, taker: str) -> HandoverItem:
    owned = matter.kind in _OWNED and matter.need is Need.EACH
    return HandoverItem(
        id=uuid5(handover.id, f"{matter.section}/{matter.kind}/{matter.key}"),
        handover_id=handover.id,
        section=matter.section,
        seq=seq,
        text=matter.text,
        detail=matter.detail,
        owner=matter.owner or (taker if owned else ""),
        due=matter.due,
        urgent=matter.urgent,
        source_kind=matter.kind,
        source_id=matter.key,
        need=matter.need,
        acknowledged_by=None,
        acknowledged_name="",
        acknowledged_at=None,
        mark=handover.mark,
    )
