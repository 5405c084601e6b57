"""The duty log read part by part: what is looked for, and where the next part begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Protocol
from uuid import UUID

from app.duty.records import Category, Channel, Handling, LogEntry, Way

PART = 60
"""Lines of one part: more than a tall screen shows."""


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which lines are wanted; what is None or empty does not matter. Times are half-open [since, until).

    `person` is found in unit, person, who sees to it and who wrote the line. `open_only`: 待办 or 在办, and
    not replaced by a correction.
    """

    shift_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    way: Way | None = None
    category: Category | None = None
    channel: Channel | None = None
    open_only: bool = False
    person: str = ""
    incident_id: UUID | None = None

    def lets(self, entry: LogEntry, corrected: Mapping[UUID, int]) -> bool:
        """Whether a line passes; `corrected` as in `Part`."""
        who = f"{entry.unit}\n{entry.person}\n{entry.by_name}\n{entry.responsible}".casefold()
        return (
            (self.shift_id is None or entry.shift_id == self.shift_id)
            and (self.since is None or entry.at >= self.since)
            and (self.until is None or entry.at < self.until)
            and (self.way is None or entry.way is self.way)
            and (self.channel is None or entry.channel is self.channel)
            and (self.category is None or entry.category is self.category)
            and (self.incident_id is None or entry.incident_id == self.incident_id)
            and self.person.strip().casefold() in who
            and not (self.open_only and (entry.status is Handling.DONE or entry.id in corrected))
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Between two lines. `seq` None: at the beginning of the shift's newest lines."""

    shift_id: UUID
    starts_at: datetime
    seq: int | None = None
    written_at: datetime | None = None
    key: UUID | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Lines newest first. `corrected`: id of a corrected line -> number of the line that corrects it.
    `grave`: ids of incidents that are 特别重大, whose times are told to the second.

    `next` is where to go on, None at the end of the record. A part may hold fewer lines than asked for,
    even none, and yet have a `next`: what is rare is looked for shift by shift, so that nobody who
    wants to write waits for it.
    """

    entries: tuple[LogEntry, ...] = ()
    corrected: Mapping[UUID, int] = field(default_factory=lambda: MappingProxyType({}))
    grave: frozenset[UUID] = frozenset()
    next: Place | None = None


class LogReads(Protocol):
    """Answered by the store; read on the store thread."""

    def part(self, sieve: Sieve, after: Place | None, count: int) -> Part:
        """From the newest line on, or from `after`; shifts newest first, in them the highest number
        first: a clock that ran ahead and was put back does not mix the lines."""
        ...

    def grave(self, keys: list[UUID]) -> frozenset[UUID]:
        """Which of these incidents are 特别重大."""
        ...

    def corrected(self, keys: list[UUID]) -> dict[UUID, int]:
        """Which of these lines are corrected, and by which number."""
        ...

    def revisions(self, key: UUID) -> list[LogEntry]:
        """The line, what it corrects and what corrects it, the oldest first; [] for no such line."""
        ...
