"""Equipment self-check: one act per item; a fault stays an open line until it is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.base.errors import Refused
from app.base.ids import new_id
from app.duty.checks import Condition
from app.duty.records import Category, Handling
from app.duty.selfcheck import Item, load_list
from app.people.records import Role
from tests.rooms import Room, officer, reword


def tick(room: Room, item: Item, condition: Condition = Condition.OK, remark: str = "") -> None:
    room.checks.equipment.tick(room.watch, room.shift.id, item, condition, remark)
    room.clock.forward(timedelta(seconds=2))


def items(room: Room) -> tuple[Item, ...]:
    return room.checks.equipment.list.items


def test_the_whole_list_is_one_line_when_all_is_well(room: Room) -> None:
    for item in items(room):
        tick(room, item)
    assert room.log.count(room.shift.id) == 1
    count = len(items(room))
    assert room.log.latest(1)[0].text == f"设备自检完成：{count}/{count} 项已查，无故障"


def test_what_was_not_looked_at_is_not_well(room: Room) -> None:
    assert room.checks.equipment.look(room.shift.id).words() == f"0/{len(items(room))} 项已查"
    tick(room, items(room)[0])
    look = room.checks.equipment.look(room.shift.id)
    assert look.done == 1
    assert look.words() == f"1/{len(items(room))} 项已查，已查的无故障"
    assert look.rows[1].check is None


def test_a_fault_needs_words(room: Room) -> None:
    with pytest.raises(Refused, match="empty"):
        tick(room, items(room)[0], Condition.FAULT, "  ")
    assert room.log.count(room.shift.id) == 0


def test_a_fault_is_an_open_line_until_the_item_is_well_again(room: Room) -> None:
    tick(room, items(room)[0], Condition.FAULT, "无拨号音")
    line = room.log.latest(1)[0]
    assert (line.status, line.text) == (Handling.TODO, "设备自检：值班电话故障，无拨号音")
    tick(room, items(room)[0], Condition.OK, "已换线")
    line = room.log.latest(1)[0]
    assert (line.status, line.handling) == (Handling.DONE, "已恢复：已换线")
    assert room.log.count(room.shift.id) == 1


def test_a_fault_whose_line_was_corrected_ends_too(room: Room) -> None:
    tick(room, items(room)[0], Condition.FAULT, "无拨号音")
    line = room.log.latest(1)[0]
    newer = reword(room.log, room.watch, line.id, "设备自检：值班电话故障，有杂音", "听错")
    tick(room, items(room)[0], Condition.OK, "已换线")
    settled = room.log.entry(newer.id)
    assert settled is not None
    assert (settled.status, settled.handling) == (Handling.DONE, "已恢复：已换线")


def test_a_fault_of_the_shift_before_is_not_opened_twice(room: Room) -> None:
    tick(room, items(room)[0], Condition.FAULT, "无拨号音")
    after = replace(room.shift, id=new_id(), starts_at=room.shift.ends_at)
    with room.db.change("system", "shift.plan", ("shift", str(after.id))) as change:
        change.put("shift", after)
    look = room.checks.equipment.look(after.id)
    assert look.rows[0].check is None
    assert look.rows[0].fault
    room.checks.equipment.tick(room.watch, after.id, items(room)[0], Condition.FAULT, "仍未修复")
    assert room.log.count(room.shift.id) + room.log.count(after.id) == 1


def test_the_last_item_with_a_fault_keeps_the_numbers_in_order(room: Room) -> None:
    for item in items(room)[:-1]:
        tick(room, item)
    tick(room, items(room)[-1], Condition.FAULT, "胎压不足")
    done, fault = room.log.latest(2)
    assert (fault.seq, done.seq) == (1, 2)
    assert done.text.endswith("故障 1 项（值班车辆）")


def test_a_list_with_a_key_twice_is_not_taken(tmp_path: Path) -> None:
    file = tmp_path / "selfcheck.toml"
    row = '{ key = "a", name = "甲" }'
    head = 'source = "x"\nwithin_minutes = 30\nstale_minutes = 60\n'
    file.write_text(f'{head}[[group]]\nname = "g"\nitems = [{row}, {row}]\n', "utf-8")
    with pytest.raises(ValueError, match="two items"):
        load_list(file)


def test_a_device_that_is_on_no_list_gets_an_open_line_of_its_own(room: Room) -> None:
    equipment = room.checks.equipment
    support = officer("石工", Role.SUPPORT)
    made = [
        equipment.report(support, room.shift.id, f"视频 酉水大桥（{code}）", "无画面")
        for code in ("01-F-07", "01-F-08")
    ]
    assert made[0].text == "报修：视频 酉水大桥（01-F-07），无画面"
    assert {(line.status, line.category) for line in made} == {(Handling.TODO, Category.DEVICE)}
    for device, words, field in (("", "无画面", "device"), ("网关", " ", "words")):
        with pytest.raises(Refused) as told:
            equipment.report(support, room.shift.id, device, words)
        assert told.value.field == field
    with pytest.raises(Refused, match="not_allowed"):
        equipment.report(officer("欧备", Role.RESERVE), room.shift.id, "网关", "断")


def test_forwarding_is_said_until_somebody_has_looked_in_this_shift(room: Room) -> None:
    equipment = room.checks.equipment
    ((item, words),) = equipment.look(room.shift.id).watched
    assert (item.name, words) == ("呼叫转移", "未确认")
    equipment.tick(room.watch, room.shift.id, item, Condition.OK)
    assert equipment.look(room.shift.id).watched == ((item, "正常 20:00"),)
    equipment.tick(room.watch, room.shift.id, item, Condition.FAULT, "转到值班长手机")
    assert equipment.look(room.shift.id).watched == ((item, "故障 20:00"),)
    assert room.log.latest(1)[0].text == "设备自检：呼叫转移故障，转到值班长手机"
    later = new_id()
    assert equipment.look(later).watched == ((item, "故障 20:00"),), "nobody has mended it"
