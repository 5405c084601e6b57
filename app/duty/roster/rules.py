"""What differs between places: crews, hours, limits. Data with its source."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from app.duty.holidays import DayKind
from app.duty.periods import Periods, hours_of
from app.duty.roster.records import CrewPost, DutyHours
from app.duty.special import SpecialPeriod, holding
from app.people.records import Officer, Role


@dataclass(frozen=True, slots=True)
class Post:
    """`count` places of one post; `roles` make an officer eligible, `permanent` asks for 在编 besides."""

    post: Role
    count: int
    permanent: bool
    roles: tuple[Role, ...]

    def takes(self, officer: Officer) -> bool:
        return officer.role in self.roles and (officer.permanent or not self.permanent)


@dataclass(frozen=True, slots=True)
class Template:
    name: str
    posts: tuple[Post, ...]
    source: str

    def places(self) -> list[Post]:
        """One for each place of the crew, in order."""
        return [post for post in self.posts for _ in range(post.count)]


@dataclass(frozen=True, slots=True)
class RosterRules:
    """`crew`: kind of day -> name of its template; `special` are the periods with a crew of their own.
    `sources` tell where hours and limits come from."""

    periods: Periods
    a_week: int
    leader_notice: timedelta
    crew: Mapping[DayKind, str]
    templates: Mapping[str, Template]
    sources: tuple[str, ...]
    special: tuple[SpecialPeriod, ...] = ()

    def template(self, kind: DayKind, day: date | None = None) -> Template:
        """The usual crew of such a day; that of the special period which holds on `day`, when it names
        one that there is."""
        for period in holding(self.special, day) if day else ():
            if period.template in self.templates:
                return self.templates[period.template]
        return self.templates[self.crew[kind]]

    def with_special(self, periods: Iterable[SpecialPeriod]) -> RosterRules:
        return replace(self, special=tuple(periods))

    def permanent_posts(self) -> frozenset[Role]:
        """Posts that only officers in 编 may hold. 值班长 always is one: domain.md 1.3."""
        asked = (p.post for t in self.templates.values() for p in t.posts if p.permanent)
        return frozenset({Role.CHIEF, *asked})

    def with_posts(self, rows: Iterable[CrewPost]) -> RosterRules:
        """The crews of the office over those of the file."""
        changed: dict[str, list[CrewPost]] = {}
        for row in sorted(rows, key=lambda row: row.sort):
            changed.setdefault(row.template, []).append(row)
        if not changed:
            return self
        templates = dict(self.templates)
        for name, posts in changed.items():
            kept = tuple(
                Post(p.post, p.count, p.permanent, tuple(Role(role) for role in p.roles))
                for p in posts
                if p.active
            )
            templates[name] = Template(name, kept, "本单位")
        return replace(self, templates=templates)

    def with_hours(self, rows: Sequence[DutyHours]) -> RosterRules:
        """The hours of the office, each from its day on, over those of the file. `rows` by day."""
        if not rows:
            return self
        later = {row.since: hours_of(row.periods) for row in rows}
        return replace(
            self,
            periods=replace(self.periods, later=tuple(later.items())),
            sources=("班次时刻由本单位设定", *self.sources[1:]),
        )


def load_rules(path: Path) -> RosterRules:
    """Reads `resources/rules/roster.toml`. Raises `ValueError` when it does not hold what is needed."""
    with open(path, "rb") as file:
        held = tomllib.load(file)
    try:
        shift, limits = held["shift"], held["limits"]
        templates = {name: _template(name, row) for name, row in held["template"].items()}
        crew = {DayKind(kind): str(name) for kind, name in held["crew"].items()}
        missing = [kind for kind in DayKind if kind is not DayKind.UNKNOWN and kind not in crew]
        if missing or any(name not in templates for name in crew.values()):
            raise ValueError(f"crew: {missing or crew}")
        return RosterRules(
            periods=Periods(
                tuple((_hour(begin), _hour(end)) for begin, end in shift["periods"]),
                timedelta(minutes=int(shift["early_minutes"])),
            ).checked(),
            a_week=int(limits["shifts_a_week"]),
            leader_notice=timedelta(hours=float(limits["leader_notice_hours"])),
            crew=crew,
            templates=templates,
            sources=(str(shift["source"]), str(limits["source"])),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error


def _hour(words: str) -> time:
    return time.fromisoformat(words)


def _template(name: str, row: Mapping[str, Any]) -> Template:
    posts = tuple(
        Post(
            Role(post["post"]),
            int(post["count"]),
            bool(post["permanent"]),
            tuple(Role(role) for role in post["roles"]),
        )
        for post in row["post"]
    )
    return Template(name, posts, str(row["source"]))
