"""Zero reports, roll calls, self-checks, papers, relays of instructions."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.base.marks import Mark
from app.duty.checks import (
    Asked,
    Condition,
    Paper,
    PaperState,
    PaperWay,
    Presence,
    Relay,
    RollCall,
    Scan,
    SelfCheck,
    SpotCheck,
    Urgency,
    YesNo,
    ZeroChase,
    ZeroReport,
    ZeroState,
)
from app.duty.records import Channel
from db.tables.base import Sought, feature_table, refers
from db.types import Choice, Id, UtcTime, Whole, Words


def _needed(*columns: sa.Column[Any]) -> tuple[sa.Column[Any], ...]:
    for column in columns:
        column.nullable = False
    return columns


def _hand() -> tuple[sa.Column[Any], ...]:
    """Who wrote it, and for which world."""
    return _needed(
        sa.Column("by", Words), sa.Column("by_name", Words), sa.Column("mark", Choice(Mark))
    )


zero_report = feature_table(
    "zero_report",
    ZeroReport,
    *_needed(
        sa.Column("shift_id", Id, refers("shift")),
        sa.Column("org_id", Id, refers("org")),
        sa.Column("unit", Words),
        sa.Column("slot_at", UtcTime),
        sa.Column("state", Choice(ZeroState)),
        sa.Column("at", UtcTime),
        sa.Column("person", Words),
        sa.Column("channel", Choice(Channel)),
        sa.Column("note", Words),
    ),
    sa.Column("incident_id", Id, refers("incident")),
    sa.Column("log_entry_id", Id, refers("log_entry")),
    *_hand(),
    indexes=(("slot_at",), ("shift_id",), ("org_id",), ("incident_id",), ("log_entry_id",)),
)

zero_chase = feature_table(
    "zero_chase",
    ZeroChase,
    *_needed(
        sa.Column("shift_id", Id, refers("shift")),
        sa.Column("org_id", Id, refers("org")),
        sa.Column("unit", Words),
        sa.Column("slot_at", UtcTime),
        sa.Column("at", UtcTime),
        sa.Column("channel", Choice(Channel)),
        sa.Column("note", Words),
    ),
    *_hand(),
    indexes=(("slot_at",), ("shift_id",), ("org_id",)),
)

roll_call = feature_table(
    "roll_call",
    RollCall,
    *_needed(
        sa.Column("shift_id", Id, refers("shift")),
        sa.Column("started_at", UtcTime),
    ),
    sa.Column("ended_at", UtcTime),
    *_needed(sa.Column("channel", Choice(Channel)), sa.Column("total", Whole)),
    *_hand(),
    indexes=(("started_at",), ("shift_id",)),
)

spot_check = feature_table(
    "spot_check",
    SpotCheck,
    sa.Column("shift_id", Id, refers("shift"), nullable=False),
    sa.Column("roll_call_id", Id, refers("roll_call")),
    *_needed(
        sa.Column("asked", Choice(Asked)),
        sa.Column("at", UtcTime),
        sa.Column("checker", Words),
        sa.Column("channel", Choice(Channel)),
    ),
    sa.Column("org_id", Id, refers("org")),
    *_needed(
        sa.Column("unit", Words),
        sa.Column("presence", Choice(Presence)),
        sa.Column("person", Words),
    ),
    sa.Column("seconds", Whole),
    *_needed(
        sa.Column("crew_right", Choice(YesNo)),
        sa.Column("leader_there", Choice(YesNo)),
        sa.Column("problem", Words),
        sa.Column("rectified", Words),
    ),
    sa.Column("rectified_at", UtcTime),
    *_hand(),
    sa.Column("log_entry_id", Id),
    groups=(frozenset({"rectified", "rectified_at"}),),
    indexes=(("shift_id",), ("roll_call_id",), ("at",), ("org_id",)),
)

self_check = feature_table(
    "self_check",
    SelfCheck,
    *_needed(
        sa.Column("shift_id", Id, refers("shift")),
        sa.Column("item", Words),
        sa.Column("name", Words),
        sa.Column("condition", Choice(Condition)),
        sa.Column("remark", Words),
        sa.Column("at", UtcTime),
    ),
    sa.Column("log_entry_id", Id, refers("log_entry")),
    *_hand(),
    indexes=(("shift_id",), ("item", "at"), ("log_entry_id",)),
)

paper = feature_table(
    "paper",
    Paper,
    *_needed(
        sa.Column("shift_id", Id, refers("shift")),
        sa.Column("way", Choice(PaperWay)),
        sa.Column("no", Words),
        sa.Column("title", Words),
        sa.Column("unit", Words),
        sa.Column("urgency", Choice(Urgency)),
        sa.Column("at", UtcTime),
    ),
    sa.Column("due", UtcTime),
    *_needed(
        sa.Column("state", Choice(PaperState)),
        sa.Column("holder", Words),
        sa.Column("leader", Words),
        sa.Column("note", Words),
    ),
    sa.Column("done_at", UtcTime),
    *_hand(),
    groups=(frozenset({"state", "holder", "leader", "done_at"}),),
    indexes=(("shift_id",), ("at",), ("no",)),
    sought=Sought(("no", "title", "unit", "note"), "at"),
)

scan = feature_table(
    "scan",
    Scan,
    sa.Column("attachment_id", Id, refers("attachment"), nullable=False),
    sa.Column("instruction_id", Id, refers("instruction")),
    sa.Column("paper_id", Id, refers("paper")),
    sa.Column("mark", Choice(Mark), nullable=False),
    indexes=(("attachment_id",), ("instruction_id",), ("paper_id",)),
)

relay = feature_table(
    "relay",
    Relay,
    *_needed(
        sa.Column("instruction_id", Id, refers("instruction")),
        sa.Column("receiver", Words),
        sa.Column("channel", Choice(Channel)),
        sa.Column("told_at", UtcTime),
    ),
    sa.Column("acknowledged_at", UtcTime),
    *_needed(sa.Column("acknowledged_by", Words), sa.Column("feedback", Words)),
    sa.Column("feedback_at", UtcTime),
    sa.Column("reminders", Whole, nullable=False),
    sa.Column("reminded_at", UtcTime),
    *_hand(),
    groups=(
        frozenset({"acknowledged_at", "acknowledged_by"}),
        frozenset({"feedback", "feedback_at"}),
        frozenset({"reminders", "reminded_at"}),
    ),
    indexes=(("instruction_id",),),
)
