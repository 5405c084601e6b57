"""Handover sheets, their items, the signatures under them."""

from __future__ import annotations

import sqlalchemy as sa

from app.base.marks import Mark
from app.handover.records import (
    Handover,
    HandoverItem,
    HandoverNote,
    HandoverReminder,
    HandoverState,
    Need,
    NoteKind,
    Section,
    Side,
    Signature,
    SourceKind,
)
from app.people.records import Role
from db.tables.base import Sought, feature_table, refers
from db.types import Choice, Flag, Id, UtcTime, Whole, Words

handover = feature_table(
    "handover",
    Handover,
    sa.Column("no", Whole, nullable=False),
    sa.Column("shift_id", Id, refers("shift"), nullable=False),
    sa.Column("next_shift_id", Id, refers("shift"), nullable=False),
    sa.Column("state", Choice(HandoverState), nullable=False),
    sa.Column("weather", Words, nullable=False),
    sa.Column("important", Words, nullable=False),
    sa.Column("remarks", Words, nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("effective_at", UtcTime),
    sa.Column("head_ws", Words, nullable=False),
    sa.Column("head_seq", Whole),
    sa.Column("head_hash", Words, nullable=False),
    sa.Column("order_no", Whole),
    sa.Column("order_hash", Words, nullable=False, server_default=""),
    sa.Column("sheet_sha256", Words, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    groups=(
        frozenset({"state", "effective_at"}),
        frozenset({"head_ws", "head_seq", "head_hash", "order_no", "order_hash"}),
    ),
    indexes=(("shift_id",), ("next_shift_id",), ("created_at",)),
    sought=Sought(("important", "remarks"), "created_at"),
)

handover_item = feature_table(
    "handover_item",
    HandoverItem,
    sa.Column("handover_id", Id, refers("handover"), nullable=False),
    sa.Column("section", Choice(Section), nullable=False),
    sa.Column("seq", Whole, nullable=False),
    sa.Column("text", Words, nullable=False),
    sa.Column("detail", Words, nullable=False),
    sa.Column("owner", Words, nullable=False),
    sa.Column("due", UtcTime),
    sa.Column("urgent", Flag, nullable=False),
    sa.Column("source_kind", Choice(SourceKind), nullable=False),
    sa.Column("source_id", Words, nullable=False),
    sa.Column("need", Choice(Need), nullable=False),
    sa.Column("acknowledged_by", Id, refers("officer")),
    sa.Column("acknowledged_name", Words, nullable=False),
    sa.Column("acknowledged_at", UtcTime),
    sa.Column("mark", Choice(Mark), nullable=False),
    groups=(frozenset({"acknowledged_by", "acknowledged_name", "acknowledged_at"}),),
    indexes=(("handover_id",), ("acknowledged_by",)),
)

handover_signature = feature_table(
    "handover_signature",
    Signature,
    sa.Column("handover_id", Id, refers("handover"), nullable=False),
    sa.Column("side", Choice(Side), nullable=False),
    sa.Column("post", Choice(Role), nullable=False),
    sa.Column("officer_id", Id, refers("officer"), nullable=False),
    sa.Column("name", Words, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    indexes=(("handover_id",), ("officer_id",)),
)

handover_note = feature_table(
    "handover_note",
    HandoverNote,
    sa.Column("handover_id", Id, refers("handover"), nullable=False),
    sa.Column("item_id", Id, nullable=False),
    sa.Column("kind", Choice(NoteKind), nullable=False),
    sa.Column("text", Words, nullable=False),
    sa.Column("by", Id, refers("officer"), nullable=False),
    sa.Column("by_name", Words, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    indexes=(("handover_id",), ("by",)),
)
"""`item_id` is no reference: a draft's items are not kept, their keys are known all the same."""

handover_reminder = feature_table(
    "handover_reminder",
    HandoverReminder,
    sa.Column("shift_id", Id, refers("shift"), nullable=False),
    sa.Column("step", Whole, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    indexes=(("shift_id",),),
)
