"""What rule books ask of an incident besides its clocks: whom else to tell, levels above, 补报, 核报."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.base.clock import local_day
from app.duty.holidays import Calendar, DayKind
from app.incidents.records import Deadline, Incident, IncidentStatus, Level, ReportWay
from app.reports.deadlines import Times, chain, earliest, latest, supplement_said
from app.reports.profiles import Profile, Start


@dataclass(frozen=True, slots=True)
class Hop:
    """A level of the legal chain: 县→市 before `due`; `done_at` when it was told, None = not known."""

    name: str
    due: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Added:
    """Until `last` a change of dead and hurt must be added; `today` says what one of today would mean."""

    days: int
    last: date
    today: str
    source: str


@dataclass(frozen=True, slots=True)
class Verified:
    """核报: so many working days after the event is stable. `due` None: not stable yet, or the days off
    of the year are not known."""

    name: str
    days: int
    stable: bool
    due: date | None


@dataclass(frozen=True, slots=True)
class Book:
    """One rule book that binds the incident. `limits`: its earliest limit of each way that is ours."""

    key: str
    name: str
    source: str
    limits: Mapping[ReportWay, datetime]
    tell: tuple[str, ...]
    may: tuple[str, ...]
    hops: tuple[Hop, ...]
    added: Added | None
    verified: Verified | None

    @property
    def says_more(self) -> bool:
        return bool(self.tell or self.may or self.hops or self.added or self.verified)


@dataclass(frozen=True, slots=True)
class Duties:
    """`first`: of each way the earliest limit and the name of the rule book that sets it."""

    books: tuple[Book, ...]
    first: Mapping[ReportWay, tuple[datetime, str]]

    def book(self, key: str) -> Book | None:
        return next((one for one in self.books if one.key == key), None)

    def others(self, clock: Deadline) -> list[tuple[datetime, str]]:
        """What the other rule books set for the way of this clock, earliest first."""
        return sorted(
            (one.limits[clock.way], one.name)
            for one in self.books
            if one.key != clock.profile and clock.way in one.limits
        )


def duties_of(
    incident: Incident,
    binding: Sequence[Profile],
    clocks: Sequence[Deadline],
    calendar: Calendar,
    stable_at: datetime | None,
    today: date,
) -> Duties:
    """`binding`: the rule books in force for it; `clocks`: all of the incident, met ones too."""
    times = Times(incident.received_at, incident.happened_at, _known_at(binding, clocks))
    books = tuple(
        _book(one, incident, times, clocks, calendar, stable_at, today) for one in binding
    )
    first = {}
    for way in ReportWay:
        found = earliest(binding, incident.level, times, way)
        if found is not None:
            first[way] = (found[0], found[1].name)
    return Duties(books, first)


def _book(
    profile: Profile,
    incident: Incident,
    times: Times,
    clocks: Sequence[Deadline],
    calendar: Calendar,
    stable_at: datetime | None,
    today: date,
) -> Book:
    level = incident.level
    limits = {way: latest(profile, level, times, way) for way in ReportWay}
    return Book(
        key=profile.key,
        name=profile.name,
        source=profile.source,
        limits={way: due for way, due in limits.items() if due is not None},
        tell=profile.tell,
        may=profile.also(level),
        hops=tuple(_hops(profile, level, times, clocks)),
        added=_added(profile, incident, today),
        verified=_verified(profile, incident.status, calendar, stable_at),
    )


def _known_at(binding: Iterable[Profile], clocks: Iterable[Deadline]) -> datetime | None:
    """When the fact that gave the level was known: the latest start of a clock that counts from it."""
    counting = {
        (profile.key, limit.key)
        for profile in binding
        for limit in profile.limits
        if limit.start is Start.KNOWN
    }
    return max(
        (one.starts_at for one in clocks if (one.profile, one.rule) in counting), default=None
    )


def _hops(
    profile: Profile, level: Level, times: Times, clocks: Sequence[Deadline]
) -> Iterable[Hop]:
    """Our own hop is done when its clock was met; what follows counts from then."""
    ours = {limit.key: limit.hop for limit in profile.limits if limit.hop and limit.ours}
    done = {
        ours[one.rule]: one.met_at
        for one in clocks
        if one.profile == profile.key and one.rule in ours and one.met_at is not None
    }
    for name, due in chain(profile, level, times.known_at or times.received_at, done):
        yield Hop(name, due, done.get(name))


def _added(profile: Profile, incident: Incident, today: date) -> Added | None:
    rule = profile.supplement
    if rule is None:
        return None
    day = local_day(incident.happened_at or incident.received_at)
    return Added(
        days=rule.within(incident.kind),
        last=rule.last_day(incident.kind, day),
        today=supplement_said(profile, incident.kind, day, today),
        source=rule.source,
    )


def _verified(
    profile: Profile, status: IncidentStatus, calendar: Calendar, stable_at: datetime | None
) -> Verified | None:
    if not profile.final_days:
        return None
    stable = status not in (IncidentStatus.TO_VERIFY, IncidentStatus.HANDLING)
    due = None
    if stable and stable_at is not None:
        due = working_day(local_day(stable_at), profile.final_days, calendar)
    return Verified(profile.final_name, profile.final_days, stable, due)


def working_day(after: date, count: int, calendar: Calendar) -> date | None:
    """The `count`th working day after a day; None where the days off are not known."""
    day = after
    while count:
        day += timedelta(days=1)
        kind = calendar.kind(day)
        if kind is DayKind.UNKNOWN:
            return None
        count -= kind is DayKind.WORKDAY
    return day
