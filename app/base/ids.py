"""Keys of records: time-ordered, drawn by whoever writes."""

from __future__ import annotations

import secrets
from uuid import UUID

import uuid_utils


def new_id() -> UUID:
    """A fresh uuid7: strictly increasing inside one process."""
    return UUID(int=uuid_utils.uuid7().int)


CHAIN_TAIL = 17
"""Characters of a chain's name after the desk's: a hyphen and 64 random bits in hex."""


def desk_of(chain: str) -> str:
    """The name of the desk that wrote a chain."""
    return chain[:-CHAIN_TAIL]


def chain_id(desk: str) -> str:
    """Name of this start of this desk: what is not in the data folder cannot be copied with it."""
    return f"{desk}-{secrets.token_hex(8)}"
