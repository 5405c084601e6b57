"""Plans (预案), what they charge units with, and which units are in a special headquarters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from app.base.marks import Mark


class PlanKind(StrEnum):
    """VILLAGE: one simple page. TOWNSHIP: one for many kinds of events (多案合一). [source 002 Qinzhou]"""

    OVERALL = "总体预案"
    SPECIAL = "专项预案"
    DEPARTMENT = "部门预案"
    TOWNSHIP = "乡镇预案"
    VILLAGE = "村级预案"


@dataclass(frozen=True, slots=True)
class Plan:
    """`headquarters_id` the special headquarters that commands under it, `owner_id` who keeps it: the
    county, a department, a township or a village of the contact book.

    `covers` are kinds or classes of events as at intake, none = all; `levels` those at which its response
    is started; `starts` when and by whose word each is, `flow` the course of the response, `card` the one
    page for who has no time. `revised`, `revise_by` None = not known. Not `active`: repealed.
    """

    id: UUID
    name: str
    kind: PlanKind
    headquarters_id: UUID | None
    owner_id: UUID
    covers: tuple[str, ...]
    levels: tuple[str, ...]
    document_no: str
    issued: date | None
    revised: date | None
    revise_by: date | None
    starts: str
    flow: str
    card: str
    attachment_id: UUID | None
    active: bool
    by: str
    by_name: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class PlanDuty:
    """What a unit has to do under a plan. `org_id` None: `unit` is in words only (现场最先到达的队伍).

    `phase` is a step or level in the plan's own words (先期处置, Ⅲ级), empty = always.
    """

    id: UUID
    plan_id: UUID
    org_id: UUID | None
    unit: str
    is_lead: bool
    phase: str
    what: str
    sort: int
    active: bool
    mark: Mark


class Part(StrEnum):
    LEAD = "牵头部门"
    OFFICE = "办公室"
    MEMBER = "成员单位"


@dataclass(frozen=True, slots=True)
class Membership:
    """A unit in a special headquarters or the emergency committee. Its people stand in the contact book
    as A/B posts of the headquarters itself."""

    id: UUID
    headquarters_id: UUID
    org_id: UUID
    part: Part
    sort: int
    active: bool
    mark: Mark


@dataclass(frozen=True, slots=True)
class PlanTaken:
    """A plan was taken for an incident. Several may hold; `left_at` None = it holds."""

    id: UUID
    incident_id: UUID
    plan_id: UUID
    plan: str
    at: datetime
    left_at: datetime | None
    by: str
    by_name: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class DutyOrdered:
    """A duty of a plan went out as an order for an incident."""

    id: UUID
    incident_id: UUID
    duty_id: UUID
    order_id: UUID
    mark: Mark


@dataclass(frozen=True, slots=True)
class Sitting:
    """坐镇指挥: who sat in command of an incident, where, from when until when (None = still).

    [source 003 Baojing]
    """

    id: UUID
    incident_id: UUID
    headquarters: str
    name: str
    duty: str
    place: str
    since: datetime
    until: datetime | None
    by: str
    by_name: str
    mark: Mark
