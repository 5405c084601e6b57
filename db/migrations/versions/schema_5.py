"""Schema 5: plans, headquarters and who sat in command; units of two more kinds.

Nothing that is there changes. A desk of schema 4 knows neither these tables nor 应急委 and 专项指挥部: so it
must not take in entries that tell of them.
"""

revision = "5"
down_revision = "4"


def upgrade() -> None:
    """New tables are made in today's shape."""
