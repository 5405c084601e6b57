"""通信装备 by keys: entered, tested in two presses, sent out and back; covered for who may not see names."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.base import spreadsheet
from app.base.marks import Mark
from app.people.records import Role
from app.rescue.gear import Errand, GearBook, GearKind, GearState, Result, Told
from db.stores.gear import GearRows
from tests.deskroom import DeskRoom
from tests.rooms import officer
from tests.widgets.reading import said_by
from widgets.duty.gear import OVERDUE, GearView

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
PHONE = Told(
    GearKind.SATPHONE, "手持", "000-0009-0001", "丙湖镇", "", "李保管", "000-0001", test_days=7
)
STATION = Told(GearKind.PORTABLE, "0.6 米", "WB-01", "局机关")


@pytest.fixture
def book(office: DeskRoom) -> GearBook:
    room = office.room
    return GearBook(
        room.db,
        GearRows(room.db),
        room.clock,
        Mark.TEST,
        lambda *_: None,
        lambda _: ("镇", "李保管"),
    )


@pytest.fixture
def view(qtbot, office: DeskRoom, book: GearBook) -> GearView:
    for told in (PHONE, STATION):
        book.enter(office.room.chief, None, told)
    made = GearView(office.desk, book, list)
    qtbot.addWidget(made)
    made.resize(1500, 900)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_a_piece_is_tested_sent_and_back_by_keys(qtbot, office, book, view) -> None:
    qtbot.keyClick(view, Qt.Key.Key_1, ALT)
    assert view.trouble.text(), "nothing is chosen"
    view.table.view.selectRow(0)
    qtbot.keyClick(view, Qt.Key.Key_3, ALT)
    assert view._words.error(), "what is wrong must be said"
    view._words.set_value("电量低")
    qtbot.keyClick(view, Qt.Key.Key_2, ALT)
    assert view.table.current().last.result is Result.WEAK
    assert view._words.value() == ""
    assert view.history.lines[0].text == "电量低"
    assert "镇 李保管" in view._chosen.text()
    view._form.fill({"to": "某村", "purpose": "保障"})
    qtbot.keyClick(view, Qt.Key.Key_Return, CTRL)
    assert view.table.current().state is GearState.OUT
    qtbot.keyClick(view, Qt.Key.Key_B, ALT)
    assert view.table.current().state is GearState.READY
    qtbot.keyClick(view, Qt.Key.Key_S, ALT)
    view.stopping.why.set_value("送修")
    view.stopping.submit()
    assert view.table.current().gear.stopped == "送修"
    qtbot.keyClick(view, Qt.Key.Key_R, ALT)
    assert view.table.current().state is GearState.READY


def test_the_list_is_sieved_changed_and_exported(qtbot, office, view, tmp_path) -> None:
    view._find.edit.setText("wb")
    view._find.changed.emit()
    assert [one.gear.number for one in view.table.records] == ["WB-01"]
    view._find.set_value("")
    view._which.segments.pick(OVERDUE)
    assert [one.gear.number for one in view.table.records] == ["000-0009-0001"]
    view.table.view.selectRow(0)
    office.desk.session.sign_in(office.room.chief)
    view.table.view.selectRow(0)
    qtbot.keyClick(view, Qt.Key.Key_E, ALT)
    view.card.place.set_value("值班室")
    view.card.submit()
    assert view.table.records[0].gear.place == "值班室"
    view.export(str(tmp_path / "gear.xlsx"))
    assert [row[2] for row in spreadsheet.read(tmp_path / "gear.xlsx")] == ["编号", "000-0009-0001"]


def test_names_are_covered_and_a_driver_sees_nothing(office, book, view) -> None:
    phone = book.listed(office.room.chief)[0].gear
    book.send(office.room.watch, office.room.shift.id, phone, Errand("村", "保障", "某", "李保管"))
    session = office.desk.session
    session.sign_in(officer("看", Role.OBSERVER))
    view.table.view.selectRow(0)
    shown = said_by(view.table)
    shown += [view._chosen.text(), *(f"{one.text} {one.right}" for one in view.history.lines)]
    assert [words for words in shown if "李保管" in words or "000-0001" in words] == []
    assert [one.gear.number for one in view.table.records] == ["000-0009-0001", "WB-01"]
    session.sign_in(officer("李示车", Role.DRIVER, 8))
    assert (view.table.records, view.history.lines) == ((), ())
