"""Flights of drones, and what was noted of each."""

from __future__ import annotations

import sqlalchemy as sa

from app.base.marks import Mark
from app.incidents.sortie import NoteKind, Sortie, SortieEnd, SortieKind, SortieNote
from db.tables.base import feature_table, refers
from db.types import Choice, Id, Real, UtcTime, Words

_WHO = ("drone", "unit", "pilot", "pilot_phone", "observer", "observer_phone", "purpose")
_HOW = ("airspace", "airspace_to", "airspace_no", "airspace_by", "weather", "battery", "remark")

sortie = feature_table(
    "sortie",
    Sortie,
    sa.Column("no", Words, nullable=False),
    sa.Column("kind", Choice(SortieKind), nullable=False),
    sa.Column("gear_id", Id, refers("gear")),
    sa.Column("camera_id", Id, refers("camera")),
    *(sa.Column(name, Words, nullable=False) for name in _WHO),
    sa.Column("incident_id", Id, refers("incident")),
    sa.Column("drill_id", Id, refers("drill_run")),
    sa.Column("place", Words, nullable=False),
    sa.Column("lat", Real),
    sa.Column("lon", Real),
    *(sa.Column(name, Words, nullable=False) for name in _HOW),
    sa.Column("airspace_at", UtcTime),
    sa.Column("opened_at", UtcTime, nullable=False),
    sa.Column("took_off_at", UtcTime),
    sa.Column("landed_at", UtcTime),
    sa.Column("ended", Choice(SortieEnd)),
    sa.Column("ended_why", Words, nullable=False),
    sa.Column("shift_id", Id, refers("shift"), nullable=False),
    sa.Column("by", Words, nullable=False),
    sa.Column("by_name", Words, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    groups=(
        frozenset({"lat", "lon"}),
        frozenset({"ended", "landed_at", "ended_why"}),
        frozenset({"pilot", "pilot_phone"}),
        frozenset({"observer", "observer_phone"}),
    ),
    indexes=(
        ("gear_id",), ("camera_id",), ("incident_id",), ("drill_id",), ("shift_id",),
        ("opened_at",), ("took_off_at",), ("ended",), ("no",),
    ),
)  # fmt: skip

sortie_note = feature_table(
    "sortie_note",
    SortieNote,
    sa.Column("sortie_id", Id, refers("sortie"), nullable=False),
    sa.Column("kind", Choice(NoteKind), nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("text", Words, nullable=False),
    sa.Column("attachment_id", Id, refers("attachment")),
    sa.Column("clip_id", Id, refers("clip")),
    sa.Column("by", Words, nullable=False),
    sa.Column("by_name", Words, nullable=False),
    sa.Column("mark", Choice(Mark), nullable=False),
    indexes=(("sortie_id", "at"), ("attachment_id",), ("clip_id",)),
)
