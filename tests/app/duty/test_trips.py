"""到岗签到 and 出车: a driver's own only, the watch crew's all; unknown kilometres stay unknown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.base.errors import Refused
from app.base.marks import Mark
from app.duty.trips import ArrivalKind, Leaving, Trips
from app.people.records import Officer, Role
from db.stores.people import OfficerRows
from db.stores.trips import TripRows
from tests.rooms import Room, officer, open_room

TOLD = Leaving("湘U·A0001", "李示车", "送物资", "丙湖镇")


@dataclass(slots=True)
class Yard:
    room: Room
    trips: Trips
    driver: Officer
    other: Officer


@pytest.fixture
def yard(tmp_path: Path) -> Iterator[Yard]:
    room = open_room(tmp_path / "duty.db")
    driver, other = officer("李示车", Role.DRIVER, 8), officer("吴示车", Role.DRIVER, 9)
    with room.db.change("system", "officer.add", ("officer", "all")) as change:
        change.put("officer", driver)
        change.put("officer", other)
    trips = Trips(room.db, TripRows(room.db), OfficerRows(room.db).officers, room.clock, Mark.TEST)
    yield Yard(room, trips, driver, other)
    room.db.close()


def test_a_trip_goes_out_and_comes_back_and_what_was_not_said_stays_unknown(yard: Yard) -> None:
    trips, shift = yard.trips, yard.room.shift.id
    made = trips.out(yard.driver, shift, TOLD)
    assert (made.driver_id, made.km_out, made.passengers, made.km) == (yard.driver.id,) + (
        None,
    ) * 3
    yard.room.clock.forward(timedelta(hours=2))
    back = trips.back(yard.driver, made, None, 120)
    assert back.back_at == yard.room.clock.now()
    assert back.km is None
    with pytest.raises(Refused, match="wrong_step"):
        trips.back(yard.driver, back)
    assert trips.listed(yard.driver) == [back]


def test_a_driver_sees_and_enters_his_own_the_crew_all(yard: Yard) -> None:
    trips, shift, watch = yard.trips, yard.room.shift.id, yard.room.watch
    his = trips.out(watch, shift, TOLD)
    assert his.driver_id == yard.driver.id
    hired = trips.out(watch, shift, Leaving("租车", "某司机", "接专家", "云洛镇"))
    assert hired.driver_id is None
    assert trips.listed(yard.driver) == [his]
    assert trips.listed(yard.other) == []
    assert {one.id for one in trips.listed(watch)} == {his.id, hired.id}
    assert len(trips.listed(officer("看", Role.OBSERVER))) == 2
    with pytest.raises(Refused, match="own_trips"):
        trips.out(yard.other, shift, TOLD)
    with pytest.raises(Refused, match="own_trips"):
        trips.back(yard.other, his)
    for role in (Role.OBSERVER, Role.SUPPORT, Role.RESERVE, Role.ADMIN):
        with pytest.raises(Refused, match="not_allowed"):
            trips.out(officer("某", role), shift, TOLD)


@pytest.mark.parametrize("field", ["vehicle", "driver", "purpose", "destination"])
def test_a_trip_without_a_needed_word_is_refused_at_its_field(yard: Yard, field: str) -> None:

    with pytest.raises(Refused, match="empty") as refused:
        yard.trips.out(yard.room.watch, yard.room.shift.id, replace(TOLD, **{field: " "}))
    assert refused.value.field == field


def test_back_before_out_and_fewer_kilometres_are_refused(yard: Yard) -> None:

    now = yard.room.clock.now()
    made = yard.trips.out(yard.room.watch, yard.room.shift.id, replace(TOLD, km_out=1000))
    with pytest.raises(Refused, match="before_out"):
        yard.trips.back(yard.driver, made, now - timedelta(minutes=1))
    with pytest.raises(Refused, match="in_the_future"):
        yard.trips.back(yard.driver, made, now + timedelta(hours=1))
    with pytest.raises(Refused, match="km_less"):
        yard.trips.back(yard.driver, made, None, 999)
    assert yard.trips.back(yard.driver, made, None, 1042).km == 42


def test_who_belongs_to_the_shift_signs_and_the_reserve_signs_as_called_in(yard: Yard) -> None:
    trips, shift = yard.trips, yard.room.shift.id
    reserve = officer("备某", Role.RESERVE, 10)
    with yard.room.db.change("system", "officer.add", ("officer", "r")) as change:
        change.put("officer", reserve)
    assert trips.sign(yard.driver, shift).kind is ArrivalKind.POST
    assert trips.sign(reserve, shift).kind is ArrivalKind.CALLED_IN
    with pytest.raises(Refused, match="already_there"):
        trips.sign(reserve, shift)
    assert [one.name for one in trips.arrivals(yard.driver, shift)] == ["李示车"]
    assert len(trips.arrivals(yard.room.watch, shift)) == 2
    assert trips.leave(reserve, shift).left_at == yard.room.clock.now()
    with pytest.raises(Refused, match="not_there"):
        trips.leave(reserve, shift)
    trips.sign(reserve, shift)
    with pytest.raises(Refused, match="not_allowed"):
        trips.sign(officer("看", Role.OBSERVER), shift)
