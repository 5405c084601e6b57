"""Messages wait until a person answers; nothing is lost and nothing nags twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.base.errors import Refused
from widgets.shell.messages import Kind, State


def test_unanswered_stand_on_top_emergencies_first_then_the_oldest(messages, clock):
    minute = timedelta(minutes=1)
    for kind, key, needs in (
        (Kind.STORE, "synced", False),
        (Kind.RADIO, "call", True),
        (Kind.RADIO, "later call", True),
        (Kind.EMERGENCY, "emergency", True),
        (Kind.PAPER, "paper", False),
    ):
        messages.tell(kind, key, "", key, needs)
        clock.forward(minute)
    order = [m.key for m in messages.all()]
    assert order == ["emergency", "call", "later call", "paper", "synced"]


def test_repeats_fold_into_one_row_with_a_count(messages, clock):
    messages.tell(Kind.VIDEO_LOST, "癸峰乡 中断", "", "camera-7")
    messages.see("camera-7")
    clock.forward(timedelta(minutes=3))
    again = messages.tell(Kind.VIDEO_LOST, "癸峰乡 中断", "", "camera-7")
    assert len(messages.all()) == 1
    assert (again.count, again.state) == (2, State.NEW)
    assert again.last_at - again.at == timedelta(minutes=3)


def test_an_answer_keeps_name_and_time_and_counts_once(messages, clock, qtbot):
    messages.tell(Kind.RADIO, "呼入", "", "call", True)
    clock.forward(timedelta(seconds=25))
    with qtbot.waitSignal(messages.answered):
        messages.answer("call", "孙演示")
    clock.forward(timedelta(seconds=5))
    with qtbot.assertNotEmitted(messages.answered):
        held = messages.answer("call", "钱样例")
    assert held.answered_by == "孙演示"
    assert held.answered_at - held.at == timedelta(seconds=25)
    assert messages.unanswered() == []


def test_what_ended_by_itself_still_waits_for_its_answer(messages):
    messages.tell(Kind.EMERGENCY, "紧急", "", "em", True)
    messages.over("em", "链路已恢复")
    assert messages.find("em").state is State.UNANSWERED
    messages.answer("em", "孙演示")
    messages.over("em")
    assert messages.find("em").state is State.OVER


def test_a_new_occurrence_after_the_end_is_a_new_message(messages):
    messages.tell(Kind.EMERGENCY, "紧急", "", "em", True)
    messages.answer("em", "孙演示")
    messages.over("em")
    assert messages.tell(Kind.EMERGENCY, "紧急", "", "em", True).state is State.UNANSWERED
    assert messages.find("em").count == 1


def test_a_repeat_of_an_answered_alarm_does_not_ask_again(messages):
    messages.tell(Kind.EMERGENCY, "紧急", "", "em", True)
    messages.answer("em", "孙演示")
    messages.tell(Kind.EMERGENCY, "紧急", "仍在按键", "em", True)
    assert messages.unanswered() == []


def test_holding_needs_a_reason_ends_by_itself_and_never_holds_an_emergency(messages, clock):
    messages.tell(Kind.RADIO, "呼入", "", "call", True)
    with pytest.raises(Refused, match="missing"):
        messages.hold("call", "  ")
    messages.hold("call", "正在接电话")
    assert messages.unanswered() == []
    clock.forward(timedelta(minutes=5))
    assert [m.key for m in messages.unanswered()] == ["call"]
    messages.tell(Kind.EMERGENCY, "紧急", "", "em", True)
    with pytest.raises(Refused, match="emergency_cannot_wait"):
        messages.hold("em", "忙")


def test_alarms_of_the_last_ten_minutes_are_counted(messages, clock):
    messages.tell(Kind.RADIO, "一", "", "1", True)
    clock.forward(timedelta(minutes=11))
    messages.tell(Kind.RADIO, "二", "", "2", True)
    messages.tell(Kind.STORE, "三", "", "3")
    assert messages.recent() == 1


def test_old_settled_messages_make_room_and_waiting_ones_never_do(messages):
    messages.tell(Kind.RADIO, "呼入", "", "call", True)
    for n in range(400):
        messages.tell(Kind.STORE, "同步", "", f"sync-{n}")
        messages.see(f"sync-{n}")
    assert len(messages.all()) == 200
    assert messages.find("call") is not None
