"""What each section of the sheet says, from the room at one moment. No I/O."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from app.base.clock import day_hhmm, hhmm, hhmmss
from app.duty.checks import Relay
from app.duty.records import (
    Category,
    CrewPlace,
    Handling,
    Instruction,
    InstructionState,
    LogEntry,
)
from app.handover.records import Need, Section, Side, SourceKind
from app.handover.rules import HandoverRules
from app.handover.snapshot import Matter, Snapshot
from app.incidents.records import Deadline, Incident, IncidentStatus, Level
from app.people.records import Role

ROUTINE_ROWS = 3
"""Rows of the log that a routine section names; the rest is counted. Keeps the sheet at two pages."""

RETURNING = frozenset({SourceKind.LIST, SourceKind.TYPED, SourceKind.DEVICE, SourceKind.CARRIED})
"""Kinds of items that nothing brings back by itself after they were carried on."""


INSTRUCTION_UNTIL = "反馈办结"
"""How long a leader's instruction goes from sheet to sheet."""


def log_time(at: datetime, level: Level = Level.NONE) -> str:
    """To the minute; to the second in what belongs to a 特别重大 event. Source: 靖政办发〔2017〕84号."""
    return hhmmss(at) if level is Level.I else hhmm(at)


def current(rows: Iterable[LogEntry]) -> list[LogEntry]:
    """Without the rows that a later one corrects."""
    held = list(rows)
    replaced = {row.corrects for row in held}
    return [row for row in held if row.id not in replaced]


def head(snapshot: Snapshot, unit: str) -> Iterator[Matter]:
    """What stands over the sheet; 重要时段 and response levels come from the rooms that keep them."""
    yield _free(Section.HEAD, unit, "unit")
    if not any(matter.section is Section.HEAD for matter in snapshot.matters):
        yield _free(Section.HEAD, "重要时段、应急响应：未登记", "nothing")


def crew(snapshot: Snapshot) -> Iterator[Matter]:
    """Both crews, as they stood; the side stands as the owner."""
    for side, places in ((Side.OUT, snapshot.crew_out), (Side.IN, snapshot.crew_in)):
        for place in places:
            yield Matter(
                Section.CREW,
                f"{place.post} {place.name}",
                SourceKind.CREW,
                crew_key(side, place),
                owner=side.value,
                need=Need.FREE,
            )


def crew_key(side: Side, place: CrewPlace) -> str:
    return f"{side} {place.post} {place.officer_id}"


def typed(section: Section, text: str) -> Iterator[Matter]:
    kept = [line.strip() for line in text.splitlines() if line.strip()]
    for number, line in enumerate(kept, 1):
        yield Matter(section, line, SourceKind.TYPED, str(number))


def incidents(snapshot: Snapshot, rules: HandoverRules) -> Iterator[Matter]:
    """New, continuing, closed in this shift; with the next report due."""
    for incident in snapshot.incidents:
        if not is_open(incident):
            yield Matter(
                Section.INCIDENTS,
                incident.title,
                SourceKind.INCIDENT,
                str(incident.id),
                detail=f"本班办结 {incident.no}",
                need=Need.TOGETHER,
            )
            continue
        due = next_due(d for d in snapshot.deadlines if d.incident_id == incident.id)
        todo = sum(row.incident_id == incident.id for row in current(snapshot.unfinished))
        new = incident.received_at >= snapshot.shift.starts_at
        begun = log_time(incident.received_at, incident.level)
        words = [f"本班新接 {begun}" if new else "上班延续", incident.status, incident.level]
        if due:
            words.append(f"待{due.name}")
        if todo:
            words.append(f"日志待办 {todo} 条")
        yield Matter(
            Section.INCIDENTS,
            incident.title,
            SourceKind.INCIDENT,
            str(incident.id),
            detail="，".join(words),
            due=due.due_at if due else None,
            urgent=_soon(due.due_at if due else None, snapshot, rules),
        )


def warnings(snapshot: Snapshot) -> Iterator[Matter]:
    for warning in snapshot.warnings:
        yield Matter(
            Section.WARNINGS,
            warning.text,
            SourceKind.WARNING,
            warning.key,
            detail=warning.detail,
            need=Need.EACH if warning.severe else Need.TOGETHER,
        )
    yield from routine(snapshot, Section.WARNINGS, Category.WARNING)


def unfinished(snapshot: Snapshot, rules: HandoverRules) -> Iterator[Matter]:
    """What belongs to an open incident is followed there, an instruction under its own heading."""
    open_ones = {incident.id for incident in snapshot.incidents if is_open(incident)}
    for row in current(snapshot.unfinished):
        if row.incident_id in open_ones or row.category is Category.INSTRUCTION:
            continue
        handled = f"，{row.handling}" if row.handling else ""
        whence = f"日志 {row.seq}，{day_hhmm(row.at)} {row.unit or row.by_name}"
        yield Matter(
            Section.UNFINISHED,
            row.text,
            SourceKind.LOG,
            str(row.id),
            detail=f"{whence} {row.status}{handled}",
            owner=row.responsible,
            due=row.due,
            urgent=_soon(row.due, snapshot, rules),
        )


