"""Schema 2: several desks. The journal says who brought an entry; what is new comes as new tables."""

import sqlalchemy as sa

from db.migrations.steps import add_column

revision = "2"
down_revision = "1"


def upgrade() -> None:
    add_column("journal", sa.Column("via", sa.Text))
