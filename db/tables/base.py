"""How a table of the store is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from db.types import Id

SCHEMA_NO = 9
"""Raised with every migration; stands in each journal entry."""

metadata = sa.MetaData()
"""What every desk and the hub hold."""

desk_metadata = sa.MetaData()
"""What a desk holds besides."""

hub_metadata = sa.MetaData()
"""What the hub holds besides."""

derived_metadata = sa.MetaData()
"""What either holds to find things quickly: never in the journal, never migrated, built anew."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What of a table can be searched.

    `text`: columns in which words are found, newest first by the time in the column `newest`.
    `spelled`: columns with short names that are found by pinyin initials too.
    """

    text: tuple[str, ...] = ()
    newest: str = ""
    spelled: tuple[str, ...] = ()


RECORDS: dict[str, type] = {}
"""Table name -> the frozen dataclass of its rows. Filled by `feature_table`."""

GROUPS: dict[str, tuple[frozenset[str], ...]] = {}
"""Table name -> groups of columns that are only true together, e.g. {lat, lon}."""

SOUGHT: dict[str, Sought] = {}
"""Table name -> what of it can be searched; tables that cannot be searched are not there."""


def feature_table(
    name: str,
    record: type,
    *columns: sa.Column[Any],
    groups: tuple[frozenset[str], ...] = (),
    indexes: tuple[tuple[str, ...], ...] = (),
    sought: Sought | None = None,
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
    if sought is not None:
        SOUGHT[name] = sought
    return table


def big() -> sa.types.TypeEngine[int]:
    """64 bits on both engines; a STRICT table of SQLite knows no BIGINT."""
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def refers(to: str) -> sa.ForeignKey:
    """A reference to another feature table, checked at COMMIT."""
    return sa.ForeignKey(f"{to}.id", deferrable=True, initially="DEFERRED")
