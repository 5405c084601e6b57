"""The page 电台 with real widgets over the real service and store."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.base.errors import Unreachable
from app.duty.records import Channel, Way
from app.radio import facts
from app.radio.events import (
    CallEnd,
    EmergencyCleared,
    Linked,
    LinkState,
    Online,
    SendText,
    TalkerStart,
    TextIn,
    TextState,
    TextStep,
)
from app.radio.records import RadioEvent
from tests.widgets.radio.room import Room
from widgets.radio.page import RadioPage
from widgets.tour.hands import write

CTRL = Qt.KeyboardModifier.ControlModifier


def test_an_empty_list_does_not_say_that_it_listens_when_it_cannot(room: Room) -> None:
    empty = room.page.lines._empty
    room.service.hear(LinkState(room.heard(), Linked.DOWN, "unplugged"))
    room.page._age()
    assert "every gateway is down" in empty.text()
    room.up()
    room.page._age()
    assert empty.text() == "Listening, no calls yet"
    room.page.heard.show_hearing([])
    assert "no gateway" in empty.text()


def test_nothing_heard_says_so(room: Room) -> None:
    assert room.page.lines._empty.isVisible()
    assert room.page.lines._empty.text() == "Listening, no calls yet"
    assert not room.page.strip.isVisible()


def test_what_is_heard_appears_by_itself(room: Room, qtbot: Any) -> None:
    room.service.hear(TextIn(room.heard(), 370602, 370000, False, "六人全部救出", 1))
    qtbot.waitUntil(lambda: room.whats() == ["六人全部救出"])
    assert room.page.heard._note.text() == "1 not taken"


def test_presence_and_positions_stand_in_the_roster_and_only_on_request_in_the_list(
    room: Room,
) -> None:
    room.service.hear(Online(room.heard(), 371105, 300))
    room.page.refresh()
    assert room.whats() == []
    assert room.page.people.roster_panel._note.text() == "1 of 3 on the air"
    room.page.shown.pick("all")
    assert room.whats() == ["上线"]


def test_an_emergency_is_pinned_at_once_and_takes_no_focus(room: Room, qtbot: Any) -> None:
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    room.emergency()
    assert room.page.strip.isVisible()
    (row,) = room.page.strip.rows
    assert "371105" in row.accessibleName()
    assert "28.5011" in row.accessibleName()
    qtbot.wait(150)
    assert other.hasFocus()
    assert QApplication.focusWidget() is other


def test_alt_y_answers_the_emergency_by_name_wherever_the_cursor_is(room: Room) -> None:
    badges: list[int] = []
    room.page.badge.connect(badges.append)
    room.text("先来的一条")
    room.emergency()
    room.page.keypad.words.editor.setFocus()
    room.press(Qt.Key.Key_Y)
    (alarm,) = room.service.alarms()
    assert alarm.answered_name == "彭例安"
    (row,) = room.page.strip.rows
    assert not row.button.isVisible()
    assert badges[-1] == 1
    room.press(Qt.Key.Key_Y)
    assert badges[-1] == 0


def test_an_answered_emergency_stays_until_it_is_cleared(room: Room) -> None:
    room.emergency()
    QTest.mouseClick(room.page.strip.rows[0].button, Qt.MouseButton.LeftButton)
    assert room.page.strip.isVisible()
    for _ in range(2):
        room.service.hear(EmergencyCleared(room.heard(), 371105))
    assert not room.page.strip.isVisible()


def test_more_emergencies_than_fit_are_counted(room: Room) -> None:
    for number in range(371105, 371110):
        room.emergency(number)
    assert len(room.page.strip.rows) == 3
    assert room.page.strip._more.text() == "and 2 more emergencies"
    assert room.page.strip._more.isVisible()


def test_nobody_can_answer_before_signing_in(room: Room, said: list[str]) -> None:
    room.desk.session.sign_in(None)
    room.emergency()
    room.press(Qt.Key.Key_Y)
    assert room.service.alarms()[0].answered_at is None
    assert said == ["Sign in first"]


def test_a_line_goes_into_the_log_with_its_position_and_is_taken(
    room: Room, said: list[str]
) -> None:
    room.service.hear(TalkerStart(room.heard(), 1, 371105, 911, True))
    room.desk.clock.forward(timedelta(seconds=18))
    room.service.hear(CallEnd(room.heard(), 1))
    room.emergency()
    room.page.refresh()
    emergency = next(line for line in room.service.lines() if isinstance(line, RadioEvent))
    room.page.lines.select(emergency.id)
    room.press(Qt.Key.Key_G)
    (line,) = room.log.lines
    assert line.text == "电台 371105 紧急报警，位置 北纬 28.50110° 东经 109.73420°"
    assert (line.way, line.channel, line.unit) == (Way.IN, Channel.RADIO, "麻栗溪乡")
    call = room.service.lines()[1]
    room.page.lines.select(call.id)
    room.press(Qt.Key.Key_G)
    assert room.log.lines[1].text == "电台 371105 911 组通话 18 秒"
    assert room.service.lines()[1].answered_name == "彭例安"  # type: ignore[union-attr]
    assert said[-1] == "In the log as no. 2"


def test_a_store_that_is_away_is_said_and_nothing_is_claimed(room: Room, said: list[str]) -> None:
    room.text("一条")
    room.log.away = True
    room.page.lines.select(room.service.lines()[0].id)
    room.press(Qt.Key.Key_G)
    assert said[0].startswith("Not in the log.")
    assert "the disk is full" in said[0]
    assert room.service.unanswered() == 1, "what is not in the log still waits"


def test_a_store_that_is_away_shows_how_much_waits_for_it(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: object) -> None:
        raise Unreachable("store", "disk_full")

    with monkeypatch.context() as while_away:
        while_away.setattr(room.service._keeper._ledger, "change", away)
        room.emergency()
        room.page._age()
        assert room.page.heard.unsaved.text() == "2 lines wait for the store"
        assert room.page.strip.isVisible()
    room.service.tick()
    room.page._age()
    assert room.page.heard.unsaved.text() == ""


def test_a_text_is_written_measured_and_sent_with_ctrl_enter(room: Room) -> None:
    pad = room.page.keypad
    pad.target.editor.setFocus()
    QTest.keyClicks(pad.target.editor, "370602")
    assert pad.pick.who.text().startswith("铜鼓坪镇 村队长")
    pad.words.editor.setFocus()
    pad.words.edit.insertPlainText("请报人数")
    assert pad.text.meter.text() == "4 characters, 136 more fit"
    QTest.keyClick(pad.words.editor, Qt.Key.Key_Return, CTRL)
    (command,) = room.line.commands
    assert isinstance(command, SendText)
    assert (command.target, command.group, command.text) == (370602, False, "请报人数")
    assert pad.words.value() == ""
    assert room.whats() == ["请报人数"]
    room.service.hear(TextState(room.heard(), command.id, TextStep.DELIVERED))
    room.page.refresh()
    assert room.page.lines.model.index(0, 3).data() == "Delivered"
    assert "Delivered" in pad.track.accessibleName()


def test_a_text_that_is_too_long_stays_and_says_by_how_much(room: Room) -> None:
    pad = room.page.keypad
    pad.aim(370602, forced=True)
    pad.words.edit.insertPlainText("汛" * 141)
    assert pad.text.meter.property("tone") == "now"
    assert pad.text.meter.text() == "1 too many of 141"
    pad.send_button.click()
    assert pad.words._error.text() == "141 characters; at most 140 fit in one text."
    assert len(pad.words.value()) == 141
    assert room.line.commands == []


def test_a_number_that_is_none_is_refused_at_its_field(room: Room) -> None:
    pad = room.page.keypad
    pad.words.edit.insertPlainText("在吗")
    pad.send_button.click()
    assert pad.target._error.text() == "Enter the number of a radio or group."
    pad.asks.locate_button.click()
    assert room.line.commands == []


def test_a_text_to_a_group(room: Room) -> None:
    pad = room.page.keypad
    pad.kind.segments.pick("group")
    QTest.keyClicks(pad.target.editor, "901")
    pad.words.edit.insertPlainText("全体注意")
    pad.send_button.click()
    (command,) = room.line.commands
    assert isinstance(command, SendText)
    assert command.group
    assert not pad.asks.locate_button.isEnabled()


def test_words_already_typed_keep_their_target(room: Room) -> None:
    room.text("一条", 371102)
    pad = room.page.keypad
    pad.aim(370602, forced=True)
    pad.words.edit.insertPlainText("写给铜鼓坪的")
    room.page.lines.select(room.service.lines()[0].id)
    assert pad.number == 370602
    room.page.lines.opened.emit(room.service.lines()[0])
    assert pad.number == 371102


def test_each_fault_of_a_link_says_what_to_do(room: Room) -> None:
    for why in ("missing", "taken", "denied", "unplugged", "not_serial", "stuck", "odd"):
        room.service.hear(LinkState(room.heard(), Linked.DOWN, why))
        room.page.refresh()
        (card,) = room.page.gateways._cards
        assert card._advice.isVisible()
        assert len(card._advice.text()) > 20
        assert card._state.text() == "Link down"
        assert card._state.property("tone") == "now"
    room.service.hear(LinkState(room.heard(), Linked.UP))
    room.page.refresh()
    assert not card._advice.isVisible()
    room.desk.clock.forward(timedelta(seconds=65))
    room.page._age()
    assert card._frame.text() == "last frame 01′05″ ago"


def test_the_roster_is_found_by_any_of_its_words(room: Room) -> None:
    write(room.page.roster.filter.editor, "铜鼓")
    assert [seen.number for seen in room.page.roster.table.records] == [370602]
    QTest.mouseClick(
        room.page.roster.table.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(80, 20)
    )
    assert room.page.keypad.number == 370602


def test_the_page_is_painted_in_every_look(room: Room, theme: Any, qapp: Any) -> None:
    room.text("客车已接出12人 余7")
    room.emergency()
    room.service.send_text(370602, "请回话", "7", "彭例安")
    pictures = set()
    for mode in ("day", "night"):
        theme.apply(qapp, mode)
        room.page.refresh()
        pictures.add(room.page.grab().toImage().pixelColor(620, 90).name())
    assert len(pictures) == 2


def test_a_closed_page_no_longer_listens(room: Room) -> None:
    bus = room.desk.bus
    before = bus.listeners(facts.RadioAlarmRaised)
    second = RadioPage(room.desk, room.service, room.log, room.signers)  # type: ignore[arg-type]
    assert bus.listeners(facts.RadioAlarmRaised) == before + 1
    shiboken6.delete(second)
    room.emergency()
    assert bus.listeners(facts.RadioAlarmRaised) == before
