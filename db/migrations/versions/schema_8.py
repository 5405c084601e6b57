"""Schema 8: what the radio room keeps besides what it heard; what was heard names its shift.

A desk of schema 7 does not know the new tables, so it must not take in entries that tell of them.
"""

import sqlalchemy as sa

from db.migrations.steps import add_column, add_index
from db.types import Id, UtcTime

revision = "8"
down_revision = "7"


def upgrade() -> None:
    """New tables are made in today's shape."""
    for table in ("radio_event", "radio_text", "radio_alarm"):
        add_column(table, sa.Column("shift_id", Id))
        add_index(table, "shift_id")
    add_column("radio_alarm", sa.Column("placed_at", UtcTime))
