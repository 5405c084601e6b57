"""Schema 4: training, special periods, clocks that tell their rule book, who sees to a log line; how a
leader agreed, and posts that end."""

import sqlalchemy as sa

from app.duty.roster.records import Consent
from db.migrations.steps import add_column, add_index
from db.past import OLD_DEADLINE
from db.types import Choice, Day, Flag, Id, UtcTime, Words

revision = "4"
down_revision = "3"


def upgrade() -> None:
    """New tables are made in today's shape."""
    for name, value in OLD_DEADLINE.items():
        add_column("deadline", sa.Column(name, sa.Text, nullable=False, server_default=value))
    for name in ("post", "responsible", "reason"):
        add_column("log_entry", sa.Column(name, Words, nullable=False, server_default=""))
    add_column("log_entry", sa.Column("due", UtcTime))
    for name in ("warning_id", "instruction_id"):
        add_column("log_entry", sa.Column(name, Id))
    add_index("log_entry", "instruction_id")
    add_column("instruction", sa.Column("spoken", Words, nullable=False, server_default="指示"))
    add_column("instruction", sa.Column("paper_id", Id))
    add_index("log_entry", "status")
    add_column("roster_slot", sa.Column("acts_for", Id))
    add_column("roster_change", sa.Column("how", Choice(Consent)))
    add_column("roster_change", sa.Column("heard_at", UtcTime))
    add_column("roster_change", sa.Column("taken_by", Words, nullable=False, server_default=""))
    add_column("post", sa.Column("since", Day))
    add_column("post", sa.Column("until", Day))
    add_column("post", sa.Column("ended", Words, nullable=False, server_default=""))
    add_column("person", sa.Column("leave_why", Words, nullable=False, server_default=""))
    add_column("spot_check", sa.Column("log_entry_id", Id))
    add_column("crew_place", sa.Column("active", Flag, nullable=False, server_default=sa.true()))
