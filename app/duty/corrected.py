"""What a correction changed, field by field, in the words of the paper (domain.md 1.7)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.base.clock import full
from app.duty.records import LogEntry

FIELDS = {
    "at": "时间",
    "late": "补录",
    "way": "方向",
    "channel": "渠道",
    "unit": "对方单位",
    "person": "对方姓名",
    "post": "对方职务",
    "phone": "对方电话",
    "category": "类别",
    "text": "内容",
    "handling": "办理",
    "status": "状态",
    "responsible": "责任人",
    "due": "时限",
    "incident_id": "关联事件",
    "warning_id": "关联预警",
    "instruction_id": "关联指示",
}
"""Name of a field -> its word."""

NAMED = {"text", "handling", "incident_id", "warning_id", "instruction_id"}
"""Fields whose old value is not repeated: the text stands struck beside, a link is told by its word."""


def differences(old: LogEntry, new: LogEntry) -> list[str]:
    """The names of the fields in which two revisions differ, in the order of the form."""
    return [name for name in FIELDS if getattr(old, name) != getattr(new, name)]


def told(old: LogEntry, new: LogEntry) -> list[str]:
    """时间 06-24 21:40:00→…, 渠道 电话→传真, 内容: one phrase for each field that differs."""
    return [_phrase(name, old, new) for name in differences(old, new)]


def reason_of(entry: LogEntry) -> str:
    """Why it corrects another; before schema 4 it stood in the handling, after 更正第 3 条：."""
    return entry.reason or entry.handling.partition("：")[2]


def _phrase(name: str, old: LogEntry, new: LogEntry) -> str:
    word = FIELDS[name]
    if name in NAMED:
        return word
    return f"{word} {_value(getattr(old, name))}→{_value(getattr(new, name))}"


def _value(value: Any) -> str:
    if isinstance(value, datetime):
        return full(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value or "无")
