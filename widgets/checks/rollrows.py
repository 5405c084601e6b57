"""A town in a round, and how it reads in the matrix."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.base.clock import hhmm
from app.duty.checks import Presence, SpotCheck, Town


@dataclass(frozen=True, slots=True)
class Row:
    """A town in the round: `check` is the one that holds, None = not yet called."""

    town: Town
    check: SpotCheck | None
    attempts: int


@dataclass(slots=True)
class Call:
    """The call under way, in monotonic seconds. `answered_s` None = it still rings."""

    town: UUID
    begun_s: float
    answered_s: float | None = None


def called(row: Row) -> str:
    return hhmm(row.check.at) if row.check else "—"


def alarm(row: Row) -> str:
    """The silent are outlined; who was not yet called is no alarm."""
    return "soon" if row.check and row.check.presence is Presence.SILENT else "quiet"


def seconds_of(row: Row) -> str:
    return "—" if row.check is None or row.check.seconds is None else str(row.check.seconds)


def of(row: Row, field: str) -> str:
    return str(getattr(row.check, field) or "—") if row.check else "—"
