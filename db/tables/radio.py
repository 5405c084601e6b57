"""Roster, everything heard, texts sent, emergencies, groups, statuses, stuns of the 370 MHz net."""

from __future__ import annotations

import sqlalchemy as sa

from app.base.marks import Mark
from app.radio.events import AlarmKind, TextStep
from app.radio.records import (
    ControlKind,
    ControlStep,
    HeardKind,
    Radio,
    RadioAlarm,
    RadioControl,
    RadioEvent,
    RadioGroup,
    RadioKind,
    RadioStatus,
    RadioText,
)
from db.tables.base import Sought, feature_table, refers
from db.types import Choice, Flag, Id, Real, UtcTime, Whole, Words

radio = feature_table(
    "radio",
    Radio,
    sa.Column("number", Whole, nullable=False),
    sa.Column("unit", Words, nullable=False),
    sa.Column("holder", Words, nullable=False),
    sa.Column("kind", Choice(RadioKind), nullable=False),
    sa.Column("talkgroup", Whole, nullable=False),
    sa.Column("township", Words, nullable=False),
    sa.Column("sort", Whole, nullable=False),
    sa.Column("active", Flag, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    indexes=(("number",),),
)

radio_event = feature_table(
    "radio_event",
    RadioEvent,
    sa.Column("gateway", Words, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("kind", Choice(HeardKind), nullable=False),
    sa.Column("radio", Whole),
    sa.Column("talkgroup", Whole),
    sa.Column("unit", Words, nullable=False),
    sa.Column("holder", Words, nullable=False),
    sa.Column("text", Words, nullable=False),
    sa.Column("lat", Real),
    sa.Column("lon", Real),
    sa.Column("speed_kmh", Real),
    sa.Column("rssi_dbm", Whole),
    sa.Column("seconds", Whole),
    sa.Column("raw", Words, nullable=False),
    sa.Column("answered_by", Words, nullable=False),
    sa.Column("answered_name", Words, nullable=False),
    sa.Column("answered_at", UtcTime),
    sa.Column("incident_id", Id, refers("incident")),
    sa.Column("shift_id", Id, refers("shift")),
    sa.Column("mark", Choice(Mark), nullable=False),
    groups=(frozenset({"answered_by", "answered_name", "answered_at"}),),
    indexes=(("at",), ("radio", "at"), ("kind", "radio", "at"), ("incident_id",), ("shift_id",)),
    sought=Sought(("text",), "at"),
)

radio_text = feature_table(
    "radio_text",
    RadioText,
    sa.Column("gateway", Words, nullable=False),
    sa.Column("target", Whole, nullable=False),
    sa.Column("to_group", Flag, nullable=False),
    sa.Column("unit", Words, nullable=False),
    sa.Column("text", Words, nullable=False),
    sa.Column("step", Choice(TextStep), nullable=False),
    sa.Column("code", Words, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("step_at", UtcTime, nullable=False),
    sa.Column("by", Words, nullable=False),
    sa.Column("by_name", Words, nullable=False),
    sa.Column("incident_id", Id, refers("incident")),
    sa.Column("shift_id", Id, refers("shift")),
    sa.Column("mark", Choice(Mark), nullable=False),
    sa.Column("desk", Words, nullable=False, server_default=""),
    sa.Column("batch_id", Id),
    groups=(frozenset({"step", "code", "step_at"}),),
    indexes=(("at",), ("step",), ("incident_id",), ("shift_id",)),
    sought=Sought(("text", "unit"), "at"),
)

radio_alarm = feature_table(
    "radio_alarm",
    RadioAlarm,
    sa.Column("gateway", Words, nullable=False),
    sa.Column("radio", Whole, nullable=False),
    sa.Column("unit", Words, nullable=False),
    sa.Column("holder", Words, nullable=False),
    sa.Column("kind", Choice(AlarmKind), nullable=False),
    sa.Column("raised_at", UtcTime, nullable=False),
    sa.Column("last_at", UtcTime, nullable=False),
    sa.Column("times", Whole, nullable=False),
    sa.Column("lat", Real),
    sa.Column("lon", Real),
    sa.Column("placed_at", UtcTime),
    sa.Column("raw", Words, nullable=False),
    sa.Column("answered_by", Words, nullable=False),
    sa.Column("answered_name", Words, nullable=False),
    sa.Column("answered_at", UtcTime),
    sa.Column("cleared_at", UtcTime),
    sa.Column("incident_id", Id, refers("incident")),
    sa.Column("shift_id", Id, refers("shift")),
    sa.Column("mark", Choice(Mark), nullable=False),
    groups=(
        frozenset({"lat", "lon", "placed_at"}),
        frozenset({"last_at", "times"}),
        frozenset({"answered_by", "answered_name", "answered_at"}),
    ),
    indexes=(("raised_at",), ("radio",), ("incident_id",), ("shift_id",)),
)

radio_group = feature_table(
    "radio_group",
    RadioGroup,
    sa.Column("number", Whole, nullable=False),
    sa.Column("name", Words, nullable=False),
    sa.Column("sort", Whole, nullable=False),
    sa.Column("active", Flag, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    indexes=(("number",),),
)

radio_status = feature_table(
    "radio_status",
    RadioStatus,
    sa.Column("code", Whole, nullable=False),
    sa.Column("words", Words, nullable=False),
    sa.Column("urgent", Flag, nullable=False),
    sa.Column("active", Flag, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    groups=(frozenset({"words", "urgent", "active"}),),
    indexes=(("code",),),
)

radio_control = feature_table(
    "radio_control",
    RadioControl,
    sa.Column("kind", Choice(ControlKind), nullable=False),
    sa.Column("radio", Whole, nullable=False),
    sa.Column("unit", Words, nullable=False),
    sa.Column("gateway", Words, nullable=False),
    sa.Column("reason", Words, nullable=False),
    sa.Column("by", Words, nullable=False),
    sa.Column("by_name", Words, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("until", UtcTime, nullable=False),
    sa.Column("confirmed_by", Words, nullable=False),
    sa.Column("confirmed_name", Words, nullable=False),
    sa.Column("confirmed_at", UtcTime),
    sa.Column("step", Choice(ControlStep), nullable=False),
    sa.Column("code", Words, nullable=False),
    sa.Column("step_at", UtcTime, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    sa.Column("desk", Words, nullable=False, server_default=""),
    groups=(
        frozenset({"confirmed_by", "confirmed_name", "confirmed_at"}),
        frozenset({"step", "code", "step_at"}),
    ),
    indexes=(("at",), ("radio",)),
)
