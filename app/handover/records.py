"""Records of a handover. Fields after domain.md 1.8."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.base.marks import Mark
from app.people.records import Role


class HandoverState(StrEnum):
    """草稿 → 交班人签 → 接班人逐项确认 → 接班人签 → 生效 (locked)."""

    DRAFT = "草稿"
    HANDED = "交班已签"
    CONFIRMING = "逐项确认"
    RECEIVED = "接班已签"
    IN_FORCE = "生效"


class Section(StrEnum):
    """Sections 1 to 13 of the sheet, in its order."""

    HEAD = "当班概况"
    CREW = "人员到岗"
    IMPORTANT = "重要事项"
    INCIDENTS = "在办事件"
    WARNINGS = "预警与叫应"
    UNFINISHED = "未办结事项"
    INSTRUCTIONS = "领导指示"
    PAPERS = "收发文"
    MEETINGS = "会议与点名"
    ZERO = "零报告"
    EQUIPMENT = "设备自检"
    OBJECTS = "物品"
    REMARKS = "备注"


class Need(StrEnum):
    """How an item must be acknowledged: one by one, together with others, or not at all."""

    EACH = "逐项"
    TOGETHER = "可一并"
    FREE = "不必"


class SourceKind(StrEnum):
    """Where an item comes from; `source_id` names the record."""

    INCIDENT = "事件"
    LOG = "日志"
    INSTRUCTION = "指示"
    WARNING = "预警"
    DEVICE = "设备"
    CREW = "人员"
    LIST = "清单"
    TYPED = "填写"
    DRAFT = "草稿"
    PAPER = "公文"
    CARRIED = "结转"


class NoteKind(StrEnum):
    """What is said about one item while it is handed over."""

    ASKED = "问"
    ANSWERED = "答"
    CARRIED = "结转"


class Side(StrEnum):
    OUT = "交班"
    IN = "接班"
    LEADER = "带班领导"


@dataclass(frozen=True, slots=True)
class Handover:
    """The sheet between one shift and the next. One per shift.

    `important` and `remarks` are typed, one item a line. `head_*` is the entry of the journal that
    made it take effect (`head_hash` in hex), empty before; `order_*` is where the order of all desks stood
    then (`order_hash` in hex), None and empty for a desk without a hub; `sheet_sha256` that of the PDF file.
    """

    id: UUID
    no: int
    shift_id: UUID
    next_shift_id: UUID
    state: HandoverState
    weather: str
    important: str
    remarks: str
    created_at: datetime
    effective_at: datetime | None
    head_ws: str
    head_seq: int | None
    head_hash: str
    order_no: int | None
    order_hash: str
    sheet_sha256: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class HandoverItem:
    """One thing the next shift must know. `due` None = no limit; `urgent` = its time is nearly up."""

    id: UUID
    handover_id: UUID
    section: Section
    seq: int
    text: str
    detail: str
    owner: str
    due: datetime | None
    urgent: bool
    source_kind: SourceKind
    source_id: str
    need: Need
    acknowledged_by: UUID | None
    acknowledged_name: str
    acknowledged_at: datetime | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class HandoverNote:
    """A question back, its answer, or why an item goes on unfinished. `item_id` of a draft's item is
    known before the item is kept: it is made from its source."""

    id: UUID
    handover_id: UUID
    item_id: UUID
    kind: NoteKind
    text: str
    by: UUID
    by_name: str
    at: datetime
    mark: Mark


@dataclass(frozen=True, slots=True)
class HandoverReminder:
    """The leader was told, for the `step`th time, that a shift is not signed over."""

    id: UUID
    shift_id: UUID
    step: int
    at: datetime
    mark: Mark


@dataclass(frozen=True, slots=True)
class Signature:
    id: UUID
    handover_id: UUID
    side: Side
    post: Role
    officer_id: UUID
    name: str
    at: datetime
    mark: Mark


@dataclass(frozen=True, slots=True)
class HandoverTookEffect:
    """Fact: both sides have signed; the old shift is closed, the next one holds the room."""

    handover_id: UUID
    no: int
    shift_id: UUID
    next_shift_id: UUID
    at: datetime
    out_names: tuple[str, ...]
    in_names: tuple[str, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class HandoverOverdue:
    """Fact: the hour of change is over by `late` and nobody took over; `out` stays responsible.

    `leaders` are to be told; `next_crew` is empty when the roster has no next shift.
    """

    shift_id: UUID
    step: int
    due_at: datetime
    at: datetime
    out: tuple[str, ...]
    next_crew: tuple[str, ...]
    leaders: tuple[str, ...]
    mark: Mark
