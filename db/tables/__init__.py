"""All tables of the store. Importing this package registers every one of them.

A feature table is made by `feature_table`: STRICT, one drawn key, no UNIQUE besides it.
"""

from __future__ import annotations

from db.tables.base import SCHEMA_NO, metadata

from db.tables import callout, contacts, duty, handover, incidents, journal, people, rescue, video  # noqa: F401  isort:skip

__all__ = ["SCHEMA_NO", "metadata"]
