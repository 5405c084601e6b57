"""Schema 3: the duty room's own work. Who left the contact book and what was dissolved stays in it."""

import sqlalchemy as sa

from db.migrations.steps import add_column
from db.types import Flag

revision = "3"
down_revision = "2"


def upgrade() -> None:
    """New tables are made in today's shape."""
    for table in ("org", "person"):
        add_column(table, sa.Column("active", Flag, nullable=False, server_default=sa.true()))
