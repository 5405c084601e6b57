"""Which clocks an incident runs under the rule books in force. Pure: facts in, clocks out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app.base.clock import SHANGHAI, local, local_day
from app.base.ids import new_id
from app.incidents.records import Deadline, Incident, Level, ReportWay
from app.reports.profiles import FollowUp, Limit, Profile, Profiles, Start

TIME_UNKNOWN = "事发时间不明，按接报时间起算"


@dataclass(frozen=True, slots=True)
class Times:
    """What clocks count from, aware. `known_at`: when the fact that gave the level was known here."""

    received_at: datetime
    happened_at: datetime | None = None
    known_at: datetime | None = None


def start_of(limit: Limit, times: Times) -> tuple[datetime, str]:
    """From when it counts, and what must be said of that.

    A limit that counts from the time of occurrence counts from receipt while that is 不详.
    """
    if limit.start is Start.HAPPENED:
        if times.happened_at is None:
            return times.received_at, TIME_UNKNOWN
        return times.happened_at, ""
    if limit.start is Start.KNOWN and times.known_at is not None:
        return times.known_at, ""
    return times.received_at, ""


def running_limits(profile: Profile, level: Level) -> list[Limit]:
    """The limits that are ours at this level."""
    return [limit for limit in profile.limits if limit.ours and limit.binds(level)]


def latest(profile: Profile, level: Level, times: Times, way: ReportWay) -> datetime | None:
    """The earliest limit of one way under one rule book; None when it sets none."""
    limits = [limit for limit in running_limits(profile, level) if limit.way is way]
    return min((start_of(limit, times)[0] + limit.within for limit in limits), default=None)


def earliest(
    profiles: Iterable[Profile], level: Level, times: Times, way: ReportWay
) -> tuple[datetime, Profile] | None:
    """Several rule books bind: the earliest limit is shown, with its name."""
    found = [
        (due, profile)
        for profile in profiles
        if (due := latest(profile, level, times, way)) is not None
    ]
    return min(found, key=lambda one: one[0], default=None)


def chain(
    profile: Profile,
    level: Level,
    received_at: datetime,
    done: Mapping[str, datetime] | None = None,
) -> list[tuple[str, datetime]]:
    """The legal chain if every level used all its time; a hop that was `done` earlier lets the next count
    from then."""
    at, hops = received_at, []
    for limit in profile.limits:
        if limit.hop and limit.binds(level):
            due = at + limit.within
            hops.append((limit.hop, due))
            at = (done or {}).get(limit.hop, due)
    return hops


class Deadlines:
    """Starts the clocks of the rule books in force."""

    def __init__(self, profiles: Profiles) -> None:
        self.profiles = profiles

    def of(self, incident: Incident) -> list[Deadline]:
        """One clock per limit that binds the incident as it is known now, earliest due first."""
        times = Times(incident.received_at, incident.happened_at)
        clocks = [
            clock_of(profile, limit, incident, times)
            for profile in self.binding(incident)
            for limit in running_limits(profile, incident.level)
        ]
        return sorted(clocks, key=lambda clock: (clock.due_at, clock.way))

    def after(
        self, incident: Incident, known_at: datetime | None, held: Iterable[Deadline]
    ) -> list[Deadline]:
        """Clocks that a level brings which was confirmed on a fact known at `known_at`.

        Those that run or were met under a level as high stay as they are: a report already sent is
        judged by the level known then.
        """
        times = Times(incident.received_at, incident.happened_at, known_at)
        ran = {(one.profile, one.rule): one.level for one in held}
        started = []
        for profile in self.binding(incident):
            for limit in running_limits(profile, incident.level):
                before = ran.get((profile.key, limit.key))
                if before is None or (
                    limit.start is Start.KNOWN and _higher(incident.level, before)
                ):
                    started.append(clock_of(profile, limit, incident, times))
        return sorted(started, key=lambda clock: (clock.due_at, clock.way))

    def moved(
        self, incident: Incident, held: Iterable[Deadline]
    ) -> list[tuple[Deadline, Deadline]]:
        """(clock, the same from its true time) for those that run and count from another time now.

        What counts from the moment a fact was known stays where it is.
        """
        times = Times(incident.received_at, incident.happened_at)
        limits = {(p.key, one.key): one for p in self.profiles.all for one in p.limits}
        changed = []
        for clock in held:
            limit = limits.get((clock.profile, clock.rule))
            if clock.met_at is not None or limit is None:
                continue
            if limit.start is Start.KNOWN and clock.level is not Level.NONE:
                continue
            start, note = start_of(limit, times)
            if (start, note) != (clock.starts_at, clock.note):
                new = replace(clock, starts_at=start, due_at=start + limit.within, note=note)
                changed.append((clock, new))
        return changed

    def next_follow_up(self, incident: Incident, after: datetime) -> Deadline | None:
        """The next 续报 that is due after one was sent, under the strictest rule book."""
        found = [
            (due, profile)
            for profile in self.binding(incident)
            for rule in profile.follow_ups
            if rule.binds(incident.level)
            for due in follow_ups(rule, after, 1)
        ]
        if not found:
            return None
        due, profile = min(found, key=lambda one: one[0])
        return Deadline(
            id=new_id(),
            incident_id=incident.id,
            rule="follow_up",
            name="续报",
            source=profile.source,
            starts_at=after,
            due_at=due,
            met_at=None,
            mark=incident.mark,
            way=ReportWay.FOLLOW_UP,
            profile=profile.key,
            level=incident.level,
        )

    def binding(self, incident: Incident) -> list[Profile]:
        day = local_day(incident.received_at)
        return [p for p in self.profiles.in_force() if p.binds(incident.event_class, day)]


def clock_of(profile: Profile, limit: Limit, incident: Incident, times: Times) -> Deadline:
    start, note = start_of(limit, times)
    return Deadline(
        id=new_id(),
        incident_id=incident.id,
        rule=limit.key,
        name=limit.name,
        source=profile.source,
        starts_at=start,
        due_at=start + limit.within,
        met_at=None,
        mark=incident.mark,
        way=limit.way,
        profile=profile.key,
        to=limit.to,
        level=incident.level,
        note=note,
    )


def follow_ups(rule: FollowUp, after: datetime, count: int) -> list[datetime]:
    """The next `count` times before which a 续报 is due, strictly later than `after`.

    Where only a number a day is given the day is divided evenly from the last report on [choice].
    """
    if not rule.before:
        step = timedelta(hours=24) / rule.per_day
        return [after + step * n for n in range(1, count + 1)]
    due: list[datetime] = []
    day = local_day(after)
    while len(due) < count:
        for hour in rule.before:
            at = datetime.combine(day, hour, SHANGHAI)
            if at > local(after):
                due.append(at)
        day += timedelta(days=1)
    return due[:count]


def supplement_said(profile: Profile, kind: str, happened_on: date, changed_on: date) -> str:
    """What a change of the dead on a day means; empty when the rule book says nothing of it."""
    rule = profile.supplement
    if rule is None:
        return ""
    if changed_on <= rule.last_day(kind, happened_on):
        return "应补报（当日）"
    return f"超出{rule.within(kind)}日，记录但不改等级"


def late_by(clock: Deadline, now: datetime) -> timedelta:
    """How long it is over its limit, or was when it was met; zero or less = in time."""
    return (clock.met_at or now) - clock.due_at


def _higher(level: Level, than: Level) -> bool:
    ranks = (Level.NONE, Level.IV, Level.III, Level.II, Level.I)
    return ranks.index(level) > ranks.index(than)
