"""会商记录: one consultation and the tasks it gave."""

from __future__ import annotations

from collections.abc import Sequence

from app.base.clock import day_hhmm
from app.dossier.case_file import CaseFile
from app.incidents.acts import Consultation, ConsultationTask
from app.paper.dossier.frame import Frame
from app.paper.faces import Style
from app.paper.sheet import Column, Printed


def consultation(
    frame: Frame, case: CaseFile, one: Consultation, tasks: Sequence[ConsultationTask]
) -> Printed:
    sheet = frame.begin(case.incident, f"{one.kind.value}记录")
    end = day_hhmm(one.ends_at) if one.ends_at else "未结束"
    facts = (
        ("编号", one.no),
        ("时间", f"{day_hhmm(one.begins_at)} 至 {end}"),
        ("地点或方式", one.place),
        ("主持", one.chair),
        ("参加", one.attending),
        ("材料", one.materials),
        ("意见", one.opinions),
        ("结论", one.conclusions),
        ("下次会商", day_hhmm(one.next_at) if one.next_at else ""),
        ("记录", one.by_name),
        ("签字", one.signed_by),
    )
    frame.facts(sheet, facts)
    if tasks:
        sheet.gap(3)
        sheet.text("任务", Style.HEI, 12)
        rows = [
            (
                task.what,
                task.who,
                day_hhmm(task.due) if task.due else "—",
                task.result or "未办结",
            )
            for task in tasks
        ]
        columns = (
            Column("事项", 70),
            Column("责任单位", 40),
            Column("时限", 28),
            Column("结果", 32),
        )
        sheet.table(columns, rows, 10)
    return frame.end(sheet, "会商记录")
