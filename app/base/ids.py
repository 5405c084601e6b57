"""Keys of records: time-ordered, drawn by whoever writes."""

from __future__ import annotations

import secrets
from uuid import UUID

import uuid_utils


def new_id() -> UUID:
    """A fresh uuid7: strictly increasing inside one process."""
    return UUID(int=uuid_utils.uuid7().int)


def chain_id(desk: str) -> str:
    """Name of this start of this desk: what is not in the data folder cannot be copied with it."""
    return f"{desk}-{secrets.token_hex(8)}"
