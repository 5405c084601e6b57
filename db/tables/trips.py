"""Who signed that they are there, and which vehicle went where."""

from __future__ import annotations

import sqlalchemy as sa

from app.base.marks import Mark
from app.duty.trips import Arrival, ArrivalKind, Trip
from db.tables.base import feature_table, refers
from db.types import Choice, Id, UtcTime, Whole, Words

arrival = feature_table(
    "arrival",
    Arrival,
    sa.Column("shift_id", Id, refers("shift"), nullable=False),
    sa.Column("officer_id", Id, refers("officer"), nullable=False),
    sa.Column("name", Words, nullable=False),
    sa.Column("post", Words, nullable=False),
    sa.Column("kind", Choice(ArrivalKind), nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("left_at", UtcTime),
    sa.Column("mark", Choice(Mark), nullable=False),
    indexes=(("shift_id",), ("officer_id",)),
)

trip = feature_table(
    "trip",
    Trip,
    sa.Column("shift_id", Id, refers("shift"), nullable=False),
    sa.Column("vehicle", Words, nullable=False),
    sa.Column("driver_id", Id, refers("officer")),
    sa.Column("driver", Words, nullable=False),
    sa.Column("purpose", Words, nullable=False),
    sa.Column("destination", Words, nullable=False),
    sa.Column("asked_by", Words, nullable=False),
    sa.Column("out_at", UtcTime, nullable=False),
    sa.Column("back_at", UtcTime),
    sa.Column("km_out", Whole),
    sa.Column("km_back", Whole),
    sa.Column("passengers", Whole),
    sa.Column("incident_id", Id, refers("incident")),
    sa.Column("by", Words, nullable=False),
    sa.Column("by_name", Words, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    groups=(frozenset({"back_at", "km_back"}),),
    indexes=(("shift_id",), ("driver_id",), ("incident_id",), ("out_at",)),
)
