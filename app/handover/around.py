"""What a handover asks of the store and of the other rooms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.base.ledger import ChainHead
from app.duty.records import Shift
from app.duty.shifts import STANDARD
from app.handover.records import (
    Handover,
    HandoverItem,
    HandoverNote,
    HandoverReminder,
    Signature,
)
from app.handover.snapshot import DeviceState, Matters, Sides, Snapshot, WarningInForce
from app.people.records import Officer

Head = Callable[[], ChainHead | None]
"""Head of the journal: chain, number of its last entry, hash of that entry."""


class HandoverStore(Protocol):
    def snapshot(self, shift_id: UUID, at: datetime, next_shift_id: UUID | None = None) -> Snapshot:
        """One consistent view; `Refused("shift", "unknown_shift" | "no_next_shift")`.

        `next_shift_id` names the shift that takes over; None = the first that follows.
        """
        ...

    def sides(self, shift_id: UUID, next_shift_id: UUID) -> Sides:
        """Only the shifts and their crews; `Refused` as of `snapshot`."""
        ...

    def handover(self, key: UUID) -> Handover | None: ...

    def handover_of(self, shift_id: UUID) -> Handover | None: ...

    def items(self, handover_id: UUID) -> list[HandoverItem]:
        """In the order of the sheet."""
        ...

    def signatures(self, handover_id: UUID) -> list[Signature]:
        """In the order they were given."""
        ...

    def notes(self, handover_id: UUID) -> list[HandoverNote]:
        """In the order they were given."""
        ...

    def next_shift(self, own: Shift) -> Shift | None:
        """The first that follows in the roster."""
        ...

    def last_reminder(self, shift_id: UUID) -> HandoverReminder | None: ...

    def last_no(self, begin: datetime, end: datetime) -> int:
        """Highest number of a handover created in [begin, end); 0 when there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a handover asks of other rooms; asked on the store thread."""

    check_pin: Callable[[UUID, str], Officer]
    head: Head
    warnings: Callable[[], Iterable[WarningInForce]]
    devices: Callable[[], Iterable[DeviceState]]
    matters: tuple[Matters, ...] = ()
    present_by: Callable[[datetime], datetime] = STANDARD.present_by
    """From the beginning of a shift to when its crew is to be there."""
