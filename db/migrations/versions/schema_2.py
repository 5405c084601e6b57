"""Schema 2: several desks. The journal says who brought an entry, a handover where the order stood."""

import sqlalchemy as sa

from db.migrations.steps import add_column

revision = "2"
down_revision = "1"


def upgrade() -> None:
    add_column("journal", sa.Column("via", sa.Text))
    add_column("handover", sa.Column("order_no", sa.Integer))
    add_column("handover", sa.Column("order_hash", sa.Text, nullable=False, server_default=""))
