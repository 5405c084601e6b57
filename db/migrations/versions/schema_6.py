"""Schema 6: what the directory knows of a camera; walls, scenes and tours; clips, troubles, visual drills."""

import sqlalchemy as sa

from app.video.records import PlanRole
from db.migrations.steps import add_column
from db.types import Choice, Flag, Real, UtcTime, Whole, WordList, Words

revision = "6"
down_revision = "5"


def upgrade() -> None:
    """New tables are made in today's shape."""
    for name in ("owner", "onvif_url", "profile", "out_of_service", "remark"):
        add_column("camera", sa.Column(name, Words, nullable=False, server_default=""))
    for name in ("direction_deg", "interval_s"):
        add_column("camera", sa.Column(name, Real))
    add_column("camera", sa.Column("tags", WordList, nullable=False, server_default="[]"))
    add_column("camera", sa.Column("slow_start", Flag, nullable=False, server_default=sa.false()))
    add_column("camera", sa.Column("out_since", UtcTime))
    add_column(
        "wall_plan", sa.Column("role", Choice(PlanRole), nullable=False, server_default="现用")
    )
    add_column("wall_plan", sa.Column("wall", Whole, nullable=False, server_default="1"))
    add_column("wall_plan", sa.Column("occasion", Words, nullable=False, server_default=""))
    add_column("wall_plan", sa.Column("dwell_s", Whole, nullable=False, server_default="0"))
