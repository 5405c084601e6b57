"""Officers are entered, changed and stopped by those who may, and never all of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.base.errors import Refused, Unreachable
from app.base.marks import Mark
from app.people.entering import Officers
from app.people.first import FirstOfficer
from app.people.records import Officer, Role
from db.stores.people import OfficerRows
from tests.rooms import PIN, QUICK, Room

NEW = "13579"


@pytest.fixture
def officers(room: Room) -> Officers:
    return Officers(room.db, OfficerRows(room.db), room.sign_in, QUICK.hash, Mark.TEST)


def enter(officers: Officers, by: Officer, name: str, post: Role = Role.OFFICER) -> Officer:
    return officers.enter(by, name, post, False, NEW, NEW)


def code(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as told:
        act()
    return told.value.code


def test_a_new_officer_signs_in(officers: Officers, room: Room) -> None:
    made = enter(officers, room.chief, " 单演达 ")
    assert (made.name, made.initials.split()[0], made.permanent) == ("单演达", "dyd", False)
    assert room.sign_in.check(made.id, NEW) == made
    assert officers.listed()[-1].officer == made


def test_two_of_one_name_are_both_let_in_and_listed(officers: Officers, room: Room) -> None:
    one, two = (enter(officers, room.chief, "单演达") for _ in range(2))
    assert {row.officer.id for row in officers.listed() if row.double} == {one.id, two.id}
    officers.set_active(room.chief, two, False)
    assert not any(row.double for row in officers.listed())


def test_a_changed_pin_and_post_hold(officers: Officers, room: Room) -> None:
    made = enter(officers, room.chief, "单演达")
    made = officers.change(room.chief, made, "单演远", Role.DRIVER, True)
    made = officers.set_pin(room.chief, made, "8642", "8642")
    assert (made.name, made.role, made.permanent) == ("单演远", Role.DRIVER, True)
    assert room.sign_in.check(made.id, "8642") == made
    assert code(lambda: room.sign_in.check(made.id, NEW)) == "wrong_pin"


def test_who_is_stopped_does_not_sign_in_until_let_in_again(officers: Officers, room: Room) -> None:
    stopped = officers.set_active(room.chief, room.watch, False)
    assert code(lambda: room.sign_in.check(room.watch.id, PIN)) == "unknown_person"
    assert officers.listed()[-1].officer == stopped
    officers.set_active(room.chief, stopped, True)
    assert room.sign_in.check(room.watch.id, PIN) == room.watch


def test_one_may_change_ones_own_pin_and_nobody_elses(officers: Officers, room: Room) -> None:
    officers.set_pin(room.watch, room.watch, NEW, NEW)
    assert room.sign_in.check(room.watch.id, NEW)
    assert code(lambda: officers.set_pin(room.watch, room.chief, NEW, NEW)) == "not_allowed"
    assert code(lambda: enter(officers, room.watch, "某")) == "not_allowed"
    assert code(lambda: officers.set_active(room.watch, room.chief, False)) == "not_allowed"


def test_posts_of_the_office_are_given_by_the_administrator_once_there_is_one(
    officers: Officers, room: Room
) -> None:
    admin = enter(officers, room.chief, "管理", Role.ADMIN)
    assert code(lambda: enter(officers, room.chief, "审计", Role.AUDITOR)) == "office_only"
    assert code(lambda: officers.set_pin(room.chief, admin, PIN, PIN)) == "office_only"
    assert code(lambda: officers.set_active(room.chief, admin, False)) == "office_only"
    raised = (room.watch, room.watch.name, Role.ADMIN, True)
    assert code(lambda: officers.change(room.chief, *raised)) == "office_only"
    assert enter(officers, admin, "审计", Role.AUDITOR).role is Role.AUDITOR


def test_nobody_stops_themselves_and_somebody_is_left(officers: Officers, room: Room) -> None:
    assert code(lambda: officers.set_active(room.chief, room.chief, False)) == "yourself"
    (other,) = (
        row.officer for row in officers.listed()
        if row.officer.role is Role.CHIEF and row.officer.id != room.chief.id
    )  # fmt: skip
    officers.set_active(room.chief, other, False)
    lowered = (room.chief, room.chief.name, Role.OFFICER, True)
    assert code(lambda: officers.change(room.chief, *lowered)) == "last_one"


@pytest.mark.parametrize(
    ("told", "refused"),
    [
        ((" ", NEW, NEW), "missing"),
        (("长" * 21, NEW, NEW), "too_long"),
        (("某", "123", "123"), "pin_too_short"),
        (("某", NEW, PIN), "pins_differ"),
    ],
)
def test_what_is_wrong_is_refused(
    officers: Officers, room: Room, told: tuple[str, str, str], refused: str
) -> None:
    name, pin, again = told
    before = len(officers.listed())
    assert code(lambda: officers.enter(room.chief, name, Role.OFFICER, True, pin, again)) == refused
    assert len(officers.listed()) == before


def test_a_record_that_cannot_be_written_takes_no_first_officer(room: Room) -> None:
    first = FirstOfficer(room.db, OfficerRows(room.db), QUICK.hash, Mark.TEST, lambda: "read_only")
    for act in (first.demand_open, lambda: first.register("某", Role.CHIEF, PIN, PIN)):
        with pytest.raises(Unreachable, match="read_only"):
            act()
