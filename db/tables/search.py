"""What is derived from the record to find things in it. It can be thrown away and built anew."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.tables.base import big, derived_metadata
from db.types import Id

search_doc = sa.Table(
    "search_doc",
    derived_metadata,
    sa.Column("no", big(), primary_key=True, autoincrement=False),
    sa.Column("key", sa.LargeBinary(16), nullable=False),
    sa.Column("moment", big(), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Index("ix_search_doc_key", "key"),
    sqlite_strict=True,
)
"""The normal form of what can be searched of one row. `no` counts each table's rows without gaps in
the order of time, since the index on SQLite grows with the distance between numbers; `moment` is
that time in microseconds since 1970."""

pinyin_key = sa.Table(
    "pinyin_key",
    derived_metadata,
    sa.Column("tbl", sa.Text, primary_key=True),
    sa.Column(
        "spelled", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), primary_key=True
    ),
    sa.Column("key", Id, primary_key=True),
    sa.Index("ix_pinyin_key_key", "key"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Every spelling by pinyin initials of the short names of a row."""

search_state = sa.Table(
    "search_state",
    derived_metadata,
    sa.Column("k", sa.Text, primary_key=True),
    sa.Column("v", sa.Text, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""`layout`: how the index was made; `upto`: as far as it is built, absent when it is whole."""

_WITH_IT = {
    # Letters beyond ASCII are all taken as they are: no table of Unicode inside SQLite decides.
    "sqlite": (
        "CREATE VIRTUAL TABLE search_fts USING fts5(grams, content='', detail=none, columnsize=0,"
        " prefix='1', tokenize=\"ascii tokenchars '_'\")",
    ),
    "postgresql": (
        "ALTER TABLE search_doc ADD COLUMN grams tsvector NOT NULL",
        "CREATE INDEX ix_search_doc_grams ON search_doc USING gin (grams)",
    ),
}


def _created(_table: sa.Table, connection: sa.Connection, **_: Any) -> None:
    for statement in _WITH_IT[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def _dropped(_table: sa.Table, connection: sa.Connection, **_: Any) -> None:
    connection.info.pop("searched", None)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("DROP TABLE search_fts")


sa.event.listen(search_doc, "after_create", _created)
sa.event.listen(search_doc, "before_drop", _dropped)
