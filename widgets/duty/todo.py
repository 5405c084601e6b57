"""What needs action now: clocks and instructions as cards, sorted by due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QCoreApplication

from app.base.clock import day_hhmm, hhmm
from app.duty.records import Instruction, InstructionState
from app.incidents.records import Deadline, Incident, ReportWay
from app.reports.board import Look
from widgets.kit.card import Card
from widgets.shell.messages import Message


@dataclass(frozen=True, slots=True)
class Task:
    """A card, and the place its step opens with `subject`."""

    card: Card
    place: str
    subject: Any = None


def soon_from(starts: datetime, due: datetime, share: float) -> datetime:
    """When `share` of the time is left (tokens: clock.soon_at_share_left)."""
    return due - (due - starts) * share


def state(starts: datetime, due: datetime, now: datetime, share: float) -> str:
    """quiet, soon or now: the look of every pill."""
    if now >= due:
        return "now"
    return "soon" if now >= soon_from(starts, due, share) else "quiet"


def tasks_of(look: Look, share: float) -> list[Task]:
    tasks = [_of_clock(running, incident, share) for running, incident in look.running]
    return tasks + [_of_instruction(one, share) for one in look.instructions]


def calls_of(unanswered: list[Message]) -> list[Task]:
    """Unanswered alarms count from when they began. Answering is Alt+Enter; the step goes and looks."""
    return [
        Task(
            Card(one.key, one.title, one.text, tr("unanswered"), tr("Go and look"), one.at, one.at),
            one.place,
        )
        for one in unanswered
    ]


def in_order(tasks: list[Task]) -> tuple[Task, ...]:
    """Earliest due first, of one time as they came; those without a limit last."""
    limited = [(task.card.due, task) for task in tasks if task.card.due is not None]
    limited.sort(key=lambda held: held[0])
    return (*(task for _, task in limited), *(t for t in tasks if t.card.due is None))


SAME_SHIFT = timedelta(hours=12)
"""Nearer than this a time of day says which day is meant."""


def due_words(due: datetime, now: datetime) -> str:
    """15:35 within the shift around now, 06-19 09:00 further away."""
    return hhmm(due) if abs(due - now) < SAME_SHIFT else day_hhmm(due)


def _of_clock(running: Deadline, incident: Incident, share: float) -> Task:
    picture = running.way is ReportWay.PICTURE
    minutes = int((running.due_at - running.starts_at).total_seconds() // 60)
    detail = tr("from {start}, {minutes} min · {source}").format(
        start=hhmm(running.starts_at), minutes=minutes, source=running.source
    )
    card = Card(
        key=str(running.id),
        title=f"{incident.title} {running.name}",
        text=detail,
        kind=running.name,
        action=tr("Open incident") if picture else tr("Go and report"),
        due=running.due_at,
        soon=soon_from(running.starts_at, running.due_at, share),
    )
    return Task(card, "incidents" if picture else "reports", incident.id)


def _of_instruction(one: Instruction, share: float) -> Task:
    kind, action = {
        InstructionState.NEW: (tr("instruction to relay"), tr("Relay")),
        InstructionState.RELAYED: (tr("feedback of instruction"), tr("Give feedback")),
        InstructionState.ANSWERED: (tr("instruction to close"), tr("Close it")),
    }[one.state]
    who = " ".join(part for part in (one.post, one.leader) if part)
    detail = tr("{leader} at {time}").format(leader=who, time=hhmm(one.at))
    if one.due is not None:
        detail = tr("{who} · feedback wanted before {due}").format(who=detail, due=hhmm(one.due))
    soon = soon_from(one.at, one.due, share) if one.due else None
    return Task(Card(str(one.id), one.text, detail, kind, action, one.due, soon), "log", one.id)


def tr(words: str) -> str:
    return QCoreApplication.translate("Todo", words)
