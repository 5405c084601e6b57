"""The radio room on a real store: presence, texts, emergencies, and a store that is away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.base.errors import Refused, Unreachable
from app.base.ids import new_id
from app.radio import facts
from app.radio.events import (
    CallEnd,
    EmergencyCleared,
    Linked,
    LinkState,
    Offline,
    Online,
    Position,
    RawUnknown,
    SendStatus,
    SendText,
    StatusIn,
    TalkerStart,
    TextIn,
    TextState,
    TextStep,
)
from app.radio.history import what
from app.radio.log_words import of_line
from app.radio.records import HeardKind, RadioAlarm, RadioText
from app.radio.roster import STRANGERS, Presence
from tests.app.radio.room import Room


def test_presence_lasts_one_and_a_half_times_its_registration(room: Room) -> None:
    room.service.hear(Online(room.heard(), 371105, 300))
    room.clock.forward(timedelta(seconds=400))
    room.service.tick()
    assert room.service.seen(371105).presence == Presence.ONLINE
    room.service.hear(Online(room.heard(), 371105, 300))
    assert room.count(facts.RadioOnline) == 1
    room.clock.forward(timedelta(seconds=450))
    room.service.tick()
    assert room.service.seen(371105).presence == Presence.OFFLINE
    assert room.last(facts.RadioOffline).why == "expired"
    kinds = [event.kind for event in room.rows.latest_events(10)]
    assert kinds == [HeardKind.ONLINE, HeardKind.OFFLINE]


def test_a_radio_that_signs_off_is_offline_and_one_never_heard_is_unknown(room: Room) -> None:
    room.service.hear(Online(room.heard(), 371105, 300))
    room.service.hear(Offline(room.heard(), 371105))
    assert room.service.seen(371105).presence == Presence.OFFLINE
    assert room.service.seen(371102).presence == Presence.UNKNOWN
    assert room.service.seen(371102).last_heard is None


def test_behind_a_gateway_that_is_down_presence_is_not_known(room: Room) -> None:
    room.service.hear(Online(room.heard(), 371105, 300))
    room.service.hear(LinkState(room.heard(), Linked.DOWN, "unplugged"))
    assert room.service.seen(371105).presence == Presence.UNKNOWN
    room.service.hear(LinkState(room.heard(), Linked.UP))
    assert room.service.seen(371105).presence == Presence.ONLINE


def test_everything_heard_is_on_record_with_its_bytes(room: Room) -> None:
    room.service.hear(TextIn(room.heard(), 371105, 901, True, "收到", 1))
    room.service.hear(RawUnknown(room.heard()))
    text, unknown = room.rows.latest_events(10)
    assert (text.kind, text.unit, text.text, text.talkgroup) == (
        HeardKind.TEXT,
        "麻栗溪乡",
        "收到",
        901,
    )
    assert {text.raw, unknown.raw} == {"7e0400"}
    assert room.db.verify().bad is None


def test_a_position_without_a_fix_keeps_the_last_place(room: Room) -> None:
    at = room.clock.now()
    room.service.hear(Position(room.heard(), 371102, 28.5, 109.7, at, True, 9.0, 10, -90))
    room.service.hear(Position(room.heard(), 371102, None, None, None, False, None, None))
    place = room.service.seen(371102).place
    assert place is not None
    assert (place.lat, place.lon) == (28.5, 109.7)
    assert room.count(facts.RadioPositionHeard) == 1


def test_who_talked_to_whom_and_how_long(room: Room) -> None:
    room.service.hear(TalkerStart(room.heard(), 1, 371105, 911, True))
    assert room.service.seen(371105).talking
    room.clock.forward(timedelta(seconds=18))
    room.service.hear(CallEnd(room.heard(), 1))
    assert not room.service.seen(371105).talking
    assert room.last(facts.RadioTalked).seconds == 18
    assert room.rows.latest_events(1)[0].seconds == 18


def test_states_of_a_text_never_go_back_and_end_once(room: Room) -> None:
    sent = room.service.send_text(371105, " 请报人数 ", "7", "彭例安")
    assert sent.step == TextStep.QUEUED
    assert isinstance(room.line.commands[0], SendText)
    assert room.line.commands[0].text == "请报人数"
    for step in (
        TextStep.SENT,
        TextStep.ACCEPTED,
        TextStep.DELIVERED,
        TextStep.FAILED,
        TextStep.DELIVERED,
    ):
        room.service.hear(TextState(room.heard(), sent.id, step))
    steps = [fact.step for fact in room.told if isinstance(fact, facts.RadioTextStateChanged)]
    assert steps == [TextStep.SENT, TextStep.DELIVERED]
    assert room.rows.latest_texts(1)[0].step == TextStep.DELIVERED
    assert room.rows.open_texts() == []


def test_what_only_the_gateway_has_is_not_told_as_received_by_a_radio(room: Room) -> None:
    text = room.service.send_text(371105, "请回报水位", "7", "彭例安")
    room.service.hear(TextState(room.heard(), text.id, TextStep.ACCEPTED))
    (line,) = room.service.lines()
    assert of_line(line) == "发电台 371105短信：请回报水位（网关已收）"
    assert what(line) == "请回报水位（网关已收）"


def test_a_text_that_cannot_be_sent_is_refused_with_figures(room: Room) -> None:
    with pytest.raises(Refused) as empty:
        room.service.send_text(371105, "  ", "7", "彭例安")
    assert empty.value.code == "empty"
    with pytest.raises(Refused) as long:
        room.service.send_text(371105, "汛" * 141, "7", "彭例安")
    assert long.value.figures == {"limit": 140, "length": 141}
    assert room.service.send_text(371105, "汛" * 140, "7", "彭例安").step == TextStep.QUEUED
    with pytest.raises(Refused) as target:
        room.service.send_text(0, "在吗", "7", "彭例安")
    assert target.value.code == "bad_target"


def test_a_text_the_gateway_has_no_room_for_fails_at_once(room: Room) -> None:
    room.line.full = True
    failed = room.service.send_text(371105, "请回话", "7", "彭例安")
    assert (failed.step, failed.code) == (TextStep.FAILED, "queue_full")


def test_one_frame_raises_an_emergency_and_more_of_them_fold_into_it(room: Room) -> None:
    room.emergency(371105)
    room.clock.forward(timedelta(seconds=3))
    room.emergency(371105, 28.5011)
    raised = room.last(facts.RadioAlarmRaised)
    assert room.count(facts.RadioAlarmRaised) == 1
    assert (raised.unit, raised.lat) == ("麻栗溪乡", None)
    assert room.last(facts.RadioAlarmPlaced).lat == 28.5011
    (alarm,) = room.service.alarms()
    assert (alarm.times, alarm.lat) == (2, 28.5011)
    assert room.last(facts.RadioPositionHeard).radio == 371105
    assert room.rows.open_alarms() == [alarm]
    assert room.service.unanswered() == 1


def test_an_emergency_is_answered_once_and_by_name(room: Room) -> None:
    room.emergency(371105, 28.5011)
    key = room.service.alarms()[0].id
    room.service.answer_alarm(key, "7", "彭例安")
    assert room.last(facts.RadioAlarmAnswered).by_name == "彭例安"
    with pytest.raises(Refused) as again:
        room.service.answer_alarm(key, "8", "吴范顺")
    assert again.value.figures == {"name": "彭例安"}
    assert room.rows.open_alarms()[0].answered_name == "彭例安"
    assert room.service.unanswered() == 0


def test_one_clearing_frame_clears_nothing_and_two_do(room: Room) -> None:
    room.emergency(371105)
    room.service.hear(EmergencyCleared(room.heard(), 371105))
    assert room.count(facts.RadioAlarmCleared) == 0
    room.clock.forward(timedelta(seconds=31))
    room.service.hear(EmergencyCleared(room.heard(), 371105))
    assert room.count(facts.RadioAlarmCleared) == 0, "the pair came too late"
    room.service.hear(EmergencyCleared(room.heard(), 371105))
    assert room.count(facts.RadioAlarmCleared) == 1
    assert room.service.alarms()[0].answered_at is None, "clearing does not answer"
    room.service.answer_alarm(room.service.alarms()[0].id, "7", "彭例安")
    assert room.service.alarms() == []
    assert room.rows.open_alarms() == []


def test_pressed_again_after_the_answer_it_is_a_new_emergency(room: Room) -> None:
    room.emergency(371105)
    room.service.answer_alarm(room.service.alarms()[0].id, "7", "彭例安")
    room.clock.forward(timedelta(seconds=50))
    room.emergency(371105)
    assert room.count(facts.RadioAlarmRaised) == 1
    room.clock.forward(timedelta(seconds=61))
    room.emergency(371105)
    assert room.count(facts.RadioAlarmRaised) == 2
    assert room.service.unanswered() == 1


def test_without_a_store_the_alarm_still_comes_and_the_lines_follow(room: Room) -> None:
    room.ledger.away = True
    room.emergency(371105, 28.5011)
    room.service.answer_alarm(room.service.alarms()[0].id, "7", "彭例安")
    assert room.count(facts.RadioAlarmRaised) == room.count(facts.RadioAlarmAnswered) == 1
    assert room.service.unsaved == 3
    room.service.tick()
    assert room.service.unsaved == 3
    room.ledger.away = False
    room.service.tick()
    assert room.service.unsaved == 0
    assert room.rows.open_alarms()[0].answered_name == "彭例安"
    assert room.rows.latest_events(1)[0].kind == HeardKind.EMERGENCY


def test_a_text_that_went_out_without_a_receipt_stays_so_after_a_restart(
    room: Room, make_room: Callable[[], Room]
) -> None:
    sent = room.service.send_text(371102, "请回话", "7", "彭例安")
    room.service.hear(TextState(room.heard(), sent.id, TextStep.SENT))
    again = make_room()
    again.service.load()
    (text,) = [line for line in again.service.lines() if isinstance(line, RadioText)]
    assert (text.step, text.code) == (TextStep.SENT, "")


def test_an_unanswered_emergency_and_the_last_places_survive_a_restart(
    room: Room, make_room: Callable[[], Room]
) -> None:
    room.emergency(371105, 28.5011)
    under_way = room.service.send_text(371102, "请回话", "7", "彭例安")
    again = make_room()
    again.service.load()
    raised = again.last(facts.RadioAlarmRaised)
    assert raised.restored
    assert raised.radio == 371105
    place = again.service.seen(371105).place
    assert place is not None
    assert place.lat == 28.5011
    assert again.service.seen(371105).last_heard is not None
    (text,) = [line for line in again.service.lines() if isinstance(line, RadioText)]
    assert (text.id, text.step, text.code) == (under_way.id, TextStep.FAILED, "restarted")
    again.service.load()
    assert again.count(facts.RadioAlarmRaised) == 1


def test_what_could_not_be_read_at_the_start_is_read_later(
    room: Room, make_room: Callable[[], Room], monkeypatch: pytest.MonkeyPatch
) -> None:
    room.emergency(371105)
    again = make_room()

    def away() -> list[RadioAlarm]:
        raise Unreachable("store", "busy")

    with monkeypatch.context() as broken:
        broken.setattr(again.rows, "open_alarms", away)
        with pytest.raises(Unreachable):
            again.service.load()
    again.service.tick()
    assert again.count(facts.RadioAlarmRaised) == 0
    again.clock.forward(timedelta(seconds=11))
    again.service.tick()
    assert again.last(facts.RadioAlarmRaised).radio == 371105, "it sounds again"
    again.clock.forward(timedelta(seconds=11))
    again.service.tick()
    assert again.count(facts.RadioAlarmRaised) == 1


def test_strangers_are_bounded_and_those_of_the_list_stay(room: Room) -> None:
    room.enrol(371105)
    room.service.load_lists()
    room.service.hear(Online(room.heard(), 371105, 300))
    for number in range(1, STRANGERS + 500):
        room.clock.forward(timedelta(seconds=1))
        room.service.hear(TextIn(room.heard(), number, 901, True, "", number))
    numbers = {seen.number for seen in room.service.roster()}
    assert len(numbers) <= STRANGERS + 1
    assert {371105, STRANGERS + 499} <= numbers


def test_a_line_the_store_refuses_does_not_hold_up_the_others(room: Room) -> None:
    room.ledger.away = True
    room.service.hear(TextIn(room.heard(), 371105, 901, True, "好", 1))
    room.service.hear(TextIn(room.heard(), 371105, 901, True, "坏\ud800", 2))
    room.service.hear(TextIn(room.heard(), 371105, 901, True, "也好", 3))
    room.ledger.away = False
    room.service.tick()
    assert [event.text for event in room.rows.latest_events(5)] == ["好", "也好"]
    assert room.service.unsaved == 0


def test_a_call_or_text_waits_until_somebody_takes_it(room: Room) -> None:
    room.service.hear(TextIn(room.heard(), 371105, 370000, False, "转移540", 1))
    assert room.service.unanswered() == 1
    line = room.service.lines()[0]
    room.service.answer_line(line.id, "7", "彭例安")
    assert room.service.unanswered() == 0
    assert room.rows.latest_events(1)[0].answered_name == "彭例安"
    with pytest.raises(Refused):
        room.service.answer_line(line.id, "8", "吴范顺")


def test_a_question_the_gateway_did_not_take_makes_no_answer_of_a_status(room: Room) -> None:
    room.line.full = True
    assert not room.service.put("A", SendStatus(new_id(), 371105, False, 1))
    room.service.hear(StatusIn(room.heard(), 371105, 370000, False, 2))
    assert room.service.unanswered() == 1, "nobody had asked"
    room.line.full = False
    assert room.service.put("A", SendStatus(new_id(), 371105, False, 1))
    room.service.hear(StatusIn(room.heard(), 371105, 370000, False, 2))
    assert room.service.unanswered() == 1


def test_the_state_of_the_link_is_told_with_its_reason_in_the_officers_words(room: Room) -> None:
    room.service.hear(LinkState(room.heard(), Linked.DOWN, "taken"))
    assert room.last(facts.RadioLinkChanged).why == "taken"
    (gateway,) = room.service.gateways()
    assert (gateway.state, gateway.why) == (Linked.DOWN, "taken")
    assert room.rows.latest_events(1)[0].text == "链路中断：端口被其他程序占用"
