"""Incidents of a stretch beside those of a year before on A4: one table, and what it does not say."""

from __future__ import annotations

from datetime import datetime

from app.base.marks import Mark
from app.incidents.statistics import Look, table
from app.paper import framed
from app.paper.fonts import Fonts
from app.paper.sheet import Align, Column, Printed, Sheet

_NAME_MM, _NUMBER_MM = 34, 12
_NOTE = (
    "起数为接报事件，不含演练。人数为各事件最新数字之和；从未报告过该项人数的事件计入“不详起数”，"
    "不按 0 计；全部不详的写“不详”，没有事件的写“—”。"
)


def statistics_pdf(
    fonts: Fonts, unit: str, mark: Mark, look: Look, printed_at: datetime
) -> Printed:
    """Runs on the paper thread."""
    paper = Sheet(fonts)
    title = f"{unit.removesuffix('值班室')}突发事件统计"
    framed.head(paper, title, mark)
    paper.gap(1)
    before = look.stretch.year_before().words()
    paper.text(f"本期：{look.stretch.words()}　上年同期：{before}　按{look.by.value}", size=10.5)
    head, *rows = table(look)
    columns = [
        Column(head[0], _NAME_MM),
        *(Column(word, _NUMBER_MM, Align.CENTRE) for word in head[1:]),
    ]
    paper.table(columns, rows, 9)
    paper.gap(2)
    paper.text(_NOTE, size=9)

    return paper.finish(title, unit, printed_at, framed.foot(printed_at, mark=framed.marked(mark)))
