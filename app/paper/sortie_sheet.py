"""Flights of drones in a stretch on A4: the list, sums of each kind and drone, unknown lengths apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.base.clock import day_hhmm
from app.base.marks import Mark
from app.incidents.sortie import NoteKind, SortieEnd, SortieKind
from app.incidents.sortie_told import (
    TITLE,
    UNKNOWN,
    Look,
    airspace_said,
    by_drone,
    by_kind,
    minutes_said,
)
from app.paper import framed
from app.paper.faces import Style
from app.paper.fonts import Fonts
from app.paper.sheet import Align, Column, Printed, Sheet

_COLUMNS = (
    Column("架次号", 19),
    Column("无人机、单位", 30),
    Column("任务、归属", 33),
    Column("起飞", 20, Align.CENTRE),
    Column("降落", 20, Align.CENTRE),
    Column("分钟", 12, Align.CENTRE),
    Column("空域和情况", 36),
)
_NOTE = (
    "一架次计入起飞所在时段；分钟由起飞、降落时间相减，秒数相加后取整。起飞或降落时间不详的、在飞的、未收回的"
    "不计时长，单列架次。未起飞的不计。演练、训练与任务分列，不相加。"
)


def sortie_pdf(
    fonts: Fonts, unit: str, mark: Mark, stretch: str, looks: Sequence[Look],
    counted: Sequence[Look], printed_at: datetime,
) -> Printed:  # fmt: skip
    """Runs on the paper thread. `counted` of `looks` are in the stretch; `stretch` in words."""
    paper = Sheet(fonts)
    framed.head(paper, f"{unit.removesuffix('值班室')}{TITLE}", mark)
    paper.text(stretch, Style.SONG_BOLD, 11, Align.CENTRE)
    paper.gap(1)
    for kind, sum_ in by_kind(counted):
        paper.text(f"{kind}：{sum_.words()}", size=10.5)
    drones = "；".join(f"{drone} {sum_.words()}" for drone, sum_ in by_drone(counted))
    if drones:
        paper.text(f"任务按无人机：{drones}", size=9.5)
    paper.gap(1)
    paper.table(_COLUMNS, [_cells(one) for one in looks], 8.5)
    paper.gap(2)
    paper.text(_NOTE, size=9)
    return paper.finish(
        f"{TITLE} {stretch}", unit, printed_at, framed.foot(printed_at, mark=framed.marked(mark))
    )


def _cells(look: Look) -> tuple[str, ...]:
    one = look.sortie
    drill = "" if one.kind is SortieKind.TASK else f"\n【{one.kind}】"
    landed = look.stands + (f"：{one.ended_why}" if one.ended_why else "")
    if one.ended is SortieEnd.LANDED:
        landed = day_hhmm(one.landed_at) if one.landed_at else UNKNOWN
    flew = one.ended is not SortieEnd.NOT_FLOWN
    off = (day_hhmm(one.took_off_at) if one.took_off_at else UNKNOWN) if flew else "—"
    seen = look.said(*(kind for kind in NoteKind if kind is not NoteKind.OTHER))
    return (
        one.no + drill,
        "\n".join(part for part in (one.drone, one.unit, one.pilot) if part),
        "\n".join(part for part in (one.purpose, look.tied, one.place) if part),
        off,
        landed,
        minutes_said(one) or "—",
        "\n".join(part for part in (airspace_said(one), seen) if part),
    )
