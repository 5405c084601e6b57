"""每日一报 from the record: what is there is told, what is not is said to be none, nothing is made up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest

from app.base.ids import new_id
from app.base.marks import Mark
from app.duty.checks import Asked, Presence
from app.duty.records import Channel
from app.duty.responses import Basis
from app.duty.rollcall import Answer
from app.incidents.records import Count
from app.incidents.said import Said
from app.reports.dayroom import DayRoom
from app.reports.records import ReportKind
from tests.reporting import Reporting, reporting
from tests.rooms import EVENING, open_room
from tests.townships import enter_towns


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Reporting]:
    room = open_room(tmp_path / "room.db", EVENING)
    made = reporting(room)
    made.desk._day = DayRoom(
        room.shifts, room.checks, room.study, room.instructions,
        lambda: said["warnings"], lambda: said["devices"], room.clock,
    )  # fmt: skip
    said.update(warnings=[], devices=[])
    yield made
    room.db.close()


said: dict[str, list[str]] = {}


def daily(desk: Reporting) -> dict[str, str]:
    """Heading -> what stands below it."""
    report = desk.desk.daily(desk.room.watch, desk.room.shift.id)
    parts: dict[str, str] = {"": ""}
    name = ""
    for line in report.body.splitlines():
        if line in desk.desk.wording.daily.values():
            name = line[2:]
            parts[name] = ""
        else:
            parts[name] += line
    return parts


def test_a_day_on_which_nothing_happened_says_so_in_every_section(desk: Reporting) -> None:
    told = daily(desk)
    assert told[""].endswith("今日接报突发事件0起，办结0起，在办0起；签发信息0期。")
    assert told["值班人员"] == f"{desk.room.watch.role.value}{desk.room.watch.name}。"
    assert told["天气与预警"] == "无生效预警。"
    assert told["应急响应"] == "未登记过应急响应，情况不详。"
    assert told["突发事件"] == "未接到突发事件报告。"
    assert told["上级指示与办理"] == "无未办结的批示指示。"
    assert told["点名抽查"].startswith("今日未开展点名抽查")
    assert "0/" in told["设备"]
    assert told["明日重点"].startswith("无已登记")
    assert not any("待补充" in words for words in told.values())


def test_what_stands_on_record_is_told(desk: Reporting) -> None:
    room, shift = desk.room, desk.room.shift.id
    said["warnings"] = ["暴雨橙色预警（县气象台 06-24 19:40 发布）。"]
    said["devices"] = ["370M 网关 一号：正常。"]
    room.study.responses.start(
        desk.leader, shift, "防汛抗旱", "Ⅳ级", Basis("田演平", "示防指〔2026〕3号", "暴雨橙色预警")
    )
    due = EVENING + timedelta(hours=14)
    room.instructions.take(
        room.watch, shift, "赵示范", "县长", "加密巡查", channel=Channel.PHONE, due=due
    )
    fire = room.intake.register(
        room.watch, shift, new_id(),
        Said(place="己塘镇演示路", kind="火灾", course="厂房起火", counts={Count.HURT: (1, False)}),
    )  # fmt: skip
    told = daily(desk)
    assert "接报突发事件1起" in told[""]
    assert told["天气与预警"] == said["warnings"][0]
    assert told["应急响应"].startswith("防汛抗旱 Ⅳ级")
    assert fire.no in told["突发事件"]
    assert "己塘镇演示路火灾（" in told["突发事件"]
    assert "轻伤1人" in told["突发事件"]
    assert "死亡、失联、被困情况正在核实" in told["突发事件"]
    assert "加密巡查" in told["上级指示与办理"]
    assert "一号：正常" in told["设备"]
    assert "赵示范指示" in told["明日重点"]
    report = desk.writing.draft(room.watch, shift, fire, ReportKind.FIRST)
    report = desk.flow.review(room.chief, shift, desk.flow.submit(room.watch, shift, report))
    desk.flow.issue(desk.leader, shift, report)
    told = daily(desk)
    assert "签发信息1期" in told[""]
    assert report.body in told["突发事件"]


def test_who_was_asked_in_the_shift_before_is_told_and_drills_are_not_counted(
    desk: Reporting,
) -> None:
    room = desk.room
    towns = enter_towns(room.db, 1)
    call = room.checks.rolls.start(room.watch, room.shift.id, Channel.PHONE)
    room.checks.rolls.answer(room.watch, call, towns[0], Answer(Presence.PRESENT))
    fire = room.intake.register(room.watch, room.shift.id, new_id(), Said(course="厂房起火"))
    drill = replace(fire, mark=Mark.DRILL)
    with room.db.change("system", "incident.edit", ("incident", str(fire.id))) as change:
        change.put("incident", drill, seen=fire)
    shift = room.shift.id
    report = desk.writing.draft(room.watch, shift, drill, ReportKind.FIRST)
    report = desk.flow.review(room.chief, shift, desk.flow.submit(room.watch, shift, report))
    assert desk.flow.issue(desk.leader, shift, report).mark is Mark.DRILL
    handed = replace(room.shift, id=new_id())
    with mock.patch.object(room.shifts, "current", return_value=handed):
        told = daily(desk)
    assert told["点名抽查"].startswith(f"{Asked.BY_US.value}：")
    assert told[""].endswith("今日接报突发事件0起，办结0起，在办0起；签发信息0期。")


def test_an_event_is_told_by_its_report_and_never_by_what_went_to_the_public(
    desk: Reporting,
) -> None:
    room, shift = desk.room, desk.room.shift.id
    said = Said(place="己塘镇演示路", kind="火灾", course="厂房起火", reporter_unit="己塘镇政府")
    fire = room.intake.register(room.watch, shift, new_id(), said)
    for kind in (ReportKind.FIRST, ReportKind.RELEASE):
        report = desk.writing.draft(room.watch, shift, fire, kind)
        report = desk.flow.review(room.chief, shift, desk.flow.submit(room.watch, shift, report))
        desk.flow.issue(desk.leader, shift, report)
    told = daily(desk)["突发事件"]
    assert "己塘镇政府" in told
    assert "有关情况将及时发布" not in told
