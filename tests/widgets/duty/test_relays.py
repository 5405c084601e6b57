"""An instruction to several receivers on the log page: each is followed by keys."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from app.duty.records import InstructionState
from tests.deskroom import DeskRoom, attached
from widgets.duty.logpage import LogPage

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(qtbot, office: DeskRoom) -> LogPage:
    room = office.room
    due = room.clock.now() + timedelta(minutes=30)
    room.instructions.take(room.watch, room.shift.id, "田演平", "带班领导", "立即核实溃口", due=due)
    made = LogPage(
        office.desk, room.log, room.instructions, office.drafts, office.go, attached(office)
    )
    qtbot.addWidget(made)
    made.resize(1516, 808)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    qtbot.keyClick(made, Qt.Key.Key_2, ALT)
    made.instructions.table.select(made.instructions.table.records[0].id)
    return made


def press(qtbot, page: LogPage, key: Qt.Key, words: str = "") -> None:
    page.instructions._steps.fields["words"].set_value(words)
    qtbot.keyClick(page, key, ALT)


def test_each_receiver_is_followed_to_the_end(qtbot, office: DeskRoom, page: LogPage) -> None:
    view = page.instructions
    press(qtbot, page, Qt.Key.Key_R, "县水利局、县消防救援大队")
    assert [one.receiver for one in view.relays.table.records] == ["县水利局", "县消防救援大队"]
    press(qtbot, page, Qt.Key.Key_S, "周试用")
    press(qtbot, page, Qt.Key.Key_C)
    first = view.relays.table.records[0]
    assert (first.acknowledged_by, first.reminders) == ("周试用", 1)
    press(qtbot, page, Qt.Key.Key_X)
    assert "县水利局" in view._steps.fields["words"].error() or view._trouble.isVisible()
    press(qtbot, page, Qt.Key.Key_F, "水位正常")
    view.relays.choose_next()
    press(qtbot, page, Qt.Key.Key_F, "3 车待命")
    press(qtbot, page, Qt.Key.Key_X)
    (done,) = view.table.records
    assert done.state is InstructionState.CLOSED
    assert done.feedback == "县水利局：水位正常；县消防救援大队：3 车待命"


def test_who_took_it_must_have_a_name(qtbot, office: DeskRoom, page: LogPage) -> None:
    press(qtbot, page, Qt.Key.Key_R, "县水利局")
    press(qtbot, page, Qt.Key.Key_S)
    assert page.instructions._steps.fields["words"].error() != ""
    assert page.instructions.relays.table.records[0].acknowledged_at is None


def test_what_is_late_is_shown_so(qtbot, office: DeskRoom, page: LogPage) -> None:
    press(qtbot, page, Qt.Key.Key_R, "县水利局")
    view = page.instructions
    assert view.relays._tone(view.relays.table.records[0]) == "text"
    office.room.clock.forward(timedelta(minutes=31))
    view.read()
    assert view.relays._tone(view.relays.table.records[0]) == "now"
