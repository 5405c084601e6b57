"""指令与回复: each order with its way to its end."""

from __future__ import annotations

from app.base.clock import day_hhmm
from app.dossier.case_file import CaseFile
from app.paper.dossier.frame import Frame
from app.paper.sheet import Align, Column, Printed


def orders(frame: Frame, case: CaseFile) -> Printed:
    sheet = frame.begin(case.incident, "指令与回复")
    rows = [
        (
            one.no.rpartition("-")[2],
            day_hhmm(one.sent_at),
            f"{one.giver}→{one.unit} {frame.cover(one.person)}".strip(),
            frame.cover(one.text),
            day_hhmm(one.received_at) if one.received_at else "—",
            frame.cover(one.feedback) or "—",
            day_hhmm(one.done_at) if one.done_at else "未办结",
        )
        for one in case.orders
    ]
    columns = (
        Column("号", 12, Align.CENTRE),
        Column("下达", 22),
        Column("下达与接收", 32),
        Column("内容", 42),
        Column("复述", 20),
        Column("反馈", 24),
        Column("办结", 18),
    )
    sheet.table(columns, rows, 9)
    return frame.end(sheet, "指令与回复")
