"""Sign-in: a wrong PIN costs time, never the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from app.base.clock import SteeredClock
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.marks import Mark
from app.people.signin import FREE_TRIES, SignIn
from db.stores.people import OfficerRows
from tests.rooms import PIN, QUICK, Room, open_room


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


def attempts(room: Room) -> list[str]:
    return [one.outcome.value for one in OfficerRows(room.db).attempts(room.watch.id, 99)][::-1]


def fail(room: Room, times: int) -> None:
    for _ in range(times):
        with pytest.raises(Refused, match="wrong_pin"):
            room.sign_in.check(room.watch.id, "0")


def waits(room: Room) -> int:
    with pytest.raises(Refused, match="wait") as told:
        room.sign_in.check(room.watch.id, PIN)
    return int(told.value.figures["seconds"])


def test_every_attempt_is_an_entry_without_the_pin(room: Room) -> None:
    fail(room, FREE_TRIES)
    assert waits(room) == 60
    room.clock.forward(timedelta(minutes=1))
    room.sign_in.check(room.watch.id, PIN)
    assert attempts(room) == ["密码错误"] * FREE_TRIES + ["须等待", "成功"]
    assert room.db.verify().bad is None
    with room.db.read() as connection:
        effects = connection.exec_driver_sql("SELECT effects FROM journal").scalars().all()
    told = [one for one in effects if b"login_attempt" in one]
    assert len(told) == FREE_TRIES + 2
    assert not any(PIN.encode() in one for one in told)


def test_the_delay_doubles_and_is_never_for_good(room: Room) -> None:
    fail(room, FREE_TRIES)
    seen = []
    for _ in range(9):
        seen.append(waits(room) // 60)
        room.clock.forward(timedelta(seconds=seen[-1] * 60))
        fail(room, 1)
    assert seen == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    room.clock.forward(timedelta(hours=1))
    assert room.sign_in.check(room.watch.id, PIN) == room.watch


def test_waiting_does_not_make_it_longer(room: Room) -> None:
    fail(room, FREE_TRIES)
    for _ in range(5):
        waits(room)
    room.clock.forward(timedelta(minutes=1))
    assert room.sign_in.check(room.watch.id, PIN) == room.watch


def test_the_delay_survives_a_restart(room: Room) -> None:
    fail(room, FREE_TRIES)
    room.db.close()
    again = open_room(room.db.path, room.clock.now())
    assert waits(again) == 60
    again.db.close()


def test_a_clock_that_was_put_back_does_not_lock_anybody_out(room: Room) -> None:
    fail(room, FREE_TRIES)
    earlier = SteeredClock(room.clock.now() - timedelta(hours=3))
    late = SignIn(room.db, OfficerRows(room.db), earlier, Mark.TEST, QUICK)
    assert late.waits_s(room.watch.id) == 60


def test_the_chief_ends_a_wait(room: Room) -> None:
    fail(room, FREE_TRIES)
    with pytest.raises(Refused, match="not_allowed"):
        room.sign_in.free(room.watch, room.watch.id)
    room.sign_in.free(room.chief, room.watch.id)
    assert room.sign_in.check(room.watch.id, PIN) == room.watch
    assert attempts(room)[-2:] == ["解除等待", "成功"]


def test_a_record_that_cannot_be_written_locks_nobody_out_and_still_slows_guessing(
    room: Room,
) -> None:
    room.db.read_only_why = "disk_full"
    assert room.sign_in.check(room.watch.id, PIN) == room.watch
    fail(room, FREE_TRIES)
    assert waits(room) == 60
    assert attempts(room) == []
    room.db.read_only_why = None
    room.clock.forward(timedelta(minutes=1))
    room.sign_in.check(room.watch.id, PIN)
    assert attempts(room) == ["成功"] + ["密码错误"] * FREE_TRIES + ["须等待", "成功"]


def test_an_older_hash_is_made_anew_when_the_pin_was_right(room: Room) -> None:
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    sign_in = SignIn(room.db, OfficerRows(room.db), room.clock, Mark.TEST, stronger)
    with pytest.raises(Refused):
        sign_in.check(room.watch.id, "0")
    assert OfficerRows(room.db).officer(room.watch.id) == room.watch
    renewed = sign_in.check(room.watch.id, PIN)
    assert renewed.pin_hash != room.watch.pin_hash
    assert not stronger.check_needs_rehash(renewed.pin_hash)
    assert sign_in.check(room.watch.id, PIN) == renewed


def test_the_parameters_are_those_of_the_library() -> None:
    made = PasswordHasher()
    assert (made.memory_cost, made.time_cost, made.parallelism) == (65536, 3, 4)
