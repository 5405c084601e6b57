"""应急响应启动、调整与终止 while the incident went on."""

from __future__ import annotations

from app.base.clock import full
from app.dossier.case_file import CaseFile
from app.paper.dossier.frame import UNKNOWN, Frame
from app.paper.sheet import Column, Printed


def responses(frame: Frame, case: CaseFile) -> Printed:
    sheet = frame.begin(case.incident, "应急响应启动、调整与终止")
    plans = {one.id: one.plan for one in case.responses}
    rows = [
        (
            full(turn.at),
            turn.turn.value,
            f"{plans.get(turn.response_id, UNKNOWN)} {turn.level}",
            turn.confirmed_by,
            turn.document or UNKNOWN,
            frame.cover(turn.reason),
        )
        for turn in case.turns
    ]
    columns = (
        Column("时间", 34),
        Column("动作", 14),
        Column("预案与级别", 36),
        Column("确认", 24),
        Column("文号", 28),
        Column("原因", 34),
    )
    sheet.table(columns, rows, 9.5)
    sheet.text("本事件处置期间全县的应急响应；是否为本事件启动，以原因栏为准。", size=9)
    return frame.end(sheet, "响应启动调整终止")