def carried_on(snapshot: Snapshot) -> Iterator[Matter]:
    """What the last sheet left unfinished and no record brings back."""
    for carried in snapshot.carried:
        item = carried.item
        if item.source_kind in RETURNING:
            heading = "" if item.section is Section.UNFINISHED else f"{item.section}："
            yield Matter(
                Section.UNFINISHED,
                f"{heading}{item.text}",
                SourceKind.CARRIED,
                str(item.id),
                detail=carried_words(carried.note.by_name, carried.note.text),
                due=item.due,
            )


def carried_words(name: str, reason: str) -> str:
    return f"上班结转（{name}）：{reason}"


def instructions(snapshot: Snapshot, rules: HandoverRules) -> Iterator[Matter]:
    """Carried in every handover until closed: feedback alone does not end one."""
    for told in snapshot.instructions:
        if told.state is InstructionState.CLOSED:
            continue
        relayed = [relay_words(one) for one in snapshot.relays if one.instruction_id == told.id]
        feedback = f"，反馈：{told.feedback}" if told.feedback and not relayed else ""
        about = _about(told, snapshot)
        said = f"{told.leader} {day_hhmm(told.at)} {told.spoken}，{told.state}"
        yield Matter(
            Section.INSTRUCTIONS,
            told.text,
            SourceKind.INSTRUCTION,
            str(told.id),
            detail="；".join([f"{said}{about}{feedback}", *relayed]),
            due=told.due,
            urgent=_soon(told.due, snapshot, rules),
        )


def relay_words(one: Relay) -> str:
    """Who was told when, who took it, what came back, how often it was asked for."""
    words = f"{hhmm(one.told_at)} 传达{one.receiver}"
    if one.acknowledged_at is not None:
        words += f"，{hhmm(one.acknowledged_at)} {one.acknowledged_by}收到"
    elif not one.feedback:
        words += "，未签收"
    if one.feedback:
        at = f"{hhmm(one.feedback_at)} " if one.feedback_at is not None else ""
        return f"{words}，{at}反馈：{one.feedback}"
    asked = f"，已催办 {one.reminders} 次" if one.reminders else ""
    return f"{words}，未反馈{asked}"


def _about(told: Instruction, snapshot: Snapshot) -> str:
    titles = {one.id: one.title for one in snapshot.incidents}
    title = titles.get(told.incident_id) if told.incident_id is not None else None
    return f"（关于{title}）" if title else ""


def routine(snapshot: Snapshot, section: Section, *categories: Category) -> Iterator[Matter]:
    """The newest rows of these categories, oldest of them first; earlier ones are counted."""
    rows = [
        row
        for row in current(snapshot.log)
        if row.category in categories and row.status is Handling.DONE
    ]
    earlier, shown = rows[:-ROUTINE_ROWS], rows[-ROUTINE_ROWS:]
    if earlier:
        told = f"另有 {len(earlier)} 条，见值班日志第 {earlier[0].seq} 至 {earlier[-1].seq} 条"
        yield listed(section, told, f"earlier:{section}")
    for row in shown:
        yield Matter(
            section,
            row.text,
            SourceKind.LOG,
            str(row.id),
            detail=f"日志 {row.seq}，{hhmm(row.at)} {row.way} {row.unit}".rstrip(),
            need=Need.TOGETHER,
        )


def equipment(snapshot: Snapshot, rules: HandoverRules) -> Iterator[Matter]:
    """What the desk knows of itself, and what is looked at together unless a self-check was written."""
    well = [
        f"{device.name}（{device.detail}）" if device.detail else device.name
        for device in snapshot.devices
        if device.well
    ]
    for device in snapshot.devices:
        if not device.well:
            state = "不详" if device.well is None else "故障"
            words = f"{device.name} {state}"
            yield Matter(
                Section.EQUIPMENT, words, SourceKind.DEVICE, device.key, detail=device.detail
            )
    if well:
        yield listed(Section.EQUIPMENT, f"正常：{'、'.join(well)}", "well")
    checked = any(matter.section is Section.EQUIPMENT for matter in snapshot.matters)
    if rules.by_hand and not checked:
        yield listed(Section.EQUIPMENT, f"当面核对：{'、'.join(rules.by_hand)}", "by_hand")


def listed(section: Section, text: str, key: str) -> Matter:
    return Matter(section, text, SourceKind.LIST, key, need=Need.TOGETHER)


def _free(section: Section, text: str, key: str) -> Matter:
    return Matter(section, text, SourceKind.LIST, key, need=Need.FREE)


def taker(snapshot: Snapshot) -> str:
    """Who takes it over: the incoming chief, else the first of the crew who is not the leader."""
    for post in (Role.CHIEF, Role.OFFICER, Role.PROFESSIONAL):
        for place in snapshot.crew_in:
            if place.post is post:
                return place.name
    return ""


def is_open(incident: Incident) -> bool:
    return incident.status not in (IncidentStatus.CLOSED, IncidentStatus.FILED)


def next_due(deadlines: Iterable[Deadline]) -> Deadline | None:
    unmet = [deadline for deadline in deadlines if deadline.met_at is None]
    return min(unmet, key=lambda deadline: deadline.due_at, default=None)


def _soon(due: datetime | None, snapshot: Snapshot, rules: HandoverRules) -> bool:
    return due is not None and due - snapshot.at <= rules.urgent
