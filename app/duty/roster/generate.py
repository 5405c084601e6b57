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
IN_A_ROW = 4
"""What a shift next to another weighs: more than all other warnings together."""


@dataclass(frozen=True, slots=True)
class Place:
    """One post of one shift, and who is to hold it. None: nobody may. `acts_for`: the A who is away."""

    span: Span
    post: Role
    sort: int
    officer_id: UUID | None
    acts_for: UUID | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """A shift somebody had, or keeps. `turn_of`: whose turn it was, A's when B acted."""

    span: Span
    post: Role
    officer_id: UUID
    turn_of: UUID


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a roster is drawn from. `groups`: post -> its rotation in order. `before`: turns of this year
    and of the last, so that turns go on over New Year; `kept`: (beginning, place) -> who stays
    there, and for whom."""

    rules: RosterRules
    calendar: Calendar
    around: Around
    groups: Mapping[Role, Sequence[UUID]]
    before: Sequence[Turn] = ()
    kept: Mapping[tuple[datetime, int], tuple[UUID, UUID | None]] = field(default_factory=dict)


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
    return [
        Turn(Span(s.starts_at, s.ends_at), s.post, s.officer_id, s.acts_for or s.officer_id)
        for s in slots
        if s.officer_id
    ]


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
            self._note(turn, counted=turn.span.day.year == year)

    def fill(self) -> list[Place]:
        made: dict[tuple[Span, int], Place] = {}
        for place in self._kept():
            made[place.span, place.sort] = place
            self._serve(place)
        for kind in ORDER:
            for span in self._spans:
                if self._kind[span] is not kind:
                    continue
                for sort, post in enumerate(self._places(span)):
                    if (span, sort) not in made:
                        who, acts_for = self._choose(span, post, kind)
                        made[span, sort] = Place(span, post.post, sort, who, acts_for)
                        self._serve(made[span, sort])
        return [made[key] for key in sorted(made, key=lambda key: (key[0].starts_at, key[1]))]

    def _places(self, span: Span) -> list[Post]:
        return self._given.rules.template(self._kind[span], span.day).places()

    def _kept(self) -> list[Place]:
        return [
            Place(span, post.post, sort, *self._given.kept[span.starts_at, sort])
            for span in self._spans
            for sort, post in enumerate(self._places(span))
            if (span.starts_at, sort) in self._given.kept
        ]

    def _choose(self, span: Span, post: Post, kind: DayKind) -> tuple[UUID | None, UUID | None]:
        """Who is free, would not serve in a row, had fewest such days, and whose turn it is.

        When that is somebody who is away and has a B, it is B for A: the turn counts as A's.
        """
        group = list(self._given.groups.get(post.post, ()))
        last = self._last.get((post.post, kind))
        after = group.index(last) + 1 if last in group else 0

        def order(one: UUID) -> tuple[int, int, int]:
            turn = (group.index(one) - after) % len(group)
            return self._strain(one, span), self._counts[one, post.post, kind], turn

        there = [one for one in group if span.starts_at not in self._starts.get(one, ())]
        if there:
            first = min(there, key=order)
            deputy = self._deputy(first, span, post)
            if deputy is not None:
                return deputy, first
        free = [one for one in there if not self._away(one, span)]
        return (min(free, key=order), None) if free else (None, None)

    def _away(self, officer_id: UUID, span: Span) -> bool:
        return self._given.around.absence(officer_id, span.day) is not None

    def _deputy(self, a: UUID, span: Span, post: Post) -> UUID | None:
        """B of an A who is away: one who may hold the post, is free, and would not serve in a row."""
        around = self._given.around
        if not self._away(a, span):
            return None
        for b in (one.b_id for one in around.deputies if one.active and one.a_id == a):
            officer = around.officers.get(b)
            busy = span.starts_at in self._starts.get(b, ()) or self._away(b, span)
            if officer is None or not officer.active or busy or self._strain(b, span) >= IN_A_ROW:
                continue
            if b in self._given.groups.get(post.post, ()) or post.takes(officer):
                return b
        return None

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
        return IN_A_ROW * in_a_row + 2 * away + many

    def _serve(self, place: Place) -> None:
        if place.officer_id is not None:
            turn_of = place.acts_for or place.officer_id
            self._note(Turn(place.span, place.post, place.officer_id, turn_of))

    def _note(self, turn: Turn, counted: bool = True) -> None:
        """Who serves is tired by it; whose turn it was has had it."""
        span, who = turn.span, turn.officer_id
        self._starts.setdefault(who, set()).add(span.starts_at)
        self._ends.setdefault(who, set()).add(span.ends_at)
        self._weeks[who, _week(span.day)] += 1
        kind = self._kind.get(span) or self._given.calendar.kind(span.day)
        self._last[turn.post, kind] = turn.turn_of
        if counted:
            self._counts[turn.turn_of, turn.post, kind] += 1


def _week(day: date) -> tuple[int, int]:
    year, week, _ = day.isocalendar()
    return year, week
