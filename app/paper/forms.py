"""Blank forms for the hours in which road, network and power are cut: phone record, intake, roll call.

What is written on them is entered later and marked 补录; each form has a place for its number then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from app.base.clock import full
from app.base.marks import Mark
from app.paper.faces import Style
from app.paper.fonts import Fonts
from app.paper.sheet import MM, Align, Column, Margins, Printed, Sheet


class Form(StrEnum):
    PHONE = "电话记录"
    INTAKE = "突发事件信息接报单"
    ROLL_CALL = "点名单"


_SIZE = 12.0
_LABEL = 28.0
_TIME = "    年    月    日    时    分"
_YES_NO = "□是  □否"
_PEOPLE = (
    "死亡",
    "重伤",
    "轻伤",
    "失踪/失联",
    "被困",
    "涉险",
    "获救",
    "疏散",
    "避险转移",
    "转移安置",
)
_ROLL_ROWS = 13
_ROLL_TALL = 16
"""So many rows of two lines stand on one page with what closes the form."""
_ROLL_LAST = 28
"""So many rows of one line do."""
_ROLL_FULL = 36
"""Rows of one line on a page that does not close the form."""


def form_pdf(
    fonts: Fonts, form: Form, unit: str, mark: Mark, printed_at: datetime, units: Sequence[str] = ()
) -> Printed:
    """`units` are those to be called, for the roll call. Runs on the paper thread; the same input
    gives the same bytes."""
    paper = Sheet(fonts, Margins(foot=10))
    if mark is not Mark.REAL:
        paper.stamp(paper.right, paper.y - 6 * MM, f"{mark}数据")
    paper.text(unit, Style.SONG, 11, Align.CENTRE)
    paper.text(form.value, Style.TITLE, 20, Align.CENTRE)
    paper.gap(1.5)
    if form is Form.PHONE:
        _phone(paper)
    elif form is Form.INTAKE:
        _intake(paper)
    else:
        _roll_call(paper, units)
    _late(paper)
    return paper.finish(
        f"{unit}{form.value}",
        unit,
        printed_at,
        lambda sheet, page, pages: _foot(sheet, printed_at, page, pages),
    )


def _phone(paper: Sheet) -> None:
    """The fields of a phone record as the rule of 肇庆 lists them."""
    _pairs(paper, ("编号", ""), ("方向", "□来电  □去电"))
    _pairs(paper, ("来电时间", _TIME), ("挂断时间", "    时    分"))
    _pairs(paper, ("对方单位", ""), ("对方电话", ""))
    _pairs(paper, ("对方姓名", ""), ("对方职务", ""))
    _wide(paper, "事发时间", _TIME)
    _wide(paper, "事发地点", "", 2)
    _wide(paper, "起因和经过", "", 6)
    _wide(paper, "已采取措施", "", 4)
    _wide(paper, "结果、影响\n和发展趋势", "", 4)
    _wide(paper, "还告知了谁\n何时告知", "", 3)
    _wide(paper, "领导指示", "", 4)
    _wide(paper, "办理情况", "", 4)
    _pairs(paper, ("复述确认", _YES_NO), ("回拨核实", _YES_NO))
    _pairs(paper, ("记录人", ""), ("记录时间", "    时    分"))


def _intake(paper: Sheet) -> None:
    """In the order in which a caller talks; what is not said is 不详, never 0."""
    _pairs(paper, ("编号", ""), ("接报时间", _TIME))
    _head(paper, "一、谁报的")
    _pairs(paper, ("报告单位", ""), ("报告人、职务", ""))
    _pairs(paper, ("电话", ""), ("回拨电话", ""))
    _head(paper, "二、何事、何时、何地")
    _wide(paper, "什么事", "", 2)
    _wide(paper, "事发时间", _TIME + "（不详写不详）")
    _wide(paper, "事发地点", "", 2)
    _head(paper, "三、人员（不详写“不详”，不写 0）")
    width = 170 / len(_PEOPLE)
    paper.table([Column(kind, width, Align.CENTRE) for kind in _PEOPLE], [[" "] * len(_PEOPLE)], 8)
    _head(paper, "四、趋势和危险")
    _wide(paper, "发展趋势", "□扩大  □稳定  □减弱  □已控制  □不详")
    _wide(paper, "危险因素", "□危险化学品  □人群密集  □水  □电  □燃气  □其他：")
    _head(paper, "五、现场")
    _pairs(paper, ("已到力量", ""), ("指挥人、电话", ""))
    _head(paper, "六、措施和需求")
    _wide(paper, "已采取措施", "", 3)
    _wide(paper, "需要什么", "", 2)
    _head(paper, "七、已告知谁、何时")
    _wide(paper, "已报告", "", 2)
    _pairs(paper, ("复述确认", _YES_NO), ("回拨核实", _YES_NO))
    _pairs(paper, ("报带班领导", ""), ("上报给谁", ""))
    _pairs(paper, ("记录人", ""), ("值班长审核", ""))


def _roll_call(paper: Sheet, units: Sequence[str]) -> None:
    _wide(paper, "点名时间", _TIME)
    _wide(paper, "方式", "□电话  □370M  □卫星  □视频")
    columns = (
        Column("序", 8, Align.CENTRE),
        Column("单位", 32),
        Column("呼叫时间", 18, Align.CENTRE),
        Column("应答人", 22),
        Column("用时秒", 16, Align.CENTRE),
        Column("与值班表一致", 24, Align.CENTRE),
        Column("带班领导在岗", 24, Align.CENTRE),
        Column("情况、问题", 26),
    )
    named = [*units, *[""] * max(0, _ROLL_ROWS - len(units))]
    blank = "\n" if len(named) <= _ROLL_TALL else ""
    rows = [
        (str(number), name, "", "", "", _YES_NO, _YES_NO, blank)
        for number, name in enumerate(named, 1)
    ]
    for number, part in enumerate(_parts(rows)):
        if number:
            paper.new_page()
        paper.table(columns, part, 9)
    _pairs(paper, ("应到/实到", "      /      "), ("在岗率", "          ％"))
    _wide(paper, "未应答单位\n及追呼情况", "", 3)
    _wide(paper, "说明", "没有应答不等于平安；未应答的写“未应答”，不写“无情况”。")
    _pairs(paper, ("点名人", ""), ("值班长", ""))


def _parts(rows: Sequence[tuple[str, ...]]) -> list[Sequence[tuple[str, ...]]]:
    """Rows of each page: none holds a few left over, and the last has room for what closes the form."""
    pages = 1
    while len(rows) > _ROLL_FULL * (pages - 1) + _ROLL_LAST:
        pages += 1
    last = min(_ROLL_LAST, len(rows) // pages)
    each = -(-(len(rows) - last) // max(pages - 1, 1))
    cuts = [*range(0, len(rows) - last, each), len(rows) - last] if pages > 1 else [0]
    return [rows[a:b] for a, b in zip(cuts, [*cuts[1:], len(rows)], strict=True)]


def _late(paper: Sheet) -> None:
    paper.gap(1.5)
    blank = " " * 12
    paper.text(
        f"恢复后录入值守台（标“补录”）：日志第{blank}条  录入人{blank}录入时间{blank}", size=9
    )


def _head(paper: Sheet, words: str) -> None:
    paper.gap(0.8)
    paper.text(words, Style.SONG_BOLD, _SIZE)


def _pairs(paper: Sheet, *pairs: tuple[str, str]) -> None:
    columns: list[Column] = []
    cells: list[str] = []
    for label, value in pairs:
        columns += [Column("", _LABEL, Align.CENTRE), Column("", 170 / len(pairs) - _LABEL)]
        cells += [label, value]
    paper.table(columns, [cells], _SIZE, head=False)


def _wide(paper: Sheet, label: str, value: str, lines: int = 1) -> None:
    columns = (Column("", _LABEL, Align.CENTRE), Column("", 170 - _LABEL))
    paper.table(columns, [(label, value or "\n" * (lines - 1))], _SIZE, head=False)


def _foot(paper: Sheet, printed_at: datetime, page: int, pages: int) -> None:
    top = paper.foot_top + 2 * MM
    paper.at(paper.left, paper.right, top + 3, f"空白表 印制 {full(printed_at)}", Style.SONG, 8)
    count = f"第 {page} 页 共 {pages} 页"
    paper.at(paper.left, paper.right, top + 3, count, Style.SONG, 9, Align.RIGHT)
