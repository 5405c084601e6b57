"""Lists of posts that are called by radio, callings of them, and what became of each post."""

from __future__ import annotations

import sqlalchemy as sa

from app.base.marks import Mark
from app.radio.rollcall_records import (
    Means,
    RadioList,
    RadioPost,
    RadioRoll,
    RadioRollAnswer,
    RollMode,
    RollResult,
)
from db.tables.base import feature_table, refers
from db.types import Choice, Flag, Id, Real, UtcTime, Whole, WordList, Words

radio_list = feature_table(
    "radio_list",
    RadioList,
    sa.Column("name", Words, nullable=False),
    sa.Column("mode", Choice(RollMode), nullable=False),
    sa.Column("times", WordList, nullable=False),
    sa.Column("extra_at", UtcTime),
    sa.Column("sort", Whole, nullable=False),
    sa.Column("active", Flag, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
)

radio_post = feature_table(
    "radio_post",
    RadioPost,
    sa.Column("list_id", Id, refers("radio_list"), nullable=False),
    sa.Column("sort", Whole, nullable=False),
    sa.Column("name", Words, nullable=False),
    sa.Column("unit", Words, nullable=False),
    sa.Column("radio", Whole),
    sa.Column("talkgroup", Whole),
    sa.Column("phone", Words, nullable=False),
    sa.Column("poc", Words, nullable=False),
    sa.Column("satellite", Words, nullable=False),
    sa.Column("leave_until", UtcTime),
    sa.Column("leave_why", Words, nullable=False),
    sa.Column("active", Flag, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    groups=(frozenset({"leave_until", "leave_why"}),),
    indexes=(("list_id",),),
)

radio_roll = feature_table(
    "radio_roll",
    RadioRoll,
    sa.Column("shift_id", Id, refers("shift"), nullable=False),
    sa.Column("list_id", Id, refers("radio_list"), nullable=False),
    sa.Column("list_name", Words, nullable=False),
    sa.Column("mode", Choice(RollMode), nullable=False),
    sa.Column("desk", Words, nullable=False),
    sa.Column("started_at", UtcTime, nullable=False),
    sa.Column("ended_at", UtcTime),
    sa.Column("total", Whole, nullable=False),
    sa.Column("by", Words, nullable=False),
    sa.Column("by_name", Words, nullable=False),
    sa.Column("ended_by", Words, nullable=False),
    sa.Column("ended_name", Words, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    groups=(frozenset({"ended_at", "ended_by", "ended_name"}),),
    indexes=(("shift_id",), ("list_id", "started_at"), ("started_at",)),
)

radio_roll_answer = feature_table(
    "radio_roll_answer",
    RadioRollAnswer,
    sa.Column("roll_id", Id, refers("radio_roll"), nullable=False),
    sa.Column("post_id", Id, refers("radio_post"), nullable=False),
    sa.Column("sort", Whole, nullable=False),
    sa.Column("name", Words, nullable=False),
    sa.Column("unit", Words, nullable=False),
    sa.Column("radio", Whole),
    sa.Column("turn", Whole, nullable=False),
    sa.Column("means", Choice(Means), nullable=False),
    sa.Column("result", Choice(RollResult), nullable=False),
    sa.Column("why", Words, nullable=False),
    sa.Column("at", UtcTime),
    sa.Column("seconds", Real),
    sa.Column("rssi_dbm", Whole),
    sa.Column("gateway", Words, nullable=False),
    sa.Column("tries", Whole, nullable=False),
    sa.Column("remark", Words, nullable=False),
    sa.Column("by", Words, nullable=False),
    sa.Column("by_name", Words, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    groups=(
        frozenset({"result", "why", "at", "seconds", "rssi_dbm", "gateway", "tries", "by"})
        | {"by_name"},
    ),
    indexes=(("roll_id",), ("post_id",)),
)
