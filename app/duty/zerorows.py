"""The matrix of zero reports as rows of a table, one for each town and slot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from app.base.clock import full
from app.duty.checks import ZeroReport
from app.duty.zero import Cell, SlotLook
from app.duty.zero_hours import Slot

HEAD = (
    "单位", "时点", "状态", "报告时间", "逾时分钟", "报告人", "渠道", "内容",
    "催报次数", "催报时间和催报人", "记录人",
)  # fmt: skip
WIDTHS = (16, 20, 8, 20, 10, 12, 10, 40, 10, 40, 12)


def late_minutes(report: ZeroReport, slot: Slot) -> int:
    """Whole minutes after the hour of the slot; 0 for one that came in time."""
    return max(0, int((report.at - slot.at).total_seconds() // 60))


def rows_of(slots: Iterable[SlotLook], at: datetime) -> Iterator[tuple[str, ...]]:
    """With the head first. A silent town is 未报, before its hour 未到时点: never 无事."""
    yield HEAD
    for look in slots:
        for cell in look.cells:
            yield _row(cell, look.slot, at)


def _row(cell: Cell, slot: Slot, at: datetime) -> tuple[str, ...]:
    report = cell.report
    chases = "；".join(f"{full(one.at)} {one.by_name} {one.channel}" for one in cell.chases)
    chased = (str(len(cell.chases)), chases)
    head = (cell.town.name, f"{full(slot.at)[:16]} {slot.name}".rstrip())
    if report is None:
        state = "未报" if at >= slot.at else "未到时点"
        return (*head, state, "", "", "", "", "", *chased, "")
    late = late_minutes(report, slot)
    return (
        *head,
        report.state.value,
        full(report.at),
        str(late) if late else "",
        report.person,
        report.channel.value,
        report.note,
        *chased,
        report.by_name,
    )
