"""The shift on one page."""

from __future__ import annotations

from datetime import timedelta

from app.base.ids import new_id
from app.duty.log import Line
from app.duty.records import Channel, Handling, Way
from app.incidents.said import Said
from app.reports.board import Board, corrected, summary
from tests.rooms import Room, reword


def board(room: Room) -> Board:
    return Board(room.shifts, room.log, room.instructions, room.intake)


def test_an_empty_shift_says_that_nothing_is_open(room: Room) -> None:
    look = board(room).look()
    assert (look.lines, look.running, look.received, look.calls) == ((), (), 0, 0)
    assert "无在办事件" in summary(look, room.clock)


def test_what_happened_is_counted_and_summed_up(room: Room) -> None:
    said = Said(place="石垭口镇街上", kind="火灾", reporter_unit="石垭口镇", course="起火")
    incident = room.intake.register(room.watch, room.shift.id, new_id(), said)
    due = room.clock.now() + timedelta(minutes=15)
    room.instructions.take(room.watch, room.shift.id, "田演平", "带班领导", "局工作组出发", due=due)
    room.log.write(
        room.watch,
        room.shift.id,
        Line("请派车", Way.IN, Channel.PHONE, status=Handling.TODO),
    )
    look = board(room).look()
    assert (look.received, look.calls, len(look.running)) == (1, 2, 3)
    text = summary(look, room.clock)
    assert incident.no in text
    assert "田演平" in text
    assert "书面初报 21:00 前" in text


def test_a_corrected_line_is_no_longer_unfinished(room: Room) -> None:
    old = room.log.write(room.watch, room.shift.id, Line("姓名李某", Way.IN, status=Handling.TODO))
    reword(room.log, room.watch, old.id, "姓名黎某", "听错")
    look = board(room).look()
    assert corrected(look.lines) == {old.id}
    assert [line.text for line in look.unfinished] == ["姓名黎某"]
