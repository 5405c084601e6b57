"""The radio's record on A4: what was heard and sent in a stretch, oldest first; raw bytes on demand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from app.base.clock import full
from app.base.marks import Mark
from app.paper import framed
from app.paper.faces import Style
from app.paper.fonts import Fonts
from app.paper.sheet import Align, Column, Printed, Sheet
from app.radio.board import LogLine
from app.radio.history import TITLE, kind_word, what
from app.radio.log_words import gateway_named
from app.radio.records import RadioEvent, RadioText

_COLUMNS = (
    Column("时间", 28),
    Column("种类", 17),
    Column("终端、单位", 38),
    Column("内容、位置", 62),
    Column("应答、发送", 25),
)
_NOTE = "时间为本机收到的时间；位置为 WGS-84，按收到的原样。记录只增不改，原始数据随电子表导出。"


def radio_pdf(
    fonts: Fonts, unit: str, mark: Mark, stretch: str, lines: Sequence[LogLine],
    incidents: Mapping[UUID, str], printed_at: datetime,
) -> Printed:  # fmt: skip
    """Runs on the paper thread. `lines` newest first, as they are listed; `stretch` in words."""
    paper = Sheet(fonts)
    framed.head(paper, f"{unit.removesuffix('值班室')} {TITLE}", mark)
    paper.text(f"{stretch}，共 {len(lines)} 条", Style.SONG_BOLD, 11, Align.CENTRE)
    paper.gap(2)
    paper.table(_COLUMNS, [_cells(line, incidents) for line in reversed(lines)], 8.5)
    paper.gap(2)
    paper.text(_NOTE, size=9)
    return paper.finish(
        f"{TITLE} {stretch}", unit, printed_at, framed.foot(printed_at, mark=framed.marked(mark))
    )


def _cells(line: LogLine, incidents: Mapping[UUID, str]) -> tuple[str, ...]:
    tied = incidents.get(line.incident_id, "") if line.incident_id else ""
    said = what(line)
    if isinstance(line, RadioEvent) and line.lat is not None and line.lon is not None:
        said = "\n".join(
            part for part in (said, f"北纬 {line.lat:.5f}° 东经 {line.lon:.5f}°") if part
        )
    if tied:
        said += f"\n【{tied}】"
    answered = line.by_name if isinstance(line, RadioText) else line.answered_name
    return full(line.at), kind_word(line), _who(line), said, answered


def _who(line: LogLine) -> str:
    if isinstance(line, RadioText):
        return f"{line.target} 组" if line.to_group else f"发往 {line.target}\n{line.unit}"
    if line.radio is None:
        return gateway_named(line.gateway)
    group = f"（{line.talkgroup} 组）" if line.talkgroup is not None else ""
    return f"{line.radio}{group}\n{line.unit} {line.holder}".rstrip()
