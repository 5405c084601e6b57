"""无人机架次 on the page of an incident: the list follows the record, a take-off is entered on its sheet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from app.base.marks import Mark
from app.incidents.sortie import NoteKind
from app.incidents.sortie_told import load_rules
from app.incidents.sorties import Flight, SortieBook
from app.people.records import Role
from db.stores.sorties import SortieRows
from tests.rooms import officer

CTRL = Qt.KeyboardModifier.ControlModifier
RULES = Path(__file__).parents[3] / "resources" / "rules"


def test_flights_of_an_incident_are_listed_and_entered(qtbot, office, scene, fire) -> None:
    room = office.room
    book = SortieBook(
        room.db, SortieRows(room.db), load_rules(RULES / "sorties.toml"), room.clock, Mark.TEST,
        lambda *_: None,
    )  # fmt: skip
    scene.open(fire.id)
    detail = scene.detail
    detail.turn("forces")
    detail.tabs["forces"].turn("flights")
    flights = detail.tabs["forces"].parts["flights"]
    assert flights.table.records == ()
    qtbot.keyClick(scene, Qt.Key.Key_Return, CTRL)
    assert office.gone[-1] == ("trips", {"incident_id": fire.id})
    told = Flight("甲", room.clock.now(), purpose="火情侦察", pilot="周试飞", incident_id=fire.id)
    made = book.open(room.watch, room.shift.id, told)
    book.note(room.watch, made, NoteKind.SEEN, "烟自三楼")
    (look,) = flights.table.records
    assert (look.sortie, look.said(NoteKind.SEEN)[-4:]) == (made, "烟自三楼")
    assert detail.tabs["forces"].choose(made.id)
    flights.open_flight()
    assert office.gone[-1] == ("trips", made.id)
    office.desk.session.sign_in(officer("看", Role.OBSERVER))
    shown = [column.second(look) for look in flights.table.records for column in
             flights.table.model.columns if column.second]  # fmt: skip
    assert [words for words in shown if "周试飞" in words] == []
