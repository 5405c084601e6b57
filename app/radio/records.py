"""What is kept of the 370 MHz net: the roster, everything heard, texts sent, emergencies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.base.marks import Mark
from app.radio.events import AlarmKind, Linked, TextStep


class RadioKind(StrEnum):
    BASE = "基地台"
    VEHICLE = "车载台"
    HANDHELD = "手持台"
    RELAY = "中继车"


class HeardKind(StrEnum):
    """What a line of the record says; also the words it is printed with."""

    ONLINE = "上线"
    OFFLINE = "离线"
    POSITION = "位置"
    TEXT = "短信"
    TALK = "通话"
    EMERGENCY = "紧急报警"
    CLEARED = "报警解除"
    LINK = "网关"
    STATUS = "状态"
    OWN_TALK = "本台通话"
    """`text` says the kind and who pressed, `seconds` how long we were heard."""
    OWN_STATUS = "发出状态"
    CHECK = "电台检查"
    LOCATE = "位置查询"
    """An officer asked where a radio is; the line is that of the question and takes in its answer."""
    MONITOR = "遥控监听"
    DISABLED = "遥晕复活"
    """A radio was put out of use or into use again; `text` says which and how it came."""
    UNKNOWN = "未识别"


class LinkWords(StrEnum):
    """A link's states and reason codes, as the record writes them."""

    OPENING = "正在连接"
    UP = "链路正常"
    DEGRADED = "链路不稳"
    DOWN = "链路中断"
    MISSING = "找不到端口"
    TAKEN = "端口被其他程序占用"
    DENIED = "无权打开端口"
    NOT_SERIAL = "不是串口设备"
    UNPLUGGED = "线缆被拔出"
    SILENT = "网关无应答"
    STUCK = "网关不收数据"
    REJECTED = "网关拒绝连接"
    CLOSED = "网关结束连接"
    REFUSED = "对方拒绝连接"
    NO_HOST = "找不到主机"
    UNREACHABLE = "网络不通"
    CUT = "网络连接断开"
    UNSUPPORTED = "对方不支持此连接方式"
    BAD_ADDRESS = "端口写法不对"
    NOT_RECORD = "不是原始记录文件"
    PLAYED = "回放完毕"
    NO_NETWORK = "电台未入网"
    PIN_WANTED = "电台要求 PIN 码"
    STOPPED = "程序停止"
    FAILED = "原因见运行日志"


def link_words(state: Linked, why: str) -> str:
    words = LinkWords[state.name].value
    cause = LinkWords.__members__.get(why.upper(), LinkWords.FAILED)
    return f"{words}：{cause.value}" if why else words


@dataclass(frozen=True, slots=True)
class Radio:
    """One terminal of the roster. `number` is its id on the air, `talkgroup` its own group."""

    id: UUID
    number: int
    unit: str
    holder: str
    kind: RadioKind
    talkgroup: int
    township: str
    sort: int
    active: bool
    mark: Mark


@dataclass(frozen=True, slots=True)
class RadioEvent:
    """One thing heard, with its bytes in hex. None = it was not said.

    `at` is the arrival, aware UTC; `lat`, `lon` WGS-84; `unit` and `holder` as the roster had them
    then. A text or call is `answered` by the officer who took it. `shift_id` is the shift that was on when
    it came. `seconds` is how long a call lasted, a gateway was away that is back, or an answer took.
    """

    id: UUID
    gateway: str
    at: datetime
    kind: HeardKind
    radio: int | None
    talkgroup: int | None
    unit: str
    holder: str
    text: str
    lat: float | None
    lon: float | None
    speed_kmh: float | None
    rssi_dbm: int | None
    seconds: int | None
    raw: str
    answered_by: str
    answered_name: str
    answered_at: datetime | None
    incident_id: UUID | None
    shift_id: UUID | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class RadioText:
    """One text of ours. `target` is a talk-group when `to_group`. `code` says why it failed. `desk` has the
    gateway that sends it; `batch_id` is that of a text to several, each of them its own row."""

    id: UUID
    gateway: str
    target: int
    to_group: bool
    unit: str
    text: str
    step: TextStep
    code: str
    at: datetime
    step_at: datetime
    by: str
    by_name: str
    incident_id: UUID | None
    shift_id: UUID | None
    mark: Mark
    desk: str = ""
    batch_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class RadioAlarm:
    """One emergency of one radio. Open until it is both answered by name and cleared.

    `times` counts the frames folded into it, `raw` is the first of them. `placed_at` is when the place was
    heard: before `raised_at` it is where the radio was last known to be.
    """

    id: UUID
    gateway: str
    radio: int
    unit: str
    holder: str
    kind: AlarmKind
    raised_at: datetime
    last_at: datetime
    times: int
    lat: float | None
    lon: float | None
    placed_at: datetime | None
    raw: str
    answered_by: str
    answered_name: str
    answered_at: datetime | None
    cleared_at: datetime | None
    incident_id: UUID | None
    shift_id: UUID | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class RadioGroup:
    """A talk-group by its number on the air."""

    id: UUID
    number: int
    name: str
    sort: int
    active: bool
    mark: Mark


@dataclass(frozen=True, slots=True)
class RadioStatus:
    """What a status code means here. It goes before the rule file; not `active` = the code means nothing."""

    id: UUID
    code: int
    words: str
    urgent: bool
    active: bool
    mark: Mark


class ControlKind(StrEnum):
    STUN = "遥晕"
    REVIVE = "复活"


class ControlStep(StrEnum):
    """How far a stun or revive has come."""

    PROPOSED = "待第二人确认"
    SENT = "已下发"
    DONE = "已执行"
    FAILED = "未成功"
    EXPIRED = "逾时作废"
    DROPPED = "已撤回"


@dataclass(frozen=True, slots=True)
class RadioControl:
    """Stun or revive by two persons. Nothing is sent before `confirmed_at`; proposed, it is void at `until`.

    `desk` proposed it, and alone sends it and writes `step`, `code`, `step_at`; any may write who confirmed.
    `code` says how it ended (as `ControlReply.result`; restarted: nobody can tell any more; earlier_run: its
    desk was started anew before it was confirmed, so it was not sent).
    """

    id: UUID
    kind: ControlKind
    radio: int
    unit: str
    gateway: str
    reason: str
    by: str
    by_name: str
    at: datetime
    until: datetime
    confirmed_by: str
    confirmed_name: str
    confirmed_at: datetime | None
    step: ControlStep
    code: str
    step_at: datetime
    mark: Mark
    desk: str = ""
