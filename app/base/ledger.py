"""The one door for writes, as the services see it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

Subject = tuple[str, str]
"""(kind, id) of the thing a change is about, e.g. ("incident", "0190…"): gives the dossier."""


@dataclass(frozen=True, slots=True)
class StoreFailed:
    """Fact: a change could not be kept. `why` is a code: disk_full, read_only, cannot_open, busy…"""

    why: str


@dataclass(frozen=True, slots=True)
class ClockSetBack:
    """Fact: this desk's clock was put back; a change was kept at `now`, the one before at `before`.

    Times are aware UTC. What was written before bears times that lie ahead; its order is right.
    """

    before: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class ChainHead:
    """Where the record stands: the last entry of this desk's own chain, and of the order all desks share.

    `order_no` None: the hub has confirmed nothing here yet. The first holds for ever, the second covers all
    desks until the hub is restored.
    """

    chain: str
    seq: int
    hash: bytes
    order_no: int | None
    order_hash: bytes


class Change(Protocol):
    """One transaction: rows, journal entry and search rows together or not at all."""

    @property
    def id(self) -> UUID: ...

    @property
    def at(self) -> datetime:
        """When, aware UTC; records of this change carry it."""
        ...

    def put(self, table: str, record: Any, *, seen: Any | None = None) -> None:
        """Write `record` (a frozen dataclass whose fields are the columns of `table`).

        `seen` is the record the officer was looking at; None makes a new row. Raises `Conflict`
        when somebody else changed one of the same fields meanwhile, `Refused` for a value that
        cannot be kept (NUL, lone surrogate, integer out of range, not a finite number).
        """
        ...

    def put_many(self, table: str, records: Iterable[Any]) -> None:
        """New rows of one table: what `put` does for each, told as one `Changed(table, "")`."""
        ...


class Ledger(Protocol):
    """Opens changes. Runs on the store thread only."""

    def change(self, by: str, what: str, subject: Subject) -> AbstractContextManager[Change]:
        """`by` is the officer's id (or "system"), `what` names the use case: "incident.register"."""
        ...
