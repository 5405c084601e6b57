"""What a step may do to tables that are there; new tables are made whole after the last step.

A step runs on a desk's SQLite, and is told as SQL for the hub's PostgreSQL: so it uses these only.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import CreateColumn


def add_column(table: str, column: sa.Column[object]) -> None:
    """A column more, in place. A table that this store does not have yet will be made with it."""
    context = op.get_context()
    if context.dialect.name == "postgresql":
        sa.Table(table, sa.MetaData(), column)
        words = CreateColumn(column).compile(dialect=context.dialect)
        op.execute(f'ALTER TABLE IF EXISTS "{table}" ADD COLUMN IF NOT EXISTS {words}')
        return
    there = sa.inspect(op.get_bind())
    if not there.has_table(table):
        return
    if column.name not in {held["name"] for held in there.get_columns(table)}:
        op.add_column(table, column)


def add_index(table: str, *columns: str) -> None:
    """An index more, by the name it has in a fresh store. The hub's are made by its setup, all of them."""
    if op.get_context().dialect.name == "postgresql":
        return
    if sa.inspect(op.get_bind()).has_table(table):
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns), if_not_exists=True)
