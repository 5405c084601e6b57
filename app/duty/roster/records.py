"""Records of the roster. domain.md 1.1 to 1.3."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from app.base.marks import Mark
from app.people.records import Role


class PlanState(StrEnum):
    DRAFT = "草稿"
    PUBLISHED = "已发布"


@dataclass(frozen=True, slots=True)
class RosterMonth:
    """A month's roster; `month` is its first day. Of several for one month the last made holds.

    `reason`: why it was published in spite of warnings, or made a draft again.
    """

    id: UUID
    month: date
    made_at: datetime
    state: PlanState
    published_at: datetime | None
    published_by: str
    reason: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class RosterSlot:
    """One post of one shift as the roster was made; `officer_id` None = nobody yet.

    Swaps and stand-ins never change it: they are changes of their own on top of it. `acts_for`: whose
    turn it was, when B was put in because A is away.
    """

    id: UUID
    month_id: UUID
    starts_at: datetime
    ends_at: datetime
    post: Role
    sort: int
    officer_id: UUID | None
    mark: Mark
    acts_for: UUID | None = None


class ChangeKind(StrEnum):
    """串班: two dates exchanged. 代班: one way. B角代行: B acts while A is absent."""

    SWAP = "串班"
    SUBSTITUTE = "代班"
    DEPUTY = "B角代行"


class ChangeState(StrEnum):
    ASKED = "待生效"
    IN_FORCE = "已生效"
    TURNED_DOWN = "不同意"
    UNDONE = "已撤销"
    LAPSED = "已失效"


class Consent(StrEnum):
    """How a leader who did not sit at the desk agreed, or did not."""

    PHONE = "电话"
    IN_PERSON = "当面"


@dataclass(frozen=True, slots=True)
class RosterChange:
    """`slot_id` is the applicant's, `other_slot_id` the counterpart's (SWAP only, else None).

    `how` None: the leader decided at the desk, signed in. Else `taken_by` heard it at `heard_at` and wrote
    it down. LAPSED: the roster was drawn anew and has no such place any more; `undone_by` drew it.
    """

    id: UUID
    kind: ChangeKind
    slot_id: UUID
    other_slot_id: UUID | None
    applicant_id: UUID
    counterpart_id: UUID
    reason: str
    state: ChangeState
    asked_by: str
    asked_at: datetime
    approver_id: UUID | None
    decided_at: datetime | None
    undone_by: str
    undone_at: datetime | None
    mark: Mark
    how: Consent | None = None
    heard_at: datetime | None = None
    taken_by: str = ""


class AbsenceKind(StrEnum):
    LEAVE = "请假"
    TRIP = "出差"
    UNREACHABLE = "联系不上"


@dataclass(frozen=True, slots=True)
class Absence:
    """`first` and `last` are both days of it."""

    id: UUID
    officer_id: UUID
    first: date
    last: date
    kind: AbsenceKind
    reason: str
    cancelled: bool
    mark: Mark


@dataclass(frozen=True, slots=True)
class Deputy:
    """B acts for A when A is absent."""

    id: UUID
    a_id: UUID
    b_id: UUID
    active: bool
    mark: Mark


@dataclass(frozen=True, slots=True)
class CrewPost:
    """A post of a crew: how many, who may hold it. `permanent`: only officers in 编.

    `roles`: whose own post makes them eligible, first named first asked. `template` names the crew.
    """

    id: UUID
    template: str
    post: Role
    count: int
    permanent: bool
    roles: tuple[str, ...]
    sort: int
    active: bool
    mark: Mark


@dataclass(frozen=True, slots=True)
class DutyHours:
    """The shifts of a day from the day `since` on, as 08:00-20:00; of several the last made holds."""

    id: UUID
    since: date
    periods: tuple[str, ...]
    made_at: datetime
    mark: Mark


@dataclass(frozen=True, slots=True)
class GroupMember:
    """A place in the rotation of a post. A post without members takes turns in the official order."""

    id: UUID
    post: Role
    officer_id: UUID
    sort: int
    active: bool
    mark: Mark
