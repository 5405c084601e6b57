"""Reports, their steps and sendings, what was urged, and what was stated for them."""

from __future__ import annotations

import sqlalchemy as sa

from app.base.marks import Mark
from app.reports.records import (
    Direction,
    Element,
    Report,
    ReportKind,
    ReportStep,
    Sending,
    SendWay,
    Stage,
    Statement,
    StepKind,
    Urging,
)
from db.tables.base import Sought, feature_table, refers
from db.types import Choice, Flag, Id, UtcTime, Whole, WordList, Words

report = feature_table(
    "report",
    Report,
    sa.Column("incident_id", Id, refers("incident")),
    sa.Column("kind", Choice(ReportKind), nullable=False),
    sa.Column("seq", Whole, nullable=False),
    sa.Column("year", Whole, nullable=False),
    sa.Column("year_no", Whole, nullable=False),
    sa.Column("stage", Choice(Stage), nullable=False),
    *(
        sa.Column(name, Words, nullable=False)
        for name in ("title", "body", "message", "script", "bulletin")
    ),
    *(
        sa.Column(f"own_{name}", Flag, nullable=False)
        for name in ("body", "message", "script", "bulletin")
    ),
    sa.Column("facts", Words, nullable=False),
    sa.Column("as_of", UtcTime, nullable=False),
    sa.Column("to", WordList, nullable=False),
    sa.Column("also", WordList, nullable=False),
    sa.Column("copies", Whole, nullable=False),
    sa.Column("drafted_by", Words, nullable=False),
    sa.Column("drafted_name", Words, nullable=False),
    sa.Column("drafted_at", UtcTime, nullable=False),
    sa.Column("reviewed_by", Words, nullable=False),
    sa.Column("reviewed_name", Words, nullable=False),
    sa.Column("issued_by", Words, nullable=False),
    sa.Column("issued_name", Words, nullable=False),
    sa.Column("issued_at", UtcTime),
    sa.Column("signed", Flag, nullable=False),
    sa.Column("corrects", Id, refers("report")),
    sa.Column("mark", Choice(Mark), nullable=False),
    groups=(
        *(frozenset({name, f"own_{name}"}) for name in ("body", "message", "script", "bulletin")),
        frozenset({"facts", "as_of"}),
        frozenset({"stage", "year_no", "issued_by", "issued_name", "issued_at", "signed"}),
    ),
    indexes=(("incident_id",), ("year",), ("stage",), ("corrects",)),
    sought=Sought(("title", "body"), "drafted_at"),
)

report_step = feature_table(
    "report_step",
    ReportStep,
    sa.Column("report_id", Id, refers("report"), nullable=False),
    sa.Column("incident_id", Id, refers("incident")),
    sa.Column("kind", Choice(StepKind), nullable=False),
    sa.Column("reason", Words, nullable=False),
    sa.Column("person", Words, nullable=False),
    sa.Column("said_at", UtcTime),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("by", Words, nullable=False),
    sa.Column("by_name", Words, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    indexes=(("report_id",), ("incident_id",)),
)

sending = feature_table(
    "sending",
    Sending,
    sa.Column("report_id", Id, refers("report"), nullable=False),
    sa.Column("incident_id", Id, refers("incident")),
    sa.Column("recipient", Words, nullable=False),
    sa.Column("way", Choice(SendWay), nullable=False),
    sa.Column("outside_no", Words, nullable=False),
    sa.Column("sent_at", UtcTime, nullable=False),
    sa.Column("by", Words, nullable=False),
    sa.Column("by_name", Words, nullable=False),
    sa.Column("confirmed_at", UtcTime),
    sa.Column("confirmed_by", Words, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    groups=(frozenset({"confirmed_at", "confirmed_by"}),),
    indexes=(("report_id",), ("incident_id",)),
)

urging = feature_table(
    "urging",
    Urging,
    sa.Column("report_id", Id, refers("report")),
    sa.Column("incident_id", Id, refers("incident")),
    sa.Column("direction", Choice(Direction), nullable=False),
    sa.Column("unit", Words, nullable=False),
    sa.Column("person", Words, nullable=False),
    sa.Column("words", Words, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("by", Words, nullable=False),
    sa.Column("by_name", Words, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    indexes=(("report_id",), ("incident_id",)),
)

statement = feature_table(
    "statement",
    Statement,
    sa.Column("incident_id", Id, refers("incident"), nullable=False),
    sa.Column("element", Choice(Element), nullable=False),
    sa.Column("text", Words, nullable=False),
    sa.Column("unit", Words, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("replaces", Id, refers("statement")),
    sa.Column("reason", Words, nullable=False),
    sa.Column("by", Words, nullable=False),
    sa.Column("by_name", Words, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    indexes=(("incident_id",), ("replaces",)),
)
