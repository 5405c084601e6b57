"""All tables of the store. Importing this package registers every one of them.

A feature table is made by `feature_table`: STRICT, one drawn key, no UNIQUE besides it.
"""

from __future__ import annotations

from db.tables.base import SCHEMA_NO, derived_metadata, desk_metadata, hub_metadata, metadata

from db.tables import (  # noqa: F401  isort:skip
    attachments,
    audit,
    callout,
    checks,
    clips,
    command,
    contacts,
    dossier,
    drills,
    duty,
    gear,
    handover,
    hub,
    incidents,
    journal,
    people,
    phone,
    plans,
    radio,
    radio_roll,
    reports,
    rescue,
    roster,
    search,
    secrets,
    sorties,
    study,
    support,
    trips,
    troubles,
    video,
)

__all__ = ["SCHEMA_NO", "derived_metadata", "desk_metadata", "hub_metadata", "metadata"]
