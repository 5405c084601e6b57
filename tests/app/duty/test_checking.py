"""What a shift asked and checked, in one look for its handover."""

from __future__ import annotations

from app.duty.checks import Asked, Condition, PaperWay, Presence
from app.duty.papers import Entered
from app.duty.records import Channel
from app.duty.rollcall import Answer
from tests.rooms import Room
from tests.townships import enter_towns


def test_a_shift_that_did_nothing_says_so(room: Room) -> None:
    seen = room.checks.of_shift(room.shift.id)
    assert (seen.zero_words, seen.attendance, seen.waiting, seen.checks) == ("", "", (), ())
    assert seen.equipment.done == 0


def test_all_of_it_is_in_one_look(room: Room) -> None:
    towns, checks, shift = enter_towns(room.db, 3), room.checks, room.shift.id
    slot = checks.zero.look().current.slot
    checks.zero.nothing(room.watch, shift, slot, towns[:2])
    call = checks.rolls.start(room.watch, shift, Channel.PHONE)
    checks.rolls.answer(room.watch, call, towns[0], Answer(Presence.SILENT))
    checks.rolls.answer(room.watch, call, towns[0], Answer(Presence.PRESENT))
    checks.rolls.enter(
        room.watch, shift, Asked.BY_SUPERIOR, "市局", Channel.PHONE, Answer(Presence.PRESENT)
    )
    item = checks.equipment.list.items[0]
    checks.equipment.tick(room.watch, shift, item, Condition.FAULT, "无拨号音")
    paper = checks.papers.enter(room.watch, shift, Entered(PaperWay.RECEIVED, "通知", "市局"))
    seen = checks.of_shift(shift)
    assert "丙湖镇尚未报告" in seen.zero_words
    assert seen.attendance.endswith("在岗率 1/1 100%")
    assert [one.asked for one in seen.checks] == [Asked.BY_US, Asked.BY_SUPERIOR]
    assert [row.item for row in seen.equipment.faults] == [item]
    assert seen.waiting == (paper,)
