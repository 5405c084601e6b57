"""What an officer can do on the radio: talk, statuses, groups, checks, stun by two, on a real store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.base.bus import Bus
from app.base.clock import SteeredClock
from app.base.errors import Refused, Unreachable
from app.radio import facts
from app.radio.batches import Recipient
from app.radio.board import Gateway
from app.radio.driver import Capability, Driver, Length
from app.radio.drivers import DRIVERS
from app.radio.events import (
    AskPositions,
    Battery,
    CallKind,
    CheckRadio,
    CheckReply,
    ControlReply,
    Disabled,
    EndCall,
    Groups,
    Heard,
    Linked,
    LinkState,
    OwnTalk,
    PressTalk,
    ReleaseTalk,
    Revive,
    Rssi,
    SendStatus,
    StatusIn,
    Stun,
    TalkerEnd,
    TalkerStart,
    Talking,
    TextStep,
)
from app.radio.records import ControlKind, ControlStep, HeardKind, RadioEvent
from app.radio.rules import load_rules
from tests.app.radio.room import RULES, FakeLine, Room

WHO = ("7", "彭例安")
HRNP = DRIVERS["hrnp"]


def driver(*capabilities: Capability, limit: int = 20) -> Driver:
    def measure(words: str) -> Length:
        return Length(len(words), limit, limit - len(words))

    return Driver("test", "试验网关", frozenset(capabilities), HRNP.framer, HRNP.session, measure)


@pytest.fixture
def room(tmp_path: Path, clock: SteeredClock, jobs: Any) -> Iterator[Room]:
    made = Room(tmp_path / "duty.db", Bus(lambda call: call()), clock, jobs)
    made.enrol(371105, 371102)
    made.service.load()
    made.service.hear(LinkState(made.heard(), Linked.UP))
    yield made
    made.db.close()


def sent(room: Room, kind: type) -> list[Any]:
    return [command for command in room.line.commands if isinstance(command, kind)]


def say(room: Room, state: Talking, code: str = "") -> None:
    room.service.hear(OwnTalk(room.heard(), state, 901, code))


def on_air(room: Room) -> None:
    room.service.press(CallKind.GROUP, 901, *WHO)
    room.service.hear(ControlReply(room.heard(), sent(room, PressTalk)[-1].id, "ok"))
    say(room, Talking.ON_AIR)


def held(room: Room, seconds: float) -> None:
    """The window says four times a second that the key is down."""
    for _ in range(round(seconds * 4)):
        room.clock.forward(timedelta(seconds=0.25))
        room.service.hold()
        room.service.watch_talk()


def newest(room: Room, kind: HeardKind) -> RadioEvent:
    return next(event for event in room.rows.latest_events(99)[::-1] if event.kind == kind)


def test_a_word_of_ours_is_kept_with_its_length_and_who_pressed(room: Room) -> None:
    on_air(room)
    (group,) = room.service.groups()
    assert (group.number, group.talker and group.talker.holder) == (901, "彭例安")
    held(room, 4)
    room.service.release()
    assert len(sent(room, ReleaseTalk)) == 1
    say(room, Talking.HANG)
    call = room.service.own_call()
    assert call is not None
    assert (call.state, call.pressed, call.by_name) == (Talking.HANG, False, "彭例安")
    line = newest(room, HeardKind.OWN_TALK)
    assert (line.talkgroup, line.seconds, line.text) == (901, 4, "组呼（彭例安）")
    (group,) = room.service.groups()
    assert (group.talker, group.last and group.last.seconds) == (None, 4)
    say(room, Talking.ENDED)
    assert [fact.call.state for fact in room.told if isinstance(fact, facts.RadioOwnTalk)] == [
        Talking.CALLING,
        Talking.ON_AIR,
        Talking.ON_AIR,
        Talking.HANG,
        Talking.ENDED,
    ]
    assert room.db.verify().bad is None


def test_a_window_that_froze_lets_go_within_a_second_and_nobody_talks_longer_than_the_limit(
    room: Room,
) -> None:
    on_air(room)
    held(room, 2)
    room.clock.forward(timedelta(seconds=0.9))
    room.service.watch_talk()
    assert not sent(room, ReleaseTalk)
    room.clock.forward(timedelta(seconds=0.1))
    room.service.watch_talk()
    call = room.service.own_call()
    assert call is not None
    assert (len(sent(room, ReleaseTalk)), call.pressed, call.code) == (1, False, "hold")
    room.service.hold()
    assert len(sent(room, PressTalk)) == 1, "a late word of the window presses nothing"
    room.service.press(CallKind.GROUP, 901, *WHO)
    held(room, 61)
    call = room.service.own_call()
    assert call is not None
    assert (len(sent(room, ReleaseTalk)), call.code) == (2, "limit")


def test_the_key_is_let_go_with_the_link_the_session_and_the_gateways_limit(room: Room) -> None:
    on_air(room)
    room.service.hear(LinkState(room.heard(), Linked.DOWN, "unplugged"))
    call = room.service.own_call()
    assert call is not None
    assert (call.state, call.code, len(sent(room, ReleaseTalk))) == (Talking.ENDED, "lost", 1)
    with pytest.raises(Refused) as down:
        room.service.press(CallKind.GROUP, 901, *WHO)
    assert down.value.code == "down"
    room.service.hear(LinkState(room.heard(), Linked.UP))
    on_air(room)
    room.service.sits(WHO[0])
    assert len(sent(room, ReleaseTalk)) == 1
    room.service.sits("")
    assert len(sent(room, ReleaseTalk)) == 2
    on_air(room)
    say(room, Talking.HANG, "tot")
    call = room.service.own_call()
    assert call is not None
    assert (call.pressed, call.code, len(sent(room, ReleaseTalk))) == (False, "tot", 3)


def test_a_release_the_gateway_has_no_room_for_is_owed_until_it_is_taken(room: Room) -> None:
    on_air(room)
    room.line.full = True
    room.service.release()
    assert room.service.watch_talk()
    room.line.full = False
    assert not room.service.watch_talk()
    assert len(sent(room, ReleaseTalk)) == 1


def test_a_refused_press_ends_the_call_and_lets_go(room: Room) -> None:
    call = room.service.press(CallKind.PRIVATE, 371105, *WHO)
    with pytest.raises(Refused) as busy:
        room.service.press(CallKind.GROUP, 901, *WHO)
    assert busy.value.code == "talking"
    room.service.hear(ControlReply(room.heard(), sent(room, PressTalk)[0].id, "refused"))
    ended = room.service.own_call()
    assert ended is not None
    assert (ended.id, ended.state, ended.code) == (call.id, Talking.REFUSED, "refused")
    assert len(sent(room, ReleaseTalk)) == 1
    on_air(room)
    room.service.release()
    say(room, Talking.HANG)
    room.service.press(CallKind.ALL, 0, *WHO)
    assert len(sent(room, EndCall)) == 1, "another call ends the one that stands"


def test_last_words_of_the_call_before_do_not_end_this_one(room: Room) -> None:
    on_air(room)
    room.service.hang_up()
    call = room.service.press(CallKind.GROUP, 901, *WHO)
    say(room, Talking.HANG)
    say(room, Talking.ENDED)
    assert room.service.own_call() == call
    assert room.service.own_call().pressed


def test_a_gateway_that_says_nothing_more_is_hung_up(room: Room) -> None:
    on_air(room)
    room.service.release()
    room.clock.forward(timedelta(seconds=15.1))
    room.service.watch_talk()
    call = room.service.own_call()
    assert call is not None
    assert (call.over, len(sent(room, EndCall))) == (True, 1)
    assert newest(room, HeardKind.OWN_TALK).seconds == 15


def test_the_gateways_own_microphone_is_on_record_and_is_nobodys_call(room: Room) -> None:
    say(room, Talking.ON_AIR)
    room.clock.forward(timedelta(seconds=5))
    say(room, Talking.HANG)
    say(room, Talking.ENDED)
    line = newest(room, HeardKind.OWN_TALK)
    assert (line.text, line.seconds) == ("网关话筒（目标 901）", 5)
    assert room.service.own_call() is None
    assert not room.line.commands


def test_what_no_gateway_can_is_shut_and_each_target_takes_the_one_that_can(room: Room) -> None:
    other = FakeLine()
    able = (Capability.STATUS, Capability.GROUPS, Capability.TEXT)
    room.service.attach(Gateway("B", "网关 B", "/dev/b", driver(*able)), other)
    assert room.service.can(Capability.STATUS)
    assert room.service.can(Capability.STATUS, 371105)
    assert not room.service.can(Capability.BATTERY)
    room.service.send_status(371105, False, 32774, *WHO)
    assert isinstance(other.commands[0], SendStatus)
    room.service.hear(Battery(Heard("B", room.clock.now()), 35))
    room.service.hear(Rssi(Heard("B", room.clock.now()), 3, -87))
    room.service.hear(LinkState(Heard("B", room.clock.now()), Linked.UP))
    room.service.hear(LinkState(room.heard(), Linked.DOWN, "unplugged"))
    room.service.send_text(371105, "请回话", *WHO)
    assert other.commands[-1].text == "请回话", "the gateway that is up"
    room.service.hear(LinkState(room.heard(), Linked.UP))
    seen = room.service.gateways()[1]
    assert (seen.battery, seen.bars, seen.dbm) == (35, 3, -87)
    with pytest.raises(Refused) as cannot:
        room.service.choose_group("A", 901, *WHO)
    assert cannot.value.code == "cannot"
    assert room.service.texts.measure([], "汛情").limit == 20
    assert room.service.texts.measure([Recipient(371105)], "汛情").limit == 140


def test_a_text_no_gateway_can_send_ends_failed_with_the_reason(
    tmp_path: Path, clock: SteeredClock, jobs: Any
) -> None:
    made = Room(tmp_path / "duty.db", Bus(lambda call: call()), clock, jobs)
    made.service.attach(Gateway("A", "网关 A", "/dev/a", driver(Capability.LOCATE)), made.line)
    text = made.service.send_text(371105, "请回话", *WHO)
    assert (text.step, text.code, made.line.commands) == (TextStep.FAILED, "unsupported", [])
    made.db.close()


def test_groups_are_the_countys_list_and_what_gateways_tell(room: Room) -> None:
    lists = room.service.lists
    lists.put_group(None, 911, "防汛指挥", 1, "7")
    with pytest.raises(Refused) as taken:
        lists.put_group(None, 911, "另一个", 2, "7")
    assert taken.value.code == "taken"
    room.service.hear(Groups(room.heard(), ((911, "GRP1"), (920, "水利")), 920))
    room.service.hear(TalkerStart(room.heard(), 1, 371105, 930, True))
    listed, told, heard = room.service.groups()
    assert (listed.number, listed.name, listed.chosen) == (911, "防汛指挥", False)
    assert (told.number, told.name, told.chosen, told.gateway) == (920, "水利", True, "A")
    assert (heard.number, heard.name) == (930, "")
    assert heard.talker is not None
    assert heard.talker.unit == "麻栗溪乡"
    room.clock.forward(timedelta(seconds=9))
    room.service.hear(TalkerEnd(room.heard(), 1, 371105))
    last = room.service.groups()[2].last
    assert (last and last.seconds, last and last.radio) == (9, 371105)
    lists.drop_group(lists.groups()[0], "7")
    assert [seen.number for seen in room.service.groups()] == [911, 920, 930]
    assert room.service.groups()[0].name == "GRP1"


def test_statuses_say_what_the_table_said_then(room: Room) -> None:
    room.service.hear(StatusIn(room.heard(), 371105, 901, True, 32774))
    room.service.hear(StatusIn(room.heard(), 371105, 901, True, 40000))
    room.service.lists.put_status(40000, "桥已封闭", False, "7")
    room.service.lists.drop_status(32774, "7")
    room.service.hear(StatusIn(room.heard(), 371105, 901, True, 40000))
    words = [event.text for event in room.rows.latest_events(9) if event.kind == HeardKind.STATUS]
    assert words == ["已到达现场（32774）", "状态 40000", "桥已封闭（40000）"]
    assert 32774 not in room.service.status_words()
    assert room.service.status_words()[40000] == "桥已封闭"
    assert not room.service.alarms()
    assert room.service.unanswered() == 3, "a status waits for an officer as a text does"
    room.service.hear(StatusIn(room.heard(), 371105, 901, True, 32770))
    assert room.last(facts.RadioStatusHeard).urgent
    assert room.service.alarms()[0].kind.value == "状态报警"
    with pytest.raises(Refused) as range_:
        room.service.lists.put_status(65536, "太大", False, "7")
    assert range_.value.code == "out_of_range"


def test_a_radio_asked_by_air_is_kept_with_who_asked_and_how_it_answered(room: Room) -> None:
    asked = room.service.check_air(371105, *WHO)
    assert isinstance(room.line.commands[-1], CheckRadio)
    room.service.hear(CheckReply(room.heard(), 371105, True, -91))
    room.service.hear(ControlReply(room.heard(), asked, "ok"))
    assert room.service.seen(371105).rssi_dbm == -91
    line = newest(room, HeardKind.CHECK)
    assert (line.text, line.rssi_dbm) == ("空口检查（彭例安）：正常 -91 dBm", -91)
    listened = room.service.monitor(371105, *WHO)
    room.service.hear(ControlReply(room.heard(), listened, "refused"))
    assert newest(room, HeardKind.MONITOR).text.endswith("：对方拒绝或执行失败")
    room.service.ask_positions(371105, 60, *WHO)
    assert isinstance(room.line.commands[-1], AskPositions)
    ended = [fact.result for fact in room.told if isinstance(fact, facts.RadioAskEnded)]
    assert ended == ["ok", "refused"]
    for bad in (0, 1 << 24):
        with pytest.raises(Refused):
            room.service.check_air(bad, *WHO)


def test_a_radio_is_stunned_by_two_persons_one_of_them_a_chief(room: Room) -> None:
    room.roles |= {"7": "值班员", "8": "值班员", "9": "值班长"}
    service = room.service
    with pytest.raises(Refused) as empty:
        service.propose_control(ControlKind.STUN, 371105, "  ", *WHO)
    assert empty.value.code == "empty"
    control = service.propose_control(ControlKind.STUN, 371105, "终端被盗", *WHO)
    assert not sent(room, Stun)
    for by, code in (("7", "same_person"), ("8", "chief_needed")):
        with pytest.raises(Refused) as refused:
            service.confirm_control(control.id, by, "某人")
        assert refused.value.code == code
    service.hear(LinkState(room.heard(), Linked.DEGRADED, "silent"))
    with pytest.raises(Refused) as down:
        service.confirm_control(control.id, "9", "田值班长")
    assert down.value.code == "down"
    service.hear(LinkState(room.heard(), Linked.UP))
    room.ledger.away = True
    with pytest.raises(Unreachable):
        service.confirm_control(control.id, "9", "田值班长")
    assert not sent(room, Stun), "what is not on record is not sent"
    room.ledger.away = False
    service.confirm_control(control.id, "9", "田值班长")
    assert [command.radio for command in sent(room, Stun)] == [371105]
    service.hear(ControlReply(room.heard(), control.id, "ok"))
    (kept,) = room.rows.latest_controls(9)
    assert (kept.step, kept.by_name, kept.confirmed_name) == (
        ControlStep.DONE,
        "彭例安",
        "田值班长",
    )
    assert service.seen(371105).disabled
    assert newest(room, HeardKind.DISABLED).text == "遥晕：已执行（彭例安、田值班长）"
    with pytest.raises(Refused) as late:
        service.confirm_control(control.id, "9", "田值班长")
    assert late.value.code == "not_waiting"
    back = service.propose_control(ControlKind.REVIVE, 371105, "已找回", "9", "田值班长")
    service.confirm_control(back.id, *WHO)
    service.hear(ControlReply(room.heard(), back.id, "no_answer"))
    assert service.controls()[0].code == "no_answer"
    assert service.seen(371105).disabled
    assert sent(room, Revive)
    assert room.db.verify().bad is None


def test_a_control_nobody_confirms_is_void_and_one_may_be_taken_back(room: Room) -> None:
    control = room.service.propose_control(ControlKind.STUN, 371105, "终端被盗", *WHO)
    with pytest.raises(Refused) as twice:
        room.service.propose_control(ControlKind.STUN, 371105, "又一次", "9", "田值班长")
    assert twice.value.code == "already_proposed"
    room.clock.forward(timedelta(minutes=5))
    with pytest.raises(Refused) as late:
        room.service.confirm_control(control.id, "9", "田值班长")
    assert late.value.code == "expired"
    room.service.tick()
    assert room.rows.latest_controls(1)[0].step == ControlStep.EXPIRED
    other = room.service.propose_control(ControlKind.STUN, 371102, "误报", *WHO)
    room.service.drop_control(other.id, *WHO)
    assert room.last(facts.RadioControlChanged).control.step == ControlStep.DROPPED
    assert not sent(room, Stun)


def test_one_frame_that_says_a_radio_is_stunned_is_not_believed(room: Room) -> None:
    room.service.hear(Disabled(room.heard(), 371105, True))
    assert not room.service.seen(371105).disabled
    room.clock.forward(timedelta(seconds=31))
    room.service.hear(Disabled(room.heard(), 371105, True))
    assert not room.service.seen(371105).disabled
    room.service.hear(Disabled(room.heard(), 371105, True))
    assert room.service.seen(371105).disabled


def test_what_was_sent_and_not_answered_before_a_restart_ends(
    tmp_path: Path, clock: SteeredClock, jobs: Any
) -> None:
    def begin() -> Room:
        made = Room(tmp_path / "duty.db", Bus(lambda call: call()), clock, jobs)
        made.roles = {"7": "值班长", "8": "值班员"}
        made.service.load()
        made.service.hear(LinkState(made.heard(), Linked.UP))
        return made

    first = begin()
    done = first.service.propose_control(ControlKind.STUN, 371102, "丢失", *WHO)
    first.service.confirm_control(done.id, "8", "向某")
    first.service.hear(ControlReply(first.heard(), done.id, "ok"))
    control = first.service.propose_control(ControlKind.STUN, 371105, "终端被盗", *WHO)
    first.service.confirm_control(control.id, "8", "向某")
    on_air(first)
    clock.forward(timedelta(seconds=3))
    first.service.release()
    say(first, Talking.HANG)
    first.db.close()
    second = begin()
    (kept, done) = second.service.controls()
    assert (kept.step, kept.code) == (ControlStep.FAILED, "restarted")
    assert (done.step, second.service.seen(371102).disabled) == (ControlStep.DONE, True)
    assert not second.service.seen(371105).disabled
    (group,) = second.service.groups()
    assert (group.number, group.last and group.last.seconds) == (901, 3)
    second.db.close()


def test_the_rules_name_their_source_and_a_broken_file_is_told(tmp_path: Path) -> None:
    rules = load_rules(RULES)
    assert all((rules.source, rules.talk_source, rules.control_source, rules.status_source))
    assert rules.talk.limit_s == 60
    broken = tmp_path / "radio.toml"
    broken.write_text('source = "x"\n[talk]\nsource = "x"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"radio\.toml"):
        load_rules(broken)
