"""Forces, orders and the headquarters stand in a report as command entered them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from app.base.ids import new_id
from app.incidents.acts import ForceStep
from app.incidents.command import Command, Sent
from app.incidents.said import Said
from app.reports.around import CommandRoom
from app.reports.records import ReportKind
from db.stores.command import CommandRows
from tests.reporting import reporting
from tests.rooms import EVENING, open_room


def test_what_command_entered_stands_in_the_next_report(tmp_path: Path) -> None:
    room = open_room(tmp_path / "room.db", EVENING)
    around = CommandRoom(CommandRows(room.db))
    desk = reporting(room, around)
    shift, watch = room.shift.id, room.watch
    command = Command(room.db, CommandRows(room.db), room.log, room.clock, room.shift.mark)
    fire = room.intake.register(
        watch, shift, new_id(), Said(place="己塘镇演示路", kind="火灾", course="厂房起火")
    )
    first = desk.writing.draft(watch, shift, fire, ReportKind.FIRST)
    room.clock.forward(timedelta(minutes=10))
    called = Sent("县消防救援大队", people=15, vehicles=3)
    force = command.send(watch, shift, fire, called)
    assert "县消防救援大队" not in desk.gathering.facts(fire, room.clock.now()).forces
    force = command.move_force(watch, shift, fire, force, ForceStep.LEFT)
    command.order(watch, shift, fire, "田演平", "己塘镇", "疏散周边住户")
    follow = desk.writing.draft(watch, shift, fire, ReportKind.FOLLOW_UP)
    assert "县消防救援大队15人3车于20时10分出动" in follow.body
    assert "20时10分已向己塘镇下达指令：疏散周边住户" in follow.body
    assert "县消防救援大队" not in first.body
