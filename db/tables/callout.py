"""Official warnings."""

from __future__ import annotations

import sqlalchemy as sa

from app.base.marks import Mark
from app.callout.records import Colour, Stage, Warning
from db.tables.base import Sought, feature_table
from db.types import Choice, UtcTime, WordList, Words

warning = feature_table(
    "warning",
    Warning,
    *(
        sa.Column(name, Words, nullable=False)
        for name in ("identifier", "sender", "event", "event_code")
    ),
    sa.Column("colour", Choice(Colour), nullable=False),
    sa.Column("stage", Choice(Stage), nullable=False),
    *(sa.Column(name, Words, nullable=False) for name in ("headline", "text", "instruction")),
    sa.Column("area", WordList, nullable=False),
    sa.Column("sent", UtcTime, nullable=False),
    sa.Column("effective", UtcTime, nullable=False),
    sa.Column("expires", UtcTime),
    sa.Column("references", WordList, nullable=False),
    sa.Column("received_at", UtcTime, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    indexes=(("identifier",), ("sent",)),
    sought=Sought(("headline", "text", "instruction", "sender", "area"), "received_at"),
)
