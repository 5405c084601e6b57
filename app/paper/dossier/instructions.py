"""领导批示指示与反馈: what leaders said, to whom it was told, what came back."""

from __future__ import annotations

from app.base.clock import day_hhmm
from app.dossier.case_file import CaseFile
from app.paper.dossier.frame import Frame
from app.paper.sheet import Column, Printed


def instructions(frame: Frame, case: CaseFile) -> Printed:
    sheet = frame.begin(case.incident, "领导批示指示与反馈")
    rows = []
    for one in case.instructions:
        told = [relay for relay in case.relays if relay.instruction_id == one.id]
        heard = "；".join(f"{relay.receiver} {day_hhmm(relay.told_at)}" for relay in told)
        answers = "；".join(f"{r.receiver}：{r.feedback}" for r in told if r.feedback)
        rows.append(
            (
                day_hhmm(one.at),
                f"{one.leader} {one.post}".strip(),
                frame.cover(f"{one.spoken.value}：{one.text}"),
                frame.cover(heard or one.receiver),
                frame.cover(answers or one.feedback) or "未反馈",
            )
        )
    columns = (
        Column("时间", 24),
        Column("领导", 24),
        Column("原文", 56),
        Column("传达", 34),
        Column("反馈", 32),
    )
    sheet.table(columns, rows, 9.5)
    return frame.end(sheet, "批示指示与反馈")
