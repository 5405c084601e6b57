"""The contact book edited: the tree, people told apart, numbers in order, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from app.base.errors import Refused
from app.base.marks import Mark
from app.people.book import Book
from app.people.contacts import Card, Org, OrgKind, Person, PointKind, PointState
from app.people.numbers import checked_number, load_rules
from app.people.records import Role
from db.stores.contacts import ContactRows
from tests.rooms import Room, officer

RULES = Path(__file__).parents[3] / "resources" / "rules" / "contacts.toml"


def code(act: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(Refused) as told:
        act()
    return told.value.field, told.value.code


@dataclass
class Desk:
    room: Room
    rows: ContactRows
    book: Book
    county: Org
    town: Org
    village: Org

    def card(self, who: Person) -> Card:
        card = self.rows.card(who.id)
        assert card is not None
        return card


@pytest.fixture
def desk(room: Room) -> Desk:
    rows = ContactRows(room.db)
    book = Book(room.db, rows, room.clock, Mark.TEST)
    county = book.add_unit(room.chief, None, "示范县", OrgKind.COUNTY)
    town = book.add_unit(room.chief, county, "丁山镇", OrgKind.TOWNSHIP, "丁山")
    village = book.add_unit(room.chief, town, "老榆塘村", OrgKind.VILLAGE)
    return Desk(room, rows, book, county, town, village)


def names(units: list[Org]) -> list[str]:
    return [one.full_name for one in units]


def test_a_tree_from_county_to_grid(desk: Desk) -> None:
    desk.book.add_unit(desk.room.chief, desk.village, "一网格", OrgKind.GRID)
    assert names(desk.rows.units()) == [
        "示范县",
        "丁山镇",
        "丁山镇老榆塘村",
        "丁山镇一网格",
    ]


def test_what_may_not_stand_somewhere_is_refused(desk: Desk) -> None:
    book, by = desk.book, desk.room.chief
    add = book.add_unit
    assert code(lambda: add(by, desk.county, "甲村", OrgKind.VILLAGE)) == (
        "kind",
        "cannot_stand_there",
    )
    assert code(lambda: add(by, desk.county, "丁山镇", OrgKind.TOWNSHIP)) == (
        "name",
        "there_already",
    )
    assert code(lambda: add(by, desk.county, "  ", OrgKind.TOWNSHIP)) == ("name", "missing")
    inside = "丁山镇老榆塘村"
    assert code(lambda: book.change_unit(by, desk.town, "丁山镇", "", inside)) == (
        "parent",
        "inside_itself",
    )
    assert code(lambda: book.dissolve(by, desk.town)) == ("unit", "not_empty")


def test_villages_follow_a_township_renamed_and_a_village_its_new_township(desk: Desk) -> None:
    book, by = desk.book, desk.room.chief
    book.change_unit(by, desk.town, "丁湖镇", "", "")
    assert "丁湖镇老榆塘村" in names(desk.rows.units())
    other = book.add_unit(by, desk.county, "乙岭乡", OrgKind.TOWNSHIP)
    village = next(one for one in desk.rows.units() if one.kind is OrgKind.VILLAGE)
    book.change_unit(by, village, village.name, "", other.name)
    assert "乙岭乡老榆塘村" in names(desk.rows.units())


def test_a_unit_is_renamed_and_moved_in_one_step_or_not_at_all(desk: Desk) -> None:
    book, by = desk.book, desk.room.chief
    other = book.add_unit(by, desk.county, "乙岭乡", OrgKind.TOWNSHIP)
    book.add_unit(by, other, "老榆塘村", OrgKind.VILLAGE)
    book.add_unit(by, other, "新塘村", OrgKind.VILLAGE)
    before = desk.rows.units()
    assert code(lambda: book.change_unit(by, desk.village, "新塘村", "", "乙岭乡")) == (
        "name",
        "there_already",
    )
    assert desk.rows.units() == before
    book.change_unit(by, desk.village, "老榆塘新村", "", "乙岭乡")
    assert "乙岭乡老榆塘新村" in names(desk.rows.units())


def test_a_unit_is_meant_by_its_names_and_initials(desk: Desk) -> None:
    for typed in ("丁山镇", "丁山", "dsz", " DSZ "):
        assert desk.book.unit(typed).id == desk.town.id
    assert code(lambda: desk.book.unit("丙镇")) == ("unit", "unknown_unit")
    other = desk.book.add_unit(desk.room.chief, desk.county, "乙岭乡", OrgKind.TOWNSHIP)
    desk.book.add_unit(desk.room.chief, other, "老榆塘村", OrgKind.VILLAGE)
    assert code(lambda: desk.book.unit("老榆塘村")) == ("unit", "several_units")
    assert desk.book.unit("乙岭乡老榆塘村").parent_id == other.id


def test_two_of_one_name_need_two_posts(desk: Desk) -> None:
    book, by = desk.book, desk.room.watch
    one = book.add_person(by, desk.town, "单演达", "镇长")
    two = book.add_person(by, desk.town, "单演达", "司机")
    assert one.id != two.id
    assert code(lambda: book.add_person(by, desk.town, " 单演达", "镇长 ")) == (
        "duty",
        "same_name_and_post",
    )
    assert code(lambda: book.change_person(by, two, "单演达", "镇长", "丁山镇")) == (
        "duty",
        "same_name_and_post",
    )
    assert book.change_person(by, two, "单演达", "镇长", "老榆塘村").org_id == desk.village.id


def test_people_change_places_in_the_official_order(desk: Desk) -> None:
    book, by = desk.book, desk.room.watch
    a, b = (book.add_person(by, desk.town, name, "") for name in ("甲例", "乙例"))
    book.order_person(by, a, b)
    assert [card.name for card in desk.rows.members(desk.town.id)] == ["乙例", "甲例"]


def test_numbers_stand_in_the_order_in_which_they_are_dialled(desk: Desk) -> None:
    book, by = desk.book, desk.room.watch
    who = book.add_person(by, desk.town, "单演达", "镇长")
    for kind, value in (
        (PointKind.MOBILE, "000-0000-0001"),
        (PointKind.OFFICE, "0000-8869897"),
        (PointKind.SATELLITE, "000-0009-0001"),
    ):
        book.add_number(by, desk.card(who), kind, value)
    points = desk.card(who).points
    assert [one.verified_at for one in points] == [None, None, None]
    book.order_numbers(by, [points[2], points[0], points[1]])
    assert [one.kind for one in desk.card(who).points] == [
        PointKind.SATELLITE,
        PointKind.MOBILE,
        PointKind.OFFICE,
    ]
    book.set_state(by, desk.card(who).points[0], PointState.ENDED)
    assert len(desk.card(who).points) == 2


def test_verified_today_and_after_180_days_stale(desk: Desk) -> None:
    rules, clock = load_rules(RULES), desk.room.clock
    who = desk.book.add_person(desk.room.watch, desk.town, "单演达", "镇长")
    desk.book.add_number(desk.room.watch, desk.card(who), PointKind.MOBILE, "000-0000-0001")
    (point,) = desk.card(who).points
    assert rules.is_stale(point, clock.now())
    desk.book.verify(desk.room.watch, [point])
    (point,) = desk.card(who).points
    assert not rules.is_stale(point, clock.now() + timedelta(days=180))
    assert rules.is_stale(point, clock.now() + timedelta(days=180, seconds=1))
    changed = desk.book.change_number(
        desk.room.watch, desk.card(who), point, PointKind.MOBILE, "000-0000-0002", ""
    )
    assert changed.verified_at is None


@pytest.mark.parametrize(
    ("kind", "value", "why"),
    [
        (PointKind.MOBILE, "", "missing"),
        (PointKind.MOBILE, "1380000000", "mobile_figures"),
        (PointKind.OFFICE, "12", "number_figures"),
        (PointKind.OFFICE, "张三", "not_a_number"),
        (PointKind.OFFICE, "=1+1", "not_a_number"),
    ],
)
def test_what_is_no_number(kind: PointKind, value: str, why: str) -> None:
    assert code(lambda: checked_number(kind, value)) == ("value", why)


@pytest.mark.parametrize(
    "value", ["110", "8869036", "０７３４－８８６９８９７", "0734-8869897转801", "+86 0734 8869897"]
)
def test_numbers_as_offices_write_them(value: str) -> None:
    assert checked_number(PointKind.OFFICE, value)


def test_the_same_number_is_not_noted_twice(desk: Desk) -> None:
    who = desk.book.add_person(desk.room.watch, desk.town, "单演达", "镇长")
    desk.book.add_number(desk.room.watch, desk.card(who), PointKind.MOBILE, "000-0000-0001")
    again = (PointKind.OFFICE, "00000000001")
    assert code(lambda: desk.book.add_number(desk.room.watch, desk.card(who), *again)) == (
        "value",
        "number_there",
    )


def test_who_may_not_is_told(desk: Desk) -> None:
    driver, watch = officer("某", Role.DRIVER), desk.room.watch
    assert code(lambda: desk.book.add_person(driver, desk.town, "甲", ""))[1] == "not_allowed"
    assert code(lambda: desk.book.dissolve(watch, desk.village))[1] == "not_allowed"
