"""The sheet writes itself from the room."""

from __future__ import annotations

from datetime import timedelta

from app.duty.log import Line
from app.duty.records import Category, Handling
from app.handover.records import HandoverItem, Need, Section, SourceKind
from app.handover.snapshot import DeviceState, WarningInForce
from app.incidents.records import Level
from app.people.records import Role
from tests.nights import Night
from tests.rooms import reword


def texts(items: list[HandoverItem]) -> list[str]:
    return [item.text for item in items]


def test_an_empty_night_says_so_in_every_section(duty: Night) -> None:
    sheet = duty.prepare()
    for section in (Section.INCIDENTS, Section.UNFINISHED, Section.INSTRUCTIONS, Section.PAPERS):
        (only,) = sheet.of(section)
        assert (only.text, only.need) == ("无", Need.TOGETHER)
    assert texts(sheet.of(Section.OBJECTS)) == ["钥匙", "值班手机", "用印登记", "卫星电话", "车辆"]
    assert "不详" in sheet.of(Section.ZERO)[0].text


def test_a_report_due_soon_is_carried_to_the_incoming_crew_and_marked(duty: Night) -> None:
    """cases.json HO03."""
    duty.incident("云洛镇内涝", timedelta(minutes=12), Level.III)
    duty.incident("落溪坝镇转移", timedelta(hours=3))
    soon, later = duty.prepare().of(Section.INCIDENTS)
    assert soon.due == duty.room.clock.now() + timedelta(minutes=12)
    assert (soon.owner, soon.urgent, soon.need) == ("翟示梅", True, Need.EACH)
    assert "待续报" in soon.detail
    assert not later.urgent
    assert "云洛镇内涝 续报" in duty.prepare().handover.important


def test_who_was_told_and_what_came_back_stands_on_the_sheet(duty: Night) -> None:
    room, chief = duty.room, duty.out[Role.CHIEF]
    told = room.instructions.relay(chief, duty.instruction("尽快核实"), "县水利局、己塘镇")
    first, second = room.instructions.relays([told])
    room.instructions.acknowledge(chief, told, first, "周试用")
    room.instructions.remind(chief, told, second)
    (item,) = duty.prepare().of(Section.INSTRUCTIONS)
    for words in ("传达县水利局", "周试用收到，未反馈", "传达己塘镇，未签收，未反馈，已催办 1 次"):
        assert words in item.detail


def test_an_unfinished_line_goes_to_who_sees_to_it(duty: Night) -> None:
    room = duty.room
    due = room.clock.now() + timedelta(minutes=10)
    line = Line("补齐台账", status=Handling.TODO, responsible="赵例行", due=due)
    room.log.write(duty.out[Role.CHIEF], room.shift.id, line)
    (item,) = duty.prepare().of(Section.UNFINISHED)
    assert (item.owner, item.due, item.urgent) == ("赵例行", due, True)


def test_an_instruction_stays_until_it_is_closed(duty: Night) -> None:
    """cases.json HO05."""
    told = duty.instruction("尽快核实")
    (item,) = duty.prepare().of(Section.INSTRUCTIONS)
    assert (item.text, item.source_kind, item.source_id) == (
        "尽快核实",
        SourceKind.INSTRUCTION,
        str(told.id),
    )


def test_unfinished_lines_come_once_and_in_their_newest_wording(duty: Night) -> None:
    fire = duty.incident("己塘镇厂房火灾")
    duty.line("丙湖水库加密巡查", Handling.TODO)
    old = duty.line("癸峰乡高空瞭望 O1 报修", Handling.DOING)
    reword(duty.room.log, duty.out[Role.CHIEF], old, "癸峰乡高空瞭望 01 报修", "编号写错")
    duty.line("消防原因待报", Handling.TODO, incident_id=fire.id)
    duty.line("已办完的事", Handling.DONE)
    sheet = duty.prepare()
    assert texts(sheet.of(Section.UNFINISHED)) == ["丙湖水库加密巡查", "癸峰乡高空瞭望 01 报修"]
    assert "日志待办 1 条" in sheet.of(Section.INCIDENTS)[0].detail


def test_routine_lines_are_listed_and_the_earlier_ones_counted(duty: Night) -> None:
    for number in range(9):
        duty.line(f"收文 {number}", category=Category.PAPER)
    papers = duty.prepare().of(Section.PAPERS)
    assert texts(papers) == [
        "另有 6 条，见值班日志第 1 至 6 条",
        *(f"收文 {number}" for number in range(6, 9)),
    ]
    assert {item.need for item in papers} == {Need.TOGETHER}


def test_a_severe_warning_and_a_broken_device_ask_for_themselves(duty: Night) -> None:
    duty.warnings += [
        WarningInForce("w1", "暴雨橙色预警", "01:58 发布", True),
        WarningInForce("w2", "雷电黄色预警", "", False),
    ]
    duty.devices += [
        DeviceState("store", "本地库", True, ""),
        DeviceState("cam45", "癸峰乡高空瞭望 01", False, "02:20 已报修"),
        DeviceState("sat", "卫星电话", None, ""),
    ]
    sheet = duty.prepare()
    assert [item.need for item in sheet.of(Section.WARNINGS)] == [Need.EACH, Need.TOGETHER]
    broken, unknown, well, by_hand = sheet.of(Section.EQUIPMENT)
    assert (broken.text, broken.need) == ("癸峰乡高空瞭望 01 故障", Need.EACH)
    assert unknown.text == "卫星电话 不详"
    assert well.text == "正常：本地库"
    assert by_hand.text.startswith("当面核对：")
