"""What the lists on A4 share: mark and title at the head, when they were printed and the page at the foot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.base.clock import full
from app.base.marks import Mark
from app.paper.faces import Style
from app.paper.sheet import MM, Align, Sheet

Foot = Callable[[Sheet, int, int], None]


def head(paper: Sheet, title: str, mark: Mark) -> None:
    """A record that is not of the real world says so in the corner."""
    if mark is not Mark.REAL:
        paper.stamp(paper.right, paper.y - 6 * MM, _said(mark), 10)
    paper.text(title, Style.TITLE, 18, Align.CENTRE)


def marked(mark: Mark) -> str:
    """For the foot: a page that is torn off must not pass for a real one."""
    return "" if mark is Mark.REAL else f"{_said(mark)}　"


def _said(mark: Mark) -> str:
    return f"{mark}数据"


def foot(printed_at: datetime, *, told: str = "", mark: str = "") -> Foot:
    """`told` follows the time of printing, `mark` stands before the number of the page."""

    def drawn(sheet: Sheet, page: int, pages: int) -> None:
        top = sheet.foot_top + 2 * MM
        sheet.at(sheet.left, sheet.right, top, f"打印 {full(printed_at)}{told}", Style.SONG, 8)
        count = f"{mark}第 {page} 页 共 {pages} 页"
        sheet.at(sheet.left, sheet.right, top, count, Style.SONG, 9, Align.RIGHT)

    return drawn
