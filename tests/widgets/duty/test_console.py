"""The console: reads once per change, ticks without reading, takes no focus."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.base.ids import new_id
from app.duty.log import Line
from app.duty.records import Way
from app.incidents.said import Said
from tests.deskroom import DeskRoom
from widgets.duty.console import ConsolePage
from widgets.kit.cardpaint import button_box
from widgets.shell.messages import Kind, Messages

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def messages(office: DeskRoom) -> Messages:
    return Messages(office.room.clock)


@pytest.fixture
def page(qtbot, office: DeskRoom, messages: Messages) -> ConsolePage:
    log, instructions = office.room.log, office.room.instructions
    page = ConsolePage(
        office.desk, office.board, log, instructions, office.drafts, office.go, messages
    )
    qtbot.addWidget(page)
    page.resize(1516, 808)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def fire(office: DeskRoom):
    said = Said(place="石垭口镇", kind="火灾", title="石垭口镇火灾", reporter_unit="石垭口镇")
    return office.room.intake.register(office.room.watch, office.room.shift.id, new_id(), said)


def texts(page: ConsolePage) -> list[str]:
    return [line.text for line in page.lines.lines]


def test_an_empty_shift_says_so_and_names_what_comes_next(page):
    assert page.cards.cards == ()
    words = page.cards._empty.text()
    assert "Nothing to be done now" in words
    assert "08:30" in words


def test_a_line_is_shown_only_after_commit(qtbot, office, page):
    page.quick.edit.setFocus()
    page.quick.set_words("平安无事")
    office.store.hold = True
    qtbot.keyClick(page.quick.edit, Qt.Key.Key_Return, CTRL)
    assert texts(page) == []
    office.store.finish()
    assert texts(page) == ["平安无事"]


def test_facts_that_arrive_move_neither_cursor_nor_words(qtbot, office, page):
    page.quick.edit.setFocus()
    qtbot.keyClicks(page.quick.edit, "half a line")
    page.quick.edit.setCursorPosition(4)
    fire(office)
    office.room.log.note(office.room.shift.id, Line("镜头中断", Way.INSIDE))
    page.tick()
    assert page.quick.edit.hasFocus()
    assert (page.quick.edit.text(), page.quick.edit.cursorPosition()) == ("half a line", 4)
    assert texts(page) == ["镜头中断", "石垭口镇 火灾"]


def test_alt_and_a_figure_takes_the_next_step(qtbot, office, page):
    incident = fire(office)
    page.quick.edit.setFocus()
    qtbot.keyClick(page.quick.edit, Qt.Key.Key_1, ALT)
    qtbot.keyClick(page.quick.edit, Qt.Key.Key_9, ALT)
    assert office.gone == [("reports", incident.id)]
    assert page.quick.edit.text() == ""


def test_a_click_takes_the_step_of_its_card_and_only_on_the_button(qtbot, office, page):
    incident = fire(office)
    index = page.cards.model().index(1, 0)
    row = page.cards.visualRect(index)
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(page.cards.viewport(), left, pos=row.topLeft() + row.center() / 8)
    assert office.gone == []
    button = button_box(office.desk.theme, row).center()
    qtbot.mouseClick(page.cards.viewport(), left, pos=button)
    assert office.gone == [("incidents", incident.id)]


def test_an_unanswered_alarm_is_a_card_until_somebody_answers(qtbot, office, page, messages):
    messages.tell(Kind.EMERGENCY, "370M 呼入", "位置已收到", "radio-1", True, place="radio")
    messages.tell(Kind.VIDEO, "镜头恢复", "中断 6 分", "cam-1")
    assert [card.title for card in page.cards.cards] == ["370M 呼入"]
    assert page.cards.counts() == (1, 0)
    page.quick.edit.setFocus()
    qtbot.keyClick(page.quick.edit, Qt.Key.Key_1, ALT)
    assert office.gone == [("radio", None)]
    messages.answer("radio-1", "向示月")
    assert page.cards.cards == ()


def test_the_second_passes_without_reading_the_store(office, page):
    fire(office)
    reads = []
    office.store.run = lambda *args, **kwargs: reads.append(args)
    office.room.clock.forward(timedelta(minutes=31))
    page.tick()
    assert reads == []
    assert page.cards.counts() == (2, 1)


def test_the_badge_counts_what_is_overdue(qtbot, office, page):
    fire(office)
    office.room.clock.forward(timedelta(minutes=31))
    with qtbot.waitSignal(page.badge, check_params_cb=lambda count: count == 2):
        page.tick()


def test_tab_goes_from_what_is_to_be_done_to_the_shift(qtbot, page):
    page.cards.setFocus()
    met = []
    for _ in range(12):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        met.append(QApplication.focusWidget())
    stops = (page.incidents.view, page.quick.edit, page.lines, page.stack, page.facts)
    seen = list(dict.fromkeys(one for one in met if one in stops))
    assert seen == [one for one in stops if one in seen]
    assert seen[:3] == list(stops[:3])


def test_a_burst_of_changes_is_read_once_more_not_once_each(office, page):
    office.store.hold = True
    for number in range(5):
        office.room.log.note(office.room.shift.id, Line(f"第{number}条"))
    assert len(office.store.waiting) == 1
    office.store.finish()
    assert len(texts(page)) == 5


def test_the_summary_is_copied_in_the_words_of_the_room(qtbot, office, page):
    incident = fire(office)
    page._copy_summary()
    assert incident.no in QGuiApplication.clipboard().text()


def test_a_store_that_cannot_be_read_says_so_and_recovers(office, page):
    office.room.db.close()
    look = office.board.look
    page._not_read(_unreachable())
    assert page._trouble.isVisible()
    assert look().lines == ()
    page.read()
    assert not page._trouble.isVisible()


def _unreachable() -> Exception:
    from app.base.errors import Unreachable

    return Unreachable("store", "disk_error")
