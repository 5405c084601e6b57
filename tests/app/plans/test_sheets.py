"""Plans as a table: out and in again, a dry run that tells every row, all or nothing; and on one page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.base import spreadsheet
from app.base.dryrun import Verdict
from app.base.errors import Refused
from app.base.marks import Mark
from app.paper.fonts import Fonts
from app.paper.plan_sheet import plan_pdf
from app.people.contacts import Org
from app.plans.card import card_of
from app.plans.planbook import DutyTold, Told
from app.plans.records import PlanKind
from app.plans.sheets import HEADS, PlanImporting, table
from tests.planning import FLOOD, County

HEAD = [
    "预案名称",
    "类别",
    "编制单位",
    "适用事件",
    "下次修订",
    "成员单位",
    "牵头",
    "阶段",
    "职责",
    "备注",
]


def importing(county: County) -> PlanImporting:
    room = county.room
    return PlanImporting(room.db, county.planbook.store, county.contacts, room.clock, Mark.TEST)


def test_a_table_is_looked_at_row_by_row_and_written_whole(county: County, flood: Org) -> None:
    county.plan(FLOOD)
    rows = [
        HEAD,
        ["示范县防汛应急预案", "专项预案", "示范县", "山洪、洪水、城市内涝、山洪", "2027-6-1",
         "县水利局", "是", "Ⅳ级", "调度水库", "x"],
        ["示范县防汛应急预案", "专项预案", "示范县", "", "", "县气象局", "", "", "滚动预报", ""],
        ["示范县防汛应急预案", "专项预案", "示范县", "", "", "县气象局", "", "", "滚动预报", ""],
        ["老榆塘村应急预案", "村级预案", "老榆塘村", "", "", "", "", "", "", ""],
        ["己塘镇预案", "乡镇预案", "己塘镇", "", "", "", "", "", "", ""],
        ["火灾预案", "县级", "示范县", "", "", "", "", "", "", ""],
        ["火灾预案", "专项预案", "示范县", "", "很快", "", "", "", "", ""],
        ["火灾预案", "专项预案", "示范县", "", "", "县水利局", "", "", "", ""],
    ]  # fmt: skip
    work = importing(county)
    plan = work.plan(rows)
    assert [one.verdict for one in plan.rows] == [
        Verdict.CHANGED, Verdict.ADDED, Verdict.REFUSED, Verdict.ADDED,
        Verdict.REFUSED, Verdict.REFUSED, Verdict.REFUSED, Verdict.REFUSED,
    ]  # fmt: skip
    assert plan.passed_over == ("备注",)
    assert [one.told for one in plan.refused] == [
        "与第 3 行是同一条职责", "通讯录里没有“己塘镇”",
        "预案类别只能是：总体预案、专项预案、部门预案、乡镇预案、村级预案",
        "不是日期：很快（写成 2026-06-24）", "有承担单位而职责空着",
    ]  # fmt: skip
    with pytest.raises(Refused, match="not_allowed"):
        work.write(county.room.watch, rows, plan)
    work.write(county.room.chief, rows, plan)
    flood_plan, village = county.planbook.look()
    assert (flood_plan.plan.covers, flood_plan.duties) == (("山洪", "洪水", "城市内涝"), 2)
    assert (flood_plan.plan.levels, flood_plan.plan.revise_by) == (FLOOD.levels, date(2027, 6, 1))
    assert (village.owner_name, village.plan.by_name) == ("云洛镇老榆塘村", county.room.chief.name)
    again = work.plan(rows)
    assert [one.verdict for one in again.rows[:2]] == [Verdict.SAME, Verdict.SAME]
    with pytest.raises(Refused, match="nothing_new"):
        work.write(county.room.chief, rows, again)
    for row, lead in (
        (1, "否"),
        (2, "是"),
    ):  # a mark taken off and one set; an empty cell says nothing
        rows[row][6] = lead
    led = work.plan(rows)
    assert [(one.verdict, one.told) for one in led.rows[:2]] == [
        (Verdict.CHANGED, "职责：县水利局 调度水库，不再牵头"),
        (Verdict.CHANGED, "职责：县气象局 滚动预报，改为牵头"),
    ]
    work.write(county.room.chief, rows, led)
    leads = [one.is_lead for one in county.planbook.duties(flood_plan.id)]
    rows[1][6], rows[2][6] = "", "也许"
    again = work.plan(rows)
    assert (leads, again.rows[0].verdict) == ([False, True], Verdict.SAME)
    assert again.rows[1].told == "只填“是”或“否”：也许"
    with pytest.raises(Refused, match="columns"):
        work.plan([["预案名称", "号码"], ["x", "y"]])


def test_what_is_exported_can_be_taken_in_again(county: County, flood: Org, tmp_path: Path) -> None:
    plan = county.plan(FLOOD)
    county.planbook.charge(county.room.chief, plan, DutyTold("县水利局", "调度水库", "Ⅳ级", True))
    county.plan(Told("=总体预案", PlanKind.OVERALL, "示范县", issued=date(2025, 1, 1)))
    shelved = county.planbook.look()
    told = table(shelved, county.planbook.store.duties([one.id for one in shelved]))
    file = tmp_path / "预案.xlsx"
    file.write_bytes(spreadsheet.xlsx(told, "预案库"))
    rows = spreadsheet.read(file)
    assert rows[0] == [names[0] for names in HEADS.values()]
    assert {one.verdict for one in importing(county).plan(rows).rows} == {Verdict.SAME}


def test_a_plan_with_its_duties_stands_on_one_page(
    county: County, flood: Org, fonts: Fonts
) -> None:
    plan = county.plan(FLOOD)
    for n in range(24):
        county.planbook.charge(
            county.room.chief,
            plan,
            DutyTold("县水利局", f"第 {n} 项，调度水库、巡查堤防、报送水情", "Ⅳ级"),
        )
    card = card_of(county.planbook, county.commanding, county.planbook.look()[0])
    paper = plan_pdf(fonts, "示范县", Mark.TEST, card, county.room.clock.now())
    assert (paper.pages, paper.missing) == (1, ())
    county.plan(Told("老榆塘村应急预案", PlanKind.VILLAGE, "老榆塘村", card="先跑后报"))
    (one,) = county.planbook.look("老榆塘")
    assert [page.org.name for page in card_of(county.planbook, county.commanding, one).home] == [
        "老榆塘村", "云洛镇",
    ]  # fmt: skip
