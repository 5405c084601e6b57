"""A month's roster drawn up: rotation by kind of day, holidays dealt out first and evenly.

The same input gives the same roster. Turns are counted in the roster as it was made: who stood in for
whom never changes whose turn is next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from app.base.clock import local
from app.duty.holidays import Calendar, DayKind
from app.duty.periods import Span
from app.duty.roster.conflicts import Around
from app.duty.roster.records import GroupMember, RosterSlot
from app.duty.roster.rules import Post, RosterRules
from app.people.records import Officer, Role

ORDER = (DayKind.HOLIDAY, DayKind.WEEKEND, DayKind.WORKDAY)
"""Those that are hardest to share are dealt out first."""


@dataclass(frozen=True, slots=True)
class Place:
    """One post of one shift, and who is to hold it. None: nobody may."""

    span: Span
    post: Role
    sort: int
    officer_id: UUID | None


@dataclass(frozen=True, slots=True)
class Turn:
    """A shift somebody had, or keeps."""

    span: Span
    post: Role
    officer_id: UUID


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a roster is drawn from. `groups`: post -> its rotation in order. `before`: turns of this year
    and of the last, so that turns go on over New Year; `kept`: (beginning, place) -> who stays there."""

    rules: RosterRules
    calendar: Calendar
    around: Around
    groups: Mapping[Role, Sequence[UUID]]
    before: Sequence[Turn] = ()
    kept: Mapping[tuple[datetime, int], UUID] = field(default_factory=dict)


def draw(days: Sequence[date], given: Drawing) -> list[Place]:
    """Every place of these days, by time and order of the crew.

    `Refused("month", "year_unknown")` when the kind of one of the days is not known.
    """
    given.calendar.demand(days)
    return _Table(days, given).fill()


def groups(
    rules: RosterRules, officers: Sequence[Officer], members: Sequence[GroupMember]
) -> dict[Role, list[UUID]]:
    """The rotation of every post: its members, or all who may hold it in the official order."""
    posts: dict[Role, Post] = {}
    for template in rules.templates.values():
        for post in template.posts:
            posts.setdefault(post.post, post)
    active = {one.id: one for one in officers if one.active}
    found: dict[Role, list[UUID]] = {}
    for role, post in posts.items():
        own = sorted((m for m in members if m.active and m.post is role), key=lambda m: m.sort)
        if own:
            found[role] = [m.officer_id for m in own if m.officer_id in active]
            continue
        taken = [one for one in active.values() if post.takes(one)]
        taken.sort(key=lambda one: (post.roles.index(one.role), one.sort))
        first = [one for one in taken if one.role is post.roles[0]]
        found[role] = [one.id for one in first or taken]
    return found


def turns_of(slots: Sequence[RosterSlot]) -> list[Turn]:
    return [Turn(Span(s.starts_at, s.ends_at), s.post, s.officer_id) for s in slots if s.officer_id]


class _Table:
    """Fills place after place; remembers who serves when and how often."""

    def __init__(self, days: Sequence[date], given: Drawing) -> None:
        self._given = given
        self._spans = [span for day in days for span in given.rules.periods.of_day(day)]
        self._kind = {span: given.calendar.kind(span.day) for span in self._spans}
        self._starts: dict[UUID, set[datetime]] = {}
        self._ends: dict[UUID, set[datetime]] = {}
        self._weeks: Counter[tuple[UUID, tuple[int, int]]] = Counter()
        self._counts: Counter[tuple[UUID, Role, DayKind]] = Counter()
        self._last: dict[tuple[Role, DayKind], UUID] = {}
        year = days[0].year if days else 0
        for turn in sorted(given.before, key=lambda turn: turn.span.starts_at):
            self._note(turn.span, turn.post, turn.officer_id, counted=turn.span.day.year == year)

    def fill(self) -> list[Place]:
        made: dict[tuple[Span, int], Place] = {}
        for (span, sort, post), who in self._kept():
            made[span, sort] = Place(span, post.post, sort, who)
            self._note(span, post.post, who)
        for kind in ORDER:
            for span in self._spans:
                if self._kind[span] is not kind:
                    continue
                for sort, post in enumerate(self._places(span)):
                    if (span, sort) not in made:
                        chosen = self._choose(span, post, kind)
                        made[span, sort] = Place(span, post.post, sort, chosen)
                        if chosen is not None:
                            self._note(span, post.post, chosen)
        return [made[key] for key in sorted(made, key=lambda key: (key[0].starts_at, key[1]))]

    def _places(self, span: Span) -> list[Post]:
        return self._given.rules.template(self._kind[span], span.day).places()

    def _kept(self) -> list[tuple[tuple[Span, int, Post], UUID]]:
        return [
            ((span, sort, post), self._given.kept[span.starts_at, sort])
            for span in self._spans
            for sort, post in enumerate(self._places(span))
            if (span.starts_at, sort) in self._given.kept
        ]

    def _choose(self, span: Span, post: Post, kind: DayKind) -> UUID | None:
        """Who is free, would not serve in a row, had fewest such days, and whose turn it is."""
        group = list(self._given.groups.get(post.post, ()))
        free = [one for one in group if self._free(one, span)]
        if not free:
            return None
        last = self._last.get((post.post, kind))
        after = group.index(last) + 1 if last in group else 0
        return min(
            free,
            key=lambda one: (
                self._strain(one, span),
                self._counts[one, post.post, kind],
                (group.index(one) - after) % len(group),
            ),
        )

    def _free(self, officer_id: UUID, span: Span) -> bool:
        around = self._given.around
        return (
            span.starts_at not in self._starts.get(officer_id, ())
            and around.absence(officer_id, span.day) is None
        )

    def _strain(self, officer_id: UUID, span: Span) -> int:
        """How many warnings this turn would be."""
        in_a_row = span.starts_at in self._ends.get(
            officer_id, ()
        ) or span.ends_at in self._starts.get(officer_id, ())
        over = local(span.ends_at)
        away = (
            over.time() > over.time().min
            and self._given.around.absence(officer_id, over.date()) is not None
        )
        many = self._weeks[officer_id, _week(span.day)] >= self._given.around.a_week
        return 4 * in_a_row + 2 * away + many

    def _note(self, span: Span, post: Role, officer_id: UUID, counted: bool = True) -> None:
        self._starts.setdefault(officer_id, set()).add(span.starts_at)
        self._ends.setdefault(officer_id, set()).add(span.ends_at)
        self._weeks[officer_id, _week(span.day)] += 1
        kind = self._kind.get(span) or self._given.calendar.kind(span.day)
        self._last[post, kind] = officer_id
        if counted:
            self._counts[officer_id, post, kind] += 1


def _week(day: date) -> tuple[int, int]:
    year, week, _ = day.isocalendar()
    return year, week
