"""What the sheet of the radio's record is given, and its columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from app.base.clock import day_hhmm, hhmmss
from app.incidents.records import Incident
from app.people.session import Session
from app.radio.board import LogLine
from app.radio.history import HistoryReads, kind_word, what
from app.radio.records import RadioEvent, RadioText
from app.radio.service import RadioService
from widgets.handover.preview import Paper
from widgets.kit.columns import Column
from widgets.radio import words

PrintRadio = Callable[[str, Sequence[LogLine], Mapping[UUID, str]], Paper]


@dataclass(frozen=True, slots=True)
class RecordRooms:
    """`incidents` are offered to be tied to, `incident` and `shift` tell one in words; all on the store
    thread. `print_list` on the paper thread."""

    radio: RadioService
    reads: HistoryReads
    incidents: Callable[[], list[Incident]]
    incident: Callable[[UUID], Incident | None]
    shift: Callable[[UUID], str]
    print_list: PrintRadio


@dataclass(frozen=True, slots=True)
class Seen:
    """One part of the record and the names of what its lines belong to."""

    lines: tuple[LogLine, ...] = ()
    incidents: dict[UUID, str] = field(default_factory=dict)
    shifts: dict[UUID, str] = field(default_factory=dict)


def tr(words: str) -> str:
    return QCoreApplication.translate("RadioRecord", words)


def named(rooms: RecordRooms, lines: Sequence[LogLine]) -> Seen:
    """On the store thread."""
    incidents = {}
    for key in {line.incident_id for line in lines} - {None}:
        found = rooms.incident(key)
        incidents[key] = f"{found.no} {found.title}" if found is not None else ""
    shifts = {key: rooms.shift(key) for key in {line.shift_id for line in lines} - {None}}
    return Seen(tuple(lines), incidents, shifts)


def columns(session: Session, seen: Callable[[], Seen]) -> tuple[Column, ...]:
    def tied(line: LogLine) -> str:
        return seen().incidents.get(line.incident_id, "") if line.incident_id else ""

    def said(line: LogLine) -> str:
        return session.covered(what(line)) or place(line)

    def below(line: LogLine) -> str:
        more = () if not what(line) else (place(line),)
        return " · ".join(part for part in (*more, group(line), gateway(line)) if part)

    return (
        Column(tr("Time"), lambda line: hhmmss(line.at), 92, second=lambda line: day_hhmm(line.at)[:5]),
        Column(tr("Kind"), kind_word, 92),
        Column(tr("Terminal"), terminal, 140, second=lambda line: unit(line, session)),
        Column(tr("What was said"), said, stretch=True, second=below),
        Column(tr("Tied to"), tied, 140, fold=True, tone="text2"),
        Column(tr("Taken or sent by"), lambda line: by(line), 116, fold=True, tone="text2"),
    )  # fmt: skip


def terminal(line: LogLine) -> str:
    if isinstance(line, RadioText):
        return tr("to {target}").format(target=line.target)
    return "—" if line.radio is None else str(line.radio)


def unit(line: LogLine, session: Session) -> str:
    if isinstance(line, RadioText):
        return tr("group") if line.to_group else line.unit
    holder = line.holder if session.uncovered else session.covered_name(line.holder)
    return f"{line.unit} {holder}".strip()


def place(line: LogLine) -> str:
    if isinstance(line, RadioEvent) and line.lat is not None and line.lon is not None:
        return f"{line.lat:.5f}, {line.lon:.5f}"
    return ""


def group(line: LogLine) -> str:
    if isinstance(line, RadioEvent) and line.talkgroup is not None:
        return tr("group {n}").format(n=line.talkgroup)
    return ""


def gateway(line: LogLine) -> str:
    return words.gateway(line.gateway)


def by(line: LogLine) -> str:
    return line.by_name if isinstance(line, RadioText) else line.answered_name
