"""Reports, their way through the house and out of it. Words after domain.md 2.5, 2.6 and 4.5."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.base.marks import Mark


class ReportKind(StrEnum):
    FIRST = "初报"
    FOLLOW_UP = "续报"
    FINAL = "终报"
    PHONE = "电话报告"
    FLASH = "值班快报"
    SPECIAL = "专报"
    MINUTES = "纪要"
    DAILY = "每日一报"
    RELEASE = "情况通报"


_INFORMATION = frozenset({ReportKind.FIRST, ReportKind.FOLLOW_UP, ReportKind.FINAL})


def series(kind: ReportKind) -> frozenset[ReportKind]:
    """Kinds that are counted together: those of one red name, 突发事件信息 第N期."""
    return _INFORMATION if kind in _INFORMATION else frozenset({kind})


ADDRESSED = _INFORMATION | {ReportKind.FLASH, ReportKind.SPECIAL}
"""Kinds that are written to somebody; minutes and the daily bulletin may stay in the house."""


class Stage(StrEnum):
    """What is due next: 审核 waits for the chief, 签发 for the leader, 报送 may be sent.

    RETURNED is with its drafter again, CANCELLED counts no more.
    """

    DRAFT = "拟稿"
    REVIEW = "审核"
    ISSUE = "签发"
    SEND = "报送"
    CONFIRM = "确认收到"
    FILED = "归档"
    RETURNED = "退回"
    CANCELLED = "作废"


WITH_DRAFTER = frozenset({Stage.DRAFT, Stage.RETURNED})
"""Stages in which the texts may be changed."""
ISSUED = frozenset({Stage.SEND, Stage.CONFIRM, Stage.FILED})
FLOW = (Stage.DRAFT, Stage.REVIEW, Stage.ISSUE, Stage.SEND, Stage.CONFIRM)
"""The stages as the strip shows them."""


class Form(StrEnum):
    """The texts of one report: one typing, many texts."""

    FULL = "正文"
    MESSAGE = "短文本"
    SCRIPT = "电话稿"
    BULLETIN = "快报"


COLUMNS = {
    Form.FULL: "body",
    Form.MESSAGE: "message",
    Form.SCRIPT: "script",
    Form.BULLETIN: "bulletin",
}


@dataclass(frozen=True, slots=True)
class Report:
    """`seq` counts 续报 within the incident (1 = 续报一), 0 for other kinds. `year_no` is 第N期 of `year`,
    given at issue, 0 before. `facts` is the canonical JSON of what it was made from, `as_of` 截至.

    `own_…` marks the texts an officer wrote himself: no redraft overwrites those. `corrects` is the report
    that this one puts right. `to` are 报送, `also` 另列. `signed` False: issued on oral consent, the
    signature is still owed.
    """

    id: UUID
    incident_id: UUID | None
    kind: ReportKind
    seq: int
    year: int
    year_no: int
    stage: Stage
    title: str
    body: str
    message: str
    script: str
    bulletin: str
    own_body: bool
    own_message: bool
    own_script: bool
    own_bulletin: bool
    facts: str
    as_of: datetime
    to: tuple[str, ...]
    also: tuple[str, ...]
    copies: int
    drafted_by: str
    drafted_name: str
    drafted_at: datetime
    reviewed_by: str
    reviewed_name: str
    issued_by: str
    issued_name: str
    issued_at: datetime | None
    signed: bool
    corrects: UUID | None
    mark: Mark

    def text(self, form: Form) -> str:
        return str(getattr(self, COLUMNS[form]))

    def own(self, form: Form) -> bool:
        """Whether an officer wrote this text himself."""
        return bool(getattr(self, f"own_{COLUMNS[form]}"))

    @property
    def spoken(self) -> str:
        """续报二, 初报."""
        return f"{self.kind.value}{numeral(self.seq)}" if self.seq else self.kind.value


def numeral(number: int) -> str:
    """一, 十二: as 续报 are counted."""
    digits = "零一二三四五六七八九"
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else digits[tens]) + "十" if tens else ""
    return head + (digits[ones] if ones else "")


class StepKind(StrEnum):
    DRAFTED = "拟稿"
    SUBMITTED = "提交审核"
    REVIEWED = "审核"
    RETURNED = "退回"
    CONSENTED = "口头同意"
    ISSUED = "签发"
    SIGNED = "补签"
    CANCELLED = "作废"
    CORRECTED = "更正"
    FILED = "归档"


@dataclass(frozen=True, slots=True)
class ReportStep:
    """Who did what with a report. `reason` of a return, a cancelling or a correction.

    For 口头同意 `person` is the leader who consented, `said_at` when, and `by` who took the call.
    """

    id: UUID
    report_id: UUID
    incident_id: UUID | None
    kind: StepKind
    reason: str
    person: str
    said_at: datetime | None
    at: datetime
    by: str
    by_name: str
    mark: Mark


class SendWay(StrEnum):
    PHONE = "电话"
    SYSTEM = "业务系统"
    FAX = "传真"
    CHAT = "政务钉钉/微信"
    MAIL = "政务邮箱"
    HAND = "当面送达"


@dataclass(frozen=True, slots=True)
class Sending:
    """One report to one recipient. `outside_no` is the number the other side gave it.

    `confirmed_by` is who of the recipient confirmed the receipt, `confirmed_at` None while nobody has.
    """

    id: UUID
    report_id: UUID
    incident_id: UUID | None
    recipient: str
    way: SendWay
    outside_no: str
    sent_at: datetime
    by: str
    by_name: str
    confirmed_at: datetime | None
    confirmed_by: str
    mark: Mark


class Direction(StrEnum):
    IN = "上级催报"
    OUT = "我方催告"


@dataclass(frozen=True, slots=True)
class Urging:
    """催报: a superior asked us for a report, or we asked a recipient whether ours was received."""

    id: UUID
    report_id: UUID | None
    incident_id: UUID | None
    direction: Direction
    unit: str
    person: str
    words: str
    at: datetime
    by: str
    by_name: str
    mark: Mark


class Element(StrEnum):
    """What a report tells besides people: the elements of government plans and of Order 493 art. 12."""

    COURSE = "简要经过"
    SCOPE = "影响范围"
    TREND = "发展趋势"
    MEASURE = "已采取措施"
    COMMAND = "现场指挥"
    NEED = "需求"
    SENSITIVE = "敏感情形"
    CHECKED = "核查情况"
    LOSS = "损失"
    STATE = "当前状况与善后"
    NEXT = "下一步工作"
    UNIT = "单位概况"


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing told for the reports of an incident, in words, at the time it was so.

    Never changed: a later one follows it, or names in `replaces` the one it puts right and in `reason`
    why. `unit` is who did or said it.
    """

    id: UUID
    incident_id: UUID
    element: Element
    text: str
    unit: str
    at: datetime
    replaces: UUID | None
    reason: str
    by: str
    by_name: str
    mark: Mark
