"""One typed line to a log entry: slash words, who spoke, what stays open, by when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from app.base.errors import Refused
from app.base.said import moment_to_come
from app.duty.records import Category, Channel, Handling, Way


@dataclass(frozen=True, slots=True)
class Template:
    """What a slash word stands for."""

    slash: str
    name: str
    way: Way
    channel: Channel
    category: Category
    status: Handling


PLAIN = Template("", "内部", Way.INSIDE, Channel.FACE, Category.OTHER, Handling.DONE)
TEMPLATES = (
    Template("/电", "来电", Way.IN, Channel.PHONE, Category.OTHER, Handling.DONE),
    Template("/传", "传达", Way.OUT, Channel.PHONE, Category.OTHER, Handling.DONE),
    Template("/示", "指示", Way.INSIDE, Channel.FACE, Category.INSTRUCTION, Handling.TODO),
)


@dataclass(frozen=True, slots=True)
class QuickLine:
    """What one line says. Empty `unit`, `person` = not said; `due` None = no limit was named."""

    template: Template
    unit: str
    person: str
    text: str
    status: Handling
    due: datetime | None

    @property
    def is_instruction(self) -> bool:
        return self.template.category is Category.INSTRUCTION


def opened(line: str) -> tuple[Template, str]:
    """The template a line begins with (`PLAIN` for none) and the rest of the line."""
    head, _, rest = line.lstrip().partition(" ")
    for template in TEMPLATES:
        if head == template.slash:
            return template, rest.lstrip()
    return PLAIN, line.strip()


_COMMAS = ",\uff0c;\uff1b\u3002"
_COLONS = ":\uff1a"
_WHO = re.compile(rf"(?P<who>[^{_COLONS}{_COMMAS}]{{1,24}})[{_COLONS}]\s*(?P<said>.+)", re.DOTALL)
_OPEN = re.compile(rf"(?P<text>.+?)[\s{_COMMAS}]+(?P<status>待办|在办|办结)\u3002?", re.DOTALL)


def understood(line: str, now: datetime) -> QuickLine:
    """`/电 己塘镇值班室 周试用:明火已控制 在办`. The words themselves are kept as typed."""
    template, rest = opened(line)
    found = _OPEN.fullmatch(rest)
    status = Handling(found["status"]) if found else template.status
    text = found["text"].rstrip() if found else rest
    spoken = None if template is PLAIN else _WHO.fullmatch(text)
    unit, person = "", ""
    if spoken is not None:
        unit, _, person = spoken["who"].strip().partition(" ")
        text = spoken["said"]
    due = due_said(text, now) if template.category is Category.INSTRUCTION else None
    return QuickLine(template, unit, person.strip(), text, status, due)


_HANZI = "零一二两三四五六七八九十百"
_COUNT = rf"(?<![\d{_HANZI}千万.])(?:\d{{1,4}}|[{_HANZI}]{{1,5}})"
_DAY = r"(?:大后天|后天|明天|明日|明早|明晚|今天|今晚|(?:(?:\d{4}年)?\d{1,2}月)?\d{1,2}[日号])"
_PART = "(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|夜里)"
_BY = re.compile(
    rf"(?P<at>(?:{_DAY}\s*)?{_PART}?\s*{_COUNT}(?:[:\uff1a]\d\d|[点时](?:半|{_COUNT}分?)?))之?前"
    rf"|(?P<within>(?:{_COUNT}|半)个?(?:分钟|小时))(?:之?内|后)"
)


def due_said(text: str, now: datetime) -> datetime | None:
    """15:20前, 六点前, 后天九点前, 半小时内: the next such moment after `now`; None when nothing is said."""
    found = _BY.search(text)
    if found is None:
        return None
    try:
        return moment_to_come("due", found["at"] or found["within"], now)
    except Refused:
        return None
