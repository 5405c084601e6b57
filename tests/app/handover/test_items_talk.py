"""Questions back, answers, and what goes on unfinished with its reason."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.base.errors import Refused
from app.duty.records import Handling
from app.handover.records import HandoverItem, NoteKind, Section, Side, SourceKind
from app.handover.snapshot import Matter
from app.handover.states import unacknowledged
from app.people.records import Role
from tests.nights import Night


def one(duty: Night, section: Section) -> HandoverItem:
    (item,) = duty.service.sheet(duty.prepare().handover.id).of(section)
    return item


def test_a_question_holds_its_item_until_it_is_answered(duty: Night) -> None:
    duty.line("丙湖水库加密巡查", Handling.TODO)
    key = duty.prepare().handover.id
    old, new = duty.out[Role.CHIEF], duty.into[Role.CHIEF]
    item = one(duty, Section.UNFINISHED)
    with pytest.raises(Refused, match="not_now"):
        duty.service.ask(key, item.id, new, "谁在巡查？")
    duty.sign(duty.prepare(), Side.OUT, old)
    with pytest.raises(Refused, match="not_in_crew"):
        duty.service.ask(key, item.id, old, "谁在巡查？")
    with pytest.raises(Refused, match="empty"):
        duty.service.ask(key, item.id, new, " \n")
    duty.service.ask(key, item.id, new, "谁在巡查？")
    with pytest.raises(Refused, match="question_open"):
        duty.service.acknowledge(key, item.id, new)
    duty.service.acknowledge_rest(key, new)
    assert [left.id for left in unacknowledged(duty.service.sheet(key).items)] == [item.id]
    duty.service.answer(key, item.id, old, "水利站单演平，每小时一报")
    with pytest.raises(Refused, match="nothing_asked"):
        duty.service.answer(key, item.id, old, "再说一遍")
    duty.service.acknowledge(key, item.id, new)
    with pytest.raises(Refused, match="known_already"):
        duty.service.ask(key, item.id, new, "还有吗？")
    said = duty.service.sheet(key).said(item.id)
    assert [(note.kind, note.by_name) for note in said] == [
        (NoteKind.ASKED, "翟示梅"),
        (NoteKind.ANSWERED, "彭例安"),
    ]


def test_a_question_about_a_routine_item_is_left_out_when_all_are_known_at_once(
    duty: Night,
) -> None:
    sheet = duty.prepare()
    duty.sign(sheet, Side.OUT, duty.out[Role.CHIEF])
    asked = sheet.of(Section.OBJECTS)[0]
    duty.service.ask(sheet.handover.id, asked.id, duty.into[Role.CHIEF], "钥匙几把？")
    duty.service.acknowledge_rest(sheet.handover.id, duty.into[Role.CHIEF])
    left = unacknowledged(duty.service.sheet(sheet.handover.id).of(Section.OBJECTS))
    assert [item.text for item in left] == ["钥匙"]


def test_what_is_carried_on_is_known_by_that_and_comes_back_on_the_next_sheet(
    duty: Night,
) -> None:
    """An object nobody could count comes back by itself; a log line says why it was left."""
    duty.line("丙湖水库加密巡查", Handling.TODO)
    sheet = duty.prepare()
    key, new = sheet.handover.id, duty.into[Role.CHIEF]
    duty.sign(sheet, Side.OUT, duty.out[Role.CHIEF])
    (car,) = [item for item in sheet.of(Section.OBJECTS) if item.text == "车辆"]
    (line,) = sheet.of(Section.UNFINISHED)
    with pytest.raises(Refused, match="empty"):
        duty.service.carry(key, car.id, new, "")
    duty.service.carry(key, car.id, new, "送修未归，明早清点")
    duty.service.carry(key, line.id, new, "等水位回落")
    known = duty.service.sheet(key).item(car.id)
    assert known.acknowledged_name == "翟示梅"
    duty.acknowledge_all(sheet)
    duty.sign(sheet, Side.IN, new)

    room = duty.room
    following = room.shifts.current()
    assert following is not None
    room.shifts.plan(new, following.ends_at, [(o.role, o) for o in duty.out.values()])
    held = duty.service.prepare(following.id, new).of(Section.UNFINISHED)
    assert [(i.text, i.source_kind) for i in held] == [
        ("丙湖水库加密巡查", SourceKind.LOG),
        ("物品：车辆", SourceKind.CARRIED),
    ]
    assert held[0].detail.endswith("上班结转（翟示梅）：等水位回落")
    assert held[1].detail == "上班结转（翟示梅）：送修未归，明早清点"
    assert held[1].owner == "彭例安"


def test_an_urgent_draft_that_was_not_sent_needs_a_reason_before_the_outgoing_signature(
    duty: Night,
) -> None:
    duty.matters.append(
        Matter(Section.UNFINISHED, "接报草稿 云洛镇内涝", SourceKind.DRAFT, "intake-1", urgent=True)
    )
    duty.matters.append(
        Matter(Section.UNFINISHED, "日志草稿", SourceKind.DRAFT, "line-1", urgent=False)
    )
    sheet = duty.prepare()
    with pytest.raises(Refused) as told:
        duty.sign(sheet, Side.OUT, duty.out[Role.CHIEF])
    assert (told.value.code, told.value.figures) == ("no_reason", {"count": 1})
    urgent = sheet.of(Section.UNFINISHED)[0]
    with pytest.raises(Refused, match="not_in_crew"):
        duty.service.carry(sheet.handover.id, urgent.id, duty.into[Role.CHIEF], "等核实")
    duty.service.carry(sheet.handover.id, urgent.id, duty.out[Role.CHIEF], "乡镇正在核实人数")
    duty.sign(sheet, Side.OUT, duty.out[Role.CHIEF])
    (reason,) = duty.service.sheet(sheet.handover.id).said(urgent.id)
    assert (reason.text, reason.by_name) == ("乡镇正在核实人数", "彭例安")


def test_whoever_acknowledges_anything_has_arrived(duty: Night) -> None:
    sheet = duty.prepare()
    duty.sign(sheet, Side.OUT, duty.out[Role.CHIEF])
    duty.room.clock.forward(timedelta(minutes=3))
    duty.service.acknowledge_rest(sheet.handover.id, duty.into[Role.PROFESSIONAL])
    come = [
        (item.text, item.owner)
        for item in duty.service.sheet(sheet.handover.id).of(Section.CREW)
        if item.acknowledged_at is not None
    ]
    assert come == [("专业值班员 单演达", "接班")]
    duty.sign(sheet, Side.IN, duty.into[Role.CHIEF])
    arrived = duty.service.sheet(sheet.handover.id).of(Section.CREW)
    assert sum(item.acknowledged_at is not None for item in arrived) == 2


def test_other_rooms_say_their_sections(duty: Night) -> None:
    duty.matters += [
        Matter(Section.HEAD, "国庆重要时段", SourceKind.LIST, "period"),
        Matter(Section.ZERO, "08:00 应报 12 已报 11", SourceKind.LIST, "zero-0800"),
        Matter(Section.EQUIPMENT, "传真 故障", SourceKind.DEVICE, "fax"),
    ]
    sheet = duty.prepare()
    assert [item.text for item in sheet.of(Section.HEAD)] == ["示范县应急管理局", "国庆重要时段"]
    assert [item.text for item in sheet.of(Section.ZERO)] == ["08:00 应报 12 已报 11"]
    (fax,) = sheet.of(Section.EQUIPMENT)
    assert (fax.text, fax.owner) == ("传真 故障", "翟示梅")
