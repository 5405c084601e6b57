"""Schema 4: training, special periods and what follows a first call. So far only new tables."""

revision = "4"
down_revision = "3"


def upgrade() -> None:
    """New tables are made in today's shape."""
