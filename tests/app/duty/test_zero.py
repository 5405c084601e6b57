"""Zero reports: silence is not one, the silent are chased, and the text says who has not spoken."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.base.clock import hhmm
from app.base.errors import Refused
from app.duty.checking import Owed
from app.duty.checks import Town, ZeroState
from app.duty.records import Category, Handling, Way
from app.duty.zero import ZeroLook, ZeroReports
from app.duty.zero_hours import Disaster, asks_daily
from db.stores.checks import CheckRows
from tests.rooms import Room
from tests.townships import enter_towns


@pytest.fixture
def towns(room: Room) -> list[Town]:
    return enter_towns(room.db, 3)


def look(room: Room) -> ZeroLook:
    return room.checks.zero.look()


def told(room: Room, *towns: Town) -> None:
    slot = look(room).current.slot
    room.checks.zero.nothing(room.watch, room.shift.id, slot, towns)


def test_the_slots_are_those_of_the_rules_and_the_current_one_is_the_last_passed(
    room: Room, towns: list[Town]
) -> None:
    seen = look(room)
    assert [hhmm(one.slot.at) for one in seen.slots] == ["08:00", "17:00", "08:00"]
    assert hhmm(seen.current.slot.at) == "17:00"
    assert [cell.town.phone for cell in seen.current.cells] == [town.phone for town in towns]


def test_before_its_hour_a_slot_takes_reports_only_shortly(room: Room, towns: list[Town]) -> None:
    ahead = look(room).slots[-1].slot
    with pytest.raises(Refused, match="too_early") as refused:
        room.checks.zero.nothing(room.watch, room.shift.id, ahead, towns)
    assert refused.value.figures["opens"] == "06:00"
    room.clock.forward(timedelta(hours=10, minutes=30))
    assert look(room).current.slot == ahead
    told(room, towns[0])
    assert len(look(room).current.told) == 1


def test_a_place_without_slots_owes_nothing(room: Room, towns: list[Town]) -> None:
    room.checks.zero.rules = replace(room.checks.zero.rules, times=())
    seen = look(room)
    assert (seen.current.cells, seen.to_chase(), seen.current.may_issue) == ((), (), False)
    assert Owed.ZERO not in {due.owed for due in room.checks.due(room.shift)}


def test_silence_is_no_zero_report(room: Room, towns: list[Town]) -> None:
    seen = look(room)
    assert not seen.current.may_issue
    assert "未接到" not in seen.current.words(seen.rules)
    told(room, *towns[:2])
    seen = look(room)
    assert [cell.town for cell in seen.current.silent] == [towns[2]]
    assert not seen.current.may_issue


def test_a_room_without_towns_has_nothing_to_issue(room: Room) -> None:
    assert not look(room).current.may_issue


def test_the_text_when_all_have_told(room: Room, towns: list[Town]) -> None:
    told(room, *towns)
    seen = look(room)
    assert seen.current.may_issue
    assert seen.current.words(seen.rules) == (
        "截至6月24日17时00分，我县3个乡镇（街道）均已报告，"
        "截至目前未接到安全生产类和自然灾害类突发事件情况报告。"
    )


def test_the_text_names_the_silent_and_how_often_they_were_chased(
    room: Room, towns: list[Town]
) -> None:
    told(room, *towns[:2])
    for _ in range(2):
        seen = look(room)
        room.checks.zero.chase(room.watch, room.shift.id, seen.current.slot, seen.to_chase())
        room.clock.forward(timedelta(minutes=5))
    seen = look(room)
    assert seen.current.words(seen.rules) == (
        "截至6月24日17时00分，我县3个乡镇（街道）已报2个，丙湖镇尚未报告（已催报2次）。"
    )
    cell = seen.current.silent[0]
    assert cell.chased_at == room.clock.now() - timedelta(minutes=5)
    assert room.log.latest(1)[0].text == "17:00 零报告催报：丙湖镇（第2次）"
    assert room.log.latest(1)[0].way is Way.OUT


def test_something_happened_is_an_open_line_and_no_zero_report(
    room: Room, towns: list[Town]
) -> None:
    told(room, *towns[1:])
    slot = look(room).current.slot
    made = room.checks.zero.event(room.watch, room.shift.id, slot, towns[0], "村道塌方，无人员伤亡")
    line = room.log.latest(1)[0]
    assert made.log_entry_id == line.id
    assert (line.status, line.category) == (Handling.TODO, Category.INCIDENT)
    seen = look(room)
    assert not seen.current.silent
    assert not seen.current.may_issue
    assert "云洛镇报告有情况：村道塌方" in seen.current.words(seen.rules)


def test_a_later_report_holds_and_the_earlier_one_stays(room: Room, towns: list[Town]) -> None:
    told(room, *towns)
    slot = look(room).current.slot
    room.clock.forward(timedelta(minutes=3))
    room.checks.zero.event(room.watch, room.shift.id, slot, towns[0], "刚接到，河水上路")
    seen = look(room)
    assert seen.current.cells[0].report is not None
    assert seen.current.cells[0].report.state is ZeroState.EVENT
    kept = CheckRows(room.db).zero_reports(slot.at, slot.at + timedelta(minutes=1))
    assert len(kept) == 4


def test_a_key_too_many_takes_no_event_back(room: Room, towns: list[Town]) -> None:
    slot = look(room).current.slot
    room.checks.zero.event(room.watch, room.shift.id, slot, towns[0], "河水上路")
    with pytest.raises(Refused, match="has_reported"):
        told(room, *towns)
    assert room.log.count(room.shift.id) == 1
    told(room, *towns[1:])
    with pytest.raises(Refused, match="has_reported"):
        told(room, towns[1])


def test_several_towns_are_one_line_with_one_number(room: Room, towns: list[Town]) -> None:
    told(room, *towns)
    assert room.log.count(room.shift.id) == 1
    assert room.log.latest(1)[0].text == "17:00 零报告：云洛镇、铜鼓坪镇、丙湖镇无突发事件"


def test_who_told_is_not_chased(room: Room, towns: list[Town]) -> None:
    told(room, *towns)
    seen = look(room)
    assert seen.to_chase() == ()
    with pytest.raises(Refused, match="none_silent"):
        room.checks.zero.chase(room.watch, room.shift.id, seen.current.slot, seen.current.cells)


def test_nobody_is_chased_within_the_grace(room: Room, towns: list[Town]) -> None:
    room.clock.forward(timedelta(hours=12, minutes=5))
    seen = look(room)
    assert hhmm(seen.current.slot.at) == "08:00"
    assert seen.to_chase() == ()
    room.clock.forward(timedelta(minutes=5))
    assert len(look(room).to_chase()) == 3


@pytest.mark.parametrize(
    ("level", "stable", "daily"),
    [
        ("重大", False, True),
        ("特别重大", False, True),
        ("重大", True, False),
        ("较大", False, False),
    ],
)
def test_a_major_disaster_asks_for_a_report_a_day_until_it_is_stable(
    room: Room, level: str, stable: bool, daily: bool
) -> None:
    assert asks_daily(Disaster("洪水", level, stable), room.checks.zero.rules) is daily


def test_the_daily_slot_stands_in_the_matrix(room: Room, towns: list[Town]) -> None:
    under_way = [Disaster("丙湖镇山洪", "重大", False)]
    service = ZeroReports(
        room.db, CheckRows(room.db), room.log, room.clock, room.chief.mark,
        room.checks.zero.rules, lambda: under_way,
    )  # fmt: skip
    look = service.look()
    extra = look.slots[1]
    service.nothing(room.watch, room.shift.id, extra.slot, towns)
    assert service.look().slots[1].words(service.rules).endswith("灾情较上次报告无新增变化。")
    titles = [one.slot.title for one in look.slots]
    assert titles == ["08:00", "16:00 灾情零报告", "17:00", "08:00"]
    under_way[0] = Disaster("丙湖镇山洪", "重大", True)
    assert len(service.look().slots) == 3


def test_who_reported_at_another_desk_is_not_chased(room: Room, towns: list[Town]) -> None:
    shown = look(room)
    zero, slot = room.checks.zero, shown.current.slot
    zero.chase(room.watch, room.shift.id, slot, shown.to_chase()[2:])
    told(room, towns[0])
    made = zero.chase(room.watch, room.shift.id, slot, shown.to_chase())
    assert [one.org_id for one in made] == [towns[1].id, towns[2].id]
    names = f"{towns[1].name}（第1次）、{towns[2].name}（第2次）"
    assert room.log.latest(1)[0].text == f"17:00 零报告催报：{names}"
