"""Sign-in: a wrong PIN costs time, never the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.base.errors import Refused
from app.base.ids import new_id
from app.people.rights import Act, demand, may
from app.people.signin import FREE_TRIES
from tests.rooms import PIN, Room


def test_the_right_pin_opens(room: Room) -> None:
    assert room.sign_in.check(room.watch.id, PIN).name == "向示月"
    with pytest.raises(Refused, match="unknown_person"):
        room.sign_in.check(new_id(), PIN)


def test_the_delay_grows_and_ends(room: Room) -> None:
    for _ in range(FREE_TRIES):
        with pytest.raises(Refused, match="wrong_pin"):
            room.sign_in.check(room.watch.id, "0")
    with pytest.raises(Refused, match="wait"):
        room.sign_in.check(room.watch.id, PIN)
    assert room.sign_in.check(room.chief.id, PIN).name == "彭例安"
    room.clock.forward(timedelta(minutes=1))
    assert room.sign_in.check(room.watch.id, PIN).name == "向示月"


def test_a_driver_writes_the_log_but_takes_no_intake(room: Room) -> None:
    from app.people.records import Role
    from tests.rooms import officer

    driver = officer("吴范顺", Role.DRIVER)
    assert may(driver, Act.LOG)
    with pytest.raises(Refused, match="not_allowed"):
        demand(driver, Act.INTAKE)
