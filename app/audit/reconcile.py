"""对账: an officer decides what the order of all desks did not let through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from app.audit.records import Choice, Contested, Fork, Past, Settlement
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Change, Ledger
from app.people.records import Officer
from app.people.rights import Act, demand


class ConflictStore(Protocol):
    def contested(self, most: int) -> list[Contested]:
        """Unsettled ones first, of them this desk's own first; then newest first."""
        ...

    def forks(self) -> list[Fork]:
        """The newest first."""
        ...

    def settlement(self, entry: str, n: int) -> Settlement | None:
        """The last one."""
        ...

    def past(self, table: str, key: str) -> list[Past]:
        """The life of a row, oldest first."""
        ...

    def record(self, table: str, values: Mapping[str, Any]) -> Any:
        """The frozen record of these values, which are those of the whole row."""
        ...


class Reconciling:
    """Runs on the store thread. Nothing is settled by itself, and nothing is ever overwritten unseen."""

    def __init__(self, ledger: Ledger, store: ConflictStore) -> None:
        self._ledger = ledger
        self._store = store
        self.contested = store.contested
        self.past = store.past
        self.forks = store.forks

    def settle(self, one: Contested, choice: Choice, officer: Officer) -> Settlement:
        """KEPT leaves what stands; TAKEN writes the values that were wanted. Either way in one change.

        `one` as the officer saw it: `Conflict` when what stands was changed meanwhile. `Refused`:
        officer not_allowed, conflict settled (by another, or on another desk), row not_here: a change
        holds some fields, and a row that is not there cannot be made of them.
        """
        demand(officer, Act.SETTLE)
        held = self._store.settlement(one.entry, one.n)
        if held is not None:
            raise Refused("conflict", "settled", choice=held.choice.value)
        by = str(officer.id)
        with self._ledger.change(by, "conflict.settle", ("conflict", one.name)) as change:
            if choice is Choice.TAKEN:
                self._take(change, one)
            done = Settlement(new_id(), one.entry, one.n, choice, by, change.at)
            change.put("settlement", done)
        return done

    def _take(self, change: Change, one: Contested) -> None:
        if one.now is None:
            raise Refused("row", "not_here")
        seen = self._store.record(one.table, one.now)
        change.put(one.table, replace(seen, **one.wanted), seen=seen)
