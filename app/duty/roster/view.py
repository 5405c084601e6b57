"""A month as it is looked at, judged and printed: days, who serves, what stands in the way, shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from app.base.clock import SHANGHAI
from app.duty.holidays import Calendar, DayKind, DayRule
from app.duty.periods import DAY, Periods, Span
from app.duty.roster.changes import ALIVE, Served, apply, unfit
from app.duty.roster.conflicts import Around, Conflict, conflicts, day_of, late_leader
from app.duty.roster.generate import groups
from app.duty.roster.records import (
    Absence,
    Deputy,
    RosterChange,
    RosterMonth,
    RosterSlot,
)
from app.duty.roster.rules import RosterRules, Template
from app.duty.roster.store import RosterStore
from app.duty.special import SpecialPeriod, holding
from app.people.records import Officer, Role

AROUND = 8 * DAY
"""So far beyond the month's ends weeks and shifts in a row are looked at."""


@dataclass(frozen=True, slots=True)
class Row:
    """One shift of the month. `note`: the holiday's name; `rest` 休, 班 or ""; `special`: the special
    periods it falls into."""

    span: Span
    kind: DayKind
    rest: str
    note: str
    served: tuple[Served, ...]
    special: tuple[SpecialPeriod, ...] = ()

    def at(self, place: tuple[Role, int]) -> Served | None:
        """Who holds the n-th place of a post; None: this crew has no such place."""
        held = [one for one in self.served if one.slot.post is place[0]]
        return held[place[1]] if place[1] < len(held) else None


@dataclass(frozen=True, slots=True)
class Turns:
    """How many shifts somebody serves. Nights are shifts over midnight that are not a whole day."""

    shifts: int = 0
    weekends: int = 0
    holidays: int = 0
    nights: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """What one member of a rotation serves: in this month, and in its whole year, months before and
    after it included."""

    post: Role
    officer_id: UUID
    name: str
    month: Turns
    year: Turns


@dataclass(frozen=True, slots=True)
class MonthView:
    """`places` are the columns; `known` is False while the year's notice is not here.

    `slots` by key are those of the month as really held, for whoever asks for a change; `unfit` changes are
    in force and move nobody: somebody else stands there.
    """

    first: date
    month: RosterMonth | None
    rows: tuple[Row, ...]
    places: tuple[tuple[Role, int], ...]
    conflicts: tuple[Conflict, ...]
    changes: tuple[RosterChange, ...]
    unfit: frozenset[UUID]
    shares: tuple[Share, ...]
    officers: Mapping[UUID, Officer]
    groups: Mapping[Role, Sequence[UUID]]
    absences: tuple[Absence, ...]
    deputies: tuple[Deputy, ...]
    templates: Mapping[str, Template]
    known: bool
    periods: Periods
    sources: tuple[str, ...]

    @property
    def slots(self) -> dict[UUID, RosterSlot]:
        return {one.slot.id: one.slot for row in self.rows for one in row.served}

    def name(self, officer_id: UUID | None) -> str:
        """ "" for nobody."""
        if officer_id is None:
            return ""
        officer = self.officers.get(officer_id)
        return officer.name if officer else "不详"


class Months:
    """Reads months. Runs on the store thread."""

    def __init__(self, store: RosterStore, rules: RosterRules) -> None:
        self._store = store
        self._rules = rules

    def rules(self) -> RosterRules:
        """With the crews and hours of the office over those of the file, and the special periods."""
        rules = self._rules.with_posts(self._store.crew_posts())
        return rules.with_hours(self._store.hours()).with_special(self._store.special_periods())

    def calendar(self) -> Calendar:
        return Calendar(self._store.calendar_days())

    def around(self, begin: date, end: date, rules: RosterRules) -> Around:
        return Around(
            {one.id: one for one in self._store.everybody()},
            self._store.absences(begin, end),
            self._store.deputies(),
            rules.permanent_posts(),
            rules.a_week,
        )

    def served(self, begin: datetime, end: datetime) -> list[Served]:
        """As really held. Changes reach over a month's end, so those of both sides are read."""
        slots = self._store.slots(begin, end)
        return apply(slots, self._store.changes(begin, end))

    def view(self, first: date, now: datetime) -> MonthView:
        begin, end = bounds(first)
        rules, calendar = self.rules(), self.calendar()
        around = self.around(begin.date() - AROUND, end.date() + AROUND, rules)
        wide_of = begin - AROUND, end + AROUND
        wide_changes = self._store.changes(*wide_of)
        wide_slots = self._store.slots(*wide_of)
        wide = apply(wide_slots, wide_changes)
        served = [one for one in wide if begin <= one.slot.starts_at < end]
        changes = self._store.changes(begin, end)
        held = groups(rules, list(around.officers.values()), self._store.members())
        rows = _rows(first, served, calendar, rules)
        return MonthView(
            first=first,
            month=self._store.month(first),
            rows=rows,
            places=_places(rows, calendar, rules),
            conflicts=tuple(
                sorted(
                    [
                        *_conflicts(wide, served, changes, around, rules),
                        *self._late_leaders(served, now, rules),
                    ],
                    key=lambda c: (c.day, not c.error),
                )
            ),
            changes=tuple(changes),
            unfit=frozenset(unfit(wide_slots, wide_changes)),
            shares=tuple(self._shares(first, served, calendar, held, around.officers)),
            officers=around.officers,
            groups=held,
            absences=tuple(self._store.absences(begin.date(), end.date() - DAY)),
            deputies=tuple(self._store.deputies()),
            templates=rules.templates,
            known=all(calendar.kind(row.span.day) is not DayKind.UNKNOWN for row in rows),
            periods=rules.periods,
            sources=(*rules.sources, *_crews(rows, rules)),
        )

    def _late_leaders(
        self, served: Sequence[Served], now: datetime, rules: RosterRules
    ) -> list[Conflict]:
        """Shifts about to begin whose leader, as published, is another than the roster now has."""
        shifts = self._store.shifts(now, now + rules.leader_notice)
        known = {
            place.shift_id: place.officer_id
            for place in self._store.crews([shift.id for shift in shifts])
            if place.post is Role.LEADER
        }
        of_start = {shift.starts_at: known.get(shift.id) for shift in shifts}
        found = []
        for one in served:
            published = of_start.get(one.slot.starts_at)
            if published is not None and published != one.slot.officer_id:
                late = late_leader(one.slot, now, rules.leader_notice)
                found += [late] if late is not None else []
        return found

    def _shares(
        self,
        first: date,
        served: Sequence[Served],
        calendar: Calendar,
        held: Mapping[Role, Sequence[UUID]],
        officers: Mapping[UUID, Officer],
    ) -> list[Share]:
        year, _ = bounds(date(first.year, 1, 1))
        past, _ = bounds(date(first.year + 1, 1, 1))
        whole = self.served(year, past)
        of_year, of_month = _count(whole, calendar), _count(served, calendar)
        return [
            Share(post, who, officers[who].name, _turns(of_month, key), _turns(of_year, key))
            for post, members in held.items()
            if any(one.slot.post is post for one in served)
            for who in members
            for key in [(post, who)]
        ]


