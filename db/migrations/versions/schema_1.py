"""Schema 1: one desk, one SQLite file. Where every upgrade begins; there is nothing to do."""

revision = "1"
down_revision = None


def upgrade() -> None:
    """Stores of schema 1 were made whole."""
