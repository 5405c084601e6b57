"""What belongs to the demonstration's events: who told of each, levels judged, and two stories to the end."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from app.base.marks import Mark
from app.demo.ground import key
from app.demo.stories import Picture, Story, stories
from app.demo.watch import Watch
from app.demo.written import Desk, write
from app.incidents.grading import word_of
from app.incidents.records import Contact, Figure, Graded, Incident, Level


def make_threads(
    resources: Path,
    rows: list[dict[str, Any]],
    incidents: list[Incident],
    figures: list[Figure],
    watch: Watch,
) -> tuple[list[Incident], dict[str, list[Any]], list[Picture]]:
    """The incidents as they were judged, table -> what belongs to them, and pictures yet to be painted;
    `rows` of stories.toml."""
    told = stories(rows, incidents, watch)
    by_id = {story.incident.id: story for story in told}
    judged = [by_id[one.id].incident if one.id in by_id else one for one in incidents]
    tables: dict[str, list[Any]] = {
        "incident_contact": [_contact(one) for one in judged],
        "grading": [
            _graded(one, by_id.get(one.id)) for one in judged if one.level is not Level.NONE
        ],
        "figure": list(figures),
    }
    desk = Desk.at(resources)
    for story in told:
        write(desk, story, tables)
        for table, records in story.made.items():
            tables.setdefault(table, []).extend(records)
    return judged, tables, [picture for story in told for picture in story.pictures]


def _contact(one: Incident) -> Contact:
    return Contact(
        id=key("contact", one.no),
        incident_id=one.id,
        at=one.received_at,
        source=one.source,
        unit=one.reporter_unit,
        name=one.reporter_name,
        phone=one.reporter_phone,
        callback=one.callback,
        alarm_no="",
        words=one.course,
        repeated=one.repeated,
        called_back=one.called_back,
        log_entry_id=None,
        by=one.by,
        by_name=one.by_name,
        mark=Mark.DEMO,
    )


def _graded(one: Incident, story: Story | None) -> Graded:
    minutes, reason = 25, "有人受轻伤，无死亡失联"
    if story is not None:
        minutes, reason = story.row["graded"], story.row["graded_reason"]
    return Graded(
        id=key("grading", one.no),
        incident_id=one.id,
        scale="",
        confirmed=word_of(None, one.level),
        possible="",
        level=one.level,
        level_possible=one.level_possible,
        clause="",
        reason=reason,
        at=one.received_at + timedelta(minutes=minutes),
        by=one.by,
        by_name=one.by_name,
        mark=Mark.DEMO,
    )
