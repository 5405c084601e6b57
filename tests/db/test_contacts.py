"""The contact book in the store: found as it stands now, and never who left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.base.ids import new_id
from app.base.marks import Mark
from app.people.contacts import (
    ContactPoint,
    Org,
    OrgKind,
    Person,
    PointKind,
    PointState,
    Post,
)
from app.people.pinyin import initials
from db.past import bodies
from db.stores.contacts import ContactRows
from tests.rooms import EVENING, Room, open_room


def unit(name: str, kind: OrgKind = OrgKind.TOWNSHIP, parent: Org | None = None) -> Org:
    township = name if kind is OrgKind.TOWNSHIP else parent.township if parent else ""
    key = parent.id if parent else None
    rest = ("", None, None, None, None, 1, Mark.TEST)
    return Org(new_id(), name, "", initials(name), kind, key, township, *rest)


def person(name: str, at: Org, duty: str = "", sort: int = 1) -> Person:
    return Person(new_id(), name, initials(name), at.id, "", duty, None, None, sort, Mark.TEST)


def number(value: str, of: Person | Org, sort: int = 0, kind=PointKind.MOBILE) -> ContactPoint:
    who = (of.id, None) if isinstance(of, Person) else (None, of.id)
    return ContactPoint(new_id(), *who, kind, value, "", PointState.GOOD, EVENING, sort, Mark.TEST)


class Book:
    """A town with a village, two people of one name, and what is read of them."""

    def __init__(self, room: Room) -> None:
        self.room, self.rows = room, ContactRows(room.db)
        self.town = unit("丁山镇")
        self.village = unit("老榆塘村", OrgKind.VILLAGE, self.town)
        self.head = person("单演达", self.town, "镇长", 1)
        self.other = person("单演达", self.village, "村支书", 2)
        self.tel = number("000-0000-0001", self.head)
        self.put(org=[self.town, self.village], person=[self.head, self.other])
        self.put(contact_point=[self.tel, number("000-0002-0003", self.town)])

    def put(self, **tables) -> None:
        with self.room.db.change("system", "test", ("book", "all")) as change:
            for table, records in tables.items():
                change.put_many(table, records)

    def edit(self, table: str, old, **fields):
        new = replace(old, **fields)
        with self.room.db.change("system", "test", ("book", "all")) as change:
            change.put(table, new, seen=old)
        return new

    def names(self, words: str) -> list[str]:
        return [f"{c.unit} {c.name}".strip() for c in self.rows.find(words)]


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = Book(open_room(tmp_path / "duty.db"))
    yield made
    made.room.db.close()


@pytest.mark.parametrize("words", ["单演达", "syd", "DYD", "演达", "ｓｙｄ"])
def test_two_of_one_name_are_told_apart_by_their_units(book: Book, words: str) -> None:
    assert book.names(words) == ["丁山镇 单演达", "丁山镇老榆塘村 单演达"]


@pytest.mark.parametrize("words", ["老榆塘", "lytc", "单 村支书", "syd dszlyt", "dyd 老榆"])
def test_every_word_must_fit_name_post_or_unit(book: Book, words: str) -> None:
    assert [c.person.duty for c in book.rows.find(words) if c.person] == (
        ["村支书"] if words != "syd dszlyt" else []
    )


def test_figures_find_numbers_in_any_writing(book: Book) -> None:
    assert book.names("00000001") == ["丁山镇 单演达"]
    assert book.names("0002-0003") == ["丁山镇"]
    assert book.names("00") == []


@pytest.mark.parametrize(
    "asked", ["07430001234", "0743-0001234", "+8607430001234", "(0743) 0001234"]
)
@pytest.mark.parametrize("written", ["(0743) 000-1234", "+86 07430001234", "0743-0001234"])
def test_a_caller_is_known_however_the_number_was_written(
    book: Book, written: str, asked: str
) -> None:
    book.put(contact_point=[number(written, book.other)])
    assert [card.unit for card in book.rows.by_number(asked)] == ["丁山镇老榆塘村"]
    assert book.names(asked.removeprefix("+86")) == ["丁山镇老榆塘村 单演达"]


def test_a_number_of_a_unit_that_was_dissolved_is_nobodys(book: Book) -> None:
    book.put(contact_point=[number("000-0003-0004", book.village)])
    book.edit("org", book.village, active=False)
    assert book.rows.by_number("00000030004") == []


def test_what_is_changed_is_found_as_it_stands_now(book: Book) -> None:
    assert book.names("syd")
    book.edit("person", book.head, name="欧范明", initials="ofm")
    assert book.names("ofm") == ["丁山镇 欧范明"]
    book.edit("contact_point", book.tel, value="000-0000-7777")
    assert book.names("7777") == ["丁山镇 欧范明"]
    assert book.names("00000001") == []
    book.edit("org", book.town, name="乙岭乡", initials="ylx", township="乙岭乡")
    assert book.names("ylx")[0] == "乙岭乡"


def test_who_left_and_what_ended_is_in_no_answer(book: Book) -> None:
    book.edit("person", book.other, active=False)
    book.edit("contact_point", book.tel, state=PointState.ENDED)
    assert book.names("单演达") == ["丁山镇 单演达"]
    assert book.rows.find("单演达")[0].points == ()
    assert book.rows.by_number("00000000001") == []
    assert book.rows.members(book.village.id) == []
    book.edit("org", book.village, active=False)
    assert [one.name for one in book.rows.units()] == ["丁山镇"]


def test_members_are_the_unit_itself_then_its_people_in_order(book: Book) -> None:
    book.put(person=[person("欧范明", book.town, "书记", 0)])
    assert [c.name for c in book.rows.members(book.town.id)] == ["", "欧范明", "单演达"]


def test_numbers_not_verified_for_long_are_listed(book: Book) -> None:
    before = EVENING - timedelta(days=180)
    assert book.rows.stale(before, 9) == []
    book.edit("contact_point", book.tel, verified_at=None)
    assert [c.name for c in book.rows.stale(before, 9)] == ["单演达"]


def test_b_acts_while_a_is_away_and_nobody_when_both_are(book: Book) -> None:
    deputy = person("欧范明", book.town, "副镇长", 3)
    held = Post(new_id(), book.town.id, "镇长", book.head.id, deputy.id, 1, Mark.TEST)
    book.put(person=[deputy], post=[held])

    def acting() -> str | None:
        (one,) = book.rows.held(book.head.id)
        card = one.acting(EVENING)
        return card.name if card else None

    away = {"leave_from": EVENING - timedelta(days=1), "leave_to": EVENING + timedelta(days=1)}
    assert acting() == "单演达"
    book.edit("person", book.head, **away)
    assert acting() == "欧范明"
    book.edit("person", deputy, **away)
    assert acting() is None


def test_entries_of_schema_2_fold_to_people_who_are_there() -> None:
    made = b'[{"key":"k","made":{"id":"k","name":"a"},"table":"person"}]'
    assert bodies(made, 2)[0]["made"]["active"] is True
    assert "active" not in bodies(made, 3)[0]["made"]


def test_a_second_store_on_the_same_record_sees_it_too(book: Book) -> None:
    book.room.db.close()
    again = open_room(book.room.db.path)
    assert len(ContactRows(again.db).find("syd")) == 2
    again.db.close()


def test_units_leave_room_for_people(book: Book) -> None:
    book.put(contact_point=[number("000-0002-0004", book.village)])
    assert [card.name for card in book.rows.find("丁山", 2)] == ["", "单演达"]
    assert len(book.rows.find("丁山", 3)) == 3
    assert [card.name for card in book.rows.find("丁山", 1)] == ["单演达"]
