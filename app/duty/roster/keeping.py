"""What a roster is made of, kept by the office: leave, A and B, days off, crews, rotations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from app.base.clock import SHANGHAI, Clock, local
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.duty.holidays import CalendarDay, RefusedRow, Told, row_of, rows_in
from app.duty.periods import hours_of, written
from app.duty.roster.records import (
    Absence,
    AbsenceKind,
    CrewPost,
    Deputy,
    DutyHours,
    GroupMember,
)
from app.duty.roster.rules import Post
from app.duty.roster.store import RosterStore
from app.people.records import Officer, Role
from app.people.rights import Act, demand

LONGEST_DAYS = 366
FAR = timedelta(days=800)
"""So far ahead shifts are looked for."""


class Keeping:
    """Runs on the store thread. Everything asks for Act.ROSTER."""

    def __init__(self, ledger: Ledger, store: RosterStore, clock: Clock, mark: Mark) -> None:
        self._ledger = ledger
        self._store = store
        self._clock = clock
        self._mark = mark

    def absent(
        self,
        by: Officer,
        officer_id: UUID,
        first: date,
        last: date,
        kind: AbsenceKind,
        reason: str = "",
    ) -> Absence:
        """Both days belong to it. `Refused("last", …)`: before_first, too_long."""
        demand(by, Act.ROSTER)
        if last < first:
            raise Refused("last", "before_first")
        if (last - first).days >= LONGEST_DAYS:
            raise Refused("last", "too_long", most=LONGEST_DAYS)
        made = Absence(new_id(), officer_id, first, last, kind, reason.strip(), False, self._mark)
        subject = ("absence", str(made.id))
        with self._ledger.change(str(by.id), "absence.enter", subject) as change:
            change.put("absence", made)
        return made

    def back(self, by: Officer, seen: Absence) -> Absence:
        """The absence never was, or is over as a whole."""
        demand(by, Act.ROSTER)
        made = replace(seen, cancelled=True)
        with self._ledger.change(str(by.id), "absence.cancel", ("absence", str(seen.id))) as change:
            change.put("absence", made, seen=seen)
        return made

    def pair(self, by: Officer, a_id: UUID, b_id: UUID) -> Deputy:
        """B acts when A is away. `Refused("b", …)`: same_person, has_one."""
        demand(by, Act.ROSTER)
        if a_id == b_id:
            raise Refused("b", "same_person")
        if any(one.a_id == a_id for one in self._store.deputies()):
            raise Refused("b", "has_one")
        made = Deputy(new_id(), a_id, b_id, True, self._mark)
        with self._ledger.change(str(by.id), "deputy.enter", ("deputy", str(made.id))) as change:
            change.put("deputy", made)
        return made

    def unpair(self, by: Officer, seen: Deputy) -> None:
        demand(by, Act.ROSTER)
        with self._ledger.change(str(by.id), "deputy.end", ("deputy", str(seen.id))) as change:
            change.put("deputy", replace(seen, active=False), seen=seen)

    def set_days(self, by: Officer, days: Sequence[Told]) -> None:
        """Rows of the calendar; one that is there for the day already is changed."""
        demand(by, Act.ROSTER)
        held = {row.day: row for row in self._store.calendar_days()}
        with self._ledger.change(str(by.id), "calendar.set", ("calendar_day", "all")) as change:
            for told in days:
                seen: CalendarDay | None = held.get(told.day)
                made = row_of(told, self._mark)
                if seen is not None:
                    made = replace(made, id=seen.id)
                if made != seen:
                    change.put("calendar_day", made, seen=seen)

    def take_notice(self, by: Officer, rows: Sequence[Sequence[str]]) -> list[RefusedRow]:
        """A notice as a sheet of days; what was refused of it. The rest is kept."""
        demand(by, Act.ROSTER)
        told, refused = rows_in(rows)
        if told:
            self.set_days(by, told)
        return refused

    def set_crew(self, by: Officer, template: str, posts: Sequence[Post]) -> None:
        """The posts of a crew in order, instead of those it had. `Refused("posts", …)`: missing, count."""
        demand(by, Act.ROSTER)
        if not posts:
            raise Refused("posts", "missing")
        if any(post.count < 1 or not post.roles for post in posts):
            raise Refused("posts", "count")
        held = [row for row in self._store.crew_posts() if row.template == template]
        subject = ("crew_post", template)
        with self._ledger.change(str(by.id), "crew.set", subject) as change:
            for sort, post in enumerate(posts):
                seen = held[sort] if sort < len(held) else None
                made = CrewPost(
                    seen.id if seen else new_id(),
                    template,
                    post.post,
                    post.count,
                    post.permanent,
                    tuple(role.value for role in post.roles),
                    sort,
                    True,
                    self._mark,
                )
                if made != seen:
                    change.put("crew_post", made, seen=seen)
            for seen in held[len(posts) :]:
                if seen.active:
                    change.put("crew_post", replace(seen, active=False), seen=seen)

    def set_hours(self, by: Officer, since: date, periods: Sequence[str]) -> DutyHours:
        """The shifts of a day from `since` on, as `periods.hours_of` reads them. `Refused`: periods
        not_hours, gap; since published, when a shift of that day or later is written down already."""
        demand(by, Act.ROSTER)
        hours = hours_of(periods)
        begin = datetime.combine(since, time(), SHANGHAI)
        if self._store.shifts(begin, begin + FAR):
            last = max(one.starts_at for one in self._store.shifts(begin, begin + FAR))
            raise Refused("since", "published_until", day=f"{local(last).date():%m-%d}")
        made = DutyHours(new_id(), since, written(hours), self._clock.now(), self._mark)
        subject = ("duty_hours", str(made.id))
        with self._ledger.change(str(by.id), "hours.set", subject) as change:
            change.put("duty_hours", made)
        return made

    def set_group(self, by: Officer, post: Role, members: Sequence[UUID]) -> None:
        """The rotation of a post in order; none at all = everybody whose own post it is."""
        demand(by, Act.ROSTER)
        if len(set(members)) < len(members):
            raise Refused("members", "twice")
        held = {row.officer_id: row for row in self._store.members() if row.post is post}
        subject = ("group_member", post.value)
        with self._ledger.change(str(by.id), "group.set", subject) as change:
            for sort, who in enumerate(members):
                seen = held.pop(who, None)
                key = seen.id if seen else new_id()
                made = GroupMember(key, post, who, sort, True, self._mark)
                if made != seen:
                    change.put("group_member", made, seen=seen)
            for seen in held.values():
                if seen.active:
                    change.put("group_member", replace(seen, active=False), seen=seen)
