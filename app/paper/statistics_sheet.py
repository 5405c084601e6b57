"""Incidents of a stretch beside those of a year before on A4: one table, and what it does not say."""

from __future__ import annotations

from datetime import datetime

from app.base.clock import full
from app.base.marks import Mark
from app.incidents.statistics import Look, table
from app.paper.faces import Style
from app.paper.fonts import Fonts
from app.paper.sheet import MM, Align, Column, Printed, Sheet

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
    if mark is not Mark.REAL:
        paper.stamp(paper.right, paper.y - 6 * MM, f"{mark}数据", 10)
    paper.text(title, Style.TITLE, 18, Align.CENTRE)
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

    def foot(sheet: Sheet, page: int, pages: int) -> None:
        top = sheet.foot_top + 2 * MM
        sheet.at(sheet.left, sheet.right, top, f"打印 {full(printed_at)}", Style.SONG, 8)
        count = f"第 {page} 页 共 {pages} 页"
        sheet.at(sheet.left, sheet.right, top, count, Style.SONG, 9, Align.RIGHT)

    return paper.finish(title, unit, printed_at, foot)
