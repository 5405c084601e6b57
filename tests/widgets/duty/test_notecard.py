"""记一条: over any page, without touching what is typed there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from app.duty.records import Category, Channel, Handling, Way
from app.duty.templates import load_templates
from app.people.records import Role
from tests.conftest import ROOT
from tests.deskroom import DeskRoom, attached
from tests.rooms import officer
from widgets.duty.notecard import Beginning, NoteCard
from widgets.tour.hands import write

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(qtbot) -> QWidget:
    """Any page, with a field somebody types in."""
    page = QWidget()
    box = QVBoxLayout(page)
    page.field = QLineEdit()
    box.addWidget(page.field)
    page.resize(1000, 700)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.field.setFocus()
    page.field.setText("还没写完")
    return page


def made(office: DeskRoom) -> NoteCard:
    templates = load_templates(ROOT / "resources" / "wording" / "log_templates.toml")
    return NoteCard(office.desk, office.room.log, office.drafts, attached(office).door, templates)


@pytest.fixture
def card(qtbot, office: DeskRoom, page: QWidget) -> NoteCard:
    card = made(office)
    qtbot.addWidget(card)
    card.come(page)
    return card


def written(office: DeskRoom):
    return office.room.log.latest(9)


def test_a_line_is_written_over_a_page_and_the_page_is_as_it_was(qtbot, office, page, card):
    assert card.text.edit.hasFocus()
    qtbot.keyClicks(card.text.edit, "shuiwei 41.2")
    qtbot.keyClick(card.text.edit, Qt.Key.Key_Return, CTRL)
    (line,) = written(office)
    assert (line.text, line.late, line.by_name) == ("shuiwei 41.2", False, "向示月")
    assert not card.isVisible()
    assert page.field.text() == "还没写完"
    assert page.field.hasFocus()
    assert office.said == ["Recorded as no. 1"]


def test_escape_keeps_the_words_for_the_next_time(qtbot, office, page, card):
    qtbot.keyClicks(card.text.edit, "abc")
    qtbot.keyClick(card.text.edit, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert page.field.hasFocus()
    card.toggle(page)
    assert card.text.value() == "abc"
    again = made(office)
    assert again.text.value() == "abc"  # after a restart too
    again.deleteLater()


def test_tab_goes_from_slot_to_slot_and_typing_fills_it(qtbot, office, card):
    card.template.set_value("查岗")
    card.template.changed.emit()
    edit = card.text.edit
    qtbot.keyClicks(edit, "A")
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    qtbot.keyClicks(edit, "B")
    assert card.text.value().startswith("查岗A：B应答")
    qtbot.keyClick(edit, Qt.Key.Key_Return, CTRL)
    assert written(office) == []
    assert "［秒数］" in card.text.error()
    assert edit.textCursor().selectedText() == "［秒数］"
    for _ in range(3):
        qtbot.keyClicks(edit, "C")
        qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert card.unit.edit.hasFocus()  # no slot is left: Tab leaves the field
    qtbot.keyClick(card.unit.edit, Qt.Key.Key_Return, CTRL)
    (line,) = written(office)
    assert (line.way, line.category) == (Way.OUT, Category.SPOT_CHECK)


def test_slots_after_rare_characters_are_filled_where_they_stand(qtbot, office, card):
    """Qt counts 𠮷 and 👩 as two."""
    write(card.text.edit, "𠮷家湾👩‍🚒𪛖：")
    card.template.set_value("查岗")
    card.template.changed.emit()
    edit = card.text.edit
    for n in range(5):
        assert edit.textCursor().selectedText().startswith("［")
        write(edit, f"𠮷{n}")
        qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert "［" not in card.text.value()
    assert card.text.value().startswith("𠮷家湾👩‍🚒𪛖：\n查岗𠮷0：𠮷1应答")


def test_what_was_on_paper_is_entered_late_with_its_own_time(qtbot, office, card):
    office.room.clock.forward(timedelta(hours=3))
    card.text.set_value("停电，手工记录")
    for typed, words in (
        ("06-24 07:00", "began"),
        ("2026-06-25 09:00", "not come"),
        ("改天", "Write the time"),
    ):
        card.at.set_value(typed)
        card.submit()
        assert words in card.at.error()
        assert card.text.value() == "停电，手工记录"
    card.at.set_value("21:40")
    card.submit()
    (line,) = written(office)
    assert line.late
    assert line.at == office.room.clock.now() - timedelta(minutes=80)


def test_a_place_of_the_room_hands_over_words_and_files(office, page, card):
    door = attached(office).door
    filed = door.keep(b"picture", "09-F-01.jpg")
    card.come(page, Beginning("桥头画面：", channel=Channel.VIDEO, unit="丙湖镇", files=(filed,)))
    card.text.set_value(card.text.value() + "水已漫桥")
    card.submit()
    (line,) = written(office)
    assert (line.text, line.unit, line.channel) == ("桥头画面：水已漫桥", "丙湖镇", Channel.VIDEO)
    (file,) = attached(office).rows.of_entry(line.id)
    assert (file.name, file.sha256) == ("09-F-01.jpg", filed.sha256)


def test_a_picture_is_pasted(qtbot, office, card):
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(image)
    qtbot.keyClick(card.text.edit, Qt.Key.Key_V, ALT)
    qtbot.keyClicks(card.text.edit, "abc")
    card.submit()
    (line,) = written(office)
    (file,) = attached(office).rows.of_entry(line.id)
    assert file.name.endswith(".png")


def test_a_draft_stays_with_its_author(office, page, card):
    card.text.set_value("只写了一半")
    office.desk.session.sign_in(office.room.chief)
    assert not card.isVisible()
    card.come(page)
    assert card.text.value() == ""
    office.desk.session.sign_in(office.room.watch)
    assert card.text.value() == "只写了一半"


def test_a_picture_stays_with_the_words_of_its_author(office, page, card):
    filed = attached(office).door.keep(b"picture", "09-F-01.jpg")
    card.come(page, Beginning("桥头画面：", channel=Channel.VIDEO, files=(filed,)))
    office.desk.session.sign_in(office.room.chief)
    assert card._attached.isHidden()
    office.desk.session.sign_in(office.room.watch)
    card.come(page)
    card.submit()
    (line,) = written(office)
    (file,) = attached(office).rows.of_entry(line.id)
    assert file.sha256 == filed.sha256


def test_who_may_not_write_is_told_and_loses_nothing(office, page, card):
    office.desk.session.sign_in(officer("看客", Role.OBSERVER))
    card.come(page)
    card.text.set_value("想写")
    card.submit()
    assert written(office) == []
    assert "领导查看" in card._note_line.text()
    assert card.text.value() == "想写"


def test_enter_in_a_preedit_records_nothing(qtbot, office, card):
    card.text.set_value("水位")
    QApplication.sendEvent(card.text.edit, QInputMethodEvent("shang", []))
    for held in (Qt.KeyboardModifier.NoModifier, CTRL):
        qtbot.keyClick(card.text.edit, Qt.Key.Key_Return, held)
        assert written(office) == []
        assert card.isVisible()
    done = QInputMethodEvent("", [])
    done.setCommitString("上涨")
    QApplication.sendEvent(card.text.edit, done)
    qtbot.keyClick(card.text.edit, Qt.Key.Key_Return, CTRL)
    assert [(line.text, line.status) for line in written(office)] == [("水位上涨", Handling.DONE)]


def test_the_window_it_lay_over_goes_and_the_words_stay(qtbot, office, page, card):
    other = QWidget()
    qtbot.addWidget(other)
    other.resize(900, 600)
    other.show()
    card.come(other)
    card.text.set_value("在另一个窗口")
    other.hide()
    assert card.parentWidget() is None
    card.come(page)
    assert card.text.value() == "在另一个窗口"
