"""Shifts, crews, the duty log, instructions."""

from __future__ import annotations

import sqlalchemy as sa

from app.base.marks import Mark
from app.duty.records import (
    Category,
    Channel,
    CrewPlace,
    Handling,
    Instruction,
    InstructionState,
    LogEntry,
    Shift,
    Spoken,
    Way,
)
from app.people.records import Role
from db.tables.base import Sought, feature_table, refers
from db.types import Choice, Flag, Id, UtcTime, Whole, Words

shift = feature_table(
    "shift",
    Shift,
    sa.Column("starts_at", UtcTime, nullable=False),
    sa.Column("ends_at", UtcTime, nullable=False),
    sa.Column("opened_at", UtcTime),
    sa.Column("closed_at", UtcTime),
    sa.Column("mark", Choice(Mark), nullable=False),
    indexes=(("starts_at",),),
)

crew_place = feature_table(
    "crew_place",
    CrewPlace,
    sa.Column("shift_id", Id, refers("shift"), nullable=False),
    sa.Column("post", Choice(Role), nullable=False),
    sa.Column("officer_id", Id, refers("officer"), nullable=False),
    sa.Column("name", Words, nullable=False),
    sa.Column("sort", Whole, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    sa.Column("active", Flag, nullable=False, server_default=sa.true()),
    indexes=(("shift_id",), ("officer_id",)),
)

log_entry = feature_table(
    "log_entry",
    LogEntry,
    sa.Column("shift_id", Id, refers("shift"), nullable=False),
    sa.Column("seq", Whole, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("written_at", UtcTime, nullable=False),
    sa.Column("way", Choice(Way), nullable=False),
    sa.Column("channel", Choice(Channel), nullable=False),
    sa.Column("unit", Words, nullable=False),
    sa.Column("person", Words, nullable=False),
    sa.Column("phone", Words, nullable=False),
    sa.Column("category", Choice(Category), nullable=False),
    sa.Column("text", Words, nullable=False),
    sa.Column("handling", Words, nullable=False),
    sa.Column("status", Choice(Handling), nullable=False),
    sa.Column("by", Words, nullable=False),
    sa.Column("by_name", Words, nullable=False),
    sa.Column("incident_id", Id, refers("incident")),
    sa.Column("corrects", Id, refers("log_entry")),
    sa.Column("late", Flag, nullable=False),
    sa.Column("file_sha256", Words, nullable=False),
    sa.Column("file_name", Words, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    sa.Column("post", Words, nullable=False, server_default=""),
    sa.Column("responsible", Words, nullable=False, server_default=""),
    sa.Column("due", UtcTime),
    sa.Column("warning_id", Id),
    sa.Column("instruction_id", Id),
    sa.Column("reason", Words, nullable=False, server_default=""),
    indexes=(
        ("shift_id", "seq"),
        ("written_at",),
        ("incident_id",),
        ("corrects",),
        ("status",),
        ("instruction_id",),
    ),
    sought=Sought(
        ("text", "unit", "person", "post", "phone", "handling", "responsible"), "written_at"
    ),
)

instruction = feature_table(
    "instruction",
    Instruction,
    sa.Column("shift_id", Id, refers("shift"), nullable=False),
    sa.Column("leader", Words, nullable=False),
    sa.Column("post", Words, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("channel", Choice(Channel), nullable=False),
    sa.Column("text", Words, nullable=False),
    sa.Column("receiver", Words, nullable=False),
    sa.Column("due", UtcTime),
    sa.Column("state", Choice(InstructionState), nullable=False),
    sa.Column("relayed_at", UtcTime),
    sa.Column("feedback", Words, nullable=False),
    sa.Column("feedback_at", UtcTime),
    sa.Column("incident_id", Id, refers("incident")),
    sa.Column("by", Words, nullable=False),
    sa.Column("by_name", Words, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    sa.Column("spoken", Choice(Spoken), nullable=False, server_default=Spoken.SAID.value),
    sa.Column("paper_id", Id),
    groups=(frozenset({"state", "relayed_at", "feedback", "feedback_at"}),),
    indexes=(("shift_id",), ("incident_id",)),
    sought=Sought(("text", "leader", "receiver", "feedback"), "at"),
)
