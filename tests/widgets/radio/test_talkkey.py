"""The push-to-talk key: down while somebody holds it, and up by everything that can take it away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget

from app.base.ids import new_id
from app.radio.events import CallKind, Linked, LinkState, PressTalk, ReleaseTalk, Talking
from tests.widgets.radio.room import Room
from widgets.radio.page import RadioPage

F12, LEFT = Qt.Key.Key_F12, Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def ready(room: Room, qtbot: Any) -> Room:
    """The gateway is up, a radio is meant, the cursor stands in the text."""
    room.up()
    room.page.keypad.aim(370602, forced=True)
    room.page.window().activateWindow()
    room.page.keypad.words.editor.setFocus()
    qtbot.waitUntil(lambda: room.page.keypad.words.editor.hasFocus())
    return room


def again(room: Room, kind: QEvent.Type) -> None:
    """A key that is held comes again and again."""
    QApplication.sendEvent(room.page.keypad.words.editor, QKeyEvent(kind, F12, NONE, "", True, 1))


def beat(room: Room, seconds: float = 0.25) -> None:
    """A quarter of a second later."""
    room.desk.clock.forward(timedelta(seconds=seconds))
    room.page.talk._hold.timeout.emit()
    room.service.watch_talk()


def up(room: Room) -> bool:
    call = room.service.own_call()
    released = isinstance(room.line.commands[-1], ReleaseTalk)
    return released and call is not None and not call.pressed and not room.page.talk.down


def test_held_by_the_key_from_within_a_text_and_written_nowhere(ready: Room) -> None:
    edit = ready.page.keypad.words.editor
    QTest.keyPress(edit, F12)
    (press,) = ready.line.commands
    assert isinstance(press, PressTalk)
    assert (press.kind, press.target) == (CallKind.PRIVATE, 370602)
    for _ in range(3):
        again(ready, QEvent.Type.KeyRelease)
        again(ready, QEvent.Type.KeyPress)
    for _ in range(40):
        beat(ready)
    assert ready.page.talk.down, "held for ten seconds"
    assert len(ready.line.commands) == 1
    QTest.keyRelease(edit, F12)
    assert up(ready)
    assert len(ready.line.commands) == 2
    assert edit.toPlainText() == ""


def test_held_by_the_mouse_and_by_space(ready: Room) -> None:
    button = ready.page.keypad.talk.button
    QTest.mousePress(button, LEFT)
    assert ready.page.talk.down
    beat(ready)
    assert ready.page.talk.down, "the cursor stays where it was"
    QTest.mouseRelease(button, LEFT)
    assert up(ready)
    button.setFocus()
    QTest.keyPress(button, Qt.Key.Key_Space)
    assert ready.page.talk.down
    QTest.keyRelease(button, Qt.Key.Key_Space)
    assert up(ready)


def elsewhere(room: Room, qtbot: Any) -> None:
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)


def hidden(room: Room, _qtbot: Any) -> None:
    room.page.hide()


def shut_in(room: Room, _qtbot: Any) -> None:
    """As the cover of a locked desk does."""
    room.page.setEnabled(False)


def signed_out(room: Room, _qtbot: Any) -> None:
    room.desk.session.sign_in(None)


def another_sits_down(room: Room, _qtbot: Any) -> None:
    officer = room.desk.session.officer
    room.desk.session.sign_in(replace(officer, id=new_id(), name="向示月"))


def closed(room: Room, _qtbot: Any) -> None:
    room.page.close()


def torn_off(room: Room, qtbot: Any) -> None:
    """Into a window of its own, with the key down."""
    room.torn = window = QWidget()  # else it goes when the collector comes, and the page with it
    qtbot.addWidget(window)
    room.page.setParent(window)


def link_lost(room: Room, _qtbot: Any) -> None:
    room.service.hear(LinkState(room.heard(), Linked.DOWN, "unplugged"))


def ended_by_the_net(room: Room, _qtbot: Any) -> None:
    room.told(Talking.ENDED, "tot")


def program_in_the_background(room: Room, _qtbot: Any) -> None:
    app = QApplication.instance()
    app.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)


OUT: list[Callable[[Room, Any], None]] = [
    elsewhere, hidden, shut_in, signed_out, another_sits_down, closed, torn_off, link_lost,
    ended_by_the_net, program_in_the_background,
]  # fmt: skip


@pytest.mark.parametrize("way", ["key", "mouse"])
def test_let_go_at_once_by_everything_that_takes_it_away(ready: Room, qtbot: Any, way: str) -> None:
    page, officer = ready.page, ready.desk.session.officer
    for out in OUT:
        page.talk.press(way)
        ready.told(Talking.ON_AIR)
        assert page.talk.down, out.__name__
        out(ready, qtbot)
        assert up(ready), out.__name__
        ready.service.hang_up()
        page.setParent(None)
        page.setEnabled(True)
        page.show()
        ready.desk.session.sign_in(officer)
        ready.up()


def test_a_page_that_is_gone_holds_nothing(ready: Room) -> None:
    second = RadioPage(ready.desk, ready.service, ready.log, ready.signers)  # type: ignore[arg-type]
    second.keypad.aim(370602, forced=True)
    second.talk.press("mouse")
    shiboken6.delete(second)
    assert isinstance(ready.line.commands[-1], ReleaseTalk)


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)  # offscreen, under a menu
def test_what_no_event_tells_is_seen_within_a_quarter_of_a_second(ready: Room) -> None:
    """A menu that opens takes the keyboard, and nobody hears of it."""
    QTest.keyPress(ready.page.keypad.words.editor, F12)
    menu = QMenu(ready.page)
    menu.addAction("一")
    menu.popup(ready.page.mapToGlobal(ready.page.rect().center()))
    beat(ready)
    menu.close()
    assert up(ready)


def test_the_cursor_in_another_page_of_the_window_lets_go_of_the_key(
    ready: Room, qtbot: Any
) -> None:
    """The page does not hear the key there; the mouse still holds its button."""
    for way, stays in (("key", False), ("mouse", True)):
        ready.page.talk.press(way)
        stranger = QLineEdit(ready.page.window())
        ready.page.talk._focus(None, stranger)
        beside = QLineEdit()
        qtbot.addWidget(beside)
        assert ready.page.talk.down is (way == "key" or stays)
        ready.page.talk._focus(None, beside)
        assert ready.page.talk.down is stays
        ready.page.talk.let_go()


def test_after_a_minute_it_is_up_and_stays_so_until_it_is_pressed_anew(ready: Room) -> None:
    edit = ready.page.keypad.words.editor
    QTest.keyPress(edit, F12)
    ready.told(Talking.ON_AIR)
    for _ in range(62):
        beat(ready, 1.0 if ready.page.talk.down else 0.25)
        if not ready.page.talk.down:
            break
        assert ready.service.own_call().pressed
    assert up(ready)
    ready.told(Talking.HANG)
    ready.page._show_talk()
    count = len(ready.line.commands)
    again(ready, QEvent.Type.KeyPress)
    beat(ready)
    assert len(ready.line.commands) == count, "the finger is still on it"
    QTest.keyRelease(edit, F12)
    QTest.keyPress(edit, F12)
    assert isinstance(ready.line.commands[-1], PressTalk)
    QTest.keyRelease(edit, F12)


def test_a_window_that_stands_still_is_let_go_by_the_room(ready: Room) -> None:
    QTest.keyPress(ready.page.keypad.words.editor, F12)
    ready.desk.clock.forward(timedelta(seconds=1.1))
    ready.service.watch_talk()
    assert up(ready), "and the key of the page knows it"


def test_how_it_stands_is_told_in_large_words(ready: Room) -> None:
    page, talk = ready.page, ready.page.keypad.talk
    assert ready.said_of_talk() == "Not talking"
    QTest.mousePress(talk.button, LEFT)
    assert ready.said_of_talk() == "Calling"
    ready.told(Talking.QUEUED)
    assert ready.said_of_talk() == "In the queue"
    ready.told(Talking.ON_AIR)
    for _ in range(12):
        beat(ready, 0.5)
        beat(ready, 0.5)
    page._age()
    assert ready.said_of_talk() == "Talking 12 s"
    assert "48 s left" in talk.detail.text()
    assert talk.end_button.isVisible()
    QTest.mouseRelease(talk.button, LEFT)
    ready.told(Talking.HANG)
    assert ready.said_of_talk() == "Call stands"
    talk.end_button.click()
    assert ready.said_of_talk() == "Call ended"
    QTest.mousePress(talk.button, LEFT)
    ready.told(Talking.REFUSED, "busy")
    assert ready.said_of_talk() == "Refused: the net is busy"
    ready.desk.clock.forward(timedelta(seconds=30))
    page._age()
    assert ready.said_of_talk() == "Not talking"


def test_a_call_to_all_asks_nothing_and_is_plainly_one(ready: Room) -> None:
    pad = ready.page.keypad
    plain = pad.talk.button.grab().toImage()
    pad.kind.segments.pick("all")
    assert pad.talk.button.grab().toImage() != plain
    assert not pad.target.editor.isEnabled()
    assert not pad.send_button.isEnabled()
    QTest.mousePress(pad.talk.button, LEFT)
    (press,) = ready.line.commands
    assert (press.kind, press.target) == (CallKind.ALL, 0)
    assert pad.talk.detail.text().startswith("全呼")
    QTest.mouseRelease(pad.talk.button, LEFT)


def test_what_cannot_be_pressed_says_why_and_holds_nothing(ready: Room) -> None:
    page = ready.page
    for spoil, field_says in (
        (lambda: page.keypad.target.set_value(""), "Enter the number"),
        (
            lambda: ready.service.hear(LinkState(ready.heard(), Linked.DOWN, "silent")),
            "nobody would",
        ),
    ):
        page.keypad.aim(370602, forced=True)
        spoil()
        QTest.keyPress(page.keypad.words.editor, F12)
        assert field_says in page.keypad.target.error()
        assert not page.talk.down
        QTest.keyRelease(page.keypad.words.editor, F12)
    assert not [one for one in ready.line.commands if isinstance(one, PressTalk)]
