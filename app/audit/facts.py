"""Facts of the exchange between desks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.audit.records import HubState


@dataclass(frozen=True, slots=True)
class HubChanged:
    """The line to the hub is in another state, or another number of entries is on this desk only."""

    state: HubState


@dataclass(frozen=True, slots=True)
class HubReturned:
    """The hub answers again; it did not from `since` to `at`, and `entries` were on this desk only."""

    since: datetime
    at: datetime
    entries: int


@dataclass(frozen=True, slots=True)
class HubWentBack:
    """The hub was restored from a backup: it stands at `hub_no` again, `entries` were given back."""

    hub_no: int
    entries: int


@dataclass(frozen=True, slots=True)
class NameSeenTwice:
    """Entries came under this desk's name that it did not write: restored, or a second machine has it."""

    desk: str
    entries: int


@dataclass(frozen=True, slots=True)
class RunningDeskCloned:
    """Two entries stand at one place of a chain: a running machine was copied with its memory."""

    chain: str
    seq: int


@dataclass(frozen=True, slots=True)
class EntryMended:
    """An entry of this desk was damaged on disk; its changes were written anew from the tables."""

    chain: str
    seq: int


@dataclass(frozen=True, slots=True)
class RowRefused:
    """The hub's database could not hold a row though its entry was taken: for the administrator."""

    table: str
    key: str


@dataclass(frozen=True, slots=True)
class ConflictsShown:
    """So many changes of this desk were overtaken by others: to be looked at in 对账."""

    count: int


@dataclass(frozen=True, slots=True)
class EntryHeldUp:
    """The hub stopped before an entry of this desk. `why`: "hash" or "prev", what it stands on is missing."""

    why: str


@dataclass(frozen=True, slots=True)
class HubAccepted:
    """`by` (a name) decided that this desk belongs to the other hub it met; all it has goes there."""

    by: str
