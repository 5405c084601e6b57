"""Turns of the firms go out as a table and come in again; every refused row is told."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from app.base.clock import SHANGHAI
from app.base.dryrun import Verdict, report
from app.base.errors import Refused
from app.base.marks import Mark
from app.people.days import begin_of, end_of
from app.people.records import Role
from app.people.support import Support, Trade
from app.people.support_sheets import SupportImporting, table
from db.stores.support import SupportRows
from tests.rooms import Room, officer

HEADS = ["类别", "单位", "姓名", "电话", "开始", "结束", "备注"]
GOOD = ["电力", "县供电公司", "欧范明", "000-0000-0001", "2026-06-24", "2026-06-26", ""]


@pytest.fixture
def importing(room: Room) -> SupportImporting:
    return SupportImporting(room.db, SupportRows(room.db), room.clock, Mark.TEST)


def test_what_goes_out_comes_in_as_the_same(room: Room, importing: SupportImporting) -> None:
    support = Support(room.db, SupportRows(room.db), room.clock, Mark.TEST)
    first, last = begin_of(date(2026, 6, 24)), end_of(date(2026, 6, 26))
    at = (
        datetime(2026, 6, 24, 8, 30, tzinfo=SHANGHAI),
        datetime(2026, 6, 25, 8, 30, tzinfo=SHANGHAI),
    )
    numbers = ["000-0000-0001", "0000-8869036"]
    support.enter(room.watch, None, Trade.POWER, "县供电公司", "欧范明", numbers, first, last, "备")
    support.enter(room.watch, None, Trade.UAV, "某飞手队", "单演达", numbers[1:], *at, "")
    rows = table(sorted(support.listed().turns, key=lambda one: one.trade is Trade.UAV))
    assert rows[1][4:6] == ["2026-06-24", "2026-06-26"]
    assert rows[2][4:6] == ["2026-06-24 08:30", "2026-06-25 08:30"]
    plan = importing.plan(rows)
    assert [one.verdict for one in plan.rows] == [Verdict.SAME, Verdict.SAME]
    with pytest.raises(Refused, match="nothing_new"):
        importing.write(room.watch, rows, plan)
    rows[1][3] = "000-0000-0002"
    plan = importing.plan(rows)
    assert [one.verdict for one in plan.rows] == [Verdict.CHANGED, Verdict.SAME]
    importing.write(room.watch, rows, plan)
    assert [one.phones for one in support.listed().turns if one.trade is Trade.POWER] == [
        ("000-0000-0002",)
    ]


@pytest.mark.parametrize(
    ("column", "value", "why"),
    [
        (0, "电", "类别只能是：通信、电力、铁塔、无人机、其他"),
        (1, "", "不能空着"),
        (2, "", "不能空着"),
        (2, "欧范明1", "姓名里有数字或字母号码：欧范明1"),
        (3, "不详", "不是电话号码：不详"),
        (3, "000-0000-0001、1388888", "号码应为"),
        (3, "138000000011", "手机号应为 11 位，这里 12 位：138000000011"),
        (4, "二十四号", "不是日期：二十四号（写成 2026-06-24 或 2026-06-24 08:00）"),
        (4, "2026-06-31", "不是日期"),
        (5, "2026-06-24 25:00", "不是日期"),
        (5, "2026-06-20", "结束早于开始"),
        (5, "2028-06-26", "一班超过 366 天，请核对年份"),
    ],
)
def test_a_row_is_refused_at_its_column(
    importing: SupportImporting, column: int, value: str, why: str
) -> None:
    row = [*GOOD[:column], value, *GOOD[column + 1 :]]
    (told,) = importing.plan([HEADS, row]).rows
    if why == "号码应为":
        assert told.verdict is Verdict.ADDED  # seven figures may be a line of the county
        return
    assert (told.verdict, told.row, told.head) == (Verdict.REFUSED, 2, HEADS[column])
    assert why in told.told


def test_rows_of_one_table(room: Room, importing: SupportImporting) -> None:
    rows = [["六月技术保障值班表"], [], HEADS, GOOD, GOOD, [*GOOD[:3], "12", *GOOD[4:]]]
    rows = [[*row, *[""] * (7 - len(row))] for row in rows]
    plan = importing.plan(rows)
    assert [(one.row, one.verdict.value, one.head) for one in plan.rows] == [
        (4, "新增", ""),
        (5, "退回", "姓名"),
        (6, "退回", "电话"),
    ]
    assert report(plan)[1][:3] == ["5", "姓名", "与第 4 行重复"]
    assert importing.write(room.watch, rows, plan).count(Verdict.ADDED) == 1
    with pytest.raises(Refused, match="book_changed"):
        importing.write(room.watch, rows, plan)
    with pytest.raises(Refused, match="not_allowed"):
        importing.write(officer("某", Role.DRIVER), rows, plan)


def test_another_table_is_refused_with_what_it_lacks(importing: SupportImporting) -> None:
    with pytest.raises(Refused) as told:
        importing.plan([["单位", "姓名", "电话"], ["a", "b", "c"]])
    assert told.value.code == "columns"
    assert told.value.figures == {"missing": "类别、开始、结束", "found": "单位、姓名、电话"}
    with pytest.raises(Refused, match="empty"):
        importing.plan([["", ""]])
