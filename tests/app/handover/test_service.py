"""Two people, two PINs, one change of shift."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.base.errors import Conflict, Refused, Unreachable
from app.base.ids import new_id
from app.duty.log import Line
from app.duty.records import Handling
from app.handover.records import HandoverState, HandoverTookEffect, Need, Section, Side
from app.handover.sheet import content_sha256
from app.handover.states import unacknowledged
from app.people.records import Role
from tests.nights import Night
from tests.rooms import PIN, reword


def refused(told: pytest.ExceptionInfo[Refused]) -> str:
    return told.value.code


def test_the_draft_is_made_once_and_follows_the_room(duty: Night) -> None:
    first = duty.prepare()
    duty.line("丙湖水库加密巡查", Handling.TODO)
    again = duty.prepare()
    assert again.handover == first.handover
    assert again.handover.no == 1
    assert [item.text for item in again.of(Section.UNFINISHED)] == ["丙湖水库加密巡查"]


def test_signing_freezes_the_sheet(duty: Night) -> None:
    sheet = duty.prepare()
    duty.sign(sheet, Side.OUT, duty.out[Role.CHIEF])
    duty.line("签字以后的事", Handling.TODO)
    frozen = duty.service.sheet(sheet.handover.id)
    assert frozen.items == sheet.items
    assert frozen.handover.state is HandoverState.HANDED
    with pytest.raises(Refused, match="not_now"):
        duty.service.edit(
            frozen.handover, duty.out[Role.CHIEF], weather="雨", important="", remarks=""
        )


def test_both_signatures_close_one_shift_and_open_the_next(duty: Night) -> None:
    duty.incident("云洛镇内涝", timedelta(minutes=12))
    sheet = duty.prepare()
    duty.sign(sheet, Side.OUT, duty.out[Role.CHIEF])
    duty.room.clock.forward(timedelta(minutes=5))
    duty.acknowledge_all(sheet)
    done = duty.sign(sheet, Side.IN, duty.into[Role.CHIEF])

    assert done.state is HandoverState.IN_FORCE
    now = duty.room.shifts.current()
    assert now is not None
    assert now.id == sheet.next_shift.id
    assert now.opened_at == done.effective_at
    (fact,) = [fact for fact in duty.room.facts if isinstance(fact, HandoverTookEffect)]
    assert (fact.out_names, fact.in_names) == (("彭例安",), ("翟示梅",))
    assert (fact.shift_id, fact.next_shift_id) == (sheet.shift.id, sheet.next_shift.id)
    assert duty.room.db.verify().bad is None


def test_the_head_on_the_record_is_the_change_that_took_effect(duty: Night) -> None:
    sheet = duty.prepare()
    duty.sign(sheet, Side.OUT, duty.out[Role.CHIEF])
    duty.acknowledge_all(sheet)
    before = duty.room.db.head()
    done = duty.sign(sheet, Side.IN, duty.into[Role.CHIEF])
    assert before is not None
    # the right PIN is an entry of its own, then comes the change
    assert (done.head_ws, done.head_seq) == (before.chain, before.seq + 2)
    assert len(bytes.fromhex(done.head_hash)) == 32
    kept = duty.service.keep_sheet(done.id, "ab" * 32)
    assert duty.service.sheet(done.id).handover == kept
    assert kept.sheet_sha256 == "ab" * 32


def test_nobody_signs_with_a_wrong_pin_or_from_the_wrong_crew(duty: Night) -> None:
    sheet = duty.prepare()
    with pytest.raises(Refused, match="wrong_pin"):
        duty.sign(sheet, Side.OUT, duty.out[Role.CHIEF], pin="0000")
    with pytest.raises(Refused, match="not_in_crew"):
        duty.sign(sheet, Side.OUT, duty.into[Role.CHIEF])
    with pytest.raises(Refused, match="wrong_post"):
        duty.sign(sheet, Side.OUT, duty.out[Role.LEADER])
    with pytest.raises(Refused, match="not_now"):
        duty.sign(sheet, Side.IN, duty.into[Role.CHIEF])
    assert duty.service.sheet(sheet.handover.id).signatures == ()


def test_one_person_in_both_crews_cannot_sign_twice_nor_tick_his_own_sheet(duty: Night) -> None:
    """cases.json HO01, with a person who stays for a second shift."""
    stays = duty.into[Role.CHIEF]
    room = duty.room
    with room.db.change("test", "crew", ("shift", str(room.shift.id))) as change:
        change.put("crew_place", room.shifts._place(room.shift.id, Role.CHIEF, stays, 9))
    sheet = duty.prepare()
    duty.sign(sheet, Side.OUT, stays)
    with pytest.raises(Refused, match="same_person"):
        duty.service.acknowledge_rest(sheet.handover.id, stays)
    duty.service.acknowledge_rest(sheet.handover.id, duty.into[Role.PROFESSIONAL])
    with pytest.raises(Refused, match="same_person"):
        duty.sign(sheet, Side.IN, stays)


def test_items_are_known_one_by_one_and_only_by_the_incoming_crew(duty: Night) -> None:
    duty.line("丙湖水库加密巡查", Handling.TODO)
    sheet = duty.prepare()
    key = sheet.handover.id
    duty.sign(sheet, Side.OUT, duty.out[Role.CHIEF])
    with pytest.raises(Refused, match="not_in_crew"):
        duty.service.acknowledge(key, sheet.items[-1].id, duty.out[Role.PROFESSIONAL])
    duty.service.acknowledge_rest(key, duty.into[Role.PROFESSIONAL])
    left = unacknowledged(duty.service.sheet(key).items)
    assert [(item.text, item.need) for item in left] == [("丙湖水库加密巡查", Need.EACH)]
    with pytest.raises(Refused) as told:
        duty.sign(sheet, Side.IN, duty.into[Role.CHIEF])
    assert refused(told) == "unacknowledged"
    duty.service.acknowledge(key, left[0].id, duty.into[Role.PROFESSIONAL])
    (ticked,) = duty.service.sheet(key).of(Section.UNFINISHED)
    assert ticked.acknowledged_name == "单演达"
    assert ticked.acknowledged_at == duty.room.clock.now()


def test_what_turned_up_after_the_outgoing_signature_is_added_first(duty: Night) -> None:
    sheet = duty.prepare()
    duty.sign(sheet, Side.OUT, duty.out[Role.CHIEF])
    duty.acknowledge_all(sheet)
    late = duty.incident("铜鼓坪镇山洪围困 6 人")
    with pytest.raises(Refused) as told:
        duty.sign(sheet, Side.IN, duty.into[Role.CHIEF])
    assert (told.value.code, told.value.figures) == ("newcomers", {"count": 1})
    added = unacknowledged(duty.service.sheet(sheet.handover.id).items)
    assert [item.source_id for item in added] == [str(late.id)]
    duty.acknowledge_all(sheet)
    assert duty.sign(sheet, Side.IN, duty.into[Role.CHIEF]).state is HandoverState.IN_FORCE


def test_the_leader_sees_it_and_a_sheet_in_force_is_locked(duty: Night) -> None:
    sheet = duty.prepare()
    duty.sign(sheet, Side.OUT, duty.out[Role.CHIEF])
    duty.acknowledge_all(sheet)
    duty.sign(sheet, Side.IN, duty.into[Role.CHIEF])
    duty.sign(sheet, Side.LEADER, duty.into[Role.LEADER])
    done = duty.service.sheet(sheet.handover.id)
    assert [held.name for held in done.signed(Side.LEADER)] == ["石例峰"]
    with pytest.raises(Refused, match="not_now"):
        duty.service.acknowledge_rest(sheet.handover.id, duty.into[Role.CHIEF])
    with pytest.raises(Refused, match="not_now"):
        duty.service.sign(sheet.handover.id, Side.IN, duty.into[Role.PROFESSIONAL].id, PIN)


def test_a_shift_without_a_following_one_says_what_is_missing(duty: Night) -> None:
    with pytest.raises(Refused, match="no_next_shift"):
        duty.service.prepare(duty.prepare().next_shift.id, duty.into[Role.CHIEF])


def test_two_desks_editing_the_same_words_meet_a_conflict(duty: Night) -> None:
    shown = duty.prepare().handover
    chief = duty.out[Role.CHIEF]
    duty.service.edit(shown, chief, weather="暴雨", important=shown.important, remarks="")
    with pytest.raises(Conflict):
        duty.service.edit(shown, chief, weather="晴", important=shown.important, remarks="")


def test_the_hash_of_the_content_changes_with_what_the_paper_says(duty: Night) -> None:
    sheet = duty.prepare()
    same = duty.service.sheet(sheet.handover.id)
    assert content_sha256(same) == content_sha256(sheet)
    duty.service.edit(
        sheet.handover, duty.out[Role.CHIEF], weather="暴雨", important="", remarks=""
    )
    assert content_sha256(duty.service.sheet(sheet.handover.id)) != content_sha256(sheet)


def test_a_head_that_could_not_be_kept_at_once_is_kept_later(duty: Night) -> None:
    """The disk fails between the last signature and the head: the handover stands all the same."""
    sheet = duty.prepare()
    duty.sign(sheet, Side.OUT, duty.out[Role.CHIEF])
    duty.acknowledge_all(sheet)
    around = duty.service._around

    def fails() -> tuple[str, int, bytes] | None:
        raise Unreachable("store", "disk_error")

    duty.service._around = replace(around, head=fails)
    with pytest.raises(Unreachable):
        duty.sign(sheet, Side.IN, duty.into[Role.CHIEF])
    assert [fact for fact in duty.room.facts if isinstance(fact, HandoverTookEffect)]
    assert duty.service.sheet(sheet.handover.id).in_force
    duty.service._around = around
    kept = duty.service.keep_head(sheet.handover.id)
    assert kept.head_seq is not None
    assert duty.service.keep_head(sheet.handover.id) == kept


def test_a_shift_planned_between_does_not_change_who_takes_over(duty: Night) -> None:
    sheet = duty.prepare()
    room = duty.room
    between = replace(
        sheet.next_shift, id=new_id(), ends_at=sheet.shift.ends_at + timedelta(hours=2)
    )
    with room.db.change("test", "shift.plan", ("shift", "x")) as change:
        change.put("shift", between)
    assert duty.service.sheet(sheet.handover.id).next_shift == sheet.next_shift


def test_the_log_of_a_shift_that_was_signed_over_takes_corrections_and_late_lines_only(
    duty: Night,
) -> None:
    told = duty.instruction("尽快核实")
    old = duty.line("转移一百三十人")
    sheet = duty.prepare()
    duty.sign(sheet, Side.OUT, duty.out[Role.CHIEF])
    duty.acknowledge_all(sheet)
    duty.sign(sheet, Side.IN, duty.into[Role.CHIEF])
    log, chief = duty.room.log, duty.into[Role.CHIEF]
    with pytest.raises(Refused, match="shift_closed"):
        log.write(chief, sheet.shift.id, Line("又一条"))
    late = log.write(chief, sheet.shift.id, Line("停电时记在纸上的", late=True))
    corrected = reword(log, chief, old, "转移一百八十人", "听错")
    assert (late.shift_id, corrected.corrects) == (sheet.shift.id, old)
    duty.room.instructions.answer(chief, told, "已核实")
    (newest,) = log.latest(1)
    assert (newest.shift_id, newest.text) == (sheet.next_shift.id, "田演平指示反馈：已核实")


def test_a_signed_sheet_does_not_read_the_room_again(
    duty: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = duty.prepare().handover.id
    signed = duty.service.sign(key, Side.OUT, duty.out[Role.CHIEF].id, PIN)

    def read(*_: object) -> None:
        raise AssertionError("the whole room for a frozen sheet")

    monkeypatch.setattr(duty.service._store, "snapshot", read)
    sheet = duty.service.sheet(key)
    assert sheet.handover == signed
    assert (len(sheet.crew_out), len(sheet.crew_in)) == (len(duty.out), len(duty.into))


def test_the_sheet_says_when_the_next_crew_is_to_be_there(duty: Night) -> None:
    sheet = duty.prepare()
    assert sheet.present_by == sheet.next_shift.starts_at - timedelta(minutes=10)
