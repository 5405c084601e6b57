"""The people page over a real record: entered, changed, freed; and refused in words at the place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from app.base.errors import Refused
from app.base.marks import Mark
from app.people.entering import Officers
from app.people.records import Role
from app.people.signin import FREE_TRIES
from db.stores.people import OfficerRows
from tests.deskroom import DeskRoom
from tests.rooms import PIN, QUICK
from widgets.people.page import PeoplePage

NEW = "13579"


@pytest.fixture
def page(qtbot, office: DeskRoom) -> PeoplePage:
    room = office.room
    officers = Officers(room.db, OfficerRows(room.db), room.sign_in, QUICK.hash, Mark.TEST)
    made = PeoplePage(office.desk, officers)
    qtbot.addWidget(made)
    made.resize(1180, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def choose(page: PeoplePage, name: str) -> None:
    (key,) = [row.officer.id for row in page.table.records if row.officer.name == name]
    assert page.table.select(key)


def type_into(qtbot, edit: QLineEdit, words: str) -> None:
    edit.clear()
    if words.isascii():
        qtbot.keyClicks(edit, words)
    else:
        edit.setText(words)  # as an input method puts it there


def names(page: PeoplePage) -> list[str]:
    return [row.officer.name for row in page.table.records]


def test_the_chief_enters_an_officer(qtbot, page: PeoplePage, office: DeskRoom) -> None:
    office.desk.session.sign_in(office.room.chief)
    page.enter()
    type_into(qtbot, page.card.name.edit, "单演达")
    page.card.post.set_value(Role.DRIVER.value)
    type_into(qtbot, page.card.pin.edit, NEW)
    type_into(qtbot, page.card.again.edit, NEW)
    qtbot.keyClick(page.card.again.edit, Qt.Key.Key_Return)
    assert not page.card.isVisible()
    assert "单演达" in names(page)
    made = page.table.records[-1].officer
    assert (made.role, made.permanent) == (Role.DRIVER, True)
    assert office.room.sign_in.check(made.id, NEW) == made
    assert page.card.pin.edit.text() == ""


def test_a_mistake_is_told_at_its_field_and_nothing_is_lost(
    qtbot, page: PeoplePage, office: DeskRoom
) -> None:
    office.desk.session.sign_in(office.room.chief)
    page.enter()
    type_into(qtbot, page.card.name.edit, "单演达")
    type_into(qtbot, page.card.pin.edit, NEW)
    type_into(qtbot, page.card.again.edit, "0000")
    page.card.submit()
    assert page.card.isVisible()
    assert page.card.again.error()
    assert page.card.name.value() == "单演达"


def test_who_may_not_is_told_in_words_and_may_change_the_own_pin(
    qtbot, page: PeoplePage, office: DeskRoom
) -> None:
    choose(page, office.room.chief.name)
    for act in (page.enter, page.change, page.new_pin, page.turn_active, page.free):
        page._say("")
        act()
        assert office.room.watch.role.value in page._said.text(), act
    assert not page.card.isVisible()
    choose(page, office.room.watch.name)
    page.new_pin()
    type_into(qtbot, page.pin.pin.edit, NEW)
    type_into(qtbot, page.pin.again.edit, NEW)
    qtbot.keyClick(page.pin.again.edit, Qt.Key.Key_Return)
    assert office.room.sign_in.check(office.room.watch.id, NEW)


def test_a_post_is_changed_and_somebody_stopped(qtbot, page: PeoplePage, office: DeskRoom) -> None:
    office.desk.session.sign_in(office.room.chief)
    qtbot.mouseMove(page.table.view.viewport())  # rows do not wait for one's own act
    choose(page, office.room.watch.name)
    page.change()
    assert not page.card.pin.isVisible()
    page.card.post.set_value(Role.RESERVE.value)
    qtbot.keyClick(page.card.name.edit, Qt.Key.Key_Return)
    choose(page, office.room.watch.name)
    assert page.table.current().officer.role is Role.RESERVE
    page.turn_active()
    assert not page.table.records[-1].officer.active
    choose(page, office.room.chief.name)
    page.turn_active()
    assert "yourself" in page._said.text()


def test_a_wait_is_shown_and_ended(page: PeoplePage, office: DeskRoom) -> None:
    room = office.room
    for _ in range(FREE_TRIES):
        with pytest.raises(Refused):
            room.sign_in.check(room.watch.id, "0")
    choose(page, room.watch.name)
    assert page.table.current().waits_s == 60
    assert "waits" in page._state(page.table.current())
    office.desk.session.sign_in(room.chief)
    page.free()
    assert page.table.current().waits_s == 0
    assert room.sign_in.check(room.watch.id, PIN)
