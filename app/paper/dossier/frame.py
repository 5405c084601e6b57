"""What all papers of a dossier share: head, foot, tables of facts and of lines, what is covered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from app.base.clock import full
from app.base.marks import Mark
from app.incidents.records import Incident
from app.paper.faces import Style
from app.paper.fonts import Fonts
from app.paper.sheet import MM, Align, Column, Margins, Printed, Sheet

UNKNOWN = "不详"
Cover = Callable[[str], str]


class Frame:
    """Runs on the paper thread. `cover` changes words for who may not see names and numbers."""

    def __init__(
        self, fonts: Fonts, unit: str, printed_at: datetime, cover: Cover, *, masked: bool = False
    ) -> None:
        """`masked`: what cannot be covered is not with them, and the index says so."""
        self._fonts = fonts
        self._unit = unit
        self._at = printed_at
        self.cover = cover
        self.masked = masked

    def begin(self, incident: Incident, title: str) -> Sheet:
        sheet = Sheet(self._fonts, Margins(foot=10))
        if incident.mark is not Mark.REAL:
            sheet.stamp(sheet.right, sheet.y - 6 * MM, f"{incident.mark}数据")
        sheet.text(title, Style.TITLE, 18, Align.CENTRE)
        head = f"{incident.no}  {incident.title}"
        sheet.text(self.cover(head), size=11)
        sheet.gap(1)
        return sheet

    def facts(self, sheet: Sheet, facts: Sequence[tuple[str, str]]) -> None:
        rows = [(name, self.cover(words.strip()) or UNKNOWN) for name, words in facts]
        sheet.table((Column("栏目", 28), Column("内容", 142)), rows, 10.5)

    def lines(self, sheet: Sheet, lines: Sequence[tuple[datetime, str, str]]) -> None:
        rows = [(full(at), self.cover(words.strip()), by) for at, words, by in lines]
        columns = (Column("时间", 36), Column("事项", 112), Column("记录", 22))
        sheet.table(columns, rows, 9.5)

    def end(self, sheet: Sheet, title: str) -> Printed:
        return sheet.finish(
            title,
            self._unit,
            self._at,
            lambda paper, page, pages: _foot(paper, self._at, page, pages),
        )


def _foot(paper: Sheet, at: datetime, page: int, pages: int) -> None:
    top = paper.foot_top + 2 * MM
    paper.line(paper.left, top, paper.right, top)
    paper.at(paper.left, paper.right, top + 3, f"制表 {full(at)}", Style.SONG, 8)
    words = f"第 {page} 页 共 {pages} 页"
    paper.at(paper.left, paper.right, top + 3, words, Style.SONG, 8, Align.RIGHT)
