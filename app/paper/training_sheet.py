"""A year's trainings on A4: the records, then how often each officer was there."""

from __future__ import annotations

from datetime import datetime

from app.base.marks import Mark
from app.duty.training import YearLook
from app.paper import framed
from app.paper.faces import Style
from app.paper.fonts import Fonts
from app.paper.sheet import Align, Column, Printed, Sheet

_RECORDS = (
    Column("日期", 14, Align.CENTRE),
    Column("主题", 38),
    Column("类别", 27),
    Column("参加人员", 62),
    Column("设备", 16),
    Column("授课人", 15),
)
_PEOPLE = (
    Column("姓名", 40),
    Column("岗位", 50),
    Column("次数", 30, Align.CENTRE),
    Column("最近一次", 52, Align.CENTRE),
)


def training_pdf(
    fonts: Fonts, unit: str, mark: Mark, look: YearLook, printed_at: datetime
) -> Printed:
    """Runs on the paper thread."""
    paper = Sheet(fonts)
    title = f"{unit.removesuffix('值班室')}{look.year}年值守培训记录"
    framed.head(paper, title, mark)
    paper.gap(1)
    months = "、".join(f"{month}月" for month in look.missing)
    told = f"共 {len(look.held)} 次" + (f"，{months}未见记录" if months else "")
    paper.text(told, Style.SONG, 10.5)
    rows = [
        (
            f"{one.training.day:%m-%d}",
            one.training.topic,
            f"{one.training.kind}\n{one.period}".strip(),
            f"{one.names}（{len(one.present)} 人）",
            one.training.device or "—",
            one.training.trainer,
        )
        for one in look.held
    ]
    if rows:
        paper.table(_RECORDS, rows, 9.5)
    paper.gap(3)
    paper.text("人员参训次数", Style.SONG_BOLD, 12)
    people = [
        (
            one.officer.name,
            one.officer.role.value,
            str(one.times),
            f"{one.last:%m-%d}" if one.last else "—",
        )
        for one in look.officers
    ]
    paper.table(_PEOPLE, people, 9.5)
    return paper.finish(title, unit, printed_at, framed.foot(printed_at, mark=framed.marked(mark)))
