"""Where a radio is: the question of an officer and its answer beside it; nobody is answered by the others."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.radio import facts
from app.radio.events import ControlReply, Position
from app.radio.log_words import of_line
from app.radio.records import HeardKind, RadioEvent
from tests.app.radio.room import Room

WHO = ("7", "彭例安")


def question(room: Room) -> RadioEvent:
    return next(line for line in room.rows.latest_events(9) if line.kind is HeardKind.LOCATE)


def test_where_a_radio_is_stands_at_who_asked_and_how_long_it_took(room: Room) -> None:
    at = room.clock.now()
    asked = room.service.ask_position(371105, *WHO)
    assert question(room).text == "查位置（彭例安）"
    room.clock.forward(timedelta(seconds=4))
    other = Position(room.heard(), 371102, 28.1, 109.1, at, True, None, None, None)
    room.service.hear(Position(room.heard(), 371105, 28.5, 109.7, at, True, None, None, None))
    room.service.hear(other)
    room.service.hear(ControlReply(room.heard(), asked, "ok"))
    line = question(room)
    assert (line.text, line.lat, line.seconds) == ("查位置（彭例安）：已应答，用时 4 秒", 28.5, 4)
    assert line.raw == "7e0400"
    assert room.last(facts.RadioLocated).event_id == line.id
    assert "北纬 28.50000" in of_line(line)


@pytest.mark.parametrize(
    ("place", "result", "words"),
    [
        (False, "no_answer", "查位置（彭例安）：无应答，用时 30 秒"),
        (True, "ok", "查位置（彭例安）：已应答，无定位，用时 30 秒"),
    ],
)
def test_a_question_without_a_place_says_why(
    room: Room, place: bool, result: str, words: str
) -> None:
    asked = room.service.ask_position(371105, *WHO)
    room.clock.forward(timedelta(seconds=30))
    if place:
        room.service.hear(Position(room.heard(), 371105, None, None, None, False, None, None, None))
    room.service.hear(ControlReply(room.heard(), asked, result))
    line = question(room)
    assert (line.text, line.lat) == (words, None)


def test_positions_that_come_by_themselves_answer_nobody(room: Room) -> None:
    room.service.ask_position(371105)
    room.service.hear(Position(room.heard(), 371105, 28.5, 109.7, None, True, None, None, None))
    assert room.count(facts.RadioLocated) == 0
    assert HeardKind.LOCATE not in [line.kind for line in room.rows.latest_events(9)]
