"""The handover sheet on A4, after domain.md 6.3."""

from __future__ import annotations

from itertools import zip_longest

from app.base.clock import day_hhmm, full, hhmm, local
from app.base.marks import Mark
from app.duty.records import CrewPlace
from app.handover.records import HandoverItem, HandoverState, Section, Side
from app.handover.sheet import HandoverSheet, check_code, content_sha256
from app.paper.faces import Style
from app.paper.fonts import Fonts
from app.paper.sheet import LEADING, MM, Align, Column, Printed, Sheet

_NUMERALS = "一二三四五六七八九十"
_WEEKDAY = "一二三四五六日"
_TABLES = (Section.INCIDENTS, Section.UNFINISHED, Section.INSTRUCTIONS)
_COLUMNS = (
    Column("序", 8, Align.CENTRE),
    Column("事项", 91),
    Column("责任", 17),
    Column("时限", 24),
    Column("确认", 30, Align.CENTRE),
)
_SIZE = 9.0
TICK = "✓"


def handover_pdf(fonts: Fonts, sheet: HandoverSheet) -> Printed:
    """Runs on the paper thread. The same sheet gives the same bytes."""
    paper = Sheet(fonts)
    _head(paper, sheet)
    _crew(paper, sheet)
    for number, section in enumerate(list(Section)[1:]):
        _section(paper, _NUMERALS[number] if number < 10 else "十一", section, sheet)
    _signatures(paper, sheet)
    digest = content_sha256(sheet)
    return paper.finish(
        _title(sheet),
        sheet.unit,
        sheet.at,
        lambda page_of, page, pages: _foot(page_of, sheet, digest, page, pages),
    )


def _title(sheet: HandoverSheet) -> str:
    mark = sheet.handover.mark
    return f"{sheet.unit.removesuffix('值班室')}值班交接表" + (
        "" if mark is Mark.REAL else f"（{mark}）"
    )


def _head(paper: Sheet, sheet: HandoverSheet) -> None:
    handover = sheet.handover
    top = paper.y
    if handover.mark is not Mark.REAL:
        paper.stamp(paper.right, top - 6 * MM, f"{handover.mark}数据")
    if not sheet.in_force:
        paper.stamp(paper.left + 20 * MM, top - 6 * MM, "未生效")
    paper.text(_title(sheet), Style.TITLE, 18, Align.CENTRE)
    paper.gap(1)
    begin, end = local(sheet.shift.starts_at), local(sheet.shift.ends_at)
    words = (
        f"{begin.year}年{begin.month}月{begin.day}日（星期{_WEEKDAY[begin.weekday()]}）"
        f"{begin:%H:%M} 至 {end.month}月{end.day}日 {end:%H:%M}"
        f"  天气：{handover.weather or '不详'}"
    )
    paper.at(paper.left, paper.right, paper.y, words, Style.SONG, 10)
    number = f"第 {handover.no} 号"
    paper.at(paper.left, paper.right, paper.y, number, Style.SONG, 10, Align.RIGHT)
    paper.y += 16


def _crew(paper: Sheet, sheet: HandoverSheet) -> None:
    """Posts as the outgoing crew holds them; two of one post stand in two rows."""
    arrived = {
        item.source_id: hhmm(item.acknowledged_at)
        for item in sheet.of(Section.CREW)
        if item.acknowledged_at
    }
    posts = dict.fromkeys(place.post for place in (*sheet.crew_out, *sheet.crew_in))
    rows = []
    for post in posts:
        out, into = _holders(sheet.crew_out, post), _holders(sheet.crew_in, post)
        for old, new in zip_longest(out, into):
            rows.append(
                (
                    post.value,
                    old.name if old else "—",
                    new.name if new else "—",
                    arrived.get(str(new.officer_id), "—") if new else "—",
                )
            )
    columns = (
        Column("岗位", 30),
        Column("交班", 50),
        Column("接班", 50),
        Column("到岗", 40),
    )
    paper.table(columns, rows, 10)
    paper.gap(2)


def _holders(crew: tuple[CrewPlace, ...], post: str) -> list[CrewPlace]:
    return [place for place in crew if place.post == post]


