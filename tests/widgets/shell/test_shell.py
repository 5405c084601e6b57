"""The windows of the desk: keys, pages, lock, emergency, places."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.widgets.shell.conftest import PIN
from widgets.shell.messages import Kind, State
from widgets.shell.page import PLACES
from widgets.shell.places import pulled_back
from widgets.shell.window import DutyWindow
from widgets.tour.hands import write

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def focus(shell) -> QWidget | None:
    return QApplication.focusWidget()


def test_nobody_gets_past_the_card_without_a_pin(shell, qtbot):
    card = shell.main.cover.card
    assert shell.locked
    assert shell.main.cover.isVisible()
    assert [f.words for f in card.people.facts] == ["赵示范", "钱样例", "孙演示", "曾例句"]
    qtbot.keyClick(shell.main, Qt.Key.Key_N, CTRL)
    assert shell.main.page.key == "console"


def test_a_person_is_found_by_any_pinyin_initials_or_by_name(shell, qtbot):
    card = shell.main.cover.card
    for typed, found in (("clj", "曾例句"), ("zl", "曾例句"), ("钱", "钱样例"), ("s", "孙演示")):
        card.filter.edit.clear()
        write(card.filter.edit, typed)
        assert card.people.facts[0].words == found


def test_a_wrong_pin_is_told_under_the_field_and_a_right_one_opens_the_desk(shell, qtbot, desk):
    card = shell.main.cover.card
    qtbot.keyClicks(card.filter.edit, "sys")
    qtbot.keyClick(card.filter.edit, Qt.Key.Key_Return)
    qtbot.keyClicks(card.pin.edit, "0000")
    qtbot.keyClick(card.pin.edit, Qt.Key.Key_Return)
    assert "4" in card.pin.error()
    assert desk.session.officer is None
    qtbot.keyClicks(card.pin.edit, PIN)
    qtbot.keyClick(card.pin.edit, Qt.Key.Key_Return)
    assert desk.session.officer.name == "孙演示"
    assert not shell.locked
    assert not shell.main.cover.isVisible()
    assert shell.main.strip._user.accessibleName().startswith("孙演示")


@pytest.mark.parametrize("key", ["console", "intake", "log"])
def test_every_page_key_works_with_the_cursor_in_a_field(open_shell, qtbot, key):
    for start in ("console", "intake"):
        open_shell.go(start)
        letter = PLACES[key].shortcut.removeprefix("Ctrl+")
        code = Qt.Key.Key_0 if letter == "0" else getattr(Qt.Key, f"Key_{letter}")
        qtbot.keyClick(focus(open_shell), code, CTRL)
        assert open_shell.main.page.key == key


def test_no_window_key_is_a_bare_letter_or_one_that_input_methods_take(open_shell):
    from PySide6.QtGui import QShortcut

    keys = {s.key().toString() for s in open_shell.main.findChildren(QShortcut)} - {""}
    assert "Ctrl+N" in keys
    for key in keys - {"Esc", "F1", "F2", "F3", "F11"}:
        assert key.startswith(("Ctrl+", "Alt+")), key
        assert not key.startswith(("Ctrl+Space", "Ctrl+Shift+", "Ctrl+.", "Ctrl+Alt+")), key
        assert key != "Alt+A"


def test_keys_meant_for_the_window_do_not_write_into_the_field(open_shell, qtbot, messages):
    messages.tell(Kind.RADIO, "呼入", "", "call", True)
    field = open_shell.pages["console"].quick
    open_shell.go("console")
    write(field, "水位 41.2")
    qtbot.keyClick(field, Qt.Key.Key_Z, ALT)
    qtbot.keyClick(field, Qt.Key.Key_Return, ALT)
    assert field.text() == "水位 41.2"
    assert messages.find("call").state is State.ANSWERED
    assert messages.find("call").answered_by == "孙演示"


def test_what_arrives_never_takes_the_cursor(open_shell, qtbot, messages, status):
    open_shell.go("intake")
    before = focus(open_shell)
    messages.tell(Kind.EMERGENCY, "紧急", "乙岭", "em", True)
    messages.tell(Kind.RADIO, "呼入", "", "call", True)
    status.say("已记")
    open_shell.pages["log"].badge.emit(3)
    assert open_shell.main.banner.isVisible()
    assert open_shell.main.border.isVisible()
    assert focus(open_shell) is before
    assert open_shell.main.page.key == "intake"


def test_an_emergency_stands_on_every_window_until_it_is_answered_by_name(
    open_shell, qtbot, messages
):
    beside = open_shell.tear_off("intake")
    messages.tell(Kind.EMERGENCY, "紧急", "乙岭", "em", True)
    windows: list[DutyWindow] = [open_shell.main, beside]
    assert all(w.banner.isVisible() and w.border.isVisible() for w in windows)
    centre = beside.banner.button().center()
    qtbot.mouseClick(beside.banner, Qt.MouseButton.LeftButton, pos=centre)
    assert messages.find("em").answered_by == "孙演示"
    assert not any(w.banner.isVisible() or w.border.isVisible() for w in windows)


def test_a_lock_hides_text_but_not_the_alarm_and_an_answer_asks_for_the_pin(
    open_shell, qtbot, messages
):
    qtbot.keyClick(open_shell.main, Qt.Key.Key_L, ALT)
    assert open_shell.locked
    messages.tell(Kind.EMERGENCY, "紧急", "乙岭", "em", True)
    window = open_shell.main
    assert window.cover.isVisible()
    assert window.banner.isVisible()
    assert "1" in window.cover._waiting.text()
    qtbot.keyClick(window, Qt.Key.Key_Return, ALT)
    assert messages.find("em").state is State.UNANSWERED
    qtbot.keyClicks(window.cover.card.pin.edit, PIN)
    qtbot.keyClick(window.cover.card.pin.edit, Qt.Key.Key_Return)
    assert not open_shell.locked
    assert messages.find("em").answered_by == "孙演示"


def test_no_key_of_a_page_works_under_the_lock_and_the_cursor_comes_back(open_shell, qtbot, desk):
    page = open_shell.pages["intake"]
    open_shell.go("intake")
    field = page.form.fields["tel"].edit
    field.setFocus()
    open_shell.lock()
    with qtbot.assertNotEmitted(page.main.clicked):
        qtbot.keyClick(open_shell.main, Qt.Key.Key_Return, CTRL)
    card = open_shell.main.cover.card
    qtbot.keyClicks(card.pin.edit, PIN)
    qtbot.keyClick(card.pin.edit, Qt.Key.Key_Return)
    assert focus(open_shell) is field
    with qtbot.waitSignal(page.main.clicked):
        qtbot.keyClick(field, Qt.Key.Key_Return, CTRL)


def test_the_keys_are_shown_and_taken_away_again(open_shell, qtbot):
    card = open_shell.main.keys
    open_shell.go("intake")
    qtbot.keyClick(focus(open_shell), Qt.Key.Key_F1)
    assert card.isVisible()
    assert open_shell.main.rect().contains(card.geometry())
    qtbot.keyClick(focus(open_shell), Qt.Key.Key_Escape)
    assert not card.isVisible()


def test_an_idle_desk_locks_itself(open_shell, qtbot):
    open_shell._idle._timer.start(20)
    qtbot.waitUntil(lambda: open_shell.locked)


def test_another_officer_may_take_over_or_leave_all_as_it_was(open_shell, qtbot, desk):
    open_shell.change_person()
    qtbot.keyClick(open_shell.main.cover.card.pin.edit, Qt.Key.Key_Escape)
    assert desk.session.officer.name == "孙演示"
    assert not open_shell.locked


def test_a_page_stands_in_a_window_of_its_own_and_comes_back(open_shell, qtbot):
    form = open_shell.pages["intake"].form
    form.fill({"place": "丁山镇"})
    window = open_shell.tear_off("intake")
    assert window.page is open_shell.pages["intake"]
    assert open_shell.where("intake") is window
    assert form.isVisible()
    window.close()
    assert open_shell.where("intake") is open_shell.main
    open_shell.go("intake")
    assert form.isVisible()
    assert form.values()["place"] == "丁山镇"


def test_f11_gives_a_page_its_window_and_takes_it_back(open_shell, qtbot):
    open_shell.go("intake")
    qtbot.keyClick(focus(open_shell), Qt.Key.Key_F11)
    window = open_shell.windows["intake"]
    assert open_shell.main.page.key == "console"
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window.page.form.fields["tel"].edit, Qt.Key.Key_F11)
    assert set(open_shell.windows) == {"main"}
    open_shell.go("intake")
    assert open_shell.main.page.key == "intake"


def test_the_rail_shows_only_pages_that_exist_in_their_order_with_counts(open_shell):
    rail = open_shell.main.rail
    assert list(rail.buttons) == ["console", "intake", "log"]
    open_shell.pages["log"].badge.emit(4)
    assert rail.buttons["log"].count == 4


def test_undo_is_done_once_and_says_when_there_is_none(open_shell, status, qtbot):
    undone = []
    status.say("已记", lambda: undone.append(1))
    qtbot.keyClick(open_shell.main, Qt.Key.Key_Z, ALT)
    qtbot.keyClick(open_shell.main, Qt.Key.Key_Z, ALT)
    assert undone == [1]
    assert open_shell.main.lamps.toast.isVisible()


def test_ctrl_m_goes_to_the_stack_of_the_page_or_opens_one_and_escape_returns(full, qtbot):
    full.go("console")
    qtbot.keyClick(focus(full), Qt.Key.Key_M, CTRL)
    assert focus(full) is full.pages["console"].stack.list
    full.go("intake")
    field = focus(full)
    qtbot.keyClick(field, Qt.Key.Key_M, CTRL)
    assert full.main.drawer.isVisible()
    qtbot.keyClick(focus(full), Qt.Key.Key_Escape)
    assert not full.main.drawer.isVisible()
    assert focus(full) is field


def test_a_message_is_held_with_a_reason_and_an_emergency_is_not(full, qtbot, messages, clock):
    stack = full.pages["console"].stack
    full.go("console")
    messages.tell(Kind.EMERGENCY, "紧急", "乙岭", "em", True)
    qtbot.waitUntil(lambda: [line.key for line in stack.list.lines][:2] == ["em", "radio"])
    qtbot.keyClick(focus(full), Qt.Key.Key_M, CTRL)
    for row, refused in ((0, True), (1, False)):
        stack.list.setCurrentIndex(stack.list.model().index(row, 0))
        stack.list.setFocus()
        qtbot.keyClick(stack.list, Qt.Key.Key_H, ALT)
        write(stack.reason.edit, "正在通话")
        qtbot.keyClick(stack.reason.edit, Qt.Key.Key_Return)
        assert bool(stack.reason.error()) is refused
        assert stack.reason.isVisible() is refused
    assert [m.key for m in messages.unanswered()] == ["em"]
    assert messages.find("radio").held_why == "正在通话"


def test_windows_stand_where_they_stood_with_these_screens(open_shell, desk):
    open_shell.tear_off("intake")
    open_shell.close()
    held = next(v for k, v in desk.memory._kept.items() if k.startswith("windows/"))
    assert set(held) == {"main", "intake"}
    assert desk.memory.get("beside") == ["intake"]


FULL_HD = QRect(0, 0, 1920, 1080)


def test_a_window_on_a_screen_that_is_gone_is_pulled_back_whole():
    assert pulled_back(QRect(1920, 100, 1600, 900), [FULL_HD]) == QRect(0, 0, 1600, 900)
    second = QRect(1920, 0, 1920, 1080)
    assert pulled_back(QRect(1930, 100, 1600, 900), [FULL_HD, second]).x() == 1930
    assert pulled_back(QRect(-200, -50, 1600, 900), [FULL_HD]) == QRect(0, 0, 1600, 900)
    assert pulled_back(QRect(0, 0, 2560, 1440), [FULL_HD]) == FULL_HD
