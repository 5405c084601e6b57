"""What the hub holds besides the record: whose it is, and rows its database could not hold."""

from __future__ import annotations

import sqlalchemy as sa

from db.tables.base import hub_metadata

hub_state = sa.Table(
    "hub_state",
    hub_metadata,
    sa.Column("county", sa.Text, primary_key=True),
    sa.Column("hub_id", sa.Text, nullable=False),
    sa.Column("schema_no", sa.Integer, nullable=False),
)
"""One row; locking it is what lets one batch in at a time."""

bad_row = sa.Table(
    "bad_row",
    hub_metadata,
    sa.Column("tbl", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("error", sa.Text, nullable=False),
)
"""Should stay empty: the entry is taken, its row could not be stored."""

blob_chunk = sa.Table(
    "blob_chunk",
    hub_metadata,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
)
"""Files of the record in pieces, from 0: how one desk's file comes to the others. No effects, no order."""

blob_asked = sa.Table(
    "blob_asked",
    hub_metadata,
    sa.Column("sha256", sa.Text, primary_key=True),
)
"""A desk found the pieces of this file damaged: who has the file brings them anew."""
