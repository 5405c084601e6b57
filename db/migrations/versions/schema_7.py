"""Schema 7: flights of drones.

Nothing that is there changes; a desk of schema 6 does not know the new tables, so it must not take in entries
that tell of them.
"""

revision = "7"
down_revision = "6"


def upgrade() -> None:
    """New tables are made in today's shape."""
