"""Incidents, statements of numbers, running clocks."""

from __future__ import annotations

import sqlalchemy as sa

from app.base.marks import Mark
from app.incidents.records import (
    Contact,
    Count,
    Deadline,
    EventClass,
    Figure,
    Graded,
    Incident,
    IncidentStatus,
    Lateness,
    Level,
    ReportWay,
    RuleChoice,
    Source,
    Trend,
)
from db.tables.base import Sought, feature_table, refers
from db.types import Choice, Flag, Id, Real, UtcTime, Whole, WordList, Words

incident = feature_table(
    "incident",
    Incident,
    sa.Column("no", Words, nullable=False),
    sa.Column("title", Words, nullable=False),
    sa.Column("event_class", Choice(EventClass), nullable=False),
    sa.Column("kind", Words, nullable=False),
    sa.Column("status", Choice(IncidentStatus), nullable=False),
    sa.Column("level", Choice(Level), nullable=False),
    sa.Column("level_possible", Choice(Level), nullable=False),
    sa.Column("happened_at", UtcTime),
    sa.Column("happened_about", Flag, nullable=False),
    sa.Column("received_at", UtcTime, nullable=False),
    sa.Column("place", Words, nullable=False),
    sa.Column("township", Words, nullable=False),
    sa.Column("lat", Real),
    sa.Column("lon", Real),
    sa.Column("source", Choice(Source), nullable=False),
    *(
        sa.Column(name, Words, nullable=False)
        for name in (
            "reporter_unit",
            "reporter_name",
            "reporter_phone",
            "callback",
            "course",
            "commander",
            "commander_phone",
        )
    ),
    sa.Column("trend", Choice(Trend), nullable=False),
    sa.Column("dangers", WordList, nullable=False),
    sa.Column("measures", Words, nullable=False),
    sa.Column("needs", Words, nullable=False),
    sa.Column("told", Words, nullable=False),
    sa.Column("repeated", Flag, nullable=False),
    sa.Column("called_back", Flag, nullable=False),
    sa.Column("by", Words, nullable=False),
    sa.Column("by_name", Words, nullable=False),
    sa.Column("closed_at", UtcTime),
    sa.Column("mark", Choice(Mark), nullable=False),
    groups=(
        frozenset({"lat", "lon"}),
        frozenset({"happened_at", "happened_about"}),
        frozenset({"status", "closed_at"}),
    ),
    indexes=(("received_at",), ("status",)),
    sought=Sought(
        (
            "no",
            "title",
            "place",
            "township",
            "reporter_unit",
            "reporter_name",
            "reporter_phone",
            "course",
            "commander",
            "measures",
            "needs",
        ),
        "received_at",
    ),
)

figure = feature_table(
    "figure",
    Figure,
    sa.Column("incident_id", Id, refers("incident"), nullable=False),
    sa.Column("kind", Choice(Count), nullable=False),
    sa.Column("number", Whole, nullable=False),
    sa.Column("about", Flag, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("reason", Words, nullable=False),
    sa.Column("by", Words, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    indexes=(("incident_id",),),
)

deadline = feature_table(
    "deadline",
    Deadline,
    sa.Column("incident_id", Id, refers("incident"), nullable=False),
    sa.Column("rule", Words, nullable=False),
    sa.Column("name", Words, nullable=False),
    sa.Column("source", Words, nullable=False),
    sa.Column("starts_at", UtcTime, nullable=False),
    sa.Column("due_at", UtcTime, nullable=False),
    sa.Column("met_at", UtcTime),
    sa.Column("mark", Choice(Mark), nullable=False),
    sa.Column("way", Choice(ReportWay), nullable=False),
    sa.Column("profile", Words, nullable=False),
    sa.Column("to", Words, nullable=False),
    sa.Column("level", Choice(Level), nullable=False),
    sa.Column("note", Words, nullable=False),
    sa.Column("met_by", Words, nullable=False),
    indexes=(("incident_id",), ("due_at",)),
)

lateness = feature_table(
    "lateness",
    Lateness,
    sa.Column("deadline_id", Id, refers("deadline"), nullable=False),
    sa.Column("incident_id", Id, refers("incident"), nullable=False),
    sa.Column("reason", Words, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("by", Words, nullable=False),
    sa.Column("by_name", Words, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    indexes=(("deadline_id",), ("incident_id",)),
)

rule_choice = feature_table(
    "rule_choice",
    RuleChoice,
    sa.Column("profile", Words, nullable=False),
    sa.Column("on", Flag, nullable=False),
    sa.Column("reason", Words, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("by", Words, nullable=False),
    sa.Column("by_name", Words, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
)

incident_contact = feature_table(
    "incident_contact",
    Contact,
    sa.Column("incident_id", Id, refers("incident"), nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("source", Choice(Source), nullable=False),
    *(
        sa.Column(name, Words, nullable=False)
        for name in ("unit", "name", "phone", "callback", "alarm_no", "words")
    ),
    sa.Column("repeated", Flag, nullable=False),
    sa.Column("called_back", Flag, nullable=False),
    sa.Column("log_entry_id", Id, refers("log_entry")),
    sa.Column("by", Words, nullable=False),
    sa.Column("by_name", Words, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    indexes=(("incident_id",), ("log_entry_id",)),
    sought=Sought(("unit", "name", "phone", "alarm_no", "words"), "at"),
)

grading = feature_table(
    "grading",
    Graded,
    sa.Column("incident_id", Id, refers("incident"), nullable=False),
    *(sa.Column(name, Words, nullable=False) for name in ("scale", "confirmed", "possible")),
    sa.Column("level", Choice(Level), nullable=False),
    sa.Column("level_possible", Choice(Level), nullable=False),
    sa.Column("clause", Words, nullable=False),
    sa.Column("reason", Words, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("by", Words, nullable=False),
    sa.Column("by_name", Words, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    indexes=(("incident_id",),),
)
