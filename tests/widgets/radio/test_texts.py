"""One text to several from the page: rows chosen together, a list by its name, the sum, once more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.base.bus import Changed
from app.base.errors import Unreachable
from app.base.ids import new_id
from app.base.marks import Mark
from app.radio.batches import Recipient
from app.radio.events import SendText, TextState, TextStep
from app.radio.records import RadioText
from app.radio.rollcall_records import RadioList, RadioPost, RollMode
from tests.widgets.radio.room import Room
from widgets.kit.table import RecordTable
from widgets.radio.target import RADIO, SEVERAL

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier
WORDS = "请立即转移"


def click(table: RecordTable, row: int, keys: Qt.KeyboardModifier = PLAIN) -> None:
    place = table.view.visualRect(table.model.index(row, 1)).center()
    QTest.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, keys, place)


def meant(room: Room) -> list[int]:
    return [one.number for one in room.page.keypad.pick.recipients]


def sent(room: Room) -> list[SendText]:
    return [one for one in room.line.commands if isinstance(one, SendText)]


def send(room: Room) -> None:
    room.page.keypad.words.set_value(WORDS)
    room.press(Qt.Key.Key_Return, CTRL)


def test_ctrl_and_shift_choose_several_rows_and_a_plain_click_ends_it(room: Room) -> None:
    table, pick = room.page.roster.table, room.page.keypad.pick
    click(table, 0)
    assert (pick.kind.value(), meant(room)) == (RADIO, [371105])
    click(table, 2, CTRL)
    assert (pick.kind.value(), meant(room)) == (SEVERAL, [371105, 370602])
    click(table, 1, PLAIN)
    assert (pick.kind.value(), meant(room)) == (RADIO, [371102])
    click(table, 0)
    click(table, 2, SHIFT)
    assert meant(room) == [371105, 371102, 370602]
    assert not room.page.keypad.talk.button.isEnabled()


def test_space_marks_rows_and_takes_the_mark_off_while_the_cursor_passes(room: Room) -> None:
    table = room.page.roster.table
    table.view.setFocus()
    table.view.setCurrentIndex(table.model.index(0, 0))
    QTest.keyClick(table.view, Qt.Key.Key_Space)
    QTest.keyClick(table.view, Qt.Key.Key_Down)
    QTest.keyClick(table.view, Qt.Key.Key_Down)
    QTest.keyClick(table.view, Qt.Key.Key_Space)
    assert meant(room) == [371105, 370602]
    room.page.refresh()
    QTest.keyClick(table.view, Qt.Key.Key_Space)
    assert meant(room) == [371105]


def test_who_is_meant_together_stays_while_words_are_typed_and_somebody_calls(room: Room) -> None:
    click(room.page.roster.table, 0)
    click(room.page.roster.table, 1, CTRL)
    room.page.keypad.words.set_value("请")
    room.text("收到")
    click(room.page.roster.table, 2)
    assert meant(room) == [371105, 371102]
    assert room.page.keypad.words.value() == "请"


def test_a_text_to_several_its_sum_and_once_more_to_those_who_did_not_get_it(room: Room) -> None:
    page = room.page
    click(page.roster.table, 0)
    click(page.roster.table, 2, SHIFT)
    page.keypad.words.set_value(WORDS)
    assert "3" in page.keypad.send_button.text()
    send(room)
    assert [one.target for one in sent(room)] == [371105, 371102, 370602]
    assert page.keypad.words.value() == ""
    assert page.lines.model.rowCount() == 3
    ends = ((TextStep.DELIVERED, ""), (TextStep.FAILED, "tmp_8"), (TextStep.FAILED, "restarted"))
    for one, (step, code) in zip(sent(room), ends, strict=True):
        room.service.hear(TextState(room.heard(), one.id, step, code))
    page.refresh()
    told = page.keypad.text.sum
    assert told.told.text() == "1 of 3 delivered，1 not sent，1 not known"
    assert told.again_button.isVisibleTo(told)
    room.press(Qt.Key.Key_L)
    assert [one.target for one in sent(room)[3:]] == [371102, 370602]
    assert told.told.text() == "1 of 3 delivered，2 queued"
    assert not told.again_button.isVisibleTo(told)


def test_nothing_typed_or_chosen_is_lost_when_a_text_to_several_is_refused(room: Room) -> None:
    click(room.page.roster.table, 0)
    click(room.page.roster.table, 1, CTRL)
    room.page.keypad.words.set_value("汛" * 200)
    room.press(Qt.Key.Key_Return, CTRL)
    assert room.page.keypad.words.error() != ""
    assert room.page.keypad.words.value() == "汛" * 200
    assert meant(room) == [371105, 371102]
    assert sent(room) == []


@pytest.mark.parametrize("row", [0, 1])
def test_a_list_is_meant_by_its_name(room: Room, qtbot: Any, row: int) -> None:
    roll = RadioList(new_id(), "村级点名", RollMode.DATA, (), None, 0, True, Mark.TEST)
    posts = [
        RadioPost(
            new_id(), roll.id, n, f"点位{n}", "", number, None, "", "", "", None, "", True, Mark.TEST
        )
        for n, number in enumerate((370801, 370802, None))
    ]  # fmt: skip
    lists = room.page.people.lists
    lists._books = lambda: [(roll, posts)]
    lists._read()
    qtbot.waitUntil(lambda: len(lists.table.records) == 2)
    room.page.people.which.set_chosen(("lists",))
    room.page.people._turn()
    click_at = lists.table.view.visualRect(lists.table.model.index(row, 0)).center()
    QTest.mouseClick(
        lists.table.view.viewport(), Qt.MouseButton.LeftButton, PLAIN, QPoint(click_at)
    )
    assert meant(room) == ([370801, 370802], [371105, 371102])[row]
    assert room.page.keypad.pick.recipients[0] == Recipient(meant(room)[0])


def test_lists_that_cannot_be_read_say_so_and_stay(room: Room, said: list[str]) -> None:
    lists = room.page.people.lists
    lists.show_roster(room.service.roster())
    before = list(lists.table.records)

    def away() -> list:
        raise Unreachable("store", "disk_full")

    lists._books = away
    room.desk.bus.publish(Changed("radio_list", ""))
    assert said[-1].startswith("The lists could not be read.")
    assert list(lists.table.records) == before


def test_a_text_of_another_desk_is_a_line_and_not_the_way_of_ours(room: Room) -> None:
    room.service.send_text(371105, WORDS, "7", "彭例安")
    at = room.desk.clock.now() + timedelta(seconds=1)
    theirs = RadioText(
        new_id(), "A", 370602, False, "", "请回话", TextStep.DELIVERED, "", at, at, "8", "向示月", None,
        None, Mark.TEST, "县局二席", None,
    )  # fmt: skip
    with room.db.change("8", "radio.text", ("radio_text", str(theirs.id))) as change:
        change.put("radio_text", theirs)
    room.service.record.follow_texts(theirs.id)
    room.page.refresh()
    assert any("请回话" in what for what in room.whats())
    assert room.page.keypad.text.track.accessibleName().startswith("371105 Queued")
