"""The engine of a roll call: silence, lateness, lines that are down, pauses and voices, without I/O."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from app.base.ids import new_id
from app.radio.driver import Capability
from app.radio.rollcall_engine import RollEngine, Stage, Turn, Way, asking_of
from app.radio.rollcall_records import RollMode, RollResult
from app.radio.rollcall_rules import load_rules

AT = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
RULES = load_rules(Path(__file__).parents[3] / "resources" / "rules" / "radio_roll.toml")
ONLINE = Way("A", up=True, asking=Capability.ONLINE_CHECK)


class Net:
    """What the engine is told of the way to each radio."""

    def __init__(self, **ways: Way) -> None:
        self.way = ONLINE
        self.other: dict[int, Way] = {}

    def __call__(self, radio: int) -> Way | None:
        return self.other.get(radio, self.way)


def engine(
    mode: RollMode, count: int, net: Net, outstanding: int = 1
) -> tuple[RollEngine, list[UUID]]:
    turns = [Turn(new_id(), 1000 + n) for n in range(count)]
    rules = replace(RULES, outstanding=outstanding, overlap_from=1)
    return RollEngine(mode, turns, rules, net), [one.post for one in turns]


def test_a_silent_radio_is_asked_twice_and_a_late_answer_counts_once() -> None:
    one, (first, second) = engine(RollMode.DATA, 2, Net())
    assert [ask.post for ask in one.tick(0.0, AT)] == [first]
    assert one.tick(1.0, AT) == []
    assert [ask.post for ask in one.tick(4.0, AT)] == [second], "the retry comes after the others"
    one.heard(1001, True, -100, 5.2, AT)
    assert one.turns[second].result is RollResult.WEAK
    assert one.turns[second].seconds == 1.2
    assert [ask.post for ask in one.tick(5.3, AT)] == [first]
    assert one.tick(9.4, AT) == []
    assert one.turns[first].result is RollResult.SILENT
    assert one.finished
    one.heard(1000, True, None, 60.0, AT)
    assert one.turns[first].result is RollResult.OK
    assert one.turns[first].remark == "迟到应答"
    one.heard(1000, True, -120, 61.0, AT)
    assert one.turns[first].rssi_dbm is None, "a second answer changes nothing"
    one.heard(9999, True, None, 61.0, AT)


def test_nobody_behind_a_dead_gateway_is_silent() -> None:
    net = Net()
    one, posts = engine(RollMode.DATA, 3, net, outstanding=4)
    one.tick(0.0, AT)
    net.way = Way("A", up=False, asking=Capability.ONLINE_CHECK)
    for second in range(1, 20):
        assert one.tick(float(second), AT) == []
    assert {one.turns[post].result for post in posts} == {RollResult.NOT_CALLED}
    assert {one.turns[post].why for post in posts} == {"link_down"}
    assert one.finished, "they do not hold up the end"
    net.way = ONLINE
    assert len(one.tick(21.0, AT)) == 1
    one.refused(posts[0], "no_ack", 21.1, AT)
    assert one.turns[posts[0]].stage is Stage.WAITING, "the gateway's fault is no silence"


def test_who_a_gateway_takes_no_question_about_stops_nobody() -> None:
    one, (stuck, other) = engine(RollMode.DATA, 2, Net())
    asked: list[UUID] = []
    for second in range(60):
        for ask in one.tick(float(second), AT):
            asked.append(ask.post)
            if ask.post == stuck:
                one.refused(stuck, "unconfirmed", float(second), AT)
            else:
                one.heard(1001, True, None, float(second), AT)
    assert asked == [stuck, other, stuck, stuck], "the others come first"
    assert one.finished
    assert one.turns[stuck].result is RollResult.NOT_CALLED
    assert one.turns[stuck].why == "not_taken"
    one.again(stuck)
    assert [ask.post for ask in one.tick(99.0, AT)] == [stuck]


def test_questions_answered_by_hand_overlap_and_polls_for_a_place_never() -> None:
    for asking, count in ((Capability.STATUS, 8), (Capability.LOCATE, 1)):
        net = Net()
        net.way = Way("A", up=True, asking=asking)
        for radios in (19, 99):
            turns = [Turn(new_id(), 1000 + n) for n in range(radios)]
            one = RollEngine(RollMode.DATA, turns, RULES, net)
            for n in range(12):
                one.tick(float(n), AT)
            assert one.outstanding == count


def test_a_pause_asks_nobody_and_is_told_apart_from_the_officer_s() -> None:
    one, posts = engine(RollMode.DATA, 2, Net(), outstanding=2)
    one.tick(0.0, AT)
    one.pause("emergency")
    assert one.outstanding == 0
    assert one.tick(30.0, AT) == []
    one.heard(1000, True, None, 2.0, AT)
    assert one.turns[posts[0]].result is RollResult.OK, "an answer on its way counts"
    one.pause("officer")
    assert one.paused == "officer"
    one.pause("emergency")
    assert one.paused == "officer"
    one.resume()
    assert [ask.post for ask in one.tick(31.0, AT)] == [posts[1]]
    assert one.turns[posts[1]].tries == 1


def test_mixed_calls_by_voice_who_was_silent_and_who_cannot_be_asked() -> None:
    net = Net()
    net.other[1001] = Way("A", up=True, asking=None)
    one, (silent, mute) = engine(RollMode.MIXED, 2, net)
    for second in range(0, 20, 2):
        one.tick(float(second), AT)
    assert one.by_voice == [silent, mute]
    assert not one.finished
    one.call(silent, 30.0)
    one.talks(1000, 31.0)
    one.bumped(1000)
    assert one.calling is not None
    assert one.calling.heard_s is None, "a bumped microphone is no answer"
    one.talks(1000, 33.5)
    one.talks(1000, 38.0)
    one.bumped(1000)
    one.say(silent, RollResult.STAND_IN, "支书代答", "officer", "向示月", 41.0, AT)
    assert one.turns[silent].seconds == 3.5, "until its radio was heard"
    one.say(mute, RollResult.SILENT, "", "officer", "向示月", 60.0, AT)
    assert one.finished
    one.heard(1000, True, -60, 61.0, AT)
    assert one.turns[silent].result is RollResult.STAND_IN, "what the officer said stands"


def test_a_status_is_given_by_hand_and_has_longer() -> None:
    net = Net()
    net.way = Way("A", up=True, asking=Capability.STATUS)
    one, (post,) = engine(RollMode.DATA, 1, net)
    one.tick(0.0, AT)
    one.tick(RULES.status_s - 1, AT)
    assert one.turns[post].tries == 1
    one.heard(1000, True, None, RULES.status_s - 1, AT)
    assert one.turns[post].result is RollResult.OK
    assert one.turns[post].remark == ""


def test_by_data_who_cannot_be_asked_is_not_called() -> None:
    net = Net()
    one, posts = engine(RollMode.DATA, 2, net)
    one.tick(0.0, AT)
    one.refused(posts[0], "unsupported", 0.1, AT)
    assert one.turns[posts[0]].result is RollResult.NOT_CALLED
    assert one.turns[posts[0]].why == "no_way"
    assert asking_of({Capability.STATUS, Capability.RADIO_CHECK}, RULES.asking) is RULES.asking[1]
    assert asking_of({Capability.TEXT}, RULES.asking) is None
