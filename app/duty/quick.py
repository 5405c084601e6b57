"""One typed line to a log entry: slash words, who spoke, what stays open, by when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.base.clock import local
from app.base.said import numeral
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


_COUNT = r"(?<!\d)(?:\d{1,4}|[零一二两三四五六七八九十]{1,5})"
_BY = re.compile(
    rf"(?P<late>下午|傍晚|晚上|今晚)?(?:(?P<hour>{_COUNT})(?:[:\uff1a](?P<minute>\d\d)|[点时](?:(?P<half>半)|(?P<past>{_COUNT})分?)?)"
    rf"之?前)"
    rf"|(?:(?P<count>{_COUNT}|半)个?(?P<unit>分钟|小时)(?:之?内|后))"
)


def due_said(text: str, now: datetime) -> datetime | None:
    """15:20前, 六点前, 半小时内: the next such moment after `now`; None when nothing is said."""
    found = _BY.search(text)
    if found is None:
        return None
    if found["unit"]:
        count = 0.5 if found["count"] == "半" else float(_number(found["count"]))
        return now + (
            timedelta(minutes=count) if found["unit"] == "分钟" else timedelta(hours=count)
        )
    hour, minute = _number(found["hour"]), _number(found["minute"] or found["past"] or "0")
    if found["late"] and hour < 12:
        hour += 12
    if hour > 23 or minute > 59:
        return None
    there = local(now)
    due = there.replace(hour=hour, minute=30 if found["half"] else minute, second=0, microsecond=0)
    return (due if due > there else due + timedelta(days=1)).astimezone(now.tzinfo)


def _number(words: str) -> int:
    return int(words) if words.isdecimal() else (numeral(words) or 0)
