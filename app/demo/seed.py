"""The demonstration county written into a store, through the one door and in pieces."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Protocol
from uuid import UUID

from app.base.ledger import Ledger, Subject
from app.demo.county import County

BATCH = 500
"""Rows of one change: between two of them the officer may stop it, and a crash loses no more."""

SUBJECT: Subject = ("demo", "county")
WHAT = "demo.seed"

Progress = Callable[[int, int], bool]
"""(rows there, rows in all) -> go on."""


class KeyStore(Protocol):
    def keys(self, table: str) -> set[UUID]:
        """The keys of every row of a table."""
        ...


def seed(ledger: Ledger, store: KeyStore, county: County, progress: Progress) -> bool:
    """Write what of the county is not there yet. False when `progress` stopped it.

    Keys are the same in every run, so a second run writes nothing, and one that was stopped or
    killed is gone on with. Rows that were changed since are left as they are.
    """
    done = 0
    for table, rows in county.tables.items():
        held = store.keys(table)
        missing = iter([row for row in rows if row.id not in held])
        done += sum(row.id in held for row in rows)
        while batch := list(islice(missing, BATCH)):
            if not progress(done, county.size):
                return False
            with ledger.change("system", WHAT, SUBJECT) as change:
                change.put_many(table, batch)
            done += len(batch)
    progress(done, county.size)
    return True
