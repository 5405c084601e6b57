"""签到出车 by keys; what one driver sees is gone before the next one looks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.base.marks import Mark
from app.duty.trips import Trips
from app.incidents.sortie_told import Rules
from app.incidents.sorties import SortieBook
from app.people.records import Officer, Role
from app.rescue.gear import GearBook
from db.stores.gear import GearRows
from db.stores.people import OfficerRows
from db.stores.sorties import SortieRows
from db.stores.trips import TripRows
from tests.deskroom import DeskRoom
from tests.rooms import officer
from widgets.duty.sortie_rooms import SortieRooms
from widgets.duty.trips import TripsPage

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def drivers(office: DeskRoom) -> list[Officer]:
    made = [officer("李示车", Role.DRIVER, 8), officer("吴示车", Role.DRIVER, 9)]
    with office.room.db.change("system", "officer.add", ("officer", "all")) as change:
        for one in made:
            change.put("officer", one)
    return made


@pytest.fixture
def page(qtbot, office: DeskRoom, drivers) -> TripsPage:
    room = office.room
    trips = Trips(room.db, TripRows(room.db), OfficerRows(room.db).officers, room.clock, Mark.TEST)
    gear = GearBook(
        room.db, GearRows(room.db), room.clock, Mark.TEST, lambda *_: None, lambda _: None
    )
    sorties = SortieBook(
        room.db, SortieRows(room.db), Rules("", (), ()), room.clock, Mark.TEST, lambda *_: None
    )
    rooms = SortieRooms(sorties, gear, list, list, list, lambda *_: None)
    page = TripsPage(office.desk, trips, gear, rooms, office.drafts)
    qtbot.addWidget(page)
    page.resize(1500, 800)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def fill(page: TripsPage, **words: str) -> None:
    for name, value in words.items():
        page.view._form.fields[name].editor.setText(value)


def test_a_driver_signs_and_enters_his_trip_by_keys(qtbot, office, page, drivers) -> None:
    view, session = page.view, office.desk.session
    session.sign_in(drivers[0])
    qtbot.keyClick(page, Qt.Key.Key_1, ALT)
    assert [line.title for line in view.there.lines] == ["李示车  驾驶员"]
    assert view._form.fields["driver"].editor.placeholderText() == "李示车"
    assert not view._form.fields["driver"].isEnabled()
    fill(page, vehicle="湘U·A0001", destination="丙湖镇")
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    assert view._form.fields["purpose"].error()
    assert view._form.fields["vehicle"].value() == "湘U·A0001"
    fill(page, purpose="送物资")
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    (trip,) = view.table.records
    assert (trip.vehicle, trip.driver_id, trip.passengers) == ("湘U·A0001", drivers[0].id, None)
    view.table.select(trip.id)
    qtbot.keyClick(page, Qt.Key.Key_B, ALT)
    assert view.table.records[0].back_at is not None
    session.sign_in(drivers[1])
    assert view.table.records == ()
    assert view.there.lines == ()
    session.sign_in(office.room.watch)
    assert len(view.table.records) == 1


def test_nothing_read_for_one_is_shown_to_another(office, page, drivers) -> None:
    view, session = page.view, office.desk.session
    fill(page, vehicle="甲", driver="吴示车", destination="乙", purpose="丙")
    view.out()
    assert len(view.table.records) == 1
    office.store.hold = True
    view.read()
    session.sign_in(drivers[0])
    assert view.table.records == ()
    office.store.finish()
    assert view.table.records == ()
