"""An instruction to several receivers: each acknowledges, each answers, none is forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.base.errors import Refused
from app.duty.checks import Relay
from app.duty.records import Instruction, InstructionState
from tests.rooms import Room


def taken(room: Room, *, due: bool = False) -> Instruction:
    by = room.clock.now() + timedelta(hours=1) if due else None
    return room.instructions.take(room.watch, room.shift.id, "田演平", "带班领导", "查水库", due=by)


def relayed(room: Room, told: Instruction, to: str) -> tuple[Instruction, list[Relay]]:
    new = room.instructions.relay(room.watch, told, to)
    return new, room.instructions.relays([new])


def test_each_of_several_receivers_is_followed(room: Room) -> None:
    told, (water, fire) = relayed(room, taken(room, due=True), "县水利局、县消防救援大队")
    assert told.receiver == "县水利局、县消防救援大队"
    with pytest.raises(Refused, match="no_feedback"):
        room.instructions.close(room.watch, told)
    room.instructions.acknowledge(room.watch, told, water, "周试用")
    room.instructions.feed_back(room.watch, told, fire, "3 车待命")
    told = room.instructions.open()[0]
    assert told.state is InstructionState.RELAYED
    water = room.instructions.relays([told])[0]
    assert (water.acknowledged_by, water.acknowledged_at) == ("周试用", room.clock.now())
    room.instructions.feed_back(room.watch, told, water, "水位正常")
    told = room.instructions.open()[0]
    assert told.state is InstructionState.ANSWERED
    assert told.feedback == "县水利局：水位正常；县消防救援大队：3 车待命"
    room.instructions.close(room.watch, told)
    assert room.instructions.open() == []
    assert [line.seq for line in room.log.latest(9)] == [6, 5, 4, 3, 2, 1]


def test_without_a_limit_acknowledging_is_enough(room: Room) -> None:
    told, (one,) = relayed(room, taken(room), "县水利局")
    with pytest.raises(Refused, match="unacknowledged") as refused:
        room.instructions.close(room.watch, told)
    assert refused.value.figures["who"] == "县水利局"
    room.instructions.acknowledge(room.watch, told, one, "周试用")
    room.instructions.close(room.watch, told)
    assert room.instructions.open() == []


def test_one_more_receiver_opens_it_again(room: Room) -> None:
    told, (one,) = relayed(room, taken(room), "县水利局")
    room.instructions.feed_back(room.watch, told, one, "水位正常")
    told, both = relayed(room, room.instructions.open()[0], "县气象局")
    assert told.state is InstructionState.RELAYED
    assert [relay.receiver for relay in both] == ["县水利局", "县气象局"]


def test_the_same_receiver_is_not_told_twice(room: Room) -> None:
    told, _ = relayed(room, taken(room), "县水利局 县水利局")
    with pytest.raises(Refused, match="told_already"):
        relayed(room, told, "县水利局")


def test_reminders_are_counted_until_the_feedback_came(room: Room) -> None:
    told, (one,) = relayed(room, taken(room, due=True), "县水利局")
    one = room.instructions.remind(room.watch, told, one)
    one = room.instructions.remind(room.watch, told, one)
    assert (one.reminders, one.reminded_at) == (2, room.clock.now())
    assert room.log.latest(1)[0].text == "催办田演平指示（第2次）：县水利局"
    one = room.instructions.feed_back(room.watch, told, one, "水位正常")
    with pytest.raises(Refused, match="has_answered"):
        room.instructions.remind(room.watch, told, one)


def test_nobody_in_particular_acknowledges_nothing(room: Room) -> None:
    told, (one,) = relayed(room, taken(room), "县水利局")
    with pytest.raises(Refused, match="empty"):
        room.instructions.acknowledge(room.watch, told, one, " ")
