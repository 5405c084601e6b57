"""Incidents and radios stand on the map as the facts have them."""

from __future__ import annotations

from datetime import timedelta

from app.atlas.layers import Layer, MapModel
from app.base.bus import Changed
from app.base.ids import new_id
from app.base.marks import Mark
from app.incidents.command import Command
from app.incidents.records import IncidentStatus
from app.incidents.said import Said
from app.radio.facts import RadioAlarmPlaced, RadioPositionHeard
from db.stores.command import CommandRows
from tests.widgets.wiring.conftest import Wired
from widgets.wiring.marks import HEADQUARTERS, Marks


def test_an_incident_comes_with_its_place_and_goes_when_it_is_closed(wired: Wired) -> None:
    model, room = MapModel(), wired.room
    held = Marks(wired.desk, model, room.intake, wired.radio)
    said = Said(course="山洪", place="老榆塘村", lat=28.63, lon=109.64)
    made = room.intake.register(room.watch, room.shift.id, new_id(), said)
    room.intake.register(room.watch, room.shift.id, new_id(), Said(course="位置不详"))
    wired.desk.bus.publish(Changed("incident", str(made.id)))
    (item,) = model.items(Layer.INCIDENT)
    assert (item.id, item.lat, item.lon) == (str(made.id), 28.63, 109.64)
    room.intake.move(room.watch, room.shift.id, made, IncidentStatus.CLOSED, "")
    wired.desk.bus.publish(Changed("incident", str(made.id)))
    assert model.items(Layer.INCIDENT) == []
    assert held is not None


def test_a_headquarters_stands_beside_its_incident_while_it_stands(wired: Wired) -> None:
    model, room = MapModel(), wired.room
    command = Command(room.db, CommandRows(room.db), room.log, room.clock, Mark.TEST)
    held = Marks(wired.desk, model, room.intake, wired.radio, command.store.headquarters)
    said = Said(course="山洪", place="老榆塘村", lat=28.63, lon=109.64)
    made = room.intake.register(room.watch, room.shift.id, new_id(), said)
    told = command.set_up(
        room.chief, room.shift.id, made, "前线指挥部", "镇长", lat=28.64, lon=109.65
    )
    wired.desk.bus.publish(Changed("headquarters", str(told.id)))
    first, last = model.items(Layer.INCIDENT)
    assert (first.label, first.kind, first.lat) == ("前线指挥部", HEADQUARTERS, 28.64)
    assert last.id == str(made.id)
    other = room.intake.register(room.watch, room.shift.id, new_id(), Said(course="位置不详"))
    marked = [held.incident_of(key) for key in (told.id, made.id, other.id, new_id())]
    assert [one and one.id for one in marked] == [made.id, made.id, other.id, None]
    command.end(room.chief, room.shift.id, made, told)
    wired.desk.bus.publish(Changed("headquarters", str(told.id)))
    assert [item.id for item in model.items(Layer.INCIDENT)] == [str(made.id)]
    assert held is not None


def test_an_emergency_pulses_where_it_is_until_it_is_answered(wired: Wired) -> None:
    model = MapModel()
    held = Marks(wired.desk, model, wired.room.intake, wired.radio)
    wired.emergency()
    assert model.pulsing == ("371105",)
    assert model.item(Layer.RADIO, "371105") is not None
    (alarm,) = wired.radio.alarms()
    wired.radio.answer_alarm(alarm.id, "x", "向示月")
    assert model.pulsing == ()
    assert held is not None


def test_the_place_of_a_radio_that_was_nowhere_yet_bears_its_unit(wired: Wired) -> None:
    model, at = MapModel(), wired.room.clock.now()
    held = Marks(wired.desk, model, wired.room.intake, wired.radio)
    wired.desk.bus.publish(RadioAlarmPlaced(new_id(), 371105, 28.5, 109.5, at, "麻栗溪乡"))
    placed = model.item(Layer.RADIO, "371105")
    assert placed is not None
    assert placed.label == "麻栗溪乡 371105"
    assert held is not None


def test_a_place_that_an_emergency_has_overtaken_does_not_put_the_radio_back(wired: Wired) -> None:
    model, bus = MapModel(), wired.desk.bus
    held = Marks(wired.desk, model, wired.room.intake, wired.radio)
    wired.emergency()
    placed = model.item(Layer.RADIO, "371105")
    assert placed is not None
    assert placed.at is not None

    def told(before: timedelta) -> float:
        at = placed.at - before
        bus.publish(RadioPositionHeard(371105, "", "", 28.5, 109.5, at, None, None, None))
        now = model.item(Layer.RADIO, "371105")
        assert now is not None
        return now.lat

    assert told(timedelta(seconds=2)) == placed.lat
    assert told(timedelta(hours=1)) == 28.5, "the clock was set back"
    assert held is not None
