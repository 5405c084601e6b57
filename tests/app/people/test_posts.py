"""Posts held by two: entered, ended, and who acts for whom told to the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from app.base.marks import Mark
from app.people.book import Book
from app.people.contacts import Org, OrgKind, Person, Post
from app.people.days import begin_of, end_of
from app.people.posts import Posts
from app.people.records import Role
from db.stores.contacts import ContactRows
from tests.app.people.test_book import code
from tests.rooms import Room, officer

TODAY = date(2026, 6, 24)


@dataclass
class Desk:
    """`told` what was written into the log."""

    room: Room
    rows: ContactRows
    book: Book
    posts: Posts
    town: Org
    a: Person
    b: Person
    told: list[str]

    def keep(self, seen: Post | None, a: str, b: str, since: date | None = None) -> Post:
        return self.posts.keep(self.room.watch, self.town, seen, "防汛责任人", a, b, since)

    def leave(self, who: Person, first: date | None, last: date | None, why: str = "") -> Person:
        begin, end = begin_of(first) if first else None, end_of(last) if last else None
        card = self.rows.card(who.id)
        assert card is not None
        assert card.person is not None
        return self.book.set_leave(self.room.watch, card.person, begin, end, why)


@pytest.fixture
def desk(room: Room) -> Desk:
    rows, told = ContactRows(room.db), list[str]()
    book = Book(room.db, rows, room.clock, Mark.TEST, lambda change, by, text: told.append(text))
    county = book.add_unit(room.chief, None, "示范县", OrgKind.COUNTY)
    town = book.add_unit(room.chief, county, "丁山镇", OrgKind.TOWNSHIP)
    a = book.add_person(room.watch, town, "单演达", "镇长")
    b = book.add_person(room.watch, town, "欧范明", "副镇长")
    posts = Posts(room.db, rows, room.clock, Mark.TEST)
    return Desk(room, rows, book, posts, town, a, b, told)


def test_a_post_is_held_by_two_of_the_unit_and_who_holds_it_cannot_leave(desk: Desk) -> None:
    assert code(lambda: desk.keep(None, "单演达", "单演达")) == ("b", "same_person")
    assert code(lambda: desk.keep(None, "单演达", "某")) == ("b", "unknown_person_here")
    assert code(lambda: desk.keep(None, "单演达", "欧范明", TODAY + timedelta(days=1))) == (
        "since",
        "to_come",
    )
    made = desk.keep(None, "单演达", "欧范明", TODAY)
    assert code(lambda: desk.book.leave_book(desk.room.watch, desk.a)) == ("person", "holds_post")
    changed = desk.keep(made, "欧范明", "单演达", None)
    assert (changed.id, changed.a_person, changed.since) == (made.id, desk.b.id, None)


def test_who_holds_a_post_stays_after_moving_to_another_unit(desk: Desk) -> None:
    post = desk.keep(None, "单演达", "欧范明")
    desk.book.change_person(desk.room.watch, desk.a, "单演达", "县长", "示范县")
    held = desk.keep(post, "单演达 县长", "欧范明 副镇长", TODAY)
    assert (held.a_person, held.since) == (desk.a.id, TODAY)
    assert code(lambda: desk.keep(held, "单演达", "欧范明")) == ("a", "unknown_person_here")


def test_an_ended_post_stays_in_the_list_of_posts_only(desk: Desk) -> None:
    made, by = desk.keep(None, "单演达", "欧范明", date(2026, 1, 5)), desk.room.watch
    end = desk.posts.end
    assert code(lambda: end(by, made, TODAY, " ")) == ("why", "missing")
    assert code(lambda: end(by, made, TODAY + timedelta(days=1), "调离")) == ("until", "to_come")
    assert code(lambda: end(by, made, date(2026, 1, 4), "调离")) == ("until", "before_since")
    over = end(by, made, TODAY, "调离")
    assert (over.until, over.ended) == (TODAY, "调离")
    assert code(lambda: end(by, over, TODAY, "调离")) == ("until", "post_ended")
    assert desk.rows.held(desk.a.id) == []
    assert desk.rows.posts(desk.town.id) == []
    assert desk.rows.pages([desk.town.id])[0].held == ()
    assert [one.post for one in desk.rows.held(desk.a.id, ended=True)] == [over]
    again = desk.keep(None, "欧范明", "单演达", TODAY)
    assert [one.post for one in desk.rows.posts(desk.town.id, ended=True)] == [again, over]
    assert code(lambda: end(officer("某", Role.DRIVER), again, TODAY, "x"))[1] == "not_allowed"


def test_b_acts_while_a_is_away_and_the_log_says_from_when_until_when_and_why(desk: Desk) -> None:
    desk.keep(None, "单演达", "欧范明")
    desk.leave(desk.a, TODAY, date(2026, 6, 26), "年休假")
    assert desk.told == [
        "B角代行：欧范明代行丁山镇防汛责任人（A角单演达），06-24 00:00 至 06-26 24:00，事由：年休假"
    ]
    (held,) = desk.rows.held(desk.a.id)
    acting = held.acting(desk.room.clock.now())
    assert acting is not None
    assert acting.name == "欧范明"
    desk.leave(desk.a, TODAY, date(2026, 6, 26), "年休假")
    assert len(desk.told) == 1
    desk.leave(desk.a, None, None)
    assert desk.told[1:] == ["丁山镇防汛责任人：A角单演达回岗，B角欧范明不再代行"]


def test_both_away_is_told_whichever_goes_last(desk: Desk) -> None:
    desk.keep(None, "单演达", "欧范明")
    desk.leave(desk.b, TODAY, date(2026, 6, 25))
    assert desk.told == []
    desk.leave(desk.a, date(2026, 6, 26), date(2026, 6, 27))
    assert desk.told.pop().startswith("B角代行")
    desk.leave(desk.a, date(2026, 6, 25), date(2026, 6, 27), "出差")
    assert desk.told.pop() == (
        "AB角均不在岗：丁山镇防汛责任人，A角单演达、B角欧范明，06-25 00:00 至 06-27 24:00，事由：出差"
    )
    desk.leave(desk.b, date(2026, 6, 27), date(2026, 6, 28))
    assert desk.told.pop().startswith("AB角均不在岗")
    now = begin_of(date(2026, 6, 27))
    assert desk.rows.held(desk.a.id)[0].acting(now) is None
