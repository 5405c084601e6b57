"""Records of what a shift asks and checks: zero reports, roll calls, equipment, papers, relays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.base.marks import Mark
from app.duty.records import Channel


@dataclass(frozen=True, slots=True)
class Town:
    """A unit that is asked: its duty room's number and who usually speaks there, "" = not known."""

    id: UUID
    name: str
    phone: str
    person: str


class ZeroState(StrEnum):
    """What a town said. Silence is not among them: a town that said nothing has no report."""

    NOTHING = "无事"
    EVENT = "有事"


@dataclass(frozen=True, slots=True)
class ZeroReport:
    """What a town reported for a slot. A later one of the same town and slot holds; both stay.

    `log_entry_id` is the line it was taken down in; `incident_id` what 有事 became, if anything.
    """

    id: UUID
    shift_id: UUID
    org_id: UUID
    unit: str
    slot_at: datetime
    state: ZeroState
    at: datetime
    person: str
    channel: Channel
    note: str
    incident_id: UUID | None
    log_entry_id: UUID | None
    by: str
    by_name: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class ZeroChase:
    """A silent town was asked for its report (催报)."""

    id: UUID
    shift_id: UUID
    org_id: UUID
    unit: str
    slot_at: datetime
    at: datetime
    channel: Channel
    note: str
    by: str
    by_name: str
    mark: Mark


class Asked(StrEnum):
    """Who asks whom: the superior this room, or this room its towns."""

    BY_SUPERIOR = "上级查岗"
    BY_US = "对下查岗"


class Presence(StrEnum):
    """Whether somebody was there. A stand-in is not who the roster names."""

    PRESENT = "在岗"
    SILENT = "未答"
    STAND_IN = "替岗"


class YesNo(StrEnum):
    YES = "是"
    NO = "否"
    UNKNOWN = "不详"


@dataclass(frozen=True, slots=True)
class RollCall:
    """One round over `total` units. `ended_at` None = nobody has ended it."""

    id: UUID
    shift_id: UUID
    started_at: datetime
    ended_at: datetime | None
    channel: Channel
    total: int
    by: str
    by_name: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class SpotCheck:
    """One question "is somebody there?". Fields after domain.md 1.4.

    `roll_call_id` None = not part of a round. A later one of the same round and unit holds.
    `seconds` None = not measured. `rectified` "" = not yet, or nothing to rectify. `log_entry_id` is the
    line that keeps what was wrong open; None before schema 4.
    """

    id: UUID
    shift_id: UUID
    roll_call_id: UUID | None
    asked: Asked
    at: datetime
    checker: str
    channel: Channel
    org_id: UUID | None
    unit: str
    presence: Presence
    person: str
    seconds: int | None
    crew_right: YesNo
    leader_there: YesNo
    problem: str
    rectified: str
    rectified_at: datetime | None
    by: str
    by_name: str
    mark: Mark
    log_entry_id: UUID | None = None


class Condition(StrEnum):
    OK = "正常"
    FAULT = "故障"


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """An item of the equipment list looked at in a shift. A later one of the same item holds.

    `log_entry_id` is the line that keeps a fault open.
    """

    id: UUID
    shift_id: UUID
    item: str
    name: str
    condition: Condition
    remark: str
    at: datetime
    log_entry_id: UUID | None
    by: str
    by_name: str
    mark: Mark


class PaperWay(StrEnum):
    RECEIVED = "收文"
    SENT = "发文"


class Urgency(StrEnum):
    SPECIAL = "特急"
    URGENT = "加急"
    PLAIN = "平件"


class PaperState(StrEnum):
    """Where a paper stands. A chief routes it: to a leader, or to who deals with it."""

    ENTERED = "待分送"
    WAITING = "待批示"
    DEALT = "办理中"
    DONE = "办结"


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper received or sent: `holder` has it now, `leader` is who it waits for, "" = nobody.

    Only 非涉密. `due` None = no limit; `note` what was decided.
    """

    id: UUID
    shift_id: UUID
    way: PaperWay
    no: str
    title: str
    unit: str
    urgency: Urgency
    at: datetime
    due: datetime | None
    state: PaperState
    holder: str
    leader: str
    note: str
    done_at: datetime | None
    by: str
    by_name: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Scan:
    """A file that belongs to an instruction (the page the leader wrote on) or to a paper."""

    id: UUID
    attachment_id: UUID
    instruction_id: UUID | None
    paper_id: UUID | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class Relay:
    """An instruction told to one receiver, and what came back. `acknowledged_by` is who took it there.

    `reminders` counts how often the feedback was asked for; the last time is `reminded_at`.
    """

    id: UUID
    instruction_id: UUID
    receiver: str
    channel: Channel
    told_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str
    feedback: str
    feedback_at: datetime | None
    reminders: int
    reminded_at: datetime | None
    by: str
    by_name: str
    mark: Mark
