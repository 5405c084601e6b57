"""The month on paper: every day and name, marks of changes, numbers only where they are sure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from app.base.clock import SteeredClock
from app.base.marks import Mark
from app.duty.roster.service import Roster
from app.duty.roster.view import MonthView
from app.paper.fonts import Fonts
from app.paper.roster_sheet import roster_pdf
from app.people.printed import mobiles
from app.people.records import Role
from db.engine import Database
from db.stores.contacts import ContactRows
from db.stores.roster import RosterRows
from tests.app.duty.roster.people import RULES
from tests.app.paper.test_handover_sheet import read
from tests.counties import EVENING, duty_only
from tests.counties import county as demo
from tests.nights import UNIT
from tests.rooms import officer


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    db = duty_only(tmp_path_factory.mktemp("county") / "duty.db", bureau=True)
    yield db
    db.close()


def view_of(db: Database, first: date) -> MonthView:
    return Roster(db, RosterRows(db), RULES, SteeredClock(EVENING), Mark.DEMO).view(first)


def test_the_month_is_whole_on_one_page(county: Database, fonts: Fonts) -> None:
    view = view_of(county, date(2026, 6, 1))
    names = [view.name(s.slot.officer_id) for row in view.rows for s in row.served]
    leaders = [o for o in view.officers.values() if o.role in (Role.LEADER, Role.CHIEF)]
    phones = mobiles(ContactRows(county), leaders)
    assert len(phones) >= 18
    made = roster_pdf(fonts, UNIT, view, phones, EVENING)
    text = read(made.pdf)
    assert made.pages == 1
    assert made.missing == ()
    for name in names:
        assert name in text
    for number in phones.values():
        assert number in text
    assert text.count("端午节") == 3
    assert text.count("（代）") == 1
    assert "草稿" not in text
    assert "演示数据" in text
    again = roster_pdf(fonts, UNIT, view, phones, EVENING)
    assert again.sha256 == made.sha256


def test_a_draft_says_so_and_a_place_without_anybody_too(county: Database, fonts: Fonts) -> None:
    draft = roster_pdf(fonts, UNIT, view_of(county, date(2026, 7, 1)), {}, EVENING)
    assert "草稿，未发布" in read(draft.pdf)
    none = roster_pdf(fonts, UNIT, view_of(county, date(2026, 8, 1)), {}, EVENING)
    text = read(none.pdf)
    assert none.pages == 1
    assert "31" in text


def test_who_is_not_in_the_book_has_no_number(county: Database) -> None:
    contacts = ContactRows(county)
    nobody = officer("没有此人", Role.LEADER)
    assert mobiles(contacts, [nobody]) == {}


def test_days_of_a_special_period_are_marked_and_named(county: Database, fonts: Fonts) -> None:
    with county.change("system", "demo.seed", ("demo", "county")) as change:
        change.put_many("special_period", demo().tables["special_period"])
    view = view_of(county, date(2026, 6, 1))
    assert [row.span.day.day for row in view.rows if len(row.special) == 2] == [19, 20, 21, 29, 30]
    made = roster_pdf(fonts, UNIT, view, {}, EVENING)
    text = read(made.pdf)
    assert made.pages == 1
    assert "重：重要时段（" in text
    assert "端午（演示）" in text
    assert text.count("端午节重") == 3
