"""Schema 7: flights of drones; a clip names its drill, and the clips of a desk are found by an index.

A desk of schema 6 does not know the new tables, so it must not take in entries that tell of them.
"""

import sqlalchemy as sa

from db.migrations.steps import add_column, add_index
from db.types import Id, UtcTime

revision = "7"
down_revision = "6"


def upgrade() -> None:
    """New tables are made in today's shape."""
    add_column("clip", sa.Column("drill_id", Id))
    add_column("clip", sa.Column("sealed_at", UtcTime))
    add_index("clip", "drill_id")
    add_index("clip", "desk", "asked_at")
