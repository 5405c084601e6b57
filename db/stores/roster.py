"""The roster, read back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

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
from db.stores.reader import Reader
from db.tables.duty import crew_place, shift
from db.tables.people import officer
from db.tables.roster import (
    absence,
    calendar_day,
    crew_post,
    deputy,
    duty_hours,
    group_member,
    roster_change,
    roster_month,
    roster_slot,
)
from db.tables.study import special_period


class RosterRows(Reader):
    """Answers `app.duty.roster.store.RosterStore`."""

    def month(self, first: date) -> RosterMonth | None:
        held = roster_month.c.month == first
        newest = (roster_month.c.made_at.desc(), roster_month.c.id.desc())
        return self._one("roster_month", sa.select(roster_month).where(held).order_by(*newest))

    def slot(self, key: UUID) -> RosterSlot | None:
        return self._one("roster_slot", sa.select(roster_slot).where(roster_slot.c.id == key))

    def slots(self, begin: datetime, end: datetime) -> list[RosterSlot]:
        months = sa.select(roster_month.c.id, roster_month.c.month)
        with self._db.read() as connection:
            newest: dict[date, UUID] = {}
            for row in connection.execute(
                months.order_by(roster_month.c.made_at, roster_month.c.id)
            ):
                newest[row.month] = row.id
        held = (roster_slot.c.starts_at >= begin) & (roster_slot.c.starts_at < end)
        query = sa.select(roster_slot).where(held, roster_slot.c.month_id.in_(newest.values()))
        return self._all("roster_slot", query.order_by(roster_slot.c.starts_at, roster_slot.c.sort))

    def changes(self, begin: datetime, end: datetime) -> list[RosterChange]:
        held = (roster_slot.c.starts_at >= begin) & (roster_slot.c.starts_at < end)
        among = sa.select(roster_slot.c.id).where(held)
        mine = roster_change.c.slot_id.in_(among) | roster_change.c.other_slot_id.in_(among)
        return self._all(
            "roster_change",
            sa.select(roster_change)
            .where(mine)
            .order_by(roster_change.c.asked_at, roster_change.c.id),
        )

    def absences(self, first: date, last: date) -> list[Absence]:
        held = (absence.c.first <= last) & (absence.c.last >= first) & ~absence.c.cancelled
        return self._all(
            "absence", sa.select(absence).where(held).order_by(absence.c.first, absence.c.id)
        )

    def deputies(self) -> list[Deputy]:
        held = sa.select(deputy).where(deputy.c.active).order_by(deputy.c.id)
        return self._all("deputy", held)

    def crew_posts(self) -> list[CrewPost]:
        return self._all("crew_post", sa.select(crew_post).order_by(crew_post.c.id))

    def members(self) -> list[GroupMember]:
        return self._all("group_member", sa.select(group_member).order_by(group_member.c.id))

    def hours(self) -> list[DutyHours]:
        rows = sa.select(duty_hours).order_by(duty_hours.c.since, duty_hours.c.made_at)
        return self._all("duty_hours", rows)

    def calendar_days(self) -> list[CalendarDay]:
        return self._all("calendar_day", sa.select(calendar_day).order_by(calendar_day.c.id))

    def special_periods(self) -> list[SpecialPeriod]:
        order = (special_period.c.first, special_period.c.id)
        return self._all("special_period", sa.select(special_period).order_by(*order))

    def everybody(self) -> list[Officer]:
        official = (officer.c.sort, officer.c.name, officer.c.id)
        return self._all("officer", sa.select(officer).order_by(*official))

    def shifts(self, begin: datetime, end: datetime) -> list[Shift]:
        held = (shift.c.starts_at >= begin) & (shift.c.starts_at < end)
        return self._all("shift", sa.select(shift).where(held).order_by(shift.c.starts_at))

    def crews(self, shift_ids: Collection[UUID]) -> list[CrewPlace]:
        held = crew_place.c.shift_id.in_(shift_ids) & crew_place.c.active
        return self._all("crew_place", sa.select(crew_place).where(held).order_by(crew_place.c.id))
