"""Leaders' instructions go step by step and leave a line each time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.base.errors import Conflict, Refused
from app.duty.reading import Sieve
from app.duty.records import InstructionState
from tests.rooms import Room, reword


def test_from_the_spoken_word_to_the_end(room: Room) -> None:
    due = room.clock.now() + timedelta(minutes=15)
    taken = room.instructions.take(
        room.watch, room.shift.id, "田演平", "带班领导", "马上叫应七个乡镇", due=due
    )
    assert [held.id for held in room.instructions.open()] == [taken.id]
    relayed = room.instructions.relay(room.watch, taken, "各乡镇值班室")
    answered = room.instructions.answer(room.watch, relayed, "七个乡镇均已叫应")
    closed = room.instructions.close(room.watch, answered)
    assert closed.state is InstructionState.CLOSED
    assert room.instructions.open() == []
    assert [line.seq for line in room.log.latest(9)] == [4, 3, 2, 1]


def test_a_step_cannot_be_skipped(room: Room) -> None:
    taken = room.instructions.take(room.watch, room.shift.id, "田演平", "带班领导", "查水库")
    with pytest.raises(Refused, match="wrong_step"):
        room.instructions.close(room.watch, taken)
    assert room.log.count(room.shift.id) == 1


def test_two_who_relay_at_once_do_not_overwrite_each_other(room: Room) -> None:
    taken = room.instructions.take(room.watch, room.shift.id, "田演平", "带班领导", "查水库")
    room.instructions.relay(room.watch, taken, "水利局")
    with pytest.raises(Conflict):
        room.instructions.relay(room.chief, taken, "防办")
    assert room.instructions.open()[0].receiver == "水利局"


def test_a_limit_on_another_day_is_told_with_its_day(room: Room) -> None:
    due = room.clock.now() + timedelta(hours=13)
    room.instructions.take(room.watch, room.shift.id, "田演平", "带班领导", "查水库", due=due)
    assert "要求 06-25 09:00 前反馈" in room.log.latest(1)[0].text


def test_what_was_followed_to_the_end_leaves_no_open_line(room: Room) -> None:
    take = room.instructions.take
    taken = take(room.watch, room.shift.id, "田演平", "带班领导", "查水库")
    other = take(room.watch, room.shift.id, "田演平", "带班领导", "查堤防")
    relayed = room.instructions.relay(room.watch, taken, "水利局")
    first = room.log.latest(9)[-1]
    reword(room.log, room.watch, first.id, "指示：查水库和塘坝", "听错")
    answered = room.instructions.answer(room.watch, relayed, "已查")
    room.instructions.close(room.watch, answered)
    left = room.log.part(Sieve(open_only=True)).entries
    assert [line.instruction_id for line in left] == [other.id]
