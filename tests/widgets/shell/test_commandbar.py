"""Ctrl+K drives the real widgets: a number is found and copied in six keys, a page in three."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.people.contacts import OrgKind
from db.stores.contacts import ContactRows
from tests.db.test_contacts import number, person, unit
from tests.deskroom import HeldJobs
from tests.rooms import open_room
from widgets.people.finding import contact_finder
from widgets.shell.commandbar import CommandBar


class Typist:
    """Counts every key pressed."""

    def __init__(self, qtbot, bar: CommandBar) -> None:
        self.qtbot, self.bar, self.keys = qtbot, bar, 0

    def press(self, key: Qt.Key, with_: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier):
        where = QApplication.focusWidget()
        assert isinstance(where, QWidget)
        self.keys += 1
        self.qtbot.keyClick(where, key, with_)

    def type(self, letters: str) -> None:
        for letter in letters:
            self.keys += 1
            self.qtbot.keyClicks(QApplication.focusWidget(), letter)


@pytest.fixture
def book(tmp_path):
    room = open_room(tmp_path / "duty.db")
    town = unit("丁山镇")
    village = unit("老榆塘村", OrgKind.VILLAGE, town)
    people = [person("单演达", town, "镇长", 1), person("单演达", village, "村支书", 2)]
    points = [number(f"000-0000-000{n}", one) for n, one in enumerate(people, 1)]
    points.append(number("000-0002-0003", town))
    with room.db.change("system", "test", ("book", "all")) as change:
        change.put_many("org", [town, village])
        change.put_many("person", people)
        change.put_many("contact_point", points)
    yield ContactRows(room.db)
    room.db.close()


@pytest.fixture
def typist(qtbot, open_shell, book) -> Typist:
    open_shell.finders.append(contact_finder(book))
    open_shell.main.activateWindow()
    open_shell.go("console")
    QGuiApplication.clipboard().clear()
    return Typist(qtbot, open_shell.main.bar)


CONTROL = Qt.KeyboardModifier.ControlModifier


def test_a_telephone_number_is_found_and_copied_in_six_keys_at_most(typist: Typist) -> None:
    before = QApplication.focusWidget()
    typist.press(Qt.Key.Key_K, CONTROL)
    typist.type("syd")
    assert [one.title for one in typist.bar._answer.offers] == ["单演达  镇长", "单演达  村支书"]
    typist.press(Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "000-0000-0001"
    assert typist.keys == 5
    assert not typist.bar.isVisible()
    assert QApplication.focusWidget() is before


def test_the_second_of_one_name_too(typist: Typist) -> None:
    typist.press(Qt.Key.Key_K, CONTROL)
    typist.type("syd")
    typist.press(Qt.Key.Key_Down)
    typist.press(Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "000-0000-0002"
    assert typist.keys == 6


def test_enter_goes_there_and_figures_and_hanzi_find_too(qtbot, typist: Typist) -> None:
    picked: list[object] = []
    typist.bar.picked.connect(picked.append)
    for words in ("0002", "丁山镇", "rz"):
        typist.press(Qt.Key.Key_K, CONTROL)
        typist.bar.field.edit.insert(words)
        typist.bar.field.edit.textEdited.emit(words)
        typist.press(Qt.Key.Key_Return)
    assert [one.place for one in picked][:2] == ["contacts", "contacts"]
    assert picked[0].subject == picked[1].subject


def test_a_page_is_gone_to(typist: Typist, open_shell) -> None:
    typist.press(Qt.Key.Key_K, CONTROL)
    typist.type("log")
    typist.press(Qt.Key.Key_Return)
    assert open_shell.main.page.key == "log"
    typist.press(Qt.Key.Key_K, CONTROL)
    assert typist.bar.current().place == "log"  # where one was last stands first


def test_enter_while_an_input_method_composes_only_commits(typist: Typist) -> None:
    typist.press(Qt.Key.Key_K, CONTROL)
    edit = typist.bar.field.edit
    QApplication.sendEvent(edit, QInputMethodEvent("shan", []))
    typist.press(Qt.Key.Key_Return)
    assert typist.bar.isVisible()


def test_keys_pressed_before_the_answer_act_on_the_answer(
    qtbot, typist: Typist, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = HeldJobs()
    monkeypatch.setattr(typist.bar._again, "_jobs", held)
    typist.press(Qt.Key.Key_K, CONTROL)
    held.hold = True
    typist.type("syd")
    typist.press(Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == ""
    held.finish()
    assert QGuiApplication.clipboard().text() == "000-0000-0001"


def test_selected_letters_are_copied_as_ever_and_esc_leaves(typist: Typist) -> None:
    typist.press(Qt.Key.Key_K, CONTROL)
    typist.type("syd")
    typist.press(Qt.Key.Key_A, CONTROL)
    typist.press(Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "syd"
    typist.press(Qt.Key.Key_Escape)
    assert not typist.bar.isVisible()


def test_a_locked_desk_finds_nothing(typist: Typist, open_shell) -> None:
    typist.press(Qt.Key.Key_K, CONTROL)
    open_shell.lock()
    assert not typist.bar.isVisible()
    open_shell.main.find()
    assert not typist.bar.isVisible()
