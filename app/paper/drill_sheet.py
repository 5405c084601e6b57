"""One visual drill on A4: targets with their times, three rates with n of N, the trace; 演练 across it."""

from __future__ import annotations

from datetime import datetime

from app.base.clock import day_hhmm, hhmmss, span
from app.base.marks import Mark
from app.drills.metrics import RunLook, TargetLook
from app.drills.records import DrillInject, DrillRules, Verdict
from app.drills.told import in_time
from app.paper import framed
from app.paper.faces import Style
from app.paper.fonts import Fonts
from app.paper.sheet import MM, Align, Column, Printed, Sheet

MARK = Mark.DRILL.value
"""On every page, whatever world the record is of."""
_SIGNS = {Verdict.YES: "√", Verdict.NO: "×", Verdict.UNKNOWN: "未判"}
_FACTS = (Column("", 26), Column("", 144))
_TRACE = (Column("时间", 22, Align.CENTRE), Column("经过", 122), Column("经手人", 26))


def drill_pdf(
    fonts: Fonts, unit: str, look: RunLook, rules: DrillRules, printed_at: datetime
) -> Printed:
    """Runs on the paper thread."""
    paper = Sheet(fonts)
    run, rates = look.run, look.rates
    marked = MARK if run.mark is Mark.DRILL else f"{MARK}（{run.mark}数据）"
    paper.stamp(paper.right, paper.y - 6 * MM, marked, 10)
    paper.text(f"{unit.removesuffix('值班室')}可视化演练记录", Style.TITLE, 18, Align.CENTRE)
    paper.text(f"【{MARK}】{run.title}", Style.SONG_BOLD, 12, Align.CENTRE)
    paper.gap(1)
    paper.table(_FACTS, _facts(look), 9.5, head=False)
    paper.gap(2)
    paper.text("指标", Style.SONG_BOLD, 11)
    names = ("连通率", "30分钟响应率", "连线质量达标率", "当日覆盖率")
    figures = (rates.connected, rates.in_time, rates.quality, look.coverage)
    columns = tuple(Column(name, 42, Align.CENTRE) for name in names)
    told = tuple(figure.words() if figure is not None else "—" for figure in figures)
    paper.table(columns, [told], 11)
    paper.text(
        f"未呼叫 {rates.uncalled} 个，不参演 {rates.excluded} 个，均不计入；"
        f"已连通而判定未完成 {rates.unjudged} 个，未计为达标。{rules.source}",
        size=8.5,
    )
    paper.gap(2)
    paper.text("目标", Style.SONG_BOLD, 11)
    paper.table(_columns(rules), [_cells(one) for one in look.targets], 8.5)
    paper.gap(2)
    paper.text("经过和更正", Style.SONG_BOLD, 11)
    paper.table(_TRACE, [(hhmmss(one.at), one.text, one.by_name) for one in look.notes], 8.5)
    title = f"可视化演练记录 {run.title}"

    below = framed.foot(printed_at, mark=f"{MARK}　")

    def foot(sheet: Sheet, page: int, pages: int) -> None:
        sheet.watermark(MARK)
        below(sheet, page, pages)

    return paper.finish(title, unit, printed_at, foot)


def _facts(look: RunLook) -> list[tuple[str, str]]:
    run = look.run
    times = f"{_at(run.started_at)} 至 {_at(run.ended_at)}"
    if look.pauses:
        stood = "、".join(
            f"{hhmmss(one.since)}至{hhmmss(one.until) if one.until else '今'}（{one.reason}）"
            for one in look.pauses
        )
        times += f"\n暂停：{stood}，不计入响应时间"
    blind = "否"
    if run.double_blind:
        blind = f"是，揭示时间 {_at(run.revealed_at)}"
    return [
        ("状态", look.stage.value + (f"（{run.cancelled}）" if run.cancelled else "")),
        ("计划", f"{day_hhmm(run.planned_at)}　组织人 {run.by_name}"),
        ("起止", times),
        ("目标来源", run.drawn),
        ("双盲", blind),
        ("情景", "未揭示" if look.hidden else run.scenario or "—"),
        *([("情景条目", "\n".join(_piece(one) for one in look.script))]
          if look.script else []),
    ]  # fmt: skip


def _piece(one: DrillInject) -> str:
    due = f"第{one.sort}条（开始后 {one.after_min} 分钟）"
    if one.opened_at is None:
        return due + "未开启"
    return f"{due}{hhmmss(one.opened_at)} {one.opened_by}开启：{one.text}"


def _columns(rules: DrillRules) -> tuple[Column, ...]:
    return (
        Column("编号", 17),
        Column("目标", 34),
        Column("状态", 15, Align.CENTRE),
        Column("下达", 16, Align.CENTRE),
        Column("首帧", 16, Align.CENTRE),
        Column("话音", 16, Align.CENTRE),
        Column("用时", 15, Align.CENTRE),
        Column("30分", 9, Align.CENTRE),
        *(Column(one.words, 10, Align.CENTRE) for one in rules.checks),
    )


def _cells(one: TargetLook) -> tuple[str, ...]:
    told = one.target
    name = "\n".join(part for part in (told.name, told.excluded, told.remark) if part)
    called = told.order_at is not None
    return (
        told.code,
        name,
        one.standing.value,
        *(hhmmss(at) if at else "—" for at in (told.order_at, told.picture_at, told.audio_at)),
        span(one.took) if one.took is not None else "—",
        in_time(one),
        *(_SIGNS[verdict] if called else "—" for verdict in one.verdicts),
    )


def _at(at: datetime | None) -> str:
    return day_hhmm(at) if at is not None else "—"
