"""What is known of an incident. Fields after domain.md 2.2; words of appendix D."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.base.marks import Mark


class EventClass(StrEnum):
    """The four classes. domain.md 2.3."""

    NATURAL = "自然灾害"
    ACCIDENT = "事故灾难"
    HEALTH = "公共卫生事件"
    SECURITY = "社会安全事件"
    UNKNOWN = "不详"


class IncidentStatus(StrEnum):
    TO_VERIFY = "待核实"
    HANDLING = "处置中"
    STABLE = "基本稳定"
    CLOSED = "办结"
    FILED = "归档"


class Level(StrEnum):
    """特别重大 to 一般; 未定级 is a value of its own."""

    I = "Ⅰ 特别重大"  # noqa: E741
    II = "Ⅱ 重大"
    III = "Ⅲ 较大"
    IV = "Ⅳ 一般"
    NONE = "未定级"


TO_THE_SECOND = frozenset({Level.I})
"""Times of such an incident are told with their seconds, of others to the minute. 靖政办发〔2017〕84号"""


class Source(StrEnum):
    POLICE = "110转警"
    FIRE = "119"
    AMBULANCE = "120"
    TRAFFIC = "122"
    HOTLINE = "12345"
    TOWNSHIP = "乡镇"
    VILLAGE = "村社区"
    DEPARTMENT = "部门"
    ENTERPRISE = "企业"
    CITIZEN = "群众"
    SUPERIOR = "上级查询"
    RADIO = "370M电台"
    VIDEO = "视频"
    OPINION = "舆情"
    HOTSPOT = "卫星热点"
    PATROL = "自行巡查"
    OTHER = "其他"


class Trend(StrEnum):
    WEAKER = "减弱"
    STEADY = "持续"
    STRONGER = "扩大"
    UNKNOWN = "不详"


class Count(StrEnum):
    """Kinds of people counted. The three kinds of moved people are never added to each other.

    HURT_UNKNOWN: hurt, nobody fit to judge has said how badly; no total of the other two.
    """

    DEAD = "死亡"
    MISSING = "失联"
    BADLY_HURT = "重伤"
    HURT = "轻伤"
    HURT_UNKNOWN = "受伤"
    TRAPPED = "被困"
    AT_RISK = "涉险"
    RESCUED = "获救"
    LEFT = "疏散"
    EVACUATED = "避险转移"
    RESETTLED = "转移安置"
    ILL = "患病"


@dataclass(frozen=True, slots=True)
class Incident:
    """One event. Empty text = nothing was said. `happened_at` None = 不详; `lat`, `lon` WGS-84.

    `received_at` is 接报时间 (we were told); `level_possible` stands beside `level` and never
    replaces it.
    """

    id: UUID
    no: str
    title: str
    event_class: EventClass
    kind: str
    status: IncidentStatus
    level: Level
    level_possible: Level
    happened_at: datetime | None
    happened_about: bool
    received_at: datetime
    place: str
    township: str
    lat: float | None
    lon: float | None
    source: Source
    reporter_unit: str
    reporter_name: str
    reporter_phone: str
    callback: str
    course: str
    commander: str
    commander_phone: str
    trend: Trend
    dangers: tuple[str, ...]
    measures: str
    needs: str
    told: str
    repeated: bool
    called_back: bool
    by: str
    by_name: str
    closed_at: datetime | None
    mark: Mark


class CallMark(StrEnum):
    """What is done with a call besides writing it down."""

    REPEATED = "已复述"
    CALLED_BACK = "已回拨核实"


@dataclass(frozen=True, slots=True)
class Contact:
    """One source of an incident: who told us, when, in which words. Several stay side by side.

    `received_at` of the incident is that of its earliest contact. `alarm_no` is the number the 110 or 119
    gave the alarm, empty when there is none.
    """

    id: UUID
    incident_id: UUID
    at: datetime
    source: Source
    unit: str
    name: str
    phone: str
    callback: str
    alarm_no: str
    words: str
    repeated: bool
    called_back: bool
    log_entry_id: UUID | None
    by: str
    by_name: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Graded:
    """One judgement of the level: never changed, the newest holds.

    `scale` is the key of the scale, empty when none fits; `confirmed` and `possible` in the scale's own
    words (小型 of a landslide), empty = none. `clause` says what gave it, `reason` why it was judged so now.
    """

    id: UUID
    incident_id: UUID
    scale: str
    confirmed: str
    possible: str
    level: Level
    level_possible: Level
    clause: str
    reason: str
    at: datetime
    by: str
    by_name: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Figure:
    """One statement of one number: never changed, the newest of its kind holds.

    No statement = 不详. `number` 0 was said aloud by somebody.
    """

    id: UUID
    incident_id: UUID
    kind: Count
    number: int
    about: bool
    at: datetime
    reason: str
    by: str
    mark: Mark


class ReportWay(StrEnum):
    """What stops a clock: a call, a paper, the first picture, a further report."""

    PHONE = "电话"
    WRITTEN = "书面"
    PICTURE = "画面"
    FOLLOW_UP = "续报"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A running clock of an incident: what must be done by when, after which rule of which rule book.

    `level` is the level it was started under; `note` says what must be known of its start; `met_by` what
    met it: `report:<id>`, `picture:<id>`, or `line:<id>` of the log when an officer ended it by hand.
    """

    id: UUID
    incident_id: UUID
    rule: str
    name: str
    source: str
    starts_at: datetime
    due_at: datetime
    met_at: datetime | None
    mark: Mark
    way: ReportWay = ReportWay.WRITTEN
    profile: str = ""
    to: str = ""
    level: Level = Level.NONE
    note: str = ""
    met_by: str = ""


@dataclass(frozen=True, slots=True)
class Lateness:
    """Why a clock ran out, in the words of who answers for it. No verdict."""

    id: UUID
    deadline_id: UUID
    incident_id: UUID
    reason: str
    at: datetime
    by: str
    by_name: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class RuleChoice:
    """An officer put a rule book in force or out of it. The newest of a profile holds."""

    id: UUID
    profile: str
    on: bool
    reason: str
    at: datetime
    by: str
    by_name: str
    mark: Mark
