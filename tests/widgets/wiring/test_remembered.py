"""What an earlier run knew of the radios is on the map, however late the record is read."""

from __future__ import annotations

from pathlib import Path

from app.atlas.layers import Layer, MapModel
from app.base.marks import Mark
from app.radio.events import Heard, Position
from app.radio.service import Gateway, RadioService
from db.stores.radio import RadioRows
from tests.rooms import open_room
from widgets.wiring.marks import Marks


class NoLine:
    def submit(self, _command: object) -> bool:
        return True


def test_the_last_places_of_an_earlier_run_reach_a_map_that_was_there_before_them(
    tmp_path: Path, desk, bus, clock, jobs
) -> None:
    room = open_room(tmp_path / "duty.db")
    earlier, service = (
        RadioService(RadioRows(room.db), room.db, jobs, bus, clock, Mark.TEST) for _ in range(2)
    )
    earlier.attach(Gateway("A", "网关 A", "/dev/none"), NoLine())
    heard = Heard("A", clock.now(), "7e")
    earlier.hear(Position(heard, 370302, 28.7391, 109.5598, None, True, None, None))
    model = MapModel()
    marks = Marks(desk, model, room.intake, service)
    assert model.item(Layer.RADIO, "370302") is None
    service.load()
    found = model.item(Layer.RADIO, "370302")
    assert found is not None
    assert (found.lat, found.lon) == (28.7391, 109.5598)
    del marks
    room.db.close()
