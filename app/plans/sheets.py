"""The plans as a table, a row for each duty: out, and in again after a dry run that tells every row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from app.base.clock import Clock
from app.base.dryrun import ImportPlan, RowPlan, Verdict, demand_as_shown
from app.base.errors import Refused
from app.base.heads import Heads, demanded_heads
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.duty.typed import typed, typed_text
from app.people.contacts import COMMANDING, ContactStore, Org
from app.people.days import day
from app.people.importing import REASONS
from app.people.records import Officer
from app.people.rights import Act, demand
from app.plans.planbook import DutyTold, PlanStore, Shelved, duty_of, in_order
from app.plans.records import Plan, PlanDuty, PlanKind
from app.plans.units import called, several

HEADS: dict[str, tuple[str, ...]] = {
    "name": ("预案名称", "预案", "名称"),
    "kind": ("预案类别", "类别", "种类"),
    "owner": ("编制单位", "所属单位", "制定单位"),
    "headquarters": ("专项指挥部", "指挥部", "指挥机构"),
    "covers": ("适用事件", "事件种类", "适用范围"),
    "levels": ("响应级别", "级别"),
    "document_no": ("文号", "发文字号"),
    "issued": ("印发日期", "印发", "发布日期"),
    "revised": ("修订日期", "最近修订"),
    "revise_by": ("下次修订", "修订期限"),
    "starts": ("启动条件", "启动条件与批准"),
    "flow": ("响应流程", "流程"),
    "card": ("一页卡", "简明卡"),
    "unit": ("承担单位", "成员单位", "责任单位"),
    "lead": ("牵头", "是否牵头"),
    "phase": ("阶段", "响应阶段"),
    "what": ("职责", "职责任务", "工作任务"),
}
"""What a column may be called; the first name is the one that is exported."""
NEEDED = ("name", "kind", "owner")
WIDTHS = (30, 12, 18, 22, 24, 20, 22, 12, 12, 12, 30, 30, 30, 20, 6, 14, 50)
TITLE = "预案库"
YES, NO = ("是", "牵头", "√", "1", "Y"), ("否", "配合", "×", "0", "N")
WHY = REASONS | {
    "unknown_unit": "通讯录里没有“{typed}”",
    "before_issued": "修订早于印发（{day}）",
    "before_revised": "下次修订不晚于最近一次印发或修订（{day}）",
    "unknown_kind": "预案类别只能是：{kinds}",
    "no_headquarters": "“{typed}”在通讯录里不是专项指挥部",
    "not_a_day": "不是日期：{typed}（写成 2026-06-24）",
    "yes_or_no": "只填“是”或“否”：{typed}",
    "twice_duty": "与第 {row} 行是同一条职责",
    "what_missing": "有承担单位而职责空着",
    "unit_of_duty": "有职责而承担单位空着",
}


def table(shelved: Sequence[Shelved], duties: Sequence[PlanDuty]) -> list[list[str]]:
    """Heads and a row for each duty; a plan without any has one row."""
    rows = [[names[0] for names in HEADS.values()]]
    for one in shelved:
        plan = one.plan
        head = [
            plan.name, plan.kind.value, one.owner_name,
            one.headquarters.full_name if one.headquarters else "",
            "、".join(plan.covers), "、".join(plan.levels), plan.document_no,
            *(at.isoformat() if at else "" for at in (plan.issued, plan.revised, plan.revise_by)),
            plan.starts, plan.flow, plan.card,
        ]  # fmt: skip
        mine = [d for d in duties if d.plan_id == plan.id]
        rows += [[*head, d.unit, "是" if d.is_lead else "", d.phase, d.what] for d in mine]
        if not mine:
            rows.append([*head, "", "", "", ""])
    return rows


class PlanImporting:
    """On the store thread. A plan of one name and owner is one plan; a duty of one unit, phase and words
    one duty. What a cell leaves empty stays as it stands in the library."""

    def __init__(
        self, ledger: Ledger, store: PlanStore, book: ContactStore, clock: Clock, mark: Mark
    ) -> None:
        self._ledger, self._store, self._book = ledger, store, book
        self._clock, self._mark = clock, mark

    def plan(self, rows: Sequence[Sequence[str]]) -> ImportPlan:
        """Writes nothing. `Refused("file", …)`: empty; columns (missing, found)."""
        if not any(any(row) for row in rows):
            raise Refused("file", "empty")
        found = demanded_heads(rows, HEADS, NEEDED)
        plans = [one for one in self._store.plans() if one.active]
        work = _Work(
            self._book.units(), plans, self._store.duties([one.id for one in plans]),
            self._clock.now(), self._mark,
        )  # fmt: skip
        told = []
        for number, cells in enumerate(rows[found.at + 1 :], found.at + 2):
            if any(cells):
                said = {name: cells[n].strip() for name, n in found.columns.items()}
                told.append(work.row(number, tuple(cells), said, found))
        over = found.passed_over(rows, ())
        return ImportPlan(found.cells, over, tuple(told), tuple(work.made), work.edits())

    def write(self, by: Officer, rows: Sequence[Sequence[str]], shown: ImportPlan) -> ImportPlan:
        """All rows that were not refused, in one change. `Refused("file", "book_changed")` when the dry
        run would come out differently now; nothing_new."""
        demand(by, Act.DICTIONARIES)
        plan = self.plan(rows)
        demand_as_shown(plan, shown)
        hand = {"by": str(by.id), "by_name": by.name}
        with self._ledger.change(str(by.id), "plan.import", ("plan", "import")) as change:
            plans = [replace(one, **hand) for name, one in plan.made if name == "plan"]
            change.put_many("plan", plans)
            change.put_many("plan_duty", [one for name, one in plan.made if name == "plan_duty"])
            for name, made, seen in plan.edited:
                change.put(name, replace(made, **hand) if name == "plan" else made, seen=seen)
        return plan


@dataclass(slots=True)
class _Held:
    """A plan as it is and as it is about to be, with its duties."""

    before: Plan | None
    after: Plan
    duties: list[PlanDuty]


@dataclass(slots=True)
class _Work:
    """Goes through the rows with the library as it would be after those before."""

    units: Sequence[Org]
    plans: Sequence[Plan]
    duties: Sequence[PlanDuty]
    now: datetime
    mark: Mark
    made: list[tuple[str, Any]] = field(default_factory=list)
    _led: list[tuple[str, Any, Any]] = field(default_factory=list)
    _held: dict[tuple[str, UUID], _Held] = field(default_factory=dict)
    _seen: dict[tuple[UUID, str, str, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.plans:
            mine = [duty for duty in self.duties if duty.plan_id == one.id]
            self._held[one.name, one.owner_id] = _Held(one, one, mine)

    def edits(self) -> tuple[tuple[str, Any, Any], ...]:
        plans = [
            ("plan", one.after, one.before)
            for one in self._held.values()
            if one.before is not None and one.after != one.before
        ]
        return (*plans, *self._led)

    def row(
        self, number: int, cells: tuple[str, ...], said: dict[str, str], heads: Heads
    ) -> RowPlan:
        unit, name = said.get("unit", ""), said["name"]
        try:
            verdict, told = self._judged(number, said)
        except Refused as no:
            why = WHY[no.code].format(**{"typed": said.get(no.field, ""), **no.figures})
            head = heads.cells[heads.columns[no.field]] if no.field in heads.columns else ""
            return RowPlan(number, Verdict.REFUSED, unit, name, why, head, cells)
        return RowPlan(number, verdict, unit, name, told, cells=cells)

    def _judged(self, number: int, said: dict[str, str]) -> tuple[Verdict, str]:
        """Everything of a row is looked at before anything of it is noted."""
        fields = self._fields(said)
        held = self._held.get((fields["name"], fields["owner_id"]))
        before = held.after if held else None
        after = replace(before, **fields) if before else self._new(fields)
        in_order(after.issued, after.revised, after.revise_by)
        told_duty = _duty(said)
        duty, there = None, None
        if told_duty is not None:
            known = held.duties if held else []
            duty = duty_of(after, told_duty, known, self.units, self.mark)
            key = after.id, duty.unit, duty.phase, duty.what
            twice = self._seen.get(key)
            if twice is not None:
                raise Refused("what", "twice_duty", row=twice)
            self._seen[key] = number
            there = next((d for d in known if (d.unit, d.phase, d.what) == key[1:]), None)
        if held is None:
            held = self._held[after.name, after.owner_id] = _Held(None, after, [])
            self.made.append(("plan", after))
        elif held.before is None and after != held.after:
            self.made[self.made.index(("plan", held.after))] = ("plan", after)
        held.after = after
        if duty is not None and there is None:
            held.duties.append(duty)
            self.made.append(("plan_duty", duty))
        elif duty is not None and there is not None:
            led = duty.is_lead if said.get("lead") else there.is_lead
            if led is there.is_lead:
                duty = None
            else:
                self._led.append(("plan_duty", replace(there, is_lead=led), there))
        return _verdict(before, after, duty, there)

    def _fields(self, said: dict[str, str]) -> dict[str, Any]:
        """What the row says of its plan; what it leaves empty is not in the answer."""
        for name in NEEDED:
            if not said[name]:
                raise Refused(name, "missing")
        if said["kind"] not in list(PlanKind):
            raise Refused("kind", "unknown_kind", kinds="、".join(PlanKind))
        owner = called("owner", said["owner"], self.units)
        found: dict[str, Any] = {
            "name": typed("name", said["name"]),
            "kind": PlanKind(said["kind"]),
            "owner_id": owner.id,
        }
        if said.get("headquarters"):
            led = called("headquarters", said["headquarters"], self.units)
            if led.kind not in COMMANDING:
                raise Refused("headquarters", "no_headquarters")
            found["headquarters_id"] = led.id
        for name in ("covers", "levels"):
            if said.get(name):
                found[name] = several(said[name])
        for name in ("issued", "revised", "revise_by"):
            if said.get(name):
                found[name] = day(name, said[name], self.now)
        for name in ("document_no", "starts", "flow", "card"):
            if said.get(name):
                found[name] = typed_text(name, said[name])
        return found

    def _new(self, fields: dict[str, Any]) -> Plan:
        blank = Plan(
            new_id(), "", PlanKind.OVERALL, None, new_id(), (), (), "", None, None, None, "", "", "",
            None, True, "", "", self.mark,
        )  # fmt: skip
        return replace(blank, **fields)


def _duty(said: dict[str, str]) -> DutyTold | None:
    unit, what = said.get("unit", ""), said.get("what", "")
    if not (unit or what):
        return None
    if not unit:
        raise Refused("unit", "unit_of_duty")
    if not what:
        raise Refused("what", "what_missing")
    lead = said.get("lead", "").upper()
    if lead and lead not in YES + NO:
        raise Refused("lead", "yes_or_no")
    return DutyTold(unit, what, said.get("phase", ""), lead in YES)


def _verdict(
    before: Plan | None, after: Plan, duty: PlanDuty | None, there: PlanDuty | None
) -> tuple[Verdict, str]:
    """`duty` None: the row brings none, or one that stands there already as it says."""
    told = [f"职责：{duty.unit} {duty.what}"] if duty else []
    if duty is not None and there is not None:
        told = [f"{told[0]}，{'改为牵头' if duty.is_lead else '不再牵头'}"]
    if before is None:
        return Verdict.ADDED, "，".join(["新预案", *told])
    if after != before:
        return Verdict.CHANGED, "，".join(["预案有更改", *told])
    if there is not None and told:
        return Verdict.CHANGED, told[0]
    return (Verdict.ADDED, told[0]) if told else (Verdict.SAME, "")
