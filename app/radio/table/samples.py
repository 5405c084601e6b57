"""Tries a table on the lines it gives as samples, through its own framer and patterns."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from app.base.ids import new_id
from app.radio.events import (
    AskPosition,
    AskPositions,
    Battery,
    CallKind,
    CheckOnline,
    CheckRadio,
    CheckReply,
    ChooseGroup,
    Command,
    Emergency,
    EmergencyCleared,
    EndCall,
    Event,
    Groups,
    Heard,
    Monitor,
    Offline,
    Online,
    Position,
    PressTalk,
    ReleaseTalk,
    Revive,
    Rssi,
    SendStatus,
    SendText,
    StatusIn,
    StopEmergency,
    Stun,
    TalkerEnd,
    TalkerStart,
    TextIn,
)
from app.radio.table.asking import asked, line_of
from app.radio.table.framer import Framer, written
from app.radio.table.hearing import Hearing
from app.radio.table.layout import Does, Sample, Table

_CALLED: dict[type, str] = {
    Online: "online",
    Offline: "offline",
    Position: "position",
    TextIn: "text",
    StatusIn: "status",
    Emergency: "emergency",
    EmergencyCleared: "emergency_cleared",
    CheckReply: "check",
    Rssi: "rssi",
    Battery: "battery",
    Groups: "group",
    TalkerStart: "talk_start",
    TalkerEnd: "talk_end",
}
_NEAR = 1e-6


class Trial:
    """Samples are tried in their order: an end of a talk follows its begin."""

    def __init__(self, table: Table, at: datetime) -> None:
        self._table = table
        self._at = at
        self._hearing = Hearing(table)

    def fault(self, sample: Sample) -> str:
        """What is wrong with it, in Chinese; empty when nothing is."""
        return self._asked(sample) if sample.ask is not None else self._heard(sample)

    def _heard(self, sample: Sample) -> str:
        try:
            raw = written(self._table.line, sample.line)
        except (UnicodeEncodeError, ValueError):
            return f"不能用 {self._table.line.encoding} 编码"
        frames = Framer(self._table.line).feed(raw, 0.0)
        if [text for text, _raw in frames] != [sample.line]:
            return "按 [line] 的写法收不回这一行"
        heard = Heard("", self._at, raw.hex())
        told = [
            seen
            for event in self._hearing.hear(sample.line, heard, 0.0) or []
            if (seen := _seen(event))
        ]
        if len(told) != len(sample.expect):
            got = "、".join(str(seen["event"]) for seen in told) or "什么也没有"
            return f"应有 {len(sample.expect)} 项，实得：{got}"
        for seen, expect in zip(told, sample.expect, strict=True):
            for name, want in expect.items():
                if name not in seen:
                    return f"{seen['event']} 没有 {name} 这一项；有 {'、'.join(seen)}"
                if not _same(seen[name], want):
                    return f"{name} 应为 {want}，实得 {seen[name]}"
        return ""

    def _asked(self, sample: Sample) -> str:
        """References count from 1: a sample is always the first command."""
        assert sample.ask is not None
        try:
            command = _command(sample.ask)
        except (KeyError, TypeError, ValueError):
            return "ask 里的 does 或所需的 radio、group、text、code 不对"
        does, values = asked(command)
        order = self._table.orders.get(does)
        if order is None:
            return f"没有 {does.value} 这个命令"
        try:
            raw = line_of(self._table, order, values, 1)
            wanted = written(self._table.line, sample.line)
        except ValueError:
            return "写不出来：文字太长、为空或不能编码，或电台号码不对"
        if raw == wanted:
            return ""
        return f"写出的是 {raw.decode(self._table.line.encoding, 'replace').strip()}"


def _command(ask: Mapping[str, Any]) -> Command:
    does, key = Does(ask["does"]), new_id()
    match does:
        case Does.TEXT:
            return SendText(key, int(ask["radio"]), False, str(ask["text"]))
        case Does.GROUP_TEXT:
            return SendText(key, int(ask["group"]), True, str(ask["text"]))
        case Does.STATUS:
            return SendStatus(key, int(ask["radio"]), False, int(ask["code"]))
        case Does.GROUP_STATUS:
            return SendStatus(key, int(ask["group"]), True, int(ask["code"]))
        case Does.LOCATE_EVERY:
            return AskPositions(key, int(ask["radio"]), int(ask["every_s"]))
        case Does.PRESS_PRIVATE:
            return PressTalk(key, CallKind.PRIVATE, int(ask["radio"]))
        case Does.PRESS_GROUP:
            return PressTalk(key, CallKind.GROUP, int(ask["group"]))
        case Does.PRESS_ALL:
            return PressTalk(key, CallKind.ALL, 0)
        case Does.RELEASE:
            return ReleaseTalk(key)
        case Does.HANG_UP:
            return EndCall(key)
        case Does.CHOOSE_GROUP:
            return ChooseGroup(key, int(ask["group"]))
    return _OF_A_RADIO[does](key, int(ask["radio"]))


_OF_A_RADIO: dict[Does, Callable[[UUID, int], Command]] = {
    Does.LOCATE: AskPosition,
    Does.ONLINE_CHECK: CheckOnline,
    Does.RADIO_CHECK: CheckRadio,
    Does.EMERGENCY_STOP: StopEmergency,
    Does.STUN: Stun,
    Does.REVIVE: Revive,
    Does.MONITOR: Monitor,
}


def _seen(event: Event) -> dict[str, Any]:
    """The fields of an event under the names of the table; empty for what only follows from another."""
    if type(event) not in _CALLED:
        return {} if type(event).__name__ == "CallEnd" else {"event": "unknown"}
    told: dict[str, Any] = {"event": _CALLED[type(event)]}
    for one in fields(event):
        value = getattr(event, one.name)
        if one.name == "chosen":
            told["target"] = value
        elif isinstance(value, Position):
            told |= {"lat": value.lat, "lon": value.lon}
        elif not isinstance(value, Heard):
            told[one.name] = value.name.lower() if isinstance(value, Enum) else value
    return told


def _same(seen: Any, want: Any) -> bool:
    if isinstance(want, bool) or isinstance(seen, bool):
        return seen is want
    if isinstance(want, int | float) and isinstance(seen, int | float):
        return math.isclose(seen, want, rel_tol=0, abs_tol=_NEAR)
    return bool(seen == want)
