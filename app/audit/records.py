"""What people must know of the shared record: conflicts, mended entries, the state of the hub."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MendedEntry:
    """A journal entry whose bytes were damaged before any other desk had it; kept as a row.

    `entry` is its hash in hex, `chain` and `seq` its place. The entry that makes this row carries the
    effects of the damaged one, recovered from the tables, and whatever stands on `entry` is taken.
    """

    id: UUID
    entry: str
    chain: str
    seq: int


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose hand wrote something: an officer's name ("system" is the room itself), desk, aware UTC."""

    name: str
    desk: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Contested:
    """A change the order of all desks did not let through (对账): what it wanted, what stands.

    `entry` is the hash of the journal entry in hex and `n` the place of the effect in it: together the
    name of the conflict. Values are the records' own, by column: `wanted` and `was` only of the columns
    that were to be changed (`was` is empty for a new row), `found` and `now` the whole row, None where
    there was none. `by` wrote the change, `stands` what is there now of these columns. `own`: it bears
    this desk's name. `confirmed`: the hub's order will not decide otherwise. `names` of officers by the
    ids that may stand among the values: they are written back as ids and shown as names.
    """

    entry: str
    n: int
    table: str
    key: str
    wanted: dict[str, Any]
    was: dict[str, Any]
    found: dict[str, Any] | None
    now: dict[str, Any] | None
    by: Hand
    stands: Hand | None
    what: str
    own: bool
    confirmed: bool
    settled: Settlement | None = None
    settled_by: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.entry}:{self.n}"


@dataclass(frozen=True, slots=True)
class Past:
    """One step in the life of a row. `changes`: (column, before, after), before None in a new row.

    An officer's id in them is told as the name.
    `fitted` is False for a change that was not let through; `confirmed`: it has its place at the hub.
    """

    by: Hand
    what: str
    changes: tuple[tuple[str, Any, Any], ...]
    fitted: bool
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Side:
    """The first entry of one side of a fork, or the one they stand on: whose hand, and which act."""

    by: Hand
    what: str


@dataclass(frozen=True, slots=True)
class Fork:
    """Entries of one desk that stand on one and the same entry `stem` (its hash in hex is `entry`).

    The trace of a desk that was restored from a copy, of two machines with one name, or (`cloned`) of a
    running machine that was copied. Nothing is lost by it: every side is kept. `sides`: oldest first.
    """

    entry: str
    stem: Side
    sides: tuple[Side, ...]
    cloned: bool


class Choice(StrEnum):
    """How an officer decided a conflict."""

    KEPT = "保留现值"
    TAKEN = "采用所改"


@dataclass(frozen=True, slots=True)
class Settlement:
    """Conflict (`entry`, `n`) was decided by `by` at `at` (aware UTC)."""

    id: UUID
    entry: str
    n: int
    choice: Choice
    by: str
    at: datetime


class Phase(StrEnum):
    """How the line to the hub is."""

    OFF = "off"
    CONNECTING = "connecting"
    UP = "up"
    AWAY = "away"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class HubState:
    """The line to the hub as a lamp shows it.

    `why` is a code when it is AWAY (silent, refused_connection, wrong_password, tls, too_old, cut …) or
    STOPPED, which waits for a person (other_county, other_hub, newer_schema, older_schema). `since` is
    aware UTC.
    `pending` counts the entries that are on this desk only ("n 条仅在本机").
    """

    phase: Phase
    why: str = ""
    since: datetime | None = None
    pending: int = 0
    cursor: int = 0
