"""Who can be reached, where they belong, and under which number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from app.base.marks import Mark


class OrgKind(StrEnum):
    """COMMITTEE stands above the HEADQUARTERS; both are held by people of other units. domain.md 4.2"""

    COUNTY = "县"
    BODY = "县级部门"
    COMMITTEE = "应急委"
    HEADQUARTERS = "专项指挥部"
    TOWNSHIP = "乡镇"
    VILLAGE = "村社区"
    GRID = "网格"
    FIRM = "单位"


@dataclass(frozen=True, slots=True)
class Org:
    """A unit in the tree of the county. `name` is as it is written, `also` what people say instead.

    `township` is the name of the township it lies in, empty for the county's own. `people` and
    `households` None = 不详; `lat`, `lon` WGS-84; `sort` the official order; not `active`: dissolved.
    """

    id: UUID
    name: str
    also: str
    initials: str
    kind: OrgKind
    parent_id: UUID | None
    township: str
    code: str
    people: int | None
    households: int | None
    lat: float | None
    lon: float | None
    sort: int
    mark: Mark
    active: bool = True

    @property
    def full_name(self) -> str:
        """铜鼓坪镇老榆塘村: with the township in front, since villages share names."""
        return self.name if self.name.startswith(self.township) else self.township + self.name


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the contact book. `duty` is the post in words; leave is half-open, both or none.

    `org_id` None = of a unit outside the county, which `unit` names; else `unit` is empty. Who is not
    `active` has left: no list shows them any more. `leave_why` says why they are away, if it is known.
    """

    id: UUID
    name: str
    initials: str
    org_id: UUID | None
    unit: str
    duty: str
    leave_from: datetime | None
    leave_to: datetime | None
    sort: int
    mark: Mark
    active: bool = True
    leave_why: str = ""

    def away(self, now: datetime) -> bool:
        """On leave at `now`."""
        if self.leave_from is None or self.leave_to is None:
            return False
        return self.leave_from <= now < self.leave_to


COMMANDING = frozenset({OrgKind.COMMITTEE, OrgKind.HEADQUARTERS})
"""Units without people of their own."""


class PointKind(StrEnum):
    MOBILE = "手机"
    DUTY = "值班电话"
    OFFICE = "办公电话"
    SATELLITE = "卫星电话"
    CALLER = "来电"


class PointState(StrEnum):
    GOOD = "正常"
    WRONG = "号码错误"
    ENDED = "停用"


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """One number of a person, a unit, or (a caller nobody could place) of neither.

    `label` says who speaks there when it is not a person of the book. Within one owner the smallest
    `sort` is dialled first. `verified_at` None = never checked.
    """

    id: UUID
    person_id: UUID | None
    org_id: UUID | None
    kind: PointKind
    value: str
    label: str
    state: PointState
    verified_at: datetime | None
    sort: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Post:
    """A post held by two: A acts, and B when A is away or cannot be reached. domain.md 1.2.

    `since` None = from when is not known; `until` is its last day, both days belong to it. `ended` says
    why it ended, and is empty while it holds.
    """

    id: UUID
    org_id: UUID
    name: str
    a_person: UUID
    b_person: UUID
    sort: int
    mark: Mark
    since: date | None = None
    until: date | None = None
    ended: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of somebody who can be reached.

    `person` None = the number belongs to the unit itself; `org` None = outside the county, or 不详.
    `unit` is the full name of the unit, empty when nobody knows it. `points` in the order to dial.
    """

    person: Person | None
    org: Org | None
    unit: str
    points: tuple[ContactPoint, ...]

    @property
    def name(self) -> str:
        """The person, else who usually speaks at the number; empty when nobody knows."""
        return self.person.name if self.person else next((p.label for p in self.points), "")


@dataclass(frozen=True, slots=True)
class Held:
    """A post with the cards of its two holders; `unit` is whose post it is, which of a headquarters is
    not the unit the holders belong to."""

    post: Post
    a: Card
    b: Card
    unit: Org

    def acting(self, now: datetime) -> Card | None:
        """Who acts at `now`: A, else B (代行); None when both are away. domain.md 1.2."""
        return next((c for c in (self.a, self.b) if c.person and not c.person.away(now)), None)


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A unit as it stands on paper: its own numbers, its people, its posts held by two."""

    org: Org
    own: Card
    people: tuple[Card, ...]
    held: tuple[Held, ...]


class ContactStore(Protocol):
    """Who left, what was dissolved and numbers that ended (停用) are in no answer."""

    def by_number(self, number: str) -> list[Card]:
        """Whose number this is, the surest first; only digits count.

        A number noted when it rang (来电) hides the same number in the book: what was heard last holds.
        """
        ...

    def find(self, words: str, limit: int = 20) -> list[Card]:
        """Units that can be rung, then people: by parts of name, post or unit, by pinyin initials,
        or by three and more digits of a number. Several words must all fit.
        """
        ...

    def card(self, person: UUID) -> Card | None: ...

    def unit_card(self, org: UUID) -> Card | None:
        """The unit itself, with its own numbers."""
        ...

    def orgs(self, kind: OrgKind) -> list[Org]:
        """All units of a kind in official order."""
        ...

    def posts(self, org: UUID, *, ended: bool = False) -> list[Held]:
        """The A/B posts of a unit, in official order; with `ended` those too that are over."""
        ...

    def held(self, person: UUID, *, ended: bool = False) -> list[Held]:
        """The posts somebody is A or B of; with `ended` those too that are over."""
        ...

    def units(self) -> list[Org]:
        """The whole tree in official order."""
        ...

    def members(self, org: UUID) -> list[Card]:
        """The unit's own numbers as a card, when it has any, then its people in official order."""
        ...

    def pages(self, units: Sequence[UUID], *, people: bool = True) -> list[UnitPage]:
        """These units, in their order, with a few questions in all; without `people` only who holds posts."""
        ...

    def everybody(self) -> list[Card]:
        """The whole book: units with numbers of their own, then people, each in official order."""
        ...

    def stale(self, before: datetime, limit: int) -> list[Card]:
        """Cards with a number that was last verified before that, or never; 来电 are not asked for."""
        ...
