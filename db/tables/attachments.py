"""Files of the record; their content lies beside it, under its hash."""

from __future__ import annotations

import sqlalchemy as sa

from app.base.attachments import Attachment
from app.base.marks import Mark
from db.tables.base import feature_table, refers
from db.types import Choice, Id, UtcTime, Whole, Words

attachment = feature_table(
    "attachment",
    Attachment,
    sa.Column("sha256", Words, nullable=False),
    sa.Column("size", Whole, nullable=False),
    sa.Column("mime", Words, nullable=False),
    sa.Column("name", Words, nullable=False),
    sa.Column("log_entry_id", Id, refers("log_entry")),
    sa.Column("incident_id", Id, refers("incident")),
    sa.Column("by", Words, nullable=False),
    sa.Column("by_name", Words, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    indexes=(("log_entry_id",), ("incident_id",), ("sha256",)),
)
