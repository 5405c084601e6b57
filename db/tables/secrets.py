"""Sealed passwords: a token and the name of its key, never the words themselves."""

from __future__ import annotations

import sqlalchemy as sa

from app.base.secrets import Secret, SecretKind
from db.tables.base import feature_table
from db.types import Choice, Words

secret = feature_table(
    "secret",
    Secret,
    sa.Column("kind", Choice(SecretKind), nullable=False),
    sa.Column("holder", Words, nullable=False),
    sa.Column("key_id", Words, nullable=False),
    sa.Column("token", Words, nullable=False),
    groups=(frozenset({"key_id", "token"}),),
    indexes=(("kind", "holder"),),
)
