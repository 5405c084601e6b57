"""A plan on one page: what it covers, who commands, what is done by whom, for who has no time."""

from __future__ import annotations

from datetime import datetime

from app.base.marks import Mark
from app.paper import framed
from app.paper.faces import Style
from app.paper.fonts import Fonts
from app.paper.sheet import Align, Column, Printed, Sheet
from app.people.contacts import Held
from app.plans.card import PlanCard
from app.plans.headquarters import number_of
from app.plans.records import Part

UNKNOWN = "不详"
SIZES = (15, 13, 11.5, 10.5, 9.5, 8.5, 7.5)
"""Type sizes, the first with which everything stands on one page; a longer plan goes on overleaf."""
MOST_HELD = 4
"""Posts of a village or township that stand on the page."""
_FACTS = (Column("", 26), Column("", 144))
_DUTIES = (Column("单位", 40), Column("值班电话", 28), Column("阶段", 22), Column("做什么", 80))


def plan_pdf(fonts: Fonts, unit: str, mark: Mark, card: PlanCard, at: datetime) -> Printed:
    """Runs on the paper thread. Who acts and their numbers are those of `at`."""
    sheets = (_laid(Sheet(fonts), mark, card, at, size) for size in SIZES)
    paper = next((one for one in sheets if one.pages == 1), None)
    if paper is None:
        paper = _laid(Sheet(fonts), mark, card, at, SIZES[-1])
    title = card.shelved.plan.name
    foot = framed.foot(at, told="，人员与电话以当时通讯录为准", mark=framed.marked(mark))
    return paper.finish(title, unit, at, foot)


def _laid(paper: Sheet, mark: Mark, card: PlanCard, at: datetime, size: float) -> Sheet:
    plan = card.shelved.plan
    framed.head(paper, plan.name, mark)
    told = f"{plan.kind.value}　{card.shelved.owner_name or UNKNOWN}　一页卡"
    paper.text(told, Style.SONG, max(size, 10.5), Align.CENTRE)
    paper.gap(2)
    paper.table(_FACTS, _facts(card, at), size, head=False)
    for title, words in (
        ("启动条件与批准", plan.starts),
        ("响应流程", plan.flow),
        ("要点", plan.card),
    ):
        if words:
            paper.gap(2)
            paper.text(title, Style.SONG_BOLD, size + 1)
            for line in words.splitlines():
                paper.text(line, Style.SONG, size)
    if card.duties:
        paper.gap(2)
        paper.text("各单位职责", Style.SONG_BOLD, size + 1)
        rows = [
            (
                f"{one.duty.unit}（牵头）" if one.duty.is_lead else one.duty.unit,
                one.number or UNKNOWN,
                one.duty.phase or "全程",
                one.duty.what,
            )
            for one in card.duties
        ]
        paper.table(_DUTIES, rows, size - 0.5)
    return paper


def _facts(card: PlanCard, at: datetime) -> list[tuple[str, str]]:
    plan, led = card.shelved.plan, card.headquarters
    rows = [("适用事件", "、".join(plan.covers) or "各类突发事件")]
    if plan.levels:
        rows.append(("响应级别", "、".join(plan.levels)))
    if led is not None:
        rows.append(("指挥机构", led.org.full_name))
        rows += [(held.post.name, _held(held, at)) for held in led.held]
        for part in (Part.LEAD, Part.OFFICE):
            units = "、".join(one.full_name for one in led.of(part))
            if units:
                rows.append((part.value, units))
    for page in card.home:
        if page.own.points:
            rows.append((page.org.name, f"值班 {number_of(page.own)}"))
        rows += [(held.post.name, _held(held, at)) for held in page.held[:MOST_HELD]]
    issued, revised, due = (
        day.isoformat() if day else UNKNOWN for day in (plan.issued, plan.revised, plan.revise_by)
    )
    rows.append(("文号", plan.document_no or UNKNOWN))
    rows.append(("印发与修订", f"印发 {issued}，修订 {revised}，下次修订 {due}"))
    return rows


def _held(held: Held, at: datetime) -> str:
    """Both, in the order to ring: who acts first."""
    acting = held.acting(at)
    told = []
    for letter, card in (("A角", held.a), ("B角", held.b)):
        away = "，请假" if card.person and card.person.away(at) else ""
        told.append(
            (card is not acting, f"{card.name}（{letter}{away}）{number_of(card) or UNKNOWN}")
        )
    return "　".join(words for _, words in sorted(told, key=lambda one: one[0]))
