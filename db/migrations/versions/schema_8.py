"""Schema 8: what the radio room keeps besides what it heard.

A desk of schema 7 does not know the new tables, so it must not take in entries that tell of them.
"""

revision = "8"
down_revision = "7"


def upgrade() -> None:
    """New tables are made in today's shape."""
