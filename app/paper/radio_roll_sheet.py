"""One roll call by radio on A4: every post with its answer, the rates, who was silent, three signatures."""

from __future__ import annotations

from datetime import datetime

from app.base.clock import day_hhmm, full, hhmmss, span
from app.paper import framed
from app.paper.faces import Style
from app.paper.fonts import Fonts
from app.paper.sheet import LEADING, MM, Align, Column, Printed, Sheet
from app.radio.rollcall import RollBook
from app.radio.rollcall_records import RadioRollAnswer, RollResult
from app.radio.rollcall_rules import RadioRollRules, figures

TITLE = "370 MHz 电台点名记录"
_COLUMNS = (
    Column("序", 8, Align.CENTRE),
    Column("点位、单位", 44),
    Column("电台号", 15, Align.CENTRE),
    Column("结果", 15, Align.CENTRE),
    Column("时间", 16, Align.CENTRE),
    Column("用时秒", 13, Align.CENTRE),
    Column("场强dBm", 17, Align.CENTRE),
    Column("二轮补呼", 19, Align.CENTRE),
    Column("说明", 23),
)
_WHY = {
    "link_down": "网关中断",
    "no_way": "网关不支持数据点名",
    "no_radio": "无电台号",
}
_SIGNERS = ("点名人", "值班长", "带班领导")
_SIZE = 10.5


def radio_roll_pdf(
    fonts: Fonts, unit: str, book: RollBook, rules: RadioRollRules, printed_at: datetime
) -> Printed:
    """Runs on the paper thread; `book` has a calling. Times are those of the desk that called."""
    roll = book.roll
    assert roll is not None
    paper = Sheet(fonts)
    framed.head(paper, f"{unit.removesuffix('值班室')} {TITLE}", roll.mark)
    paper.text(f"{roll.list_name}（{roll.mode}点名）", Style.SONG_BOLD, 12, Align.CENTRE)
    paper.gap(1)
    until = f"{full(roll.ended_at)} 结束" if roll.ended_at else "未结束"
    took = f"，用时 {span(roll.ended_at - roll.started_at)}" if roll.ended_at else ""
    paper.text(f"{full(roll.started_at)} 开始，{until}{took}", size=_SIZE)
    paper.text(figures(book.answers).words(rules), size=_SIZE)
    paper.gap(1)
    second = {one.post_id: one for one in book.answers if one.turn == 2}
    rows = [
        _cells(place, one, second.get(one.post_id))
        for place, one in enumerate((one for one in book.answers if one.turn == 1), 1)
    ]
    paper.table(_COLUMNS, rows, 8.5)
    paper.gap(2)
    paper.text(rules.source, size=8.5)
    _signatures(paper, roll.ended_name)
    title = f"{TITLE} {roll.list_name} {day_hhmm(roll.started_at)}"
    return paper.finish(
        title, unit, printed_at, framed.foot(printed_at, mark=framed.marked(roll.mark))
    )


def _cells(place: int, one: RadioRollAnswer, second: RadioRollAnswer | None) -> tuple[str, ...]:
    heard = one.result not in (RollResult.NOT_CALLED, RollResult.LEAVE)
    told = [_WHY.get(one.why, ""), one.remark, second.remark if second else ""]
    return (
        str(place),
        one.name if one.unit in one.name else f"{one.name}\n{one.unit}",
        "—" if one.radio is None else str(one.radio),
        one.result.value,
        hhmmss(one.at) if one.at and heard else "—",
        "—" if one.seconds is None else f"{one.seconds:.1f}",
        "—" if one.rssi_dbm is None else str(one.rssi_dbm),
        f"{second.means}\n{second.result}" if second else "—",
        "；".join(part for part in told if part),
    )


def _signatures(paper: Sheet, ended_name: str) -> None:
    """Room to sign by hand; who ended the calling on the desk is named."""
    paper.need(3 * _SIZE * LEADING + 14 * MM)
    paper.gap(4)
    if ended_name:
        paper.text(f"席位签署：{ended_name}", Style.SONG, _SIZE)
        paper.gap(3)
    wide = (paper.right - paper.left) / len(_SIGNERS)
    for n, who in enumerate(_SIGNERS):
        left = paper.left + n * wide
        paper.at(left, left + wide, paper.y, f"{who}：", Style.SONG, _SIZE)
        begins = left + paper.measure(f"{who}：", Style.SONG, _SIZE)
        base = paper.y + _SIZE * LEADING
        paper.line(begins, base, left + wide - 6 * MM, base)
