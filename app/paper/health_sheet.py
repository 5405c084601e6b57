"""How the cameras are and were on A4: worst first, availability with what it was counted from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.base.clock import day_hhmm, full, span
from app.base.marks import Mark
from app.paper import framed
from app.paper.fonts import Fonts
from app.paper.sheet import Align, Column, Printed, Sheet
from app.video.health import Health, Row
from app.video.states import State
from app.video.troubles import REASON_WORDS

_COLUMNS = (
    Column("编号", 17),
    Column("名称", 38),
    Column("状况", 30),
    Column("自", 20, Align.CENTRE),
    Column("今日中断", 19, Align.CENTRE),
    Column("24小时可用率", 23, Align.CENTRE),
    Column("30天可用率", 23, Align.CENTRE),
)
_NOTE = (
    "可用率＝有画面时长÷值守台观看时长，附“有画面／观看”小时数；没有观看的写“—”，不按 0 计。"
    "今日中断为次数／合计时长。画面存疑由程序按亮度、清晰度和变化推断，须人工核实。"
)


def health_pdf(
    fonts: Fonts,
    unit: str,
    mark: Mark,
    rows: Sequence[Row],
    counts: Mapping[Health, int],
    printed_at: datetime,
) -> Printed:
    """Runs on the paper thread."""
    paper = Sheet(fonts)
    title = f"{unit.removesuffix('值班室')}摄像头运行状况"
    framed.head(paper, title, mark)
    paper.gap(1)
    told = "　".join(f"{health.value} {n}" for health, n in counts.items() if n)
    paper.text(f"截至 {full(printed_at)}　{told}", size=10.5)
    paper.table(_COLUMNS, [_cells(row) for row in rows], 8.5)
    paper.gap(2)
    paper.text(_NOTE, size=9)

    return paper.finish(title, unit, printed_at, framed.foot(printed_at, mark=framed.marked(mark)))


def _cells(row: Row) -> tuple[str, ...]:
    status = row.status
    seen = status is not None and status.state is not State.IDLE
    why = REASON_WORDS[status.reason] if status and row.health is Health.DOWN else row.doubted
    return (
        row.camera.code,
        row.camera.name,
        "\n".join(part for part in (row.health.value, why) if part),
        day_hhmm(status.since) if seen and status else "—",
        f"{row.outages}／{span(row.outage_s)}" if row.outages else "—",
        row.shares[0].words().replace(" ", "\n", 1),
        row.shares[2].words().replace(" ", "\n", 1),
    )
