"""The first officer: let in once, and only while the record holds nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.base.errors import Refused
from app.base.marks import Mark
from app.people.first import FirstOfficer
from app.people.records import Role
from app.people.signin import SignIn
from db.engine import Database
from db.stores.people import OfficerRows
from tests.blank import blank
from tests.rooms import PIN, QUICK


@pytest.fixture
def db(tmp_path: Path, clock) -> Iterator[Database]:
    made = Database(blank(tmp_path / "duty.db"), "desk-a", clock, lambda _: None)
    yield made
    made.close()


@pytest.fixture
def first(db: Database) -> FirstOfficer:
    return FirstOfficer(db, OfficerRows(db), QUICK.hash, Mark.REAL)


def test_the_first_officer_signs_in_with_the_pin_and_stands_in_the_record(
    db: Database, first: FirstOfficer, clock
) -> None:
    made = first.register(" 单演达 ", Role.CHIEF, PIN, PIN)
    assert (made.name, made.initials.split()[0]) == ("单演达", "dyd")
    assert SignIn(db, OfficerRows(db), clock, Mark.REAL, QUICK).check(made.id, PIN) == made
    assert db.verify().entries == 2


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        (("  ", Role.CHIEF, PIN, PIN), "name", "missing"),
        (("长" * 21, Role.CHIEF, PIN, PIN), "name", "too_long"),
        (("彭例安", Role.CHIEF, "123", "123"), "pin", "pin_too_short"),
        (("彭例安", Role.CHIEF, PIN, "8642"), "again", "pins_differ"),
        (("彭例安", Role.AUDITOR, PIN, PIN), "post", "not_allowed"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_written(
    db: Database, first: FirstOfficer, given, field: str, code: str
) -> None:
    with pytest.raises(Refused) as told:
        first.register(*given)
    assert (told.value.field, told.value.code) == (field, code)
    assert OfficerRows(db).officers() == []


def test_a_second_one_is_not_let_in_this_way(db: Database, first: FirstOfficer) -> None:
    first.register("彭例安", Role.CHIEF, PIN, PIN)
    with pytest.raises(Refused, match="not_first"):
        first.register("向示月", Role.CHIEF, PIN, PIN)
    assert len(OfficerRows(db).officers()) == 1
