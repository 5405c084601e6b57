"""Consultations, orders, forces, headquarters and requests for help."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.base.marks import Mark
from app.duty.records import Channel
from app.incidents.acts import (
    CommandOrder,
    Consultation,
    ConsultationKind,
    ConsultationTask,
    Force,
    Headquarters,
    HelpKind,
    HelpRequest,
)
from db.tables.base import Sought, feature_table, refers
from db.types import Choice, Flag, Id, Real, UtcTime, Whole, Words


def _words(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, Words, nullable=False) for name in names]


def _hand() -> list[sa.Column[Any]]:
    return [*_words("by", "by_name"), sa.Column("mark", Choice(Mark), nullable=False)]


consultation = feature_table(
    "consultation",
    Consultation,
    sa.Column("incident_id", Id, refers("incident")),
    *_words("no"),
    sa.Column("kind", Choice(ConsultationKind), nullable=False),
    sa.Column("begins_at", UtcTime, nullable=False),
    sa.Column("ends_at", UtcTime),
    *_words("place", "chair", "attending", "materials", "opinions", "conclusions"),
    sa.Column("next_at", UtcTime),
    *_words("signed_by"),
    *_hand(),
    indexes=(("incident_id",), ("begins_at",)),
    sought=Sought(("chair", "opinions", "conclusions"), "begins_at"),
)

consultation_task = feature_table(
    "consultation_task",
    ConsultationTask,
    sa.Column("consultation_id", Id, refers("consultation"), nullable=False),
    sa.Column("incident_id", Id, refers("incident")),
    *_words("what", "who"),
    sa.Column("due", UtcTime),
    sa.Column("done_at", UtcTime),
    *_words("result"),
    sa.Column("mark", Choice(Mark), nullable=False),
    groups=(frozenset({"done_at", "result"}),),
    indexes=(("consultation_id",), ("incident_id",)),
)

command_order = feature_table(
    "command_order",
    CommandOrder,
    sa.Column("incident_id", Id, refers("incident"), nullable=False),
    *_words("no", "giver", "unit", "person", "text"),
    sa.Column("channel", Choice(Channel), nullable=False),
    sa.Column("urgent", Flag, nullable=False),
    sa.Column("due", UtcTime),
    sa.Column("sent_at", UtcTime, nullable=False),
    sa.Column("received_at", UtcTime),
    sa.Column("started_at", UtcTime),
    *_words("feedback"),
    sa.Column("feedback_at", UtcTime),
    sa.Column("done_at", UtcTime),
    *_hand(),
    groups=(frozenset({"feedback", "feedback_at"}),),
    indexes=(("incident_id",), ("sent_at",)),
    sought=Sought(("giver", "unit", "person", "text", "feedback"), "sent_at"),
)

force = feature_table(
    "force",
    Force,
    sa.Column("incident_id", Id, refers("incident"), nullable=False),
    *_words("team", "unit"),
    sa.Column("people", Whole),
    sa.Column("vehicles", Whole),
    *_words("gear", "leader", "phone"),
    sa.Column("called_at", UtcTime, nullable=False),
    sa.Column("left_at", UtcTime),
    sa.Column("arrived_at", UtcTime),
    sa.Column("returned_at", UtcTime),
    *_words("note"),
    *_hand(),
    indexes=(("incident_id",),),
)

headquarters = feature_table(
    "headquarters",
    Headquarters,
    sa.Column("incident_id", Id, refers("incident"), nullable=False),
    *_words("name", "place"),
    sa.Column("lat", Real),
    sa.Column("lon", Real),
    *_words("commander", "commander_phone", "deputy", "members"),
    sa.Column("set_up_at", UtcTime, nullable=False),
    sa.Column("ended_at", UtcTime),
    *_hand(),
    groups=(frozenset({"lat", "lon"}),),
    indexes=(("incident_id",),),
)

help_request = feature_table(
    "help_request",
    HelpRequest,
    sa.Column("incident_id", Id, refers("incident"), nullable=False),
    *_words("no"),
    sa.Column("kind", Choice(HelpKind), nullable=False),
    *_words("to", "text"),
    sa.Column("asked_at", UtcTime, nullable=False),
    *_words("reply"),
    sa.Column("reply_at", UtcTime),
    *_hand(),
    groups=(frozenset({"reply", "reply_at"}),),
    indexes=(("incident_id",),),
)
