"""What the roster needs of a store."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from app.duty.holidays import CalendarDay
from app.duty.records import CrewPlace, Shift
from app.duty.roster.records import (
    Absence,
    CrewPost,
    Deputy,
    DutyHours,
    GroupMember,
    RosterChange,
    RosterMonth,
    RosterSlot,
)
from app.duty.special import SpecialPeriod
from app.people.records import Officer


class RosterStore(Protocol):
    """Times are half-open: begin is inside, end is not."""

    def month(self, first: date) -> RosterMonth | None:
        """The newest roster of the month; older ones were drawn anew."""
        ...

    def slot(self, key: UUID) -> RosterSlot | None: ...

    def slots(self, begin: datetime, end: datetime) -> list[RosterSlot]:
        """Of the newest roster of each month, by time and place."""
        ...

    def changes(self, begin: datetime, end: datetime) -> list[RosterChange]:
        """That touch a slot which begins then, in any state, oldest first."""
        ...

    def absences(self, first: date, last: date) -> list[Absence]:
        """That hold on one of these days and were not cancelled."""
        ...

    def deputies(self) -> list[Deputy]: ...

    def crew_posts(self) -> list[CrewPost]: ...

    def members(self) -> list[GroupMember]: ...

    def hours(self) -> list[DutyHours]:
        """By the day they hold from; of one day the last made comes last."""
        ...

    def calendar_days(self) -> list[CalendarDay]:
        """As they were written."""
        ...

    def special_periods(self) -> list[SpecialPeriod]:
        """Withdrawn ones too."""
        ...

    def everybody(self) -> list[Officer]:
        """In official order, those too who may not sign in any more."""
        ...

    def shifts(self, begin: datetime, end: datetime) -> list[Shift]: ...

    def crews(self, shift_ids: Collection[UUID]) -> list[CrewPlace]: ...
