"""Marks of incidents on the map: one that cannot be drawn does not hold back the others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.atlas.layers import Layer, MapModel
from app.base.errors import Refused
from app.base.ids import new_id
from app.incidents.said import Said
from tests.deskroom import DeskRoom
from widgets.wiring.marks import Marks


class _Silent:
    def roster(self) -> list[object]:
        return []


def said(lat: float, lon: float) -> Said:
    return Said(place="云洛镇", course="积水", lat=lat, lon=lon)


@pytest.mark.parametrize(("lat", "lon"), [(91, 109), (28, 181), (28, -181), (28, float("nan"))])
def test_intake_refuses_a_place_that_is_not_on_the_earth(
    office: DeskRoom, lat: float, lon: float
) -> None:
    room = office.room
    with pytest.raises(Refused, match="absurd_position"):
        room.intake.register(room.watch, room.shift.id, new_id(), said(lat, lon))


def test_an_incident_that_cannot_be_drawn_does_not_hide_the_others(office: DeskRoom) -> None:
    room, model = office.room, MapModel()
    good = room.intake.register(room.watch, room.shift.id, new_id(), said(28.7, 109.5))
    pole = replace(good, id=new_id(), no="极", lat=89.0)
    with room.db.change("system", "test", ("incident", str(pole.id))) as change:
        change.put("incident", pole)
    marks = Marks(office.desk, model, room.intake, _Silent())
    assert [item.id for item in model.items(Layer.INCIDENT)] == [str(good.id)]
    marks.deleteLater()
