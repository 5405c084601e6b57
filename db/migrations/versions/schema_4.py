"""Schema 4: training, special periods and what follows a first call; clocks tell their rule book."""

import sqlalchemy as sa

from db.migrations.steps import add_column
from db.past import OLD_DEADLINE

revision = "4"
down_revision = "3"


def upgrade() -> None:
    """New tables are made in today's shape."""
    for name, value in OLD_DEADLINE.items():
        add_column("deadline", sa.Column(name, sa.Text, nullable=False, server_default=value))
