"""How levels and limits of incidents look in every list: outlined box, pill, plain time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from app.base.clock import Clock
from app.incidents.records import Deadline, Incident, IncidentStatus, Level
from widgets.duty.todo import due_words, state
from widgets.kit.chips import LevelBox, Pill, paint_mark
from widgets.kit.columns import Column
from widgets.kit.text import LEFT, RIGHT, one_line
from widgets.kit.theme import Theme


@dataclass(frozen=True, slots=True)
class Row:
    """One incident of a list and its next clock, if one runs."""

    incident: Incident
    due: Deadline | None

    @property
    def id(self) -> UUID:
        return self.incident.id


def rows_of(
    incidents: tuple[Incident, ...], running: tuple[tuple[Deadline, Incident], ...]
) -> tuple[Row, ...]:
    """`running` is earliest due first."""
    first: dict[UUID, Deadline] = {}
    for due, incident in running:
        first.setdefault(incident.id, due)
    return tuple(Row(one, first.get(one.id)) for one in incidents)


def paint_level(painter: QPainter, rect: QRect, theme: Theme, level: Level) -> None:
    """Ⅲ 较大 in an outlined box without colour; 未定级 is plain words."""
    if level is not Level.NONE:
        paint_mark(painter, rect, theme, LevelBox(level.value))
        return
    painter.setFont(theme.font())
    painter.setPen(theme.colour("text2"))
    one_line(painter, rect, LEFT, level.value)


def paint_due(
    painter: QPainter, rect: QRect, theme: Theme, due: Deadline | None, now: datetime
) -> None:
    """Right-aligned: 初报 15:35; outlined magenta when soon, solid when over."""
    share = theme.number("clock.soon_at_share_left")
    at = state(due.starts_at, due.due_at, now, share) if due else "quiet"
    if at != "quiet":
        paint_mark(painter, rect, theme, Pill(due_line(due, now), at), right=True)
        return
    painter.setFont(theme.font())
    painter.setPen(theme.colour("text" if due else "text2"))
    one_line(painter, rect, RIGHT, due_line(due, now))


def due_line(due: Deadline | None, now: datetime) -> str:
    return "—" if due is None else f"{due.name} {due_words(due.due_at, now)}"


def columns(clock: Clock, titles: tuple[str, str, str, str, str]) -> tuple[Column, ...]:
    """No., incident, first judgement, status, next limit: of `Row`s."""

    def level(painter: QPainter, rect: QRect, theme: Theme, row: Any) -> None:
        paint_level(painter, rect, theme, row.incident.level)

    def due(painter: QPainter, rect: QRect, theme: Theme, row: Any) -> None:
        paint_due(painter, rect, theme, row.due, clock.now())

    def is_live(row: Any) -> bool:
        return row.incident.status in (IncidentStatus.HANDLING, IncidentStatus.TO_VERIFY)

    no, title, judged, status, limit = titles
    return (
        Column(no, lambda row: row.incident.no, 124, tone="text2", fold=True),
        Column(title, lambda row: row.incident.title, 180, stretch=True, strong=is_live),
        Column(judged, lambda row: row.incident.level.value, 84, paint=level),
        Column(status, lambda row: row.incident.status.value, 80),
        Column(limit, lambda row: due_line(row.due, clock.now()), 160, right=True, paint=due),
    )


def short_columns(clock: Clock, titles: tuple[str, str]) -> tuple[Column, ...]:
    """Two lines a row, for a narrow list: incident over status, number and level; next limit."""

    def due(painter: QPainter, rect: QRect, theme: Theme, row: Any) -> None:
        paint_due(painter, rect, theme, row.due, clock.now())

    def below(row: Any) -> str:
        one = row.incident
        level = "" if one.level is Level.NONE else one.level.value
        return f"{one.status.value}  {one.no}  {level}".rstrip()

    title, limit = titles
    return (
        Column(
            title,
            lambda row: row.incident.title,
            230,
            stretch=True,
            strong=True,
            second=below,
        ),
        Column(limit, lambda row: due_line(row.due, clock.now()), 142, right=True, paint=due),
    )
