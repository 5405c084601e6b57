"""What is decided and sent for an incident: consultations, orders, forces, the headquarters, help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.base.marks import Mark
from app.duty.records import Channel


class ConsultationKind(StrEnum):
    SITUATION = "形势会商"
    IMPENDING = "临灾会商"
    HANDLING = "处置会商"


@dataclass(frozen=True, slots=True)
class Consultation:
    """会商. `no` as 2026-3 within the year. `attending`, `opinions` and `conclusions` are one to a line;
    `ends_at` None while it goes on."""

    id: UUID
    incident_id: UUID | None
    no: str
    kind: ConsultationKind
    begins_at: datetime
    ends_at: datetime | None
    place: str
    chair: str
    attending: str
    materials: str
    opinions: str
    conclusions: str
    next_at: datetime | None
    signed_by: str
    by: str
    by_name: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class ConsultationTask:
    """What a consultation charged somebody with."""

    id: UUID
    consultation_id: UUID
    incident_id: UUID | None
    what: str
    who: str
    due: datetime | None
    done_at: datetime | None
    result: str
    mark: Mark


class OrderStep(StrEnum):
    """In this order; 反馈 may come again."""

    SENT = "已下达"
    RECEIVED = "已复述"
    STARTED = "已行动"
    ANSWERED = "已反馈"
    DONE = "办结"


@dataclass(frozen=True, slots=True)
class CommandOrder:
    """指令. `received_at` is when it was repeated back; times None = not yet."""

    id: UUID
    incident_id: UUID
    no: str
    giver: str
    unit: str
    person: str
    text: str
    channel: Channel
    urgent: bool
    due: datetime | None
    sent_at: datetime
    received_at: datetime | None
    started_at: datetime | None
    feedback: str
    feedback_at: datetime | None
    done_at: datetime | None
    by: str
    by_name: str
    mark: Mark

    @property
    def step(self) -> OrderStep:
        reached = (
            (self.done_at, OrderStep.DONE),
            (self.feedback_at, OrderStep.ANSWERED),
            (self.started_at, OrderStep.STARTED),
            (self.received_at, OrderStep.RECEIVED),
        )
        return next((step for at, step in reached if at is not None), OrderStep.SENT)


class ForceStep(StrEnum):
    CALLED = "已调派"
    LEFT = "已出发"
    ARRIVED = "已到达"
    RETURNED = "已归队"


@dataclass(frozen=True, slots=True)
class Force:
    """A team on its way for an incident. `people`, `vehicles` None = 不详."""

    id: UUID
    incident_id: UUID
    team: str
    unit: str
    people: int | None
    vehicles: int | None
    gear: str
    leader: str
    phone: str
    called_at: datetime
    left_at: datetime | None
    arrived_at: datetime | None
    returned_at: datetime | None
    note: str
    by: str
    by_name: str
    mark: Mark

    @property
    def step(self) -> ForceStep:
        reached = (
            (self.returned_at, ForceStep.RETURNED),
            (self.arrived_at, ForceStep.ARRIVED),
            (self.left_at, ForceStep.LEFT),
        )
        return next((step for at, step in reached if at is not None), ForceStep.CALLED)


@dataclass(frozen=True, slots=True)
class Headquarters:
    """现场指挥部: an incident has one at a time, and all forces that arrive are under it."""

    id: UUID
    incident_id: UUID
    name: str
    place: str
    lat: float | None
    lon: float | None
    commander: str
    commander_phone: str
    deputy: str
    members: str
    set_up_at: datetime
    ended_at: datetime | None
    by: str
    by_name: str
    mark: Mark


class HelpKind(StrEnum):
    EXPERTS = "专家"
    TEAMS = "救援队伍"
    SUPPLIES = "物资装备"


@dataclass(frozen=True, slots=True)
class HelpRequest:
    """向上请求支援 when the place cannot cope. `reply` empty = none yet."""

    id: UUID
    incident_id: UUID
    no: str
    kind: HelpKind
    to: str
    text: str
    asked_at: datetime
    reply: str
    reply_at: datetime | None
    by: str
    by_name: str
    mark: Mark