def bounds(first: date) -> tuple[datetime, datetime]:
    """A month's first moment and the next one's, in Shanghai."""
    following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    begin, end = (datetime(day.year, day.month, 1, tzinfo=SHANGHAI) for day in (first, following))
    return begin, end


def days_of(first: date) -> list[date]:
    begin, end = bounds(first)
    return [begin.date() + n * DAY for n in range((end - begin).days)]


def spread(shares: Sequence[Share], post: Role) -> int:
    """Holiday shifts of the year in one rotation: most less fewest."""
    counts = [share.year.holidays for share in shares if share.post is post]
    return max(counts) - min(counts) if counts else 0


Counts = Counter[tuple[Role, UUID | None, str]]


def _count(served: Sequence[Served], calendar: Calendar) -> Counts:
    """By post and person: shifts of each kind of day, and nights."""
    found: Counts = Counter()
    for one in served:
        slot = one.slot
        kinds = [calendar.kind(day_of(slot)).value, "all"]
        if Span(slot.starts_at, slot.ends_at).night:
            kinds.append("night")
        found.update((slot.post, slot.officer_id, kind) for kind in kinds)
    return found


def _turns(counts: Counts, key: tuple[Role, UUID]) -> Turns:
    kinds = ("all", DayKind.WEEKEND.value, DayKind.HOLIDAY.value, "night")
    return Turns(*(counts[(*key, kind)] for kind in kinds))


def _rows(
    first: date, served: Sequence[Served], calendar: Calendar, rules: RosterRules
) -> tuple[Row, ...]:
    """The shifts that are there; for days without any, those the rules tell."""
    by_span: dict[Span, list[Served]] = {}
    for one in served:
        by_span.setdefault(Span(one.slot.starts_at, one.slot.ends_at), []).append(one)
    there = {span.day for span in by_span}
    for day in days_of(first):
        if day not in there:
            by_span.update({span: [] for span in rules.periods.of_day(day)})
    rows = []
    for span in sorted(by_span, key=lambda span: span.starts_at):
        kind, told = calendar.kind(span.day), calendar.row(span.day)
        makeup = told is not None and told.rule is DayRule.MAKEUP
        rest = "班" if makeup else "休" if kind in (DayKind.HOLIDAY, DayKind.WEEKEND) else ""
        note = told.name + ("补班" if makeup else "") if told else ""
        special = tuple(holding(rules.special, span.day))
        rows.append(Row(span, kind, rest, note, tuple(by_span[span]), special))
    return tuple(rows)


def _places(
    rows: Sequence[Row], calendar: Calendar, rules: RosterRules
) -> tuple[tuple[Role, int], ...]:
    """The columns: every place that a shift of the month has, in the order of the crews."""
    counts: dict[Role, int] = {}
    for row in rows:
        posts = [one.slot.post for one in row.served]
        if not posts and row.kind is not DayKind.UNKNOWN:
            posts = [post.post for post in rules.template(row.kind, row.span.day).places()]
        for post, count in Counter(posts).items():
            counts[post] = max(counts.get(post, 0), count)
    order = list(Role)
    return tuple((post, n) for post in sorted(counts, key=order.index) for n in range(counts[post]))


def _conflicts(
    wide: Sequence[Served],
    served: Sequence[Served],
    changes: Sequence[RosterChange],
    around: Around,
    rules: RosterRules,
) -> list[Conflict]:
    """Those of the month itself; a change of the leader's place counts from when it was asked for."""
    mine = {one.slot.id: one.slot for one in served}
    found = [c for c in conflicts([one.slot for one in wide], around) if mine.keys() & set(c.slots)]
    for change in changes:
        for key in (change.slot_id, change.other_slot_id):
            if change.state in ALIVE and key in mine:
                late = late_leader(mine[key], change.asked_at, rules.leader_notice)
                found += [late] if late is not None and late not in found else []
    return found


def _crews(rows: Sequence[Row], rules: RosterRules) -> list[str]:
    kinds = [(row.kind, row.span.day) for row in rows if row.kind is not DayKind.UNKNOWN]
    names = {rules.template(kind, day).name for kind, day in kinds}
    return [f"{name}：{rules.templates[name].source}" for name in sorted(names)]
