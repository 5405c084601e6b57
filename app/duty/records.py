"""Records of the duty room's own work. Fields after domain.md 1.7 and 1.9."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.base.marks import Mark
from app.people.records import Role


class Way(StrEnum):
    """Direction of a log line."""

    IN = "来"
    OUT = "去"
    INSIDE = "内"


class Channel(StrEnum):
    """Dictionary 渠道 of domain.md, appendix D."""

    PHONE = "电话"
    MOBILE = "手机"
    SMS = "短信"
    FAX = "传真"
    ZHEZHENGDING = "浙政钉"
    DINGTALK = "钉钉"
    WECHAT = "微信"
    VIDEO_CALL = "视频会议"
    VIDEO_NET = "视联网"
    SYSTEM = "系统"
    MAIL = "邮件"
    RADIO = "对讲370M"
    SATELLITE = "卫星电话"
    BROADCAST = "应急广播"
    FACE = "当面"
    AT_THE_DOOR = "上门"
    GONG = "鸣锣吹哨"
    VIDEO = "视频"


class Category(StrEnum):
    INCIDENT = "突发事件"
    WARNING = "预警"
    PAPER = "公文"
    MEETING = "会议通知"
    INSTRUCTION = "领导指示"
    SPOT_CHECK = "点名查岗"
    DEVICE = "设备"
    OPINION = "舆情"
    OTHER = "其他"


class Handling(StrEnum):
    """How far a log line has been dealt with."""

    TODO = "待办"
    DOING = "在办"
    DONE = "办结"


@dataclass(frozen=True, slots=True)
class Shift:
    """Half-open [starts_at, ends_at), aware UTC. `closed_at` is set when both sides have signed."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class CrewPlace:
    """One post of one shift and who holds it. Not `active`: the roster has no such place any more; no
    list shows it."""

    id: UUID
    shift_id: UUID
    post: Role
    officer_id: UUID
    name: str
    sort: int
    mark: Mark
    active: bool = True


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One row of 值班日志. Never deleted; a correction is a new row that names the old one.

    `seq` is gap-free within the shift. `at` is when it happened, `written_at` when it was written;
    `late` marks 补录. `file_sha256`/`file_name` named one file before there were attachments;
    lines written since leave them empty.

    `unit`, `person`, `post`, `phone` are the other side; `responsible` is who sees to it, by `due`.
    `reason` is that of a correction; before schema 4 it stood in its `handling`.
    """

    id: UUID
    shift_id: UUID
    seq: int
    at: datetime
    written_at: datetime
    way: Way
    channel: Channel
    unit: str
    person: str
    phone: str
    category: Category
    text: str
    handling: str
    status: Handling
    by: str
    by_name: str
    incident_id: UUID | None
    corrects: UUID | None
    late: bool
    file_sha256: str
    file_name: str
    mark: Mark
    post: str = ""
    responsible: str = ""
    due: datetime | None = None
    warning_id: UUID | None = None
    instruction_id: UUID | None = None
    reason: str = ""


class InstructionState(StrEnum):
    """领导指示: relayed and followed to the end."""

    NEW = "待传达"
    RELAYED = "已传达"
    ANSWERED = "已反馈"
    CLOSED = "办结"


class Spoken(StrEnum):
    """How a leader gave an instruction: written on a paper, or by word of mouth."""

    WRITTEN = "批示"
    SAID = "指示"


@dataclass(frozen=True, slots=True)
class Instruction:
    """批示/指示: `text` is verbatim. `due` None = no limit was set. About an incident, a paper or neither."""

    id: UUID
    shift_id: UUID
    leader: str
    post: str
    at: datetime
    channel: Channel
    text: str
    receiver: str
    due: datetime | None
    state: InstructionState
    relayed_at: datetime | None
    feedback: str
    feedback_at: datetime | None
    incident_id: UUID | None
    by: str
    by_name: str
    mark: Mark
    spoken: Spoken = Spoken.SAID
    paper_id: UUID | None = None
