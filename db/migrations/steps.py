"""What a step may do to tables that are there; new tables are made whole after the last step."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def add_column(table: str, column: sa.Column[object]) -> None:
    """A column more, in place. A table that this store does not have yet will be made with it."""
    there = sa.inspect(op.get_bind())
    if not there.has_table(table):
        return
    if column.name not in {held["name"] for held in there.get_columns(table)}:
        op.add_column(table, column)
