"""A month's roster on one A4 page, as it hangs on the wall of the duty room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.base.clock import full, hhmm
from app.base.marks import Mark
from app.duty.roster.records import PlanState
from app.duty.roster.view import MonthView, Row
from app.duty.roster.wording import changes_told
from app.duty.special import SpecialPeriod
from app.paper.faces import Style
from app.paper.fonts import Fonts
from app.paper.sheet import MM, Align, Column, Margins, Printed, Sheet
from app.people.records import Role

WITH_PHONE = (Role.LEADER, Role.CHIEF)
WEEK = "一二三四五六日"
NOBODY = "（空缺）"
SPECIAL = "重"
USUAL_POSTS = 4
"""With more of them the days have less room, and a holiday's name takes a second line."""


def roster_pdf(
    fonts: Fonts,
    unit: str,
    view: MonthView,
    phones: Mapping[str, str],
    printed_at: datetime,
) -> Printed:
    """`phones`: name -> number, for leaders and chiefs; a name that is not there has none printed.

    Runs on the paper thread.
    """
    paper = Sheet(fonts, Margins(left=16, right=14, top=14, bottom=10, foot=15))
    title = f"{unit.removesuffix('值班室')}{view.first.year}年{view.first.month}月值班表"
    _stamps(paper, view)
    paper.text(title, Style.TITLE, 18, Align.CENTRE)
    paper.gap(1)
    paper.table(_columns(view), [_cells(row, view, phones) for row in view.rows], 10.5)
    for words in changes_told(view):
        paper.text(words, Style.SONG, 9)
    return paper.finish(
        title,
        unit,
        printed_at,
        lambda sheet, page, pages: _foot(sheet, view, printed_at, page, pages),
    )


def _stamps(paper: Sheet, view: MonthView) -> None:
    words = [] if view.month is not None and view.month.state is PlanState.PUBLISHED else ["草稿"]
    mark = view.month.mark if view.month is not None else Mark.REAL
    if mark is not Mark.REAL:
        words.append(f"{mark}数据")
    if words:
        paper.stamp(paper.right, paper.y - 6 * MM, "　".join(words), 10)


def _columns(view: MonthView) -> tuple[Column, ...]:
    posts = [
        Column(_head(post, n, view), 40 if post in WITH_PHONE else 23) for post, n in view.places
    ]
    hours = {(row.span.starts_at.time(), row.span.ends_at.time()) for row in view.rows}
    shift = [Column("时段", 17, Align.CENTRE)] if len(hours) > 1 else []
    return (
        Column("日期", 10, Align.CENTRE),
        Column("星期或节日", 26 if len(posts) <= USUAL_POSTS else 20, Align.CENTRE),
        *shift,
        *posts,
    )


def _head(post: Role, n: int, view: MonthView) -> str:
    several = sum(1 for other, _ in view.places if other is post) > 1
    return f"{post.value}{n + 1 if several else ''}"


def _cells(row: Row, view: MonthView, phones: Mapping[str, str]) -> list[str]:
    day = row.span.day
    week = f"周{WEEK[day.weekday()]}"
    note = row.note or (row.rest if row.rest == "班" else "")
    note = f"{note} {SPECIAL}".strip() if row.special else note
    cells = [str(day.day), f"{week} {note}" if note else week]
    hours = {(one.span.starts_at.time(), one.span.ends_at.time()) for one in view.rows}
    if len(hours) > 1:
        cells.append(f"{hhmm(row.span.starts_at)}-{hhmm(row.span.ends_at)}")
    for place in view.places:
        served = row.at(place)
        if served is None:
            cells.append("—")
            continue
        name = view.name(served.slot.officer_id) or NOBODY
        words = f"{name}（{served.mark}）" if served.mark else name
        phone = phones.get(name, "") if place[0] in WITH_PHONE else ""
        cells.append(f"{words} {phone}".strip())
    return cells


def _foot(paper: Sheet, view: MonthView, printed_at: datetime, page: int, pages: int) -> None:
    top = paper.foot_top + 1 * MM
    hours = "、".join(
        dict.fromkeys(f"{hhmm(r.span.starts_at)} 至 {hhmm(r.span.ends_at)}" for r in view.rows)
    )
    notes = [f"班次 {hours}，写在开始日", "调：串班", "代：代班"]
    paper.at(paper.left, paper.right, top, "　".join(notes), Style.SONG, 9)
    month = view.month
    told = "草稿，未发布"
    if month is not None and month.published_at is not None:
        told = f"{full(month.published_at)[:16]} 由 {month.published_by} 发布"
    made = f"{told}　打印 {full(printed_at)}"
    paper.at(paper.left, paper.right, top + 14, made, Style.SONG, 8)
    special = list({one.id: one for row in view.rows for one in row.special}.values())
    if special:
        paper.at(paper.left, paper.right, top + 26, _special(paper, special), Style.SONG, 8)
    count = f"第 {page} 页 共 {pages} 页"
    paper.at(paper.left, paper.right, top + 14, count, Style.SONG, 9, Align.RIGHT)


def _special(paper: Sheet, periods: Sequence[SpecialPeriod]) -> str:
    """Which periods the marked days belong to; those that find no room on the line are counted."""
    room = paper.right - paper.left
    for shown in range(len(periods), 0, -1):
        told = "、".join(f"{one.name} {one.days}" for one in periods[:shown])
        more = f" 等 {len(periods)} 个" if shown < len(periods) else ""
        words = f"重：重要时段（{told}{more}）"
        if paper.measure(words, Style.SONG, 8) <= room:
            return words
    return f"重：重要时段（{len(periods)} 个）"
