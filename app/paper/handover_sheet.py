"""The handover sheet on A4, after domain.md 6.3."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from app.base.clock import day_hhmm, full, hhmm, local
from app.base.marks import Mark
from app.handover.records import HandoverItem, HandoverState, Section, Side
from app.handover.sections import INSTRUCTION_UNTIL
from app.handover.sheet import HandoverSheet, content_sha256, qr_words, short_code
from app.paper.faces import Style
from app.paper.fonts import Fonts
from app.paper.sheet import LEADING, MM, Align, Column, Printed, Sheet

_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_WEEKDAY = "一二三四五六日"
_TABLES = (Section.INCIDENTS, Section.UNFINISHED, Section.INSTRUCTIONS)
_NUMBERED = [section for section in Section if section not in (Section.HEAD, Section.CREW)]
_COLUMNS = (
    Column("序", 8, Align.CENTRE),
    Column("事项", 96),
    Column("责任", 15),
    Column("时限", 24),
    Column("确认", 27, Align.CENTRE),
)
_SIZE, _HEADING = 9.0, 10.5
TICK = "✓"
MOST_PAGES = 2
FEWEST = 3
"""Items of a long section that stand on the sheet itself at the least; what finds no room is annexed."""
_WHOLE = frozenset({Section.EQUIPMENT, Section.OBJECTS, Section.ZERO})
"""Sections of short words that are never cut."""


def handover_pdf(fonts: Fonts, sheet: HandoverSheet) -> Printed:
    """Runs on the paper thread. The same sheet gives the same bytes."""
    paper, shown = _fitting(fonts, sheet)
    _annex(paper, sheet, shown)
    digest = content_sha256(sheet)
    return paper.finish(
        _title(sheet),
        sheet.unit,
        sheet.at,
        lambda page_of, page, pages: _foot(page_of, sheet, digest, page, pages),
        keywords=qr_words(sheet, digest),
    )


def _fitting(fonts: Fonts, sheet: HandoverSheet) -> tuple[Sheet, int]:
    """The sheet with as many items of each section as `MOST_PAGES` hold, and how many those are."""
    most = max(FEWEST, *(len(sheet.of(section)) for section in _NUMBERED))
    paper = _laid(fonts, sheet, most)
    if paper.pages <= MOST_PAGES:
        return paper, most
    least, paper = FEWEST, _laid(fonts, sheet, FEWEST)
    while most - least > 1:
        shown = (least + most) // 2
        tried = _laid(fonts, sheet, shown)
        if tried.pages <= MOST_PAGES:
            least, paper = shown, tried
        else:
            most = shown
    return paper, least


def _laid(fonts: Fonts, sheet: HandoverSheet, shown: int) -> Sheet:
    """The sheet with at most `shown` items of each section."""
    paper = Sheet(fonts)
    _head(paper, sheet)
    _crew(paper, sheet)
    for number, section in zip(_NUMERALS, _NUMBERED, strict=False):
        items, left = _cut(sheet, section, shown)
        rest = f"另有 {len(left)} 项见附页" if left else ""
        _section(paper, f"{number}、{section.value}", section, sheet, items, rest)
    _signatures(paper, sheet)
    return paper


def _cut(
    sheet: HandoverSheet, section: Section, shown: int
) -> tuple[list[HandoverItem], list[HandoverItem]]:
    items = sheet.of(section)
    return (items, []) if section in _WHOLE else (items[:shown], items[shown:])


def _annex(paper: Sheet, sheet: HandoverSheet, shown: int) -> None:
    """What did not find room, under the same numbers; signed with the sheet itself."""
    left = [(section, _cut(sheet, section, shown)[1]) for section in _NUMBERED]
    if not any(items for _, items in left):
        return
    paper.new_page()
    paper.text(f"第 {sheet.handover.no} 号交接表附页", Style.TITLE, 14, Align.CENTRE)
    for number, (section, items) in zip(_NUMERALS, left, strict=False):
        if items:
            title = f"{number}、{section.value}（续）"
            _section(paper, title, section, sheet, items, "")


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
    number = f"第 {handover.no} 号"
    paper.at(paper.left, paper.right, paper.y, number, Style.SONG, 10, Align.RIGHT)
    paper.text(words, Style.SONG, 10, room=paper.measure(number, Style.SONG, 10) + 10)
    told = [_words(item) for item in sheet.of(Section.HEAD) if item.source_id != "unit"]
    if told:
        paper.text("；".join(told), Style.SONG, 10)
    paper.gap(0.6)


def _crew(paper: Sheet, sheet: HandoverSheet) -> None:
    """Posts as the outgoing crew holds them; two of one post stand in two rows."""
    crew = sheet.of(Section.CREW)
    posts = dict.fromkeys(_post(item)[0] for item in crew)
    rows = []
    for post in posts:
        out, into = (
            [item for item in crew if _post(item)[0] == post and item.owner == side]
            for side in (Side.OUT, Side.IN)
        )
        for old, new in zip_longest(out, into):
            come = new.acknowledged_at if new else None
            rows.append(
                (
                    post,
                    _post(old)[1] if old else "—",
                    _post(new)[1] if new else "—",
                    hhmm(come) if come else "—",
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


def _post(item: HandoverItem) -> tuple[str, str]:
    """Post and name of somebody of a crew."""
    post, _, name = item.text.partition(" ")
    return post, name


def _section(
    paper: Sheet,
    title: str,
    section: Section,
    sheet: HandoverSheet,
    items: Sequence[HandoverItem],
    rest: str,
) -> None:
    """A table where somebody owes something, plain lines elsewhere; short lines share one."""
    paper.need(_HEADING * 7)
    paper.gap(0.8)
    if section in _TABLES and any(item.owner or item.due for item in items):
        until = f"，移交至{INSTRUCTION_UNTIL}" if section is Section.INSTRUCTIONS else ""
        paper.text(f"{title}（逐项确认{until}）", Style.SONG_BOLD, _HEADING)
        paper.table(_COLUMNS, [_row(item, sheet) for item in items], _SIZE)
        if rest:
            paper.text(rest, Style.SONG, _SIZE, indent=4 * MM)
        paper.gap(0.8)
        return
    ticks = {_tick(item) for item in items}
    common = ticks.pop() if len(ticks) == 1 else ""
    if common:
        beside = paper.measure(title, Style.SONG_BOLD, _HEADING) + 2 * _HEADING
        paper.at(paper.left + beside, paper.right, paper.y, common, Style.SONG, _SIZE)
    paper.text(title, Style.SONG_BOLD, _HEADING)
    lines = [
        (f"{item.seq}. " if len(sheet.of(section)) > 1 else "")
        + _words(item)
        + _said(item, sheet)
        + ("" if common else f"  {_tick(item)}".rstrip())
        for item in items
    ]
    if all(len(line) <= 12 for line in lines):
        lines = ["  ".join(lines)]
    for line in (*lines, rest) if rest else lines:
        paper.text(line, Style.SONG, _SIZE, indent=4 * MM)


def _row(item: HandoverItem, sheet: HandoverSheet) -> tuple[str, ...]:
    due = day_hhmm(item.due) if item.due else ""
    if item.urgent:
        due = f"急 {due}".rstrip()
    words = _words(item) + _said(item, sheet)
    return (str(item.seq), words, item.owner or "—", due or "—", _tick(item))


def _words(item: HandoverItem) -> str:
    return f"{item.text}（{item.detail}）" if item.detail else item.text


def _said(item: HandoverItem, sheet: HandoverSheet) -> str:
    """Questions, answers and reasons, each with its name."""
    return "".join(
        f"\n【{note.kind}】{note.text}（{note.by_name} {hhmm(note.at)}）"
        for note in sheet.said(item.id)
    )


def _tick(item: HandoverItem) -> str:
    if not item.acknowledged_at:
        return ""
    return f"{TICK} {item.acknowledged_name} {hhmm(item.acknowledged_at)}"


def _signatures(paper: Sheet, sheet: HandoverSheet) -> None:
    paper.need(4 * _HEADING * LEADING + 4 * MM)
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
        paper.text(label + words, Style.SONG, _HEADING)
    if sheet.handover.effective_at:
        paper.text(f"生效时间：{full(sheet.handover.effective_at)}", Style.SONG, _HEADING)


def _foot(paper: Sheet, sheet: HandoverSheet, digest: str, page: int, pages: int) -> None:
    """Short code, chain head, hash of what is printed, and the same as a QR code."""
    handover = sheet.handover
    top = paper.foot_top + 2 * MM
    side = 19 * MM
    paper.line(paper.left, top, paper.right, top)
    head = "未生效，无链首"
    if handover.head_seq is not None:
        head = f"链首 {handover.head_hash[:16].upper()} 链 {handover.head_ws} 第 {handover.head_seq} 条"
        if handover.order_no is not None:
            head += f" 中心序 {handover.order_no} {handover.order_hash[:16].upper()}"
    state = "草稿" if handover.state is HandoverState.DRAFT else handover.state.value
    lines = (
        f"查验码 {short_code(handover) or '生效后给出'} 状态 {state} 制表 {full(sheet.at)}",
        head,
        f"内容 SHA-256 {digest[:32]}",
        f"             {digest[32:]}",
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
