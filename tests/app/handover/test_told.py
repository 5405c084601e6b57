"""What the rooms of a shift say on its sheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.base.clock import day_hhmm, local_day
from app.base.drafts import Drafts
from app.base.errors import Refused
from app.base.marks import Mark
from app.duty import special
from app.duty.checks import Asked, Condition, PaperWay, Presence, Urgency, YesNo
from app.duty.holidays import Calendar
from app.duty.papers import Entered
from app.duty.records import Channel, Handling
from app.duty.responses import Basis
from app.duty.rollcall import Answer
from app.duty.trips import Leaving, Trips
from app.handover.records import HandoverItem, Need, Section, Side, SourceKind
from app.handover.told import RoomWords
from app.people.records import Role
from db.stores.trips import TripRows
from tests.nights import Night
from tests.townships import enter_towns


@pytest.fixture
def told(duty: Night, tmp_path: Path) -> Night:
    """The night with the room's own words on its sheet."""
    drafts = Drafts(tmp_path / "drafts", duty.room.clock)
    room = duty.room
    trips = Trips(room.db, TripRows(room.db), list, room.clock, Mark.TEST)
    words = RoomWords(room.checks, Calendar, drafts, room.study, trips)

    def matters(shift, at):  # type: ignore[no-untyped-def]
        return words.all(shift, at)

    duty.telling = (matters,)
    duty.drafts = drafts
    return duty


def say(duty: Night, section: Section) -> list[tuple[str, Need]]:
    return [(item.text, item.need) for item in duty.prepare().of(section)]


def one(duty: Night, section: Section) -> HandoverItem:
    (item,) = duty.prepare().of(section)
    return item


def test_the_kind_of_day_stands_over_the_sheet(told: Night) -> None:
    unit, day, special, responses = told.prepare().of(Section.HEAD)
    assert unit.text == "示范县应急管理局"
    assert day.text == "06-24 工作日，06-25 工作日"
    assert special.text == "重要时段：不详（未登记）"
    assert responses.text == "应急响应：不详（未登记）"
    assert {one.need for one in (day, special, responses)} == {Need.FREE}


def test_periods_and_responses_in_force_stand_over_the_sheet(told: Night) -> None:
    room = told.room
    today = local_day(room.clock.now())
    flood = special.Told("汛期", "汛期", today, today + timedelta(days=90), "", False, (), "市防指")
    room.study.periods.enter(room.chief, None, flood)
    leader = replace(room.chief, role=Role.LEADER)
    basis = Basis("彭例安", "示防指〔2026〕9号", "暴雨橙色预警")
    made = room.study.responses.start(leader, room.shift.id, "防汛抗旱", "Ⅲ级", basis)
    words = [item.text for item in told.prepare().of(Section.HEAD)]
    assert words[2] == f"重要时段：汛期（{today:%m-%d}—{today + timedelta(days=90):%m-%d}）"
    assert words[3] == f"应急响应：防汛抗旱 Ⅲ级（{day_hhmm(made.started_at)} 起）"
    room.study.responses.end(leader, room.shift.id, made, basis)
    assert [item.text for item in told.prepare().of(Section.HEAD)][3] == "应急响应：无"


def test_silence_is_named_and_asks_for_itself(told: Night) -> None:
    room = told.room
    assert say(told, Section.ZERO) == [("不详（本班未登记）", Need.TOGETHER)]
    towns = enter_towns(room.db, 3)
    slot = room.checks.zero.look().current.slot
    room.checks.zero.nothing(room.watch, room.shift.id, slot, towns[:2])
    words = f"17:00 已报 2/3，未报 {towns[2].name}"
    assert say(told, Section.ZERO) == [(words, Need.EACH)]
    room.checks.zero.nothing(room.watch, room.shift.id, slot, towns[2:])
    assert say(told, Section.ZERO) == [("17:00 已报 3/3，均无事", Need.TOGETHER)]
    room.checks.zero.event(room.watch, room.shift.id, slot, towns[0], "河道漫堤")
    assert say(told, Section.ZERO)[0][1] is Need.EACH


def test_papers_that_wait_are_known_one_by_one(told: Night) -> None:
    room = told.room
    papers = room.checks.papers
    entered = Entered(
        PaperWay.RECEIVED, "关于防汛的通知", "市应急管理局", "市应急〔2026〕31号", Urgency.URGENT
    )
    came = papers.enter(room.watch, room.shift.id, entered)
    papers.to_leader(room.chief, room.shift.id, came, "田演平")
    waiting, count = told.prepare().of(Section.PAPERS)
    assert waiting.text == "收文 市应急〔2026〕31号 关于防汛的通知"
    assert waiting.detail == "市应急管理局 加急 待批示 呈 田演平"
    assert (waiting.need, waiting.source_kind, waiting.owner) == (
        Need.EACH,
        SourceKind.PAPER,
        "翟示梅",
    )
    assert count.text == "本班收文 1 件，发文 0 件，其中办结 0 件"


