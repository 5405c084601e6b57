"""事后复盘报告: intervals against limits, what people wrote, what is to be mended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from app.base.clock import day_hhmm, span
from app.dossier.case_file import CaseFile
from app.dossier.review import Interval, Review, ReviewAction
from app.paper.dossier.frame import Frame
from app.paper.faces import Style
from app.paper.sheet import Column, Printed


def review(
    frame: Frame,
    case: CaseFile,
    measured: Sequence[Interval],
    written: Review | None,
    actions: Sequence[ReviewAction],
) -> Printed:
    """Intervals against limits, then what people wrote. Nobody is blamed by the program."""
    sheet = frame.begin(case.incident, "事后复盘报告")
    rows = [
        (
            one.name,
            day_hhmm(one.at) if one.at else "无记录",
            "不详" if one.took is None else _took(one.took),
            "—" if one.limit is None else f"{_took(one.limit)}（{one.source}）",
            "" if one.over is None else f"超 {_took(one.over)}",
        )
        for one in measured
    ]
    columns = (
        Column("环节", 42),
        Column("时间", 28),
        Column("用时", 26),
        Column("时限与来源", 50),
        Column("比较", 24),
    )
    sheet.table(columns, rows, 10)
    sheet.gap(3)
    if written is not None:
        facts = (
            ("原定", written.planned),
            ("实际", written.happened),
            ("原因", written.why),
            ("预案修改", written.plan_changes),
        )
        frame.facts(sheet, facts)
    if actions:
        sheet.gap(3)
        sheet.text("整改事项", Style.HEI, 12)
        done = [
            (
                frame.cover(one.what),
                one.owner,
                day_hhmm(one.due) if one.due else "—",
                day_hhmm(one.done_at) if one.done_at else "未完成",
            )
            for one in actions
        ]
        to_do = (
            Column("事项", 76),
            Column("责任人", 34),
            Column("时限", 30),
            Column("完成", 30),
        )
        sheet.table(to_do, done, 10)
    return frame.end(sheet, "复盘报告")


def _took(length: timedelta) -> str:
    return span(length)