def _section(paper: Sheet, number: str, section: Section, sheet: HandoverSheet) -> None:
    """A table where somebody owes something, plain lines elsewhere; short lines share one."""
    items = sheet.of(section)
    size = 10.5
    paper.need(size * 4)
    paper.gap(0.8)
    title = f"{number}、{section.value}"
    if section in _TABLES and any(item.owner or item.due for item in items):
        paper.text(f"{title}（逐项确认）", Style.SONG_BOLD, size)
        paper.table(_COLUMNS, [_row(item) for item in items], _SIZE)
        paper.gap(0.8)
        return
    ticks = {_tick(item) for item in items}
    common = ticks.pop() if len(ticks) == 1 else ""
    if common:
        beside = paper.measure(title, Style.SONG_BOLD, size) + 2 * size
        paper.at(paper.left + beside, paper.right, paper.y, common, Style.SONG, _SIZE)
    paper.text(title, Style.SONG_BOLD, size)
    lines = [
        (f"{item.seq}. " if len(items) > 1 else "")
        + _words(item)
        + ("" if common else f"  {_tick(item)}".rstrip())
        for item in items
    ]
    if all(len(line) <= 12 for line in lines):
        lines = ["  ".join(lines)]
    for line in lines:
        paper.text(line, Style.SONG, _SIZE, indent=4 * MM)


def _row(item: HandoverItem) -> tuple[str, ...]:
    due = day_hhmm(item.due) if item.due else "—"
    if item.urgent:
        due = f"急 {due}"
    return (str(item.seq), _words(item), item.owner or "—", due, _tick(item))


def _words(item: HandoverItem) -> str:
    return f"{item.text}（{item.detail}）" if item.detail else item.text


def _tick(item: HandoverItem) -> str:
    if not item.acknowledged_at:
        return ""
    return f"{TICK} {item.acknowledged_name} {hhmm(item.acknowledged_at)}"


def _signatures(paper: Sheet, sheet: HandoverSheet) -> None:
    size = 10.5
    paper.need(4 * size * LEADING + 4 * MM)
    paper.gap(3)
    paper.line(paper.left, paper.y, paper.right, paper.y)
    paper.gap(1)
    for side, label in (
        (Side.OUT, "交班："),
        (Side.IN, "接班："),
        (Side.LEADER, "带班领导（已阅）："),
    ):
        signed = sheet.signed(side)
        words = "  ".join(f"{s.post} {s.name} {day_hhmm(s.at)}" for s in signed) or "（未签）"
        paper.text(label + words, Style.SONG, size)
    if sheet.handover.effective_at:
        paper.text(f"生效时间：{full(sheet.handover.effective_at)}", Style.SONG, size)


def _foot(paper: Sheet, sheet: HandoverSheet, digest: str, page: int, pages: int) -> None:
    """Chain head, hash of what is printed, and the same as a QR code."""
    handover = sheet.handover
    top = paper.foot_top + 2 * MM
    side = 18 * MM
    paper.line(paper.left, top, paper.right, top)
    head = "未生效，无链首"
    if handover.head_seq is not None:
        head = f"链首 {handover.head_hash[:16].upper()} 链 {handover.head_ws} 第 {handover.head_seq} 条"
        if handover.order_no is not None:
            head += f" 中心序 {handover.order_no} {handover.order_hash[:16].upper()}"
    state = "草稿" if handover.state is HandoverState.DRAFT else handover.state.value
    lines = (
        head,
        f"内容 SHA-256 {digest[:32]}",
        f"             {digest[32:]}",
        f"校验码 {check_code(digest)} 状态 {state} 制表 {full(sheet.at)}",
    )
    small = 7.5
    for number, line in enumerate(lines):
        y = top + 1 * MM + number * small * 1.45
        paper.at(paper.left, paper.right, y, line, Style.SONG, small)
    paper.qr(paper.right - side, top + 1.5 * MM, side, qr_words(sheet, digest))
    paper.at(
        paper.left,
        paper.right - side - 3 * MM,
        top + 1 * MM,
        f"第 {page} 页 共 {pages} 页",
        Style.SONG,
        9,
        Align.RIGHT,
    )


def qr_words(sheet: HandoverSheet, digest: str) -> str:
    """What the QR code says: form, record, hash of the content, head of the chain."""
    handover = sheet.handover
    return f"DUTYROOM/HANDOVER/1 {handover.id} {digest} {handover.head_hash[:16] or '-'}"