def test_spot_checks_and_what_they_found(told: Night) -> None:
    room = told.room
    silent = Answer(Presence.SILENT)
    wrong = Answer(Presence.STAND_IN, "李试", 9, YesNo.NO, YesNo.YES, "值班表未更新")
    room.checks.rolls.enter(room.watch, room.shift.id, Asked.BY_US, "丁山镇", Channel.PHONE, silent)
    checked = room.checks.rolls.enter(
        room.watch, room.shift.id, Asked.BY_SUPERIOR, "市应急管理局", Channel.PHONE, wrong
    )
    texts = [text for text, _ in say(told, Section.MEETINGS)]
    assert texts[0].startswith("对下查岗：已呼1个，在岗0个，未答1个（丁山镇）；在岗率 0/1 0%")
    assert texts[1].startswith("上级查岗：市应急管理局")
    left = say(told, Section.UNFINISHED)
    assert len(left) == 2
    assert all(need is Need.EACH for _, need in left)
    assert "问题：值班表未更新" in left[1][0]
    room.checks.rolls.rectify(room.watch, checked, "值班表已更新")
    assert len(say(told, Section.UNFINISHED)) == 1


def test_the_self_check_takes_the_place_of_the_list_by_hand(told: Night) -> None:
    room = told.room
    assert one(told, Section.EQUIPMENT).text.startswith("当面核对：")
    first, second, *_ = room.checks.equipment.list.items
    room.checks.equipment.tick(room.watch, room.shift.id, first, Condition.OK)
    room.checks.equipment.tick(room.watch, room.shift.id, second, Condition.FAULT, "无拨号音")
    items = told.prepare().of(Section.EQUIPMENT)
    assert items[0].text.startswith("自检 2/")
    assert items[1].text.startswith("未查：")
    assert items[2].text == f"{second.name} 故障"
    assert items[2].detail.endswith("无拨号音，见未办结事项")
    assert {item.need for item in items} == {Need.TOGETHER}
    assert any(second.name in text for text, _ in say(told, Section.UNFINISHED))


def test_an_intake_form_nobody_registered_blocks_until_somebody_says_why(told: Night) -> None:
    words = {"by_name": "向示月", "words": {"place": "云洛镇老街", "course": "积水"}}
    told.drafts.save("intake-0190", "x", words)
    told.drafts.save("line", "x", {"text": "半句"})
    item = one(told, Section.UNFINISHED)
    assert (item.text, item.urgent) == ("接报草稿未登记：云洛镇老街", True)
    sheet = told.prepare()
    with pytest.raises(Refused, match="no_reason"):
        told.sign(sheet, Side.OUT, told.out[Role.CHIEF])
    told.room.clock.forward(timedelta(minutes=1))
    told.service.carry(sheet.handover.id, item.id, told.out[Role.CHIEF], "来电中断，正在回拨")
    told.sign(sheet, Side.OUT, told.out[Role.CHIEF])


def test_slots_of_a_shift_that_was_not_relieved_stay_on_its_sheet(told: Night) -> None:
    enter_towns(told.room.db, 3)
    assert [text[:5] for text, _ in say(told, Section.ZERO)] == ["17:00"]
    told.room.clock.forward_to(told.room.shift.starts_at + timedelta(hours=34))
    after = [text for text, _ in say(told, Section.ZERO)]
    assert [text[:5] for text in after] == ["17:00", "08:00"]


def test_a_fault_whose_line_was_settled_by_hand_asks_for_itself(told: Night) -> None:
    room = told.room
    item = room.checks.equipment.list.items[0]
    made = room.checks.equipment.tick(room.watch, room.shift.id, item, Condition.FAULT, "无拨号音")
    assert made.log_entry_id is not None
    line = room.log.entry(made.log_entry_id)
    assert line is not None
    with room.db.change("x", "log.settle", ("log_entry", str(line.id))) as change:
        change.put("log_entry", replace(line, status=Handling.DONE), seen=line)
    fault = told.prepare().of(Section.EQUIPMENT)[-1]
    assert (fault.text, fault.need) == (f"{item.name} 故障", Need.EACH)
    assert fault.detail.endswith("无拨号音")


def test_a_vehicle_that_is_out_is_known_one_by_one_until_it_is_back(told: Night) -> None:
    room = told.room
    trips = Trips(room.db, TripRows(room.db), list, room.clock, Mark.TEST)
    assert [item.text for item in told.prepare().of(Section.OBJECTS)][-1] == "车辆"
    leaving = Leaving("示A 00001", "吴范顺", "送沙袋", "老榆塘村", "彭例安")
    made = trips.out(room.watch, room.shift.id, leaving)
    out = told.prepare().of(Section.OBJECTS)[0]
    assert (out.text, out.need) == ("车辆在外：示A 00001", Need.EACH)
    assert out.detail.endswith("驾驶员 吴范顺，往 老榆塘村，送沙袋，彭例安 派")
    trips.back(room.watch, made)
    assert "车辆在外" not in told.prepare().of(Section.OBJECTS)[0].text
