"""How a table of the store is made."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.types import Id

SCHEMA_NO = 2
"""Raised with every migration; stands in each journal entry."""

metadata = sa.MetaData()
"""What every desk and the hub hold."""

desk_metadata = sa.MetaData()
"""What a desk holds besides."""

hub_metadata = sa.MetaData()
"""What the hub holds besides."""

RECORDS: dict[str, type] = {}
"""Table name -> the frozen dataclass of its rows. Filled by `feature_table`."""

GROUPS: dict[str, tuple[frozenset[str], ...]] = {}
"""Table name -> groups of columns that are only true together, e.g. {lat, lon}."""


def feature_table(
    name: str,
    record: type,
    *columns: sa.Column[Any],
    groups: tuple[frozenset[str], ...] = (),
    indexes: tuple[tuple[str, ...], ...] = (),
) -> sa.Table:
    """A table whose columns are `id` and `columns`, in the names of the fields of `record`."""
    table = sa.Table(
        name,
        metadata,
        sa.Column("id", Id(), primary_key=True),
        *columns,
        *(sa.Index(f"ix_{name}_{'_'.join(names)}", *names) for names in indexes),
        sqlite_strict=True,
    )
    RECORDS[name] = record
    GROUPS[name] = groups
    return table


def big() -> sa.types.TypeEngine[int]:
    """64 bits on both engines; a STRICT table of SQLite knows no BIGINT."""
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def refers(to: str) -> sa.ForeignKey:
    """A reference to another feature table, checked at COMMIT."""
    return sa.ForeignKey(f"{to}.id", deferrable=True, initially="DEFERRED")
