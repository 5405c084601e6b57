"""Schema 9: a text of ours names the desk that sent it, and the others it was sent together with; a stun or
revive the desk that proposed it.

A desk of schema 8 does not know these columns, so it must not take in entries that tell of them.
"""

import sqlalchemy as sa

from db.migrations.steps import add_column
from db.types import Id

revision = "9"
down_revision = "8"


def upgrade() -> None:
    add_column("radio_control", sa.Column("desk", sa.Text, nullable=False, server_default=""))
    add_column("radio_text", sa.Column("desk", sa.Text, nullable=False, server_default=""))
    add_column("radio_text", sa.Column("batch_id", Id))
