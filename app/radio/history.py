"""The radio's record, as it is sifted, read part by part and taken away. It only ever grows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.base.clock import full
from app.radio.board import LogLine
from app.radio.records import HeardKind, RadioEvent, RadioText

TITLE = "370M 通联记录"
OURS = "发出短信"
"""How a text of ours is called among the kinds of what was heard."""

MOST = 20_000
"""Lines that are taken away in one go. [choice]"""

HEAD = (
    *("时间", "种类", "网关", "终端", "单位", "持机人", "通话组", "内容", "北纬", "东经", "时长秒"),
    *("场强dBm", "应答或发送人", "应答时间", "班次", "事件", "原始数据（十六进制）"),
)
WIDTHS = (19, 9, 8, 10, 14, 10, 9, 40, 10, 10, 8, 9, 12, 19, 16, 18, 60)


@dataclass(frozen=True, slots=True)
class Sieve:
    """None and "" let everything pass. `until` is not among them. `texts` are those we sent."""

    shift_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    radio: int | None = None
    talkgroup: int | None = None
    kinds: frozenset[HeardKind] | None = None
    texts: bool = True
    words: str = ""
    incident_id: UUID | None = None


class HistoryReads(Protocol):
    """Read on the store thread."""

    def history(self, sieve: Sieve, count: int, before: LogLine | None = None) -> list[LogLine]:
        """Newest first, at most `count`, those older than `before`."""
        ...


def kind_word(line: LogLine) -> str:
    return OURS if isinstance(line, RadioText) else line.kind.value


def what(line: LogLine) -> str:
    """In the words of the record."""
    if isinstance(line, RadioText):
        return f"{line.text}（{line.step.said}）"
    if line.kind is HeardKind.TALK and line.seconds is not None:
        return f"通话 {line.seconds} 秒"
    if line.kind is HeardKind.OWN_TALK and line.seconds is not None:
        return f"{line.text} {line.seconds} 秒"
    if line.kind is HeardKind.POSITION and (line.lat is None or line.lon is None):
        return "无定位"
    return line.text


def table(
    lines: Sequence[LogLine], shifts: Mapping[UUID, str], incidents: Mapping[UUID, str]
) -> list[list[str]]:
    """For a workbook: the head, then one row for each line. Unknown is empty."""
    return [list(HEAD), *(_row(line, shifts, incidents) for line in lines)]


def _row(line: LogLine, shifts: Mapping[UUID, str], incidents: Mapping[UUID, str]) -> list[str]:
    tied = (
        shifts.get(line.shift_id, "") if line.shift_id else "",
        incidents.get(line.incident_id, "") if line.incident_id else "",
    )
    head = full(line.at), kind_word(line), line.gateway
    if isinstance(line, RadioText):
        number = str(line.target)
        to = ("", line.unit, "", number) if line.to_group else (number, line.unit, "", "")
        return [*head, *to, what(line), "", "", "", "", line.by_name, "", *tied, ""]
    return [
        *head, _said(line.radio), line.unit, line.holder, _said(line.talkgroup), what(line),
        _said(line.lat), _said(line.lon), _said(line.seconds), _said(line.rssi_dbm),
        line.answered_name, full(line.answered_at) if line.answered_at else "", *tied, line.raw,
    ]  # fmt: skip


def _said(value: object) -> str:
    return "" if value is None else str(value)


def dump(line: LogLine, wide: int = 8) -> str:
    """The bytes as they arrived: place, hex, and what of them is plain letters; "" when there are none."""
    if not isinstance(line, RadioEvent) or not line.raw:
        return ""
    try:
        held = bytes.fromhex(line.raw)
    except ValueError:
        return line.raw
    rows = []
    for at in range(0, len(held), wide):
        part = held[at : at + wide]
        plain = "".join(chr(one) if 0x20 <= one < 0x7F else "." for one in part)
        rows.append(f"{at:04x}  {part.hex(' '):<{wide * 3}} {plain}")
    return "\n".join(rows)
