"""The contact list and the contact tree on A4: who is rung when screens and networks are gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.base.clock import full
from app.base.marks import Mark
from app.paper.faces import Style
from app.paper.fonts import Fonts
from app.paper.sheet import MM, Align, Column, Margins, Printed, Sheet
from app.people.contacts import Card, Held, OrgKind, PointKind, PointState, UnitPage
from app.people.numbers import ContactRules
from app.people.onpaper import Form

_LIST = (
    Column("姓名", 20),
    Column("职务", 34),
    Column("手机", 40),
    Column("值班、办公电话", 40),
    Column("卫星电话", 36),
)
_TREE = (
    Column("单位", 36),
    Column("岗位", 26),
    Column("先拨（A角）", 46),
    Column("再拨（B角）", 46),
    Column("接通时间、结果", 26),
)
_FIXED = (PointKind.DUTY, PointKind.OFFICE)
_DEEP = {
    OrgKind.COUNTY: 0,
    OrgKind.BODY: 1,
    OrgKind.COMMITTEE: 1,
    OrgKind.HEADQUARTERS: 2,
    OrgKind.TOWNSHIP: 1,
    OrgKind.FIRM: 2,
    OrgKind.VILLAGE: 2,
    OrgKind.GRID: 3,
}
STALE, WRONG = "＊", "（有误）"


def list_pdf(
    fonts: Fonts, unit: str, rules: ContactRules, pages: Sequence[UnitPage], at: datetime
) -> Printed:
    """`unit` is the office that prints it. Runs on the paper thread; the same pages give the same bytes."""
    paper = Sheet(fonts, Margins(foot=10))
    title = f"{pages[0].org.full_name}通讯录" if pages else "通讯录"
    people = sum(len(one.people) for one in pages)
    _head(paper, title, pages, f"{len(pages)} 个单位  {people} 人", rules)
    told = _Told(rules, at)
    for one in pages:
        paper.need(22 * MM)
        paper.gap(1.5)
        own = told.by_kind(one.own)
        paper.text(f"{one.org.full_name}  {own}".strip(), Style.SONG_BOLD, 10.5)
        for line in filter(None, (told.acting(held) for held in one.held)):
            paper.text(line, Style.SONG, 9, indent=4 * MM)
        if one.people:
            paper.table(_LIST, [told.row(card) for card in one.people], 9)
    return _finish(paper, title, unit, at)


def tree_pdf(
    fonts: Fonts, unit: str, rules: ContactRules, pages: Sequence[UnitPage], at: datetime
) -> Printed:
    """From the top down: the unit itself, then its posts with A and B, and room for what was answered."""
    paper = Sheet(fonts, Margins(foot=10))
    title = f"{pages[0].org.full_name}联络树" if pages else "联络树"
    note = "断网断电时逐级拨打：先值班电话，再A角，再B角，再卫星电话；结果用笔记下，事后补录"
    _head(paper, title, pages, note, rules)
    told = _Told(rules, at)
    top = _DEEP[pages[0].org.kind] if pages else 0
    rows = [row for one in pages for row in told.branch(one, _DEEP[one.org.kind] - top)]
    paper.table(_TREE, rows, 8.5)
    return _finish(paper, title, unit, at)


def contacts_pdf(
    fonts: Fonts,
    unit: str,
    rules: ContactRules,
    form: Form,
    pages: Sequence[UnitPage],
    at: datetime,
) -> Printed:
    made = list_pdf if form is Form.LIST else tree_pdf
    return made(fonts, unit, rules, pages, at)


class _Told:
    """Cards in words, as they stand at one moment."""

    def __init__(self, rules: ContactRules, at: datetime) -> None:
        self._rules, self._at = rules, at

    def numbers(self, card: Card, kinds: Sequence[PointKind]) -> str:
        """In the order to dial; numbers that only once rang are not for others to dial."""
        told = []
        for point in card.points:
            if point.kind in kinds and point.kind is not PointKind.CALLER:
                stale = STALE if self._rules.is_stale(point, self._at) else ""
                wrong = WRONG if point.state is PointState.WRONG else ""
                told.append(f"{point.value}{wrong or stale}")
        return "、".join(told)

    def by_kind(self, card: Card) -> str:
        told = [(kind.value, self.numbers(card, (kind,))) for kind in PointKind]
        return "  ".join(f"{kind} {numbers}" for kind, numbers in told if numbers)

    def row(self, card: Card) -> tuple[str, ...]:
        assert card.person is not None
        name = card.person.name + ("（假）" if card.person.away(self._at) else "")
        return (
            name,
            card.person.duty,
            self.numbers(card, (PointKind.MOBILE,)) or "—",
            self.numbers(card, _FIXED) or "—",
            self.numbers(card, (PointKind.SATELLITE,)) or "—",
        )

    def acting(self, held: Held) -> str:
        """Said only when A is away."""
        now = held.acting(self._at)
        if now is held.a:
            return ""
        if now is held.b:
            return f"{held.post.name}：A角{held.a.name}请假，B角{held.b.name}代行"
        return f"{held.post.name}：A角{held.a.name}、B角{held.b.name}都在请假，无人代行"

    def branch(self, one: UnitPage, deep: int) -> list[tuple[str, ...]]:
        name = "　" * deep + ("└ " if deep else "") + one.org.name
        duty = self.numbers(one.own, (*_FIXED, PointKind.MOBILE))
        sat = self.numbers(one.own, (PointKind.SATELLITE,))
        rows: list[tuple[str, ...]] = []
        if duty or sat or not one.held:
            rows.append((name, "值班室", duty or "—", f"卫星 {sat}" if sat else "", ""))
            name = ""
        for held in one.held:
            rows.append((name, held.post.name, self._holder(held.a), self._holder(held.b), ""))
            name = ""
        return rows

    def _holder(self, card: Card) -> str:
        away = "（假）" if card.person and card.person.away(self._at) else ""
        told = self.numbers(card, tuple(PointKind)) or "号码不详"
        return f"{card.name}{away} {told}"


def _head(
    paper: Sheet, title: str, pages: Sequence[UnitPage], note: str, rules: ContactRules
) -> None:
    marks = {one.org.mark for one in pages}
    if marks - {Mark.REAL}:
        paper.stamp(paper.right, paper.y - 6 * MM, f"{min(marks - {Mark.REAL})}数据")
    paper.text(title, Style.TITLE, 18, Align.CENTRE)
    paper.text(note, size=10)
    stale = f"{STALE} 为满 {rules.stale.days} 天未核对的号码；{WRONG}为打不通的号码。内部使用。"
    paper.text(stale, size=9)
    paper.gap(1)


def _finish(paper: Sheet, title: str, unit: str, at: datetime) -> Printed:
    def foot(sheet: Sheet, page: int, pages: int) -> None:
        top = sheet.foot_top + 2 * MM
        sheet.line(sheet.left, top, sheet.right, top)
        made = f"{unit}  制表 {full(at)}"
        sheet.at(sheet.left, sheet.right, top + 3, made, Style.SONG, 8)
        count = f"第 {page} 页 共 {pages} 页"
        sheet.at(sheet.left, sheet.right, top + 3, count, Style.SONG, 9, Align.RIGHT)

    return paper.finish(title, unit, at, foot)
