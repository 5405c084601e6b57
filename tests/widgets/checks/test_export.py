"""The matrix of zero reports as a workbook: silence is 未报, and who was chased by whom is told."""

from __future__ import annotations

from datetime import timedelta

from app.base import spreadsheet
from tests.deskroom import DeskRoom
from tests.townships import enter_towns
from widgets.checks.zeroview import ZeroView


def test_who_told_who_is_silent_and_who_was_chased(qtbot, office: DeskRoom, tmp_path) -> None:
    room = office.room
    enter_towns(room.db, 3)
    zero = room.checks.zero
    look = zero.look()
    slot = next(one for one in look.slots if one.slot.at <= look.at)
    first, second, third = slot.cells
    room.clock.forward(timedelta(minutes=5))
    zero.nothing(room.watch, room.shift.id, slot.slot, [first.town])
    zero.event(room.watch, room.shift.id, slot.slot, second.town, "道路塌方")
    zero.chase(room.chief, room.shift.id, slot.slot, [third])
    view = ZeroView(office.desk, zero, list)
    qtbot.addWidget(view)
    view.export(str(tmp_path / "zero.xlsx"))
    view.export(str(tmp_path / "zero.csv"))
    rows = spreadsheet.read(tmp_path / "zero.xlsx")
    assert rows == spreadsheet.read(tmp_path / "zero.csv")
    at = rows[1][1]
    told = {row[0]: row for row in rows if row[1] == at}
    late = int((room.clock.now() - slot.slot.at).total_seconds() // 60)
    assert told[first.town.name][2:5:2] == ["无事", str(late)]
    assert told[second.town.name][7] == "道路塌方"
    row = told[third.town.name]
    assert (row[2], row[3], row[8]) == ("未报", "", "1")
    assert room.chief.name in row[9]
