"""The duty log of a shift on A4: every row, corrections beside what they correct."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from app.base.clock import date_line, day_hhmm, full
from app.base.marks import Mark
from app.duty.corrected import reason_of, told
from app.duty.records import Category, CrewPlace, LogEntry, Shift
from app.paper.faces import Style
from app.paper.fonts import Fonts
from app.paper.sheet import MM, Align, Column, Margins, Printed, Sheet

_COLUMNS = (
    Column("序", 9, Align.CENTRE),
    Column("时间", 19),
    Column("方式", 17),
    Column("单位、人员", 27),
    Column("内容", 66),
    Column("办理", 26),
    Column("记录", 14),
)

_Numbers = dict[UUID | None, int]


def log_pdf(
    fonts: Fonts,
    unit: str,
    shift: Shift,
    crew: Sequence[CrewPlace],
    entries: Sequence[LogEntry],
    printed_at: datetime,
    files: Mapping[UUID, Sequence[str]] = MappingProxyType({}),
    grave: frozenset[UUID] = frozenset(),
    links: Mapping[UUID, Sequence[str]] = MappingProxyType({}),
) -> Printed:
    """`entries` are the rows of the shift in any order, `files` the names of what is attached to them,
    `links` of what they are about;
    times of the incidents in `grave` are told to the second.

    Runs on the paper thread.
    """
    paper = Sheet(fonts, Margins(foot=10))
    rows = sorted(entries, key=lambda entry: entry.seq)
    if shift.mark is not Mark.REAL:
        paper.stamp(paper.right, paper.y - 6 * MM, f"{shift.mark}数据")
    title = f"{unit.removesuffix('值班室')}值班日志"
    paper.text(title, Style.TITLE, 18, Align.CENTRE)
    begin, end = day_hhmm(shift.starts_at), day_hhmm(shift.ends_at)
    paper.text(f"{date_line(shift.starts_at)}  {begin} 至 {end}  共 {len(rows)} 条", size=10)
    paper.text("  ".join(f"{place.post} {place.name}" for place in crew), size=10)
    paper.gap(1)
    old = {row.id: row for row in rows}
    replaced: _Numbers = {row.corrects: row.seq for row in rows if row.corrects}
    paper.table(_COLUMNS, [_row(row, old, replaced, files, grave, links) for row in rows], 9)
    return paper.finish(
        title,
        unit,
        printed_at,
        lambda sheet, page, pages: _foot(sheet, printed_at, page, pages),
    )


def _row(
    entry: LogEntry,
    old: Mapping[UUID, LogEntry],
    replaced: _Numbers,
    files: Mapping[UUID, Sequence[str]],
    grave: frozenset[UUID],
    links: Mapping[UUID, Sequence[str]],
) -> tuple[str, ...]:
    text = entry.text
    if entry.id in replaced:
        text = f"（已由第 {replaced[entry.id]} 条更正）{text}"
    before = old.get(entry.corrects) if entry.corrects is not None else None
    if before is not None:
        changed = "；".join(told(before, entry))
        text = f"（更正第 {before.seq} 条）{text}（改动：{changed}；理由：{reason_of(entry)}）"
    if entry.late:
        text = f"（补录 {day_hhmm(entry.written_at)}）{text}"
    for about in links.get(entry.id, ()):
        text = f"{text}（关联 {about}）"
    if entry.responsible:
        text = f"{text}（责任人 {entry.responsible}）"
    if entry.due is not None:
        text = f"{text}（时限 {day_hhmm(entry.due)}）"
    category = "" if entry.category is Category.OTHER else f" {entry.category}"
    names = [name for name in (entry.file_name, *files.get(entry.id, ())) if name]
    if names:
        text = f"{text}（附件 {'、'.join(names)}）"
    return (
        str(entry.seq),
        full(entry.at)[5:] if entry.incident_id in grave else day_hhmm(entry.at),
        f"{entry.way} {entry.channel}{category}",
        " ".join(p for p in (entry.unit, entry.person, entry.post, entry.phone) if p),
        text,
        f"{entry.status}，{entry.handling}" if entry.handling else entry.status.value,
        entry.by_name,
    )


def _foot(paper: Sheet, printed_at: datetime, page: int, pages: int) -> None:
    top = paper.foot_top + 2 * MM
    paper.line(paper.left, top, paper.right, top)
    paper.at(paper.left, paper.right, top + 3, f"制表 {full(printed_at)}", Style.SONG, 8)
    count = f"第 {page} 页 共 {pages} 页"
    paper.at(paper.left, paper.right, top + 3, count, Style.SONG, 9, Align.RIGHT)
