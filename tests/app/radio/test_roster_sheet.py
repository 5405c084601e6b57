"""The roster of radios as a table: what comes out can be read in, and what is wrong is told at its row."""

from __future__ import annotations

import pytest

from app.base.dryrun import Verdict
from app.base.errors import Refused
from app.radio.records import RadioKind
from app.radio.roster_sheet import table
from tests.app.radio.room import Room


@pytest.fixture
def sheet(room: Room):
    return room.service.roster_sheet


ROWS = [
    ["终端名册", "", "", ""],
    ["终端号", "单位", "持有人", "备注"],
    ["375001", "野鹿溪乡", "护林员", "新配"],
    ["375002", "", "护林员", ""],
    ["375001", "野鹿溪乡", "站长", ""],
    ["三七五", "野鹿溪乡", "", ""],
    ["16777216", "野鹿溪乡", "", ""],
    ["000000000001999999999", "野鹿溪乡", "", ""],
]


def test_rows_are_judged_before_anything_is_written(room: Room, sheet) -> None:
    before = len(room.service.lists.radios())
    plan = sheet.plan(ROWS)
    verdicts = [one.verdict for one in plan.rows]
    assert verdicts == [Verdict.ADDED, *[Verdict.REFUSED] * 5]
    assert [one.told for one in plan.refused] == [
        "没有填写",
        "与第 3 行是同一终端号",
        "不是号码：三七五",
        "不是号码：16777216",
        "不是号码：000000000001999999999",
    ]
    assert plan.passed_over == ("备注",)
    assert len(room.service.lists.radios()) == before
    sheet.write("7", ROWS, plan)
    radio = next(one for one in room.service.lists.radios() if one.number == 375001)
    assert (radio.unit, radio.holder, radio.kind) == ("野鹿溪乡", "护林员", RadioKind.HANDHELD)
    assert room.service.seen(375001).holder == "护林员"
    with pytest.raises(Refused, match="book_changed"):
        sheet.write("7", ROWS, plan)


def test_a_column_that_is_not_there_changes_nothing(room: Room, sheet) -> None:
    rows = [
        ["电台号", "单位", "持机人", "类型", "组号"],
        ["375001", "野鹿溪乡", "护林员", "车载台", "932"],
    ]
    sheet.write("7", rows, sheet.plan(rows))
    rows = [["电台号", "单位"], ["375001", "高望坪镇"]]
    plan = sheet.plan(rows)
    assert [one.verdict for one in plan.rows] == [Verdict.CHANGED]
    sheet.write("7", rows, plan)
    radio = next(one for one in room.service.lists.radios() if one.number == 375001)
    assert (radio.unit, radio.holder, radio.talkgroup) == ("高望坪镇", "护林员", 932)


def test_what_comes_out_goes_in_again(room: Room, sheet) -> None:
    rows = [
        ["终端号", "单位", "类型"],
        ["375001", "野鹿溪乡", "基地台"],
        ["375002", "野鹿溪乡", "飞机"],
    ]
    plan = sheet.plan(rows)
    assert plan.refused[0].head == "类型"
    sheet.write("7", rows, plan)
    out = table(room.service.lists.radios())
    assert {one.verdict for one in sheet.plan(out).rows} == {Verdict.SAME}
    with pytest.raises(Refused, match="nothing_new"):
        sheet.write("7", out, sheet.plan(out))
