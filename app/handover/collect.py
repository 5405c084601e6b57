"""From a frozen view of the room to the items of the sheet. No I/O."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from app.base.clock import day_hhmm, hhmm
from app.duty.records import (
    Category,
    CrewPlace,
    Handling,
    Instruction,
    InstructionState,
    LogEntry,
    Shift,
)
from app.handover.records import (
    Handover,
    HandoverItem,
    Need,
    Section,
    SourceKind,
)
from app.handover.rules import HandoverRules
from app.incidents.records import Deadline, Incident, IncidentStatus
from app.people.records import Role

ROUTINE_ROWS = 3
"""Rows of the log that a routine section names; the rest is counted. Keeps the sheet at two pages."""


@dataclass(frozen=True, slots=True)
class WarningInForce:
    """`severe` = red or orange: may not be taken in the lump."""

    key: str
    text: str
    detail: str
    severe: bool


@dataclass(frozen=True, slots=True)
class DeviceState:
    """What the desk knows of a device: `well` None = 不详."""

    key: str
    name: str
    well: bool | None
    detail: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The room at one moment. `log` is this shift's; `unfinished` may come from earlier shifts.

    `incidents` are the open ones and those closed during the shift; `deadlines` the unmet ones.
    """

    at: datetime
    shift: Shift
    next_shift: Shift
    crew_out: tuple[CrewPlace, ...]
    crew_in: tuple[CrewPlace, ...]
    incidents: tuple[Incident, ...]
    deadlines: tuple[Deadline, ...]
    log: tuple[LogEntry, ...]
    unfinished: tuple[LogEntry, ...]
    instructions: tuple[Instruction, ...]
    warnings: tuple[WarningInForce, ...] = ()
    devices: tuple[DeviceState, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """An item before it has its place on the sheet."""

    section: Section
    text: str
    kind: SourceKind
    key: str
    detail: str = ""
    owner: str = ""
    due: datetime | None = None
    urgent: bool = False
    need: Need = Need.EACH


def collect(snapshot: Snapshot, handover: Handover, rules: HandoverRules) -> list[HandoverItem]:
    """Items in the order of the sheet. The same source always gives the same item id."""
    lines = [
        *_crew(snapshot),
        *_typed(Section.IMPORTANT, handover.important),
        *_incidents(snapshot, rules),
        *_warnings(snapshot),
        *_unfinished(snapshot),
        *_instructions(snapshot, rules),
        *_routine(snapshot, Section.PAPERS, Category.PAPER),
        *_routine(snapshot, Section.MEETINGS, Category.MEETING, Category.SPOT_CHECK),
        _Line(Section.ZERO, "不详（本班未登记）", SourceKind.LIST, "zero", need=Need.TOGETHER),
        *_equipment(snapshot, rules),
        *(
            _Line(Section.OBJECTS, name, SourceKind.LIST, f"object:{name}", need=Need.TOGETHER)
            for name in rules.objects
        ),
        *_typed(Section.REMARKS, handover.remarks),
    ]
    items = []
    for section in Section:
        own = [line for line in lines if line.section is section] or [
            _Line(section, "无", SourceKind.LIST, f"none:{section}", need=Need.TOGETHER)
        ]
        items += [_item(handover, seq, line) for seq, line in enumerate(own, 1)]
    return items


def first_words(snapshot: Snapshot) -> str:
    """What the draft proposes under 重要事项; the outgoing crew rewrites it as it likes."""
    open_ones = [incident for incident in snapshot.incidents if _is_open(incident)]
    lines = []
    if open_ones:
        due = _next_due(snapshot.deadlines)
        titles = {incident.id: incident.title for incident in open_ones}
        clock = (
            f"，最近时限 {day_hhmm(due.due_at)} {titles[due.incident_id]} {due.name}"
            if due and due.incident_id in titles
            else ""
        )
        lines.append(f"在办事件 {len(open_ones)} 起{clock}")
    lines += [warning.text for warning in snapshot.warnings if warning.severe]
    return "\n".join(lines)


def current(rows: Iterable[LogEntry]) -> list[LogEntry]:
    """Without the rows that a later one corrects."""
    held = list(rows)
    replaced = {row.corrects for row in held}
    return [row for row in held if row.id not in replaced]


def _item(handover: Handover, seq: int, line: _Line) -> HandoverItem:
    return HandoverItem(
        id=uuid5(handover.id, f"{line.section}/{line.kind}/{line.key}"),
        handover_id=handover.id,
        section=line.section,
        seq=seq,
        text=line.text,
        detail=line.detail,
        owner=line.owner,
        due=line.due,
        urgent=line.urgent,
        source_kind=line.kind,
        source_id=line.key,
        need=line.need,
        acknowledged_by=None,
        acknowledged_name="",
        acknowledged_at=None,
        mark=handover.mark,
    )


def _crew(snapshot: Snapshot) -> Iterator[_Line]:
    for place in snapshot.crew_in:
        yield _Line(
            Section.CREW,
            f"{place.post} {place.name}",
            SourceKind.CREW,
            str(place.officer_id),
            need=Need.FREE,
        )


def _typed(section: Section, text: str) -> Iterator[_Line]:
    kept = [line.strip() for line in text.splitlines() if line.strip()]
    for number, line in enumerate(kept, 1):
        yield _Line(section, line, SourceKind.TYPED, str(number))


def _incidents(snapshot: Snapshot, rules: HandoverRules) -> Iterator[_Line]:
    owner = _taker(snapshot)
    for incident in snapshot.incidents:
        if not _is_open(incident):
            yield _Line(
                Section.INCIDENTS,
                incident.title,
                SourceKind.INCIDENT,
                str(incident.id),
                detail=f"本班办结 {incident.no}",
                need=Need.TOGETHER,
            )
            continue
        due = _next_due(d for d in snapshot.deadlines if d.incident_id == incident.id)
        todo = sum(row.incident_id == incident.id for row in current(snapshot.unfinished))
        words = [
            "本班新接" if incident.received_at >= snapshot.shift.starts_at else "上班延续",
            incident.status.value,
            incident.level.value,
        ]
        if due:
            words.append(f"待{due.name}")
        if todo:
            words.append(f"日志待办 {todo} 条")
        yield _Line(
            Section.INCIDENTS,
            incident.title,
            SourceKind.INCIDENT,
            str(incident.id),
            detail="，".join(words),
            owner=owner,
            due=due.due_at if due else None,
            urgent=due is not None and due.due_at - snapshot.at <= rules.urgent,
        )


def _warnings(snapshot: Snapshot) -> Iterator[_Line]:
    for warning in snapshot.warnings:
        yield _Line(
            Section.WARNINGS,
            warning.text,
            SourceKind.WARNING,
            warning.key,
            detail=warning.detail,
            need=Need.EACH if warning.severe else Need.TOGETHER,
        )
    yield from _routine(snapshot, Section.WARNINGS, Category.WARNING)


def _unfinished(snapshot: Snapshot) -> Iterator[_Line]:
    """What belongs to an open incident is followed there, an instruction under its own heading."""
    open_ones = {incident.id for incident in snapshot.incidents if _is_open(incident)}
    for row in current(snapshot.unfinished):
        if row.incident_id in open_ones or row.category is Category.INSTRUCTION:
            continue
        handled = f"，{row.handling}" if row.handling else ""
        yield _Line(
            Section.UNFINISHED,
            row.text,
            SourceKind.LOG,
            str(row.id),
            detail=f"日志 {row.seq}，{day_hhmm(row.at)} {row.unit or row.by_name} {row.status}"
            + handled,
            owner=_taker(snapshot),
        )


def _instructions(snapshot: Snapshot, rules: HandoverRules) -> Iterator[_Line]:
    for told in snapshot.instructions:
        if told.state is InstructionState.CLOSED:
            continue
        feedback = f"，反馈：{told.feedback}" if told.feedback else ""
        yield _Line(
            Section.INSTRUCTIONS,
            told.text,
            SourceKind.INSTRUCTION,
            str(told.id),
            detail=f"{told.leader} {day_hhmm(told.at)} {told.state}{feedback}",
            owner=_taker(snapshot),
            due=told.due,
            urgent=told.due is not None and told.due - snapshot.at <= rules.urgent,
        )


def _routine(snapshot: Snapshot, section: Section, *categories: Category) -> Iterator[_Line]:
    """The newest rows of these categories, oldest of them first; earlier ones are counted."""
    rows = [
        row
        for row in current(snapshot.log)
        if row.category in categories and row.status is Handling.DONE
    ]
    earlier, shown = rows[:-ROUTINE_ROWS], rows[-ROUTINE_ROWS:]
    if earlier:
        yield _Line(
            section,
            f"另有 {len(earlier)} 条，见值班日志第 {earlier[0].seq} 至 {earlier[-1].seq} 条",
            SourceKind.LIST,
            f"earlier:{section}",
            need=Need.TOGETHER,
        )
    for row in shown:
        yield _Line(
            section,
            row.text,
            SourceKind.LOG,
            str(row.id),
            detail=f"日志 {row.seq}，{hhmm(row.at)} {row.way} {row.unit}".rstrip(),
            need=Need.TOGETHER,
        )


def _equipment(snapshot: Snapshot, rules: HandoverRules) -> Iterator[_Line]:
    well = [device.name for device in snapshot.devices if device.well]
    for device in snapshot.devices:
        if device.well:
            continue
        state = "不详" if device.well is None else "故障"
        yield _Line(
            Section.EQUIPMENT,
            f"{device.name} {state}",
            SourceKind.DEVICE,
            device.key,
            detail=device.detail,
            owner=_taker(snapshot),
        )
    if well:
        yield _Line(
            Section.EQUIPMENT,
            f"正常：{'、'.join(well)}",
            SourceKind.LIST,
            "well",
            need=Need.TOGETHER,
        )
    if rules.by_hand:
        yield _Line(
            Section.EQUIPMENT,
            f"当面核对：{'、'.join(rules.by_hand)}",
            SourceKind.LIST,
            "by_hand",
            need=Need.TOGETHER,
        )


def _taker(snapshot: Snapshot) -> str:
    """Who takes it over: the incoming chief, else the first of the crew who is not the leader."""
    for post in (Role.CHIEF, Role.OFFICER, Role.PROFESSIONAL):
        for place in snapshot.crew_in:
            if place.post is post:
                return place.name
    return ""


def _is_open(incident: Incident) -> bool:
    return incident.status not in (IncidentStatus.CLOSED, IncidentStatus.FILED)


def _next_due(deadlines: Iterable[Deadline]) -> Deadline | None:
    unmet = [deadline for deadline in deadlines if deadline.met_at is None]
    return min(unmet, key=lambda deadline: deadline.due_at, default=None)


def newcomers(items: Iterable[HandoverItem], held: Iterable[HandoverItem]) -> list[HandoverItem]:
    """Items that must be known one by one and did not exist when the outgoing crew signed."""
    known: set[UUID] = {item.id for item in held}
    return [item for item in items if item.need is Need.EACH and item.id not in known]
