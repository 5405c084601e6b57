"""A drill in words for spreadsheet and paper."""

from __future__ import annotations

from datetime import datetime

from app.base.clock import hhmmss, span
from app.base.marks import Mark
from app.drills.metrics import RunLook, TargetLook
from app.drills.records import DrillRules

HEAD = ("标志", "编号", "名称", "乡镇", "类型", "状态", "下达", "首帧", "话音", "连通", "结束", "用时",
        "呼叫次数", "30分钟内")  # fmt: skip


def rows_out(look: RunLook, rules: DrillRules) -> list[list[str]]:
    """Head first; the rates stand below the targets, and every row bears the mark."""
    head = [*HEAD, *(one.words for one in rules.checks), "备注"]
    mark = Mark.DRILL.value
    if look.run.mark is not Mark.DRILL:
        mark += f"（{look.run.mark}数据）"
    rows = [[mark, *cells(one)] for one in look.targets]
    rates = [
        [mark, name, figure.words()]
        for name, figure in (
            ("连通率", look.rates.connected),
            ("30分钟响应率", look.rates.in_time),
            ("连线质量达标率", look.rates.quality),
            ("覆盖率", look.coverage),
        )
        if figure is not None
    ]
    wide = len(head)
    return [head, *rows, *(row + [""] * (wide - len(row)) for row in rates)]


def cells(one: TargetLook) -> list[str]:
    told = one.target
    return [
        told.code, told.name, told.township or "—", told.kind.value, one.standing.value,
        _at(told.order_at), _at(told.picture_at), _at(told.audio_at), _at(told.connect_at),
        _at(told.end_at), span(one.took) if one.took is not None else "—", str(told.tries),
        in_time(one), *(verdict.value for verdict in one.verdicts),
        told.excluded or told.remark,
    ]  # fmt: skip


def in_time(one: TargetLook) -> str:
    if one.target.order_at is None:
        return "—"
    return "是" if one.in_time else "否"


def _at(at: datetime | None) -> str:
    return hhmmss(at) if at is not None else "—"
