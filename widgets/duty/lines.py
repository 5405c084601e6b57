"""Log entries as rows of two lines: who, what, how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.base.clock import day_hhmm, hhmm, hhmmss
from app.duty.records import Channel, Handling, LogEntry
from app.people.session import Session
from app.reports.board import corrected
from widgets.kit.lines import Line

_SHORT = {
    Channel.RADIO: "370M",
    Channel.SATELLITE: "卫星",
    Channel.BROADCAST: "广播",
    Channel.VIDEO_CALL: "视频会",
}


def way_words(entry: LogEntry) -> str:
    """来 · 电话."""
    return f"{entry.way.value} · {_SHORT.get(entry.channel, entry.channel.value)}"


def who_words(entry: LogEntry, session: Session | None = None) -> str:
    """己塘镇值班室 周试用; the category where nobody was named. `session` covers names where it must."""
    person = session.covered_name(entry.person) if session else entry.person
    return " ".join(w for w in (entry.unit, person) if w) or entry.category.value


def exact_time(at: datetime, *, days: bool = False) -> str:
    """15:22:03, with its day 06-24 15:22:03: times of an incident that is 特别重大."""
    return f"{day_hhmm(at)[:6]}{hhmmss(at)}" if days else hhmmss(at)


def state_words(entry: LogEntry) -> str:
    """更正, 补录, 已建事件 …, or how far it is."""
    if entry.corrects is not None:
        return "更正"
    if entry.late:
        return "补录"
    return entry.handling.split(" ")[0] if 0 < len(entry.handling) <= 20 else entry.status.value


def rows_of_log(entries: Sequence[LogEntry], session: Session | None = None) -> list[Line]:
    """The old text of a corrected entry is struck."""
    struck = corrected(tuple(entries))
    return [
        Line(
            key=str(entry.id),
            title=who_words(entry, session),
            text=session.covered(entry.text) if session else entry.text,
            lead=hhmm(entry.at),
            lead2=way_words(entry),
            right=state_words(entry),
            right_strong=entry.status is Handling.TODO or entry.corrects is not None,
            look="log",
            struck=entry.id in struck,
        )
        for entry in entries
    ]
